from __future__ import annotations

from collections.abc import Mapping
from io import BytesIO
from typing import Any, Self, TypeVar
from uuid import UUID

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from .. import types
from ..types import UNSET, File, Unset

T = TypeVar("T", bound="SendMediaBody")


@_attrs_define
class SendMediaBody:
    """
    Attributes:
        conversation_id (UUID):
        file (File):
        caption (str | Unset):
        keep_bot (bool | Unset):
        reply_to_id (UUID | Unset):
        sender_name (str | Unset):
        voice (bool | Unset):
    """

    conversation_id: UUID
    file: File
    caption: str | Unset = UNSET
    keep_bot: bool | Unset = UNSET
    reply_to_id: UUID | Unset = UNSET
    sender_name: str | Unset = UNSET
    voice: bool | Unset = UNSET
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        conversation_id = str(self.conversation_id)

        file = self.file.to_tuple()

        caption = self.caption

        keep_bot = self.keep_bot

        reply_to_id: str | Unset = UNSET
        if not isinstance(self.reply_to_id, Unset):
            reply_to_id = str(self.reply_to_id)

        sender_name = self.sender_name

        voice = self.voice

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update(
            {
                "conversationId": conversation_id,
                "file": file,
            }
        )
        if caption is not UNSET:
            field_dict["caption"] = caption
        if keep_bot is not UNSET:
            field_dict["keepBot"] = keep_bot
        if reply_to_id is not UNSET:
            field_dict["replyToId"] = reply_to_id
        if sender_name is not UNSET:
            field_dict["senderName"] = sender_name
        if voice is not UNSET:
            field_dict["voice"] = voice

        return field_dict

    def to_multipart(self) -> types.RequestFiles:
        files: types.RequestFiles = []

        files.append(
            ("conversationId", (None, str(self.conversation_id), "text/plain"))
        )

        files.append(("file", self.file.to_tuple()))

        if not isinstance(self.caption, Unset):
            files.append(("caption", (None, str(self.caption).encode(), "text/plain")))

        if not isinstance(self.keep_bot, Unset):
            files.append(("keepBot", (None, str(self.keep_bot).encode(), "text/plain")))

        if not isinstance(self.reply_to_id, Unset):
            files.append(("replyToId", (None, str(self.reply_to_id), "text/plain")))

        if not isinstance(self.sender_name, Unset):
            files.append(
                ("senderName", (None, str(self.sender_name).encode(), "text/plain"))
            )

        if not isinstance(self.voice, Unset):
            files.append(("voice", (None, str(self.voice).encode(), "text/plain")))

        for prop_name, prop in self.additional_properties.items():
            files.append((prop_name, (None, str(prop).encode(), "text/plain")))

        return files

    @classmethod
    def from_dict(cls, src_dict: Mapping[str, Any]) -> Self:
        d = dict(src_dict)
        conversation_id = UUID(d.pop("conversationId"))

        file = File(payload=BytesIO(d.pop("file")))

        caption = d.pop("caption", UNSET)

        keep_bot = d.pop("keepBot", UNSET)

        _reply_to_id = d.pop("replyToId", UNSET)
        reply_to_id: UUID | Unset
        if isinstance(_reply_to_id, Unset):
            reply_to_id = UNSET
        else:
            reply_to_id = UUID(_reply_to_id)

        sender_name = d.pop("senderName", UNSET)

        voice = d.pop("voice", UNSET)

        send_media_body = cls(
            conversation_id=conversation_id,
            file=file,
            caption=caption,
            keep_bot=keep_bot,
            reply_to_id=reply_to_id,
            sender_name=sender_name,
            voice=voice,
        )

        send_media_body.additional_properties = d
        return send_media_body

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
