from __future__ import annotations

import datetime
from collections.abc import Mapping
from typing import Any, Self, TypeVar, cast
from uuid import UUID

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..models.timeout_kind import TimeoutKind

T = TypeVar("T", bound="BoardTimeout")


@_attrs_define
class BoardTimeout:
    """A deadline that nobody kept.

    Attributes:
        at (datetime.datetime):
        conversation_id (UUID):
        customer_name (None | str):
        kind (TimeoutKind): What the one timer of a conversation is for.
        round_ (int): How often in a row.
        waiting_seconds (int):
    """

    at: datetime.datetime
    conversation_id: UUID
    customer_name: None | str
    kind: TimeoutKind
    round_: int
    waiting_seconds: int
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        at = self.at.isoformat()

        conversation_id = str(self.conversation_id)

        customer_name: None | str
        customer_name = self.customer_name

        kind = self.kind.value

        round_ = self.round_

        waiting_seconds = self.waiting_seconds

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update(
            {
                "at": at,
                "conversationId": conversation_id,
                "customerName": customer_name,
                "kind": kind,
                "round": round_,
                "waitingSeconds": waiting_seconds,
            }
        )

        return field_dict

    @classmethod
    def from_dict(cls, src_dict: Mapping[str, Any]) -> Self:
        d = dict(src_dict)
        at = datetime.datetime.fromisoformat(d.pop("at"))

        conversation_id = UUID(d.pop("conversationId"))

        def _parse_customer_name(data: object) -> None | str:
            if data is None:
                return data
            return cast(None | str, data)

        customer_name = _parse_customer_name(d.pop("customerName"))

        kind = TimeoutKind(d.pop("kind"))

        round_ = d.pop("round")

        waiting_seconds = d.pop("waitingSeconds")

        board_timeout = cls(
            at=at,
            conversation_id=conversation_id,
            customer_name=customer_name,
            kind=kind,
            round_=round_,
            waiting_seconds=waiting_seconds,
        )

        board_timeout.additional_properties = d
        return board_timeout

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
