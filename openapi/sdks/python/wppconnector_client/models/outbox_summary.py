from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Self, TypeVar

from attrs import define as _attrs_define
from attrs import field as _attrs_field

T = TypeVar("T", bound="OutboxSummary")


@_attrs_define
class OutboxSummary:
    """
    Attributes:
        oldest_seconds (int): Since the first that is queued or being sent was written.
        oldest_unknown_seconds (int): Since the first whose fate is unknown was written.
        queued (int):
        sending (int):
        unknown (int):
    """

    oldest_seconds: int
    oldest_unknown_seconds: int
    queued: int
    sending: int
    unknown: int
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        oldest_seconds = self.oldest_seconds

        oldest_unknown_seconds = self.oldest_unknown_seconds

        queued = self.queued

        sending = self.sending

        unknown = self.unknown

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update(
            {
                "oldestSeconds": oldest_seconds,
                "oldestUnknownSeconds": oldest_unknown_seconds,
                "queued": queued,
                "sending": sending,
                "unknown": unknown,
            }
        )

        return field_dict

    @classmethod
    def from_dict(cls, src_dict: Mapping[str, Any]) -> Self:
        d = dict(src_dict)
        oldest_seconds = d.pop("oldestSeconds")

        oldest_unknown_seconds = d.pop("oldestUnknownSeconds")

        queued = d.pop("queued")

        sending = d.pop("sending")

        unknown = d.pop("unknown")

        outbox_summary = cls(
            oldest_seconds=oldest_seconds,
            oldest_unknown_seconds=oldest_unknown_seconds,
            queued=queued,
            sending=sending,
            unknown=unknown,
        )

        outbox_summary.additional_properties = d
        return outbox_summary

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
