from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, Self, TypeVar

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..types import UNSET, Unset

if TYPE_CHECKING:
    from ..models.holiday_input import HolidayInput
    from ..models.weekly_input import WeeklyInput


T = TypeVar("T", bound="ScheduleInput")


@_attrs_define
class ScheduleInput:
    """Opening times by weekday, with holidays that replace theirs. Local times of the company's timezone.

    Attributes:
        holidays (list[HolidayInput] | Unset):
        weekly (WeeklyInput | Unset):
    """

    holidays: list[HolidayInput] | Unset = UNSET
    weekly: WeeklyInput | Unset = UNSET
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        holidays: list[dict[str, Any]] | Unset = UNSET
        if not isinstance(self.holidays, Unset):
            holidays = []
            for holidays_item_data in self.holidays:
                holidays_item = holidays_item_data.to_dict()
                holidays.append(holidays_item)

        weekly: dict[str, Any] | Unset = UNSET
        if not isinstance(self.weekly, Unset):
            weekly = self.weekly.to_dict()

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update({})
        if holidays is not UNSET:
            field_dict["holidays"] = holidays
        if weekly is not UNSET:
            field_dict["weekly"] = weekly

        return field_dict

    @classmethod
    def from_dict(cls, src_dict: Mapping[str, Any]) -> Self:
        from ..models.holiday_input import HolidayInput
        from ..models.weekly_input import WeeklyInput

        d = dict(src_dict)
        _holidays = d.pop("holidays", UNSET)
        holidays: list[HolidayInput] | Unset = UNSET
        if _holidays is not UNSET:
            holidays = []
            for holidays_item_data in _holidays:
                holidays_item = HolidayInput.from_dict(holidays_item_data)

                holidays.append(holidays_item)

        _weekly = d.pop("weekly", UNSET)
        weekly: WeeklyInput | Unset
        if isinstance(_weekly, Unset):
            weekly = UNSET
        else:
            weekly = WeeklyInput.from_dict(_weekly)

        schedule_input = cls(
            holidays=holidays,
            weekly=weekly,
        )

        schedule_input.additional_properties = d
        return schedule_input

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
