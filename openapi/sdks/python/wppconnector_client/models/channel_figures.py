from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Self, TypeVar
from uuid import UUID

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..models.provider_kind import ProviderKind

T = TypeVar("T", bound="ChannelFigures")


@_attrs_define
class ChannelFigures:
    """
    Attributes:
        channel_id (UUID):
        inbound (int):
        name (str):
        opened (int):
        outbound (int):
        provider (ProviderKind):
        resolved (int):
    """

    channel_id: UUID
    inbound: int
    name: str
    opened: int
    outbound: int
    provider: ProviderKind
    resolved: int
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        channel_id = str(self.channel_id)

        inbound = self.inbound

        name = self.name

        opened = self.opened

        outbound = self.outbound

        provider = self.provider.value

        resolved = self.resolved

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update(
            {
                "channelId": channel_id,
                "inbound": inbound,
                "name": name,
                "opened": opened,
                "outbound": outbound,
                "provider": provider,
                "resolved": resolved,
            }
        )

        return field_dict

    @classmethod
    def from_dict(cls, src_dict: Mapping[str, Any]) -> Self:
        d = dict(src_dict)
        channel_id = UUID(d.pop("channelId"))

        inbound = d.pop("inbound")

        name = d.pop("name")

        opened = d.pop("opened")

        outbound = d.pop("outbound")

        provider = ProviderKind(d.pop("provider"))

        resolved = d.pop("resolved")

        channel_figures = cls(
            channel_id=channel_id,
            inbound=inbound,
            name=name,
            opened=opened,
            outbound=outbound,
            provider=provider,
            resolved=resolved,
        )

        channel_figures.additional_properties = d
        return channel_figures

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
