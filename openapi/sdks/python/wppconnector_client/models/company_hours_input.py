from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, Self, TypeVar, cast

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..models.out_of_hours_mode import OutOfHoursMode
from ..types import UNSET, Unset

if TYPE_CHECKING:
    from ..models.holiday_input import HolidayInput
    from ..models.weekly_input import WeeklyInput


T = TypeVar("T", bound="CompanyHoursInput")


@_attrs_define
class CompanyHoursInput:
    """The company's hours; a department may have its own [`Schedule`].

    Attributes:
        enabled (bool | Unset):  Default: False.
        holidays (list[HolidayInput] | Unset):
        out_of_hours_mode (OutOfHoursMode | Unset):  Default: OutOfHoursMode.QUEUE.
        weekly (None | Unset | WeeklyInput):
    """

    enabled: bool | Unset = False
    holidays: list[HolidayInput] | Unset = UNSET
    out_of_hours_mode: OutOfHoursMode | Unset = OutOfHoursMode.QUEUE
    weekly: None | Unset | WeeklyInput = UNSET
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        from ..models.weekly_input import WeeklyInput

        enabled = self.enabled

        holidays: list[dict[str, Any]] | Unset = UNSET
        if not isinstance(self.holidays, Unset):
            holidays = []
            for holidays_item_data in self.holidays:
                holidays_item = holidays_item_data.to_dict()
                holidays.append(holidays_item)

        out_of_hours_mode: str | Unset = UNSET
        if not isinstance(self.out_of_hours_mode, Unset):
            out_of_hours_mode = self.out_of_hours_mode.value

        weekly: dict[str, Any] | None | Unset
        if isinstance(self.weekly, Unset):
            weekly = UNSET
        elif isinstance(self.weekly, WeeklyInput):
            weekly = self.weekly.to_dict()
        else:
            weekly = self.weekly

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update({})
        if enabled is not UNSET:
            field_dict["enabled"] = enabled
        if holidays is not UNSET:
            field_dict["holidays"] = holidays
        if out_of_hours_mode is not UNSET:
            field_dict["outOfHoursMode"] = out_of_hours_mode
        if weekly is not UNSET:
            field_dict["weekly"] = weekly

        return field_dict

    @classmethod
    def from_dict(cls, src_dict: Mapping[str, Any]) -> Self:
        from ..models.holiday_input import HolidayInput
        from ..models.weekly_input import WeeklyInput

        d = dict(src_dict)
        enabled = d.pop("enabled", UNSET)

        _holidays = d.pop("holidays", UNSET)
        holidays: list[HolidayInput] | Unset = UNSET
        if _holidays is not UNSET:
            holidays = []
            for holidays_item_data in _holidays:
                holidays_item = HolidayInput.from_dict(holidays_item_data)

                holidays.append(holidays_item)

        _out_of_hours_mode = d.pop("outOfHoursMode", UNSET)
        out_of_hours_mode: OutOfHoursMode | Unset
        if isinstance(_out_of_hours_mode, Unset):
            out_of_hours_mode = UNSET
        else:
            out_of_hours_mode = OutOfHoursMode(_out_of_hours_mode)

        def _parse_weekly(data: object) -> None | Unset | WeeklyInput:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            try:
                if not isinstance(data, dict):
                    raise TypeError()
                weekly_type_0 = WeeklyInput.from_dict(data)

                return weekly_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(None | Unset | WeeklyInput, data)

        weekly = _parse_weekly(d.pop("weekly", UNSET))

        company_hours_input = cls(
            enabled=enabled,
            holidays=holidays,
            out_of_hours_mode=out_of_hours_mode,
            weekly=weekly,
        )

        company_hours_input.additional_properties = d
        return company_hours_input

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
