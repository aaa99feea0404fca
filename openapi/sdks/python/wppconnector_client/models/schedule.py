from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, Self, TypeVar

from attrs import define as _attrs_define
from attrs import field as _attrs_field

if TYPE_CHECKING:
    from ..models.holiday import Holiday
    from ..models.weekly import Weekly


T = TypeVar("T", bound="Schedule")


@_attrs_define
class Schedule:
    """Opening times by weekday, with holidays that replace theirs. Local times of the company's timezone.

    Attributes:
        holidays (list[Holiday]):
        weekly (Weekly):
    """

    holidays: list[Holiday]
    weekly: Weekly
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        holidays = []
        for holidays_item_data in self.holidays:
            holidays_item = holidays_item_data.to_dict()
            holidays.append(holidays_item)

        weekly = self.weekly.to_dict()

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update(
            {
                "holidays": holidays,
                "weekly": weekly,
            }
        )

        return field_dict

    @classmethod
    def from_dict(cls, src_dict: Mapping[str, Any]) -> Self:
        from ..models.holiday import Holiday
        from ..models.weekly import Weekly

        d = dict(src_dict)
        holidays = []
        _holidays = d.pop("holidays")
        for holidays_item_data in _holidays:
            holidays_item = Holiday.from_dict(holidays_item_data)

            holidays.append(holidays_item)

        weekly = Weekly.from_dict(d.pop("weekly"))

        schedule = cls(
            holidays=holidays,
            weekly=weekly,
        )

        schedule.additional_properties = d
        return schedule

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
