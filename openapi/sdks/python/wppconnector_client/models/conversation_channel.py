from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Self, TypeVar
from uuid import UUID

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..models.channel_status import ChannelStatus
from ..models.provider_kind import ProviderKind

T = TypeVar("T", bound="ConversationChannel")


@_attrs_define
class ConversationChannel:
    """
    Attributes:
        id (UUID):
        name (str):
        provider (ProviderKind):
        status (ChannelStatus):
    """

    id: UUID
    name: str
    provider: ProviderKind
    status: ChannelStatus
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        id = str(self.id)

        name = self.name

        provider = self.provider.value

        status = self.status.value

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update(
            {
                "id": id,
                "name": name,
                "provider": provider,
                "status": status,
            }
        )

        return field_dict

    @classmethod
    def from_dict(cls, src_dict: Mapping[str, Any]) -> Self:
        d = dict(src_dict)
        id = UUID(d.pop("id"))

        name = d.pop("name")

        provider = ProviderKind(d.pop("provider"))

        status = ChannelStatus(d.pop("status"))

        conversation_channel = cls(
            id=id,
            name=name,
            provider=provider,
            status=status,
        )

        conversation_channel.additional_properties = d
        return conversation_channel

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
