from __future__ import annotations

import datetime
from collections.abc import Mapping
from typing import Any, Self, TypeVar, cast
from uuid import UUID

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..models.queue_reason import QueueReason

T = TypeVar("T", bound="Waiting")


@_attrs_define
class Waiting:
    """
    Attributes:
        conversation_id (UUID):
        customer_name (None | str):
        position (int | None):
        protocol (str):
        queued_at (datetime.datetime | None):
        reason (None | QueueReason): Why it came into the queue; null when that is too long ago.
        timeout_at (datetime.datetime | None):
        waiting_seconds (int):
    """

    conversation_id: UUID
    customer_name: None | str
    position: int | None
    protocol: str
    queued_at: datetime.datetime | None
    reason: None | QueueReason
    timeout_at: datetime.datetime | None
    waiting_seconds: int
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        conversation_id = str(self.conversation_id)

        customer_name: None | str
        customer_name = self.customer_name

        position: int | None
        position = self.position

        protocol = self.protocol

        queued_at: None | str
        if isinstance(self.queued_at, datetime.datetime):
            queued_at = self.queued_at.isoformat()
        else:
            queued_at = self.queued_at

        reason: None | str
        if isinstance(self.reason, QueueReason):
            reason = self.reason.value
        else:
            reason = self.reason

        timeout_at: None | str
        if isinstance(self.timeout_at, datetime.datetime):
            timeout_at = self.timeout_at.isoformat()
        else:
            timeout_at = self.timeout_at

        waiting_seconds = self.waiting_seconds

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update(
            {
                "conversationId": conversation_id,
                "customerName": customer_name,
                "position": position,
                "protocol": protocol,
                "queuedAt": queued_at,
                "reason": reason,
                "timeoutAt": timeout_at,
                "waitingSeconds": waiting_seconds,
            }
        )

        return field_dict

    @classmethod
    def from_dict(cls, src_dict: Mapping[str, Any]) -> Self:
        d = dict(src_dict)
        conversation_id = UUID(d.pop("conversationId"))

        def _parse_customer_name(data: object) -> None | str:
            if data is None:
                return data
            return cast(None | str, data)

        customer_name = _parse_customer_name(d.pop("customerName"))

        def _parse_position(data: object) -> int | None:
            if data is None:
                return data
            return cast(int | None, data)

        position = _parse_position(d.pop("position"))

        protocol = d.pop("protocol")

        def _parse_queued_at(data: object) -> datetime.datetime | None:
            if data is None:
                return data
            try:
                if not isinstance(data, str):
                    raise TypeError()
                queued_at_type_0 = datetime.datetime.fromisoformat(data)

                return queued_at_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(datetime.datetime | None, data)

        queued_at = _parse_queued_at(d.pop("queuedAt"))

        def _parse_reason(data: object) -> None | QueueReason:
            if data is None:
                return data
            try:
                if not isinstance(data, str):
                    raise TypeError()
                reason_type_0 = QueueReason(data)

                return reason_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(None | QueueReason, data)

        reason = _parse_reason(d.pop("reason"))

        def _parse_timeout_at(data: object) -> datetime.datetime | None:
            if data is None:
                return data
            try:
                if not isinstance(data, str):
                    raise TypeError()
                timeout_at_type_0 = datetime.datetime.fromisoformat(data)

                return timeout_at_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(datetime.datetime | None, data)

        timeout_at = _parse_timeout_at(d.pop("timeoutAt"))

        waiting_seconds = d.pop("waitingSeconds")

        waiting = cls(
            conversation_id=conversation_id,
            customer_name=customer_name,
            position=position,
            protocol=protocol,
            queued_at=queued_at,
            reason=reason,
            timeout_at=timeout_at,
            waiting_seconds=waiting_seconds,
        )

        waiting.additional_properties = d
        return waiting

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
