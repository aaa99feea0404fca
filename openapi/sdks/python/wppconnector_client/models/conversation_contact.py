from __future__ import annotations

import datetime
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, Self, TypeVar, cast
from uuid import UUID

from attrs import define as _attrs_define
from attrs import field as _attrs_field

if TYPE_CHECKING:
    from ..models.tag_ref import TagRef


T = TypeVar("T", bound="ConversationContact")


@_attrs_define
class ConversationContact:
    """
    Attributes:
        avatar_url (None | str):
        blocked (bool):
        email (None | str):
        id (UUID):
        name (None | str):
        opted_out_at (datetime.datetime | None):
        phone (None | str):
        push_name (None | str):
        tags (list[TagRef]):
    """

    avatar_url: None | str
    blocked: bool
    email: None | str
    id: UUID
    name: None | str
    opted_out_at: datetime.datetime | None
    phone: None | str
    push_name: None | str
    tags: list[TagRef]
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        avatar_url: None | str
        avatar_url = self.avatar_url

        blocked = self.blocked

        email: None | str
        email = self.email

        id = str(self.id)

        name: None | str
        name = self.name

        opted_out_at: None | str
        if isinstance(self.opted_out_at, datetime.datetime):
            opted_out_at = self.opted_out_at.isoformat()
        else:
            opted_out_at = self.opted_out_at

        phone: None | str
        phone = self.phone

        push_name: None | str
        push_name = self.push_name

        tags = []
        for tags_item_data in self.tags:
            tags_item = tags_item_data.to_dict()
            tags.append(tags_item)

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update(
            {
                "avatarUrl": avatar_url,
                "blocked": blocked,
                "email": email,
                "id": id,
                "name": name,
                "optedOutAt": opted_out_at,
                "phone": phone,
                "pushName": push_name,
                "tags": tags,
            }
        )

        return field_dict

    @classmethod
    def from_dict(cls, src_dict: Mapping[str, Any]) -> Self:
        from ..models.tag_ref import TagRef

        d = dict(src_dict)

        def _parse_avatar_url(data: object) -> None | str:
            if data is None:
                return data
            return cast(None | str, data)

        avatar_url = _parse_avatar_url(d.pop("avatarUrl"))

        blocked = d.pop("blocked")

        def _parse_email(data: object) -> None | str:
            if data is None:
                return data
            return cast(None | str, data)

        email = _parse_email(d.pop("email"))

        id = UUID(d.pop("id"))

        def _parse_name(data: object) -> None | str:
            if data is None:
                return data
            return cast(None | str, data)

        name = _parse_name(d.pop("name"))

        def _parse_opted_out_at(data: object) -> datetime.datetime | None:
            if data is None:
                return data
            try:
                if not isinstance(data, str):
                    raise TypeError()
                opted_out_at_type_0 = datetime.datetime.fromisoformat(data)

                return opted_out_at_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(datetime.datetime | None, data)

        opted_out_at = _parse_opted_out_at(d.pop("optedOutAt"))

        def _parse_phone(data: object) -> None | str:
            if data is None:
                return data
            return cast(None | str, data)

        phone = _parse_phone(d.pop("phone"))

        def _parse_push_name(data: object) -> None | str:
            if data is None:
                return data
            return cast(None | str, data)

        push_name = _parse_push_name(d.pop("pushName"))

        tags = []
        _tags = d.pop("tags")
        for tags_item_data in _tags:
            tags_item = TagRef.from_dict(tags_item_data)

            tags.append(tags_item)

        conversation_contact = cls(
            avatar_url=avatar_url,
            blocked=blocked,
            email=email,
            id=id,
            name=name,
            opted_out_at=opted_out_at,
            phone=phone,
            push_name=push_name,
            tags=tags,
        )

        conversation_contact.additional_properties = d
        return conversation_contact

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
