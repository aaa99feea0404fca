from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Self, TypeVar

from attrs import define as _attrs_define
from attrs import field as _attrs_field

T = TypeVar("T", bound="DepartmentCounts")


@_attrs_define
class DepartmentCounts:
    """
    Attributes:
        assigned (int):
        members (int):
        online (int):
        queued (int):
    """

    assigned: int
    members: int
    online: int
    queued: int
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        assigned = self.assigned

        members = self.members

        online = self.online

        queued = self.queued

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update(
            {
                "assigned": assigned,
                "members": members,
                "online": online,
                "queued": queued,
            }
        )

        return field_dict

    @classmethod
    def from_dict(cls, src_dict: Mapping[str, Any]) -> Self:
        d = dict(src_dict)
        assigned = d.pop("assigned")

        members = d.pop("members")

        online = d.pop("online")

        queued = d.pop("queued")

        department_counts = cls(
            assigned=assigned,
            members=members,
            online=online,
            queued=queued,
        )

        department_counts.additional_properties = d
        return department_counts

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
