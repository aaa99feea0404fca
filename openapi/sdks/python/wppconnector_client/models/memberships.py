from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Self, TypeVar
from uuid import UUID

from attrs import define as _attrs_define
from attrs import field as _attrs_field

T = TypeVar("T", bound="Memberships")


@_attrs_define
class Memberships:
    """
    Attributes:
        department_ids (list[UUID]):
    """

    department_ids: list[UUID]
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        department_ids = []
        for department_ids_item_data in self.department_ids:
            department_ids_item = str(department_ids_item_data)
            department_ids.append(department_ids_item)

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update(
            {
                "departmentIds": department_ids,
            }
        )

        return field_dict

    @classmethod
    def from_dict(cls, src_dict: Mapping[str, Any]) -> Self:
        d = dict(src_dict)
        department_ids = []
        _department_ids = d.pop("departmentIds")
        for department_ids_item_data in _department_ids:
            department_ids_item = UUID(department_ids_item_data)

            department_ids.append(department_ids_item)

        memberships = cls(
            department_ids=department_ids,
        )

        memberships.additional_properties = d
        return memberships

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
