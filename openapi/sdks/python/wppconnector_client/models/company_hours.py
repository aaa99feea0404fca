from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, Self, TypeVar

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..models.out_of_hours_mode import OutOfHoursMode

if TYPE_CHECKING:
    from ..models.holiday import Holiday
    from ..models.weekly import Weekly


T = TypeVar("T", bound="CompanyHours")


@_attrs_define
class CompanyHours:
    """The company's hours; a department may have its own [`Schedule`].

    Attributes:
        enabled (bool):
        holidays (list[Holiday]):
        out_of_hours_mode (OutOfHoursMode):
        weekly (Weekly):
    """

    enabled: bool
    holidays: list[Holiday]
    out_of_hours_mode: OutOfHoursMode
    weekly: Weekly
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        enabled = self.enabled

        holidays = []
        for holidays_item_data in self.holidays:
            holidays_item = holidays_item_data.to_dict()
            holidays.append(holidays_item)

        out_of_hours_mode = self.out_of_hours_mode.value

        weekly = self.weekly.to_dict()

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update(
            {
                "enabled": enabled,
                "holidays": holidays,
                "outOfHoursMode": out_of_hours_mode,
                "weekly": weekly,
            }
        )

        return field_dict

    @classmethod
    def from_dict(cls, src_dict: Mapping[str, Any]) -> Self:
        from ..models.holiday import Holiday
        from ..models.weekly import Weekly

        d = dict(src_dict)
        enabled = d.pop("enabled")

        holidays = []
        _holidays = d.pop("holidays")
        for holidays_item_data in _holidays:
            holidays_item = Holiday.from_dict(holidays_item_data)

            holidays.append(holidays_item)

        out_of_hours_mode = OutOfHoursMode(d.pop("outOfHoursMode"))

        weekly = Weekly.from_dict(d.pop("weekly"))

        company_hours = cls(
            enabled=enabled,
            holidays=holidays,
            out_of_hours_mode=out_of_hours_mode,
            weekly=weekly,
        )

        company_hours.additional_properties = d
        return company_hours

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
