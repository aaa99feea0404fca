from __future__ import annotations

import datetime
from collections.abc import Mapping
from typing import Any, Self, TypeVar, cast
from uuid import UUID

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..models.quick_reply_scope import QuickReplyScope

T = TypeVar("T", bound="QuickReply")


@_attrs_define
class QuickReply:
    """A text that is written often.

    Attributes:
        category (None | str):
        content (str): With variables as `{{customer.name}}`.
        created_at (datetime.datetime):
        id (UUID):
        owner_id (None | UUID): Of a personal one.
        scope (QuickReplyScope): Whose it is.
        shortcut (None | str):
        title (str):
        updated_at (datetime.datetime):
    """

    category: None | str
    content: str
    created_at: datetime.datetime
    id: UUID
    owner_id: None | UUID
    scope: QuickReplyScope
    shortcut: None | str
    title: str
    updated_at: datetime.datetime
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        category: None | str
        category = self.category

        content = self.content

        created_at = self.created_at.isoformat()

        id = str(self.id)

        owner_id: None | str
        if isinstance(self.owner_id, UUID):
            owner_id = str(self.owner_id)
        else:
            owner_id = self.owner_id

        scope = self.scope.value

        shortcut: None | str
        shortcut = self.shortcut

        title = self.title

        updated_at = self.updated_at.isoformat()

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update(
            {
                "category": category,
                "content": content,
                "createdAt": created_at,
                "id": id,
                "ownerId": owner_id,
                "scope": scope,
                "shortcut": shortcut,
                "title": title,
                "updatedAt": updated_at,
            }
        )

        return field_dict

    @classmethod
    def from_dict(cls, src_dict: Mapping[str, Any]) -> Self:
        d = dict(src_dict)

        def _parse_category(data: object) -> None | str:
            if data is None:
                return data
            return cast(None | str, data)

        category = _parse_category(d.pop("category"))

        content = d.pop("content")

        created_at = datetime.datetime.fromisoformat(d.pop("createdAt"))

        id = UUID(d.pop("id"))

        def _parse_owner_id(data: object) -> None | UUID:
            if data is None:
                return data
            try:
                if not isinstance(data, str):
                    raise TypeError()
                owner_id_type_0 = UUID(data)

                return owner_id_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(None | UUID, data)

        owner_id = _parse_owner_id(d.pop("ownerId"))

        scope = QuickReplyScope(d.pop("scope"))

        def _parse_shortcut(data: object) -> None | str:
            if data is None:
                return data
            return cast(None | str, data)

        shortcut = _parse_shortcut(d.pop("shortcut"))

        title = d.pop("title")

        updated_at = datetime.datetime.fromisoformat(d.pop("updatedAt"))

        quick_reply = cls(
            category=category,
            content=content,
            created_at=created_at,
            id=id,
            owner_id=owner_id,
            scope=scope,
            shortcut=shortcut,
            title=title,
            updated_at=updated_at,
        )

        quick_reply.additional_properties = d
        return quick_reply

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
