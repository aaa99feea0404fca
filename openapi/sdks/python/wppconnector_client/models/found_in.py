from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Self, TypeVar, cast
from uuid import UUID

from attrs import define as _attrs_define
from attrs import field as _attrs_field

T = TypeVar("T", bound="FoundIn")


@_attrs_define
class FoundIn:
    """The conversation of a message that was found.

    Attributes:
        customer_name (None | str):
        customer_phone (str):
        id (UUID):
        protocol (str):
    """

    customer_name: None | str
    customer_phone: str
    id: UUID
    protocol: str
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        customer_name: None | str
        customer_name = self.customer_name

        customer_phone = self.customer_phone

        id = str(self.id)

        protocol = self.protocol

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update(
            {
                "customerName": customer_name,
                "customerPhone": customer_phone,
                "id": id,
                "protocol": protocol,
            }
        )

        return field_dict

    @classmethod
    def from_dict(cls, src_dict: Mapping[str, Any]) -> Self:
        d = dict(src_dict)

        def _parse_customer_name(data: object) -> None | str:
            if data is None:
                return data
            return cast(None | str, data)

        customer_name = _parse_customer_name(d.pop("customerName"))

        customer_phone = d.pop("customerPhone")

        id = UUID(d.pop("id"))

        protocol = d.pop("protocol")

        found_in = cls(
            customer_name=customer_name,
            customer_phone=customer_phone,
            id=id,
            protocol=protocol,
        )

        found_in.additional_properties = d
        return found_in

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
