from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Self, TypeVar

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..models.status import Status
from ..types import UNSET, Unset

T = TypeVar("T", bound="ChangeStatus")


@_attrs_define
class ChangeStatus:
    """RESOLVED, ARCHIVED, or OPEN to open it again.

    Attributes:
        status (Status):
        assign_to_me (bool | Unset): With OPEN: the caller gets it. Default: False.
    """

    status: Status
    assign_to_me: bool | Unset = False
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        status = self.status.value

        assign_to_me = self.assign_to_me

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update(
            {
                "status": status,
            }
        )
        if assign_to_me is not UNSET:
            field_dict["assignToMe"] = assign_to_me

        return field_dict

    @classmethod
    def from_dict(cls, src_dict: Mapping[str, Any]) -> Self:
        d = dict(src_dict)
        status = Status(d.pop("status"))

        assign_to_me = d.pop("assignToMe", UNSET)

        change_status = cls(
            status=status,
            assign_to_me=assign_to_me,
        )

        change_status.additional_properties = d
        return change_status

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
