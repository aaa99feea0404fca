from __future__ import annotations

import datetime
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, Self, TypeVar
from uuid import UUID

from attrs import define as _attrs_define
from attrs import field as _attrs_field

if TYPE_CHECKING:
    from ..models.sender import Sender


T = TypeVar("T", bound="Note")


@_attrs_define
class Note:
    """What a colleague wrote about a conversation; the customer never sees it.

    Attributes:
        author (Sender):
        content (str): With `@[userId]` where somebody is mentioned.
        conversation_id (UUID):
        created_at (datetime.datetime):
        id (UUID):
        mentions (list[UUID]):
        updated_at (datetime.datetime):
    """

    author: Sender
    content: str
    conversation_id: UUID
    created_at: datetime.datetime
    id: UUID
    mentions: list[UUID]
    updated_at: datetime.datetime
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        author = self.author.to_dict()

        content = self.content

        conversation_id = str(self.conversation_id)

        created_at = self.created_at.isoformat()

        id = str(self.id)

        mentions = []
        for mentions_item_data in self.mentions:
            mentions_item = str(mentions_item_data)
            mentions.append(mentions_item)

        updated_at = self.updated_at.isoformat()

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update(
            {
                "author": author,
                "content": content,
                "conversationId": conversation_id,
                "createdAt": created_at,
                "id": id,
                "mentions": mentions,
                "updatedAt": updated_at,
            }
        )

        return field_dict

    @classmethod
    def from_dict(cls, src_dict: Mapping[str, Any]) -> Self:
        from ..models.sender import Sender

        d = dict(src_dict)
        author = Sender.from_dict(d.pop("author"))

        content = d.pop("content")

        conversation_id = UUID(d.pop("conversationId"))

        created_at = datetime.datetime.fromisoformat(d.pop("createdAt"))

        id = UUID(d.pop("id"))

        mentions = []
        _mentions = d.pop("mentions")
        for mentions_item_data in _mentions:
            mentions_item = UUID(mentions_item_data)

            mentions.append(mentions_item)

        updated_at = datetime.datetime.fromisoformat(d.pop("updatedAt"))

        note = cls(
            author=author,
            content=content,
            conversation_id=conversation_id,
            created_at=created_at,
            id=id,
            mentions=mentions,
            updated_at=updated_at,
        )

        note.additional_properties = d
        return note

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
