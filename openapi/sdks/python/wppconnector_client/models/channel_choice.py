from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Self, TypeVar, cast
from uuid import UUID

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..models.channel_status import ChannelStatus
from ..models.provider_kind import ProviderKind

T = TypeVar("T", bound="ChannelChoice")


@_attrs_define
class ChannelChoice:
    """A channel that an attendance may begin on, for whoever writes to customers.

    Attributes:
        id (UUID):
        is_default (bool): It is used when none is named.
        name (str):
        phone (None | str):
        provider (ProviderKind):
        status (ChannelStatus):
    """

    id: UUID
    is_default: bool
    name: str
    phone: None | str
    provider: ProviderKind
    status: ChannelStatus
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        id = str(self.id)

        is_default = self.is_default

        name = self.name

        phone: None | str
        phone = self.phone

        provider = self.provider.value

        status = self.status.value

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update(
            {
                "id": id,
                "isDefault": is_default,
                "name": name,
                "phone": phone,
                "provider": provider,
                "status": status,
            }
        )

        return field_dict

    @classmethod
    def from_dict(cls, src_dict: Mapping[str, Any]) -> Self:
        d = dict(src_dict)
        id = UUID(d.pop("id"))

        is_default = d.pop("isDefault")

        name = d.pop("name")

        def _parse_phone(data: object) -> None | str:
            if data is None:
                return data
            return cast(None | str, data)

        phone = _parse_phone(d.pop("phone"))

        provider = ProviderKind(d.pop("provider"))

        status = ChannelStatus(d.pop("status"))

        channel_choice = cls(
            id=id,
            is_default=is_default,
            name=name,
            phone=phone,
            provider=provider,
            status=status,
        )

        channel_choice.additional_properties = d
        return channel_choice

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
