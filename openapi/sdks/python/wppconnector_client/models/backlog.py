from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Self, TypeVar

from attrs import define as _attrs_define
from attrs import field as _attrs_field

T = TypeVar("T", bound="Backlog")


@_attrs_define
class Backlog:
    """
    Attributes:
        oldest_seconds (int): Since the first that nobody has looked at came.
        oldest_waiting_seconds (int): Since the first that waits for its message came: hours are no fault of ours, it
            may never come.
        pending (int):
        waiting (int): For the message that they are about.
    """

    oldest_seconds: int
    oldest_waiting_seconds: int
    pending: int
    waiting: int
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        oldest_seconds = self.oldest_seconds

        oldest_waiting_seconds = self.oldest_waiting_seconds

        pending = self.pending

        waiting = self.waiting

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update(
            {
                "oldestSeconds": oldest_seconds,
                "oldestWaitingSeconds": oldest_waiting_seconds,
                "pending": pending,
                "waiting": waiting,
            }
        )

        return field_dict

    @classmethod
    def from_dict(cls, src_dict: Mapping[str, Any]) -> Self:
        d = dict(src_dict)
        oldest_seconds = d.pop("oldestSeconds")

        oldest_waiting_seconds = d.pop("oldestWaitingSeconds")

        pending = d.pop("pending")

        waiting = d.pop("waiting")

        backlog = cls(
            oldest_seconds=oldest_seconds,
            oldest_waiting_seconds=oldest_waiting_seconds,
            pending=pending,
            waiting=waiting,
        )

        backlog.additional_properties = d
        return backlog

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
