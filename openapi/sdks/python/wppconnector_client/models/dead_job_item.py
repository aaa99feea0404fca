from __future__ import annotations

import datetime
from collections.abc import Mapping
from typing import Any, Self, TypeVar
from uuid import UUID

from attrs import define as _attrs_define
from attrs import field as _attrs_field

T = TypeVar("T", bound="DeadJobItem")


@_attrs_define
class DeadJobItem:
    """A job that could not be done, whatever was tried.

    Attributes:
        attempts (int):
        dead_at (datetime.datetime):
        id (UUID):
        key (str):
        last_error (str):
        payload (Any):
        queue (str): As `route-conversation`.
    """

    attempts: int
    dead_at: datetime.datetime
    id: UUID
    key: str
    last_error: str
    payload: Any
    queue: str
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        attempts = self.attempts

        dead_at = self.dead_at.isoformat()

        id = str(self.id)

        key = self.key

        last_error = self.last_error

        payload = self.payload

        queue = self.queue

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update(
            {
                "attempts": attempts,
                "deadAt": dead_at,
                "id": id,
                "key": key,
                "lastError": last_error,
                "payload": payload,
                "queue": queue,
            }
        )

        return field_dict

    @classmethod
    def from_dict(cls, src_dict: Mapping[str, Any]) -> Self:
        d = dict(src_dict)
        attempts = d.pop("attempts")

        dead_at = datetime.datetime.fromisoformat(d.pop("deadAt"))

        id = UUID(d.pop("id"))

        key = d.pop("key")

        last_error = d.pop("lastError")

        payload = d.pop("payload")

        queue = d.pop("queue")

        dead_job_item = cls(
            attempts=attempts,
            dead_at=dead_at,
            id=id,
            key=key,
            last_error=last_error,
            payload=payload,
            queue=queue,
        )

        dead_job_item.additional_properties = d
        return dead_job_item

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
