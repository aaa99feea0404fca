from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Self, TypeVar

from attrs import define as _attrs_define
from attrs import field as _attrs_field

T = TypeVar("T", bound="RetentionDays")


@_attrs_define
class RetentionDays:
    """0 = keep.

    Attributes:
        audit (int):  Default: 365.
        media (int):  Default: 0.
        messages (int):  Default: 0.
        raw_bodies (int):  Default: 14.
    """

    audit: int = 365
    media: int = 0
    messages: int = 0
    raw_bodies: int = 14
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        audit = self.audit

        media = self.media

        messages = self.messages

        raw_bodies = self.raw_bodies

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update(
            {
                "audit": audit,
                "media": media,
                "messages": messages,
                "rawBodies": raw_bodies,
            }
        )

        return field_dict

    @classmethod
    def from_dict(cls, src_dict: Mapping[str, Any]) -> Self:
        d = dict(src_dict)
        audit = d.pop("audit")

        media = d.pop("media")

        messages = d.pop("messages")

        raw_bodies = d.pop("rawBodies")

        retention_days = cls(
            audit=audit,
            media=media,
            messages=messages,
            raw_bodies=raw_bodies,
        )

        retention_days.additional_properties = d
        return retention_days

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
