from __future__ import annotations

import datetime
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, Self, TypeVar

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..types import UNSET, Unset

if TYPE_CHECKING:
    from ..models.interval import Interval


T = TypeVar("T", bound="HolidayInput")


@_attrs_define
class HolidayInput:
    """Replaces its weekday; no intervals = closed.

    Attributes:
        date (datetime.date):
        intervals (list[Interval] | Unset):
        name (str | Unset):  Default: ''.
    """

    date: datetime.date
    intervals: list[Interval] | Unset = UNSET
    name: str | Unset = ""
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        date = self.date.isoformat()

        intervals: list[dict[str, Any]] | Unset = UNSET
        if not isinstance(self.intervals, Unset):
            intervals = []
            for intervals_item_data in self.intervals:
                intervals_item = intervals_item_data.to_dict()
                intervals.append(intervals_item)

        name = self.name

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update(
            {
                "date": date,
            }
        )
        if intervals is not UNSET:
            field_dict["intervals"] = intervals
        if name is not UNSET:
            field_dict["name"] = name

        return field_dict

    @classmethod
    def from_dict(cls, src_dict: Mapping[str, Any]) -> Self:
        from ..models.interval import Interval

        d = dict(src_dict)
        date = datetime.date.fromisoformat(d.pop("date"))

        _intervals = d.pop("intervals", UNSET)
        intervals: list[Interval] | Unset = UNSET
        if _intervals is not UNSET:
            intervals = []
            for intervals_item_data in _intervals:
                intervals_item = Interval.from_dict(intervals_item_data)

                intervals.append(intervals_item)

        name = d.pop("name", UNSET)

        holiday_input = cls(
            date=date,
            intervals=intervals,
            name=name,
        )

        holiday_input.additional_properties = d
        return holiday_input

    @property
    def additional_keys(self) -> list[str]:
        return list(self.additional_properties.keys())

    def __getitem__(self, key: str) -> Any:
        return self.additional_properties[key]

    def __setitem__(self, key: str, value: Any) -> None:
        self.additional_properties[key] = value

    def __delitem__(self, key: str) -> None:
        del self.additional_properties[key]

    def __contains__(self, key: str) -> bool:
        return key in self.additional_properties
