from __future__ import annotations

import datetime
from collections.abc import Mapping
from typing import Any, Self, TypeVar, cast
from uuid import UUID

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..models.inbox_kind import InboxKind
from ..models.inbox_state import InboxState

T = TypeVar("T", bound="InboxItem")


@_attrs_define
class InboxItem:
    """Something a provider told that could not be dealt with.

    Attributes:
        attempts (int): Failed tries before the last.
        body (Any): As the provider posted it: JSON, or text when it is none. Null when its key is lost.
        channel_id (UUID):
        error (None | str):
        external_id (str):
        id (int): The number of its arrival.
        kind (InboxKind): What kind of provider event an inbox row holds.
        received_at (datetime.datetime):
        state (InboxState):
    """

    attempts: int
    body: Any
    channel_id: UUID
    error: None | str
    external_id: str
    id: int
    kind: InboxKind
    received_at: datetime.datetime
    state: InboxState
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        attempts = self.attempts

        body = self.body

        channel_id = str(self.channel_id)

        error: None | str
        error = self.error

        external_id = self.external_id

        id = self.id

        kind = self.kind.value

        received_at = self.received_at.isoformat()

        state = self.state.value

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update(
            {
                "attempts": attempts,
                "body": body,
                "channelId": channel_id,
                "error": error,
                "externalId": external_id,
                "id": id,
                "kind": kind,
                "receivedAt": received_at,
                "state": state,
            }
        )

        return field_dict

    @classmethod
    def from_dict(cls, src_dict: Mapping[str, Any]) -> Self:
        d = dict(src_dict)
        attempts = d.pop("attempts")

        body = d.pop("body")

        channel_id = UUID(d.pop("channelId"))

        def _parse_error(data: object) -> None | str:
            if data is None:
                return data
            return cast(None | str, data)

        error = _parse_error(d.pop("error"))

        external_id = d.pop("externalId")

        id = d.pop("id")

        kind = InboxKind(d.pop("kind"))

        received_at = datetime.datetime.fromisoformat(d.pop("receivedAt"))

        state = InboxState(d.pop("state"))

        inbox_item = cls(
            attempts=attempts,
            body=body,
            channel_id=channel_id,
            error=error,
            external_id=external_id,
            id=id,
            kind=kind,
            received_at=received_at,
            state=state,
        )

        inbox_item.additional_properties = d
        return inbox_item

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
