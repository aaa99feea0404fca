from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Self, TypeVar

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..types import UNSET, Unset

T = TypeVar("T", bound="RetentionDaysInput")


@_attrs_define
class RetentionDaysInput:
    """0 = keep.

    Attributes:
        audit (int | Unset):  Default: 365.
        media (int | Unset):  Default: 0.
        messages (int | Unset):  Default: 0.
        raw_bodies (int | Unset):  Default: 14.
    """

    audit: int | Unset = 365
    media: int | Unset = 0
    messages: int | Unset = 0
    raw_bodies: int | Unset = 14
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        audit = self.audit

        media = self.media

        messages = self.messages

        raw_bodies = self.raw_bodies

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update({})
        if audit is not UNSET:
            field_dict["audit"] = audit
        if media is not UNSET:
            field_dict["media"] = media
        if messages is not UNSET:
            field_dict["messages"] = messages
        if raw_bodies is not UNSET:
            field_dict["rawBodies"] = raw_bodies

        return field_dict

    @classmethod
    def from_dict(cls, src_dict: Mapping[str, Any]) -> Self:
        d = dict(src_dict)
        audit = d.pop("audit", UNSET)

        media = d.pop("media", UNSET)

        messages = d.pop("messages", UNSET)

        raw_bodies = d.pop("rawBodies", UNSET)

        retention_days_input = cls(
            audit=audit,
            media=media,
            messages=messages,
            raw_bodies=raw_bodies,
        )

        retention_days_input.additional_properties = d
        return retention_days_input

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
