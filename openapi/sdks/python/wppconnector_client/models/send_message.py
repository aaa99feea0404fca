from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Self, TypeVar, cast
from uuid import UUID

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..types import UNSET, Unset

T = TypeVar("T", bound="SendMessage")


@_attrs_define
class SendMessage:
    """A text to a customer.

    Attributes:
        content (str): 1 to 4096 characters, the sender's name before it included.
        conversation_id (UUID):
        keep_bot (bool | Unset): For API keys: the bot goes on with the customer. Without it, it keeps silent for a
            while, as after a reply from the phone. Default: False.
        reply_to_id (None | Unset | UUID): A message of the same customer.
        sender_name (None | str | Unset): For API keys: stands before the text as an agent's name does, with the
            department. 1 to 80 characters.
    """

    content: str
    conversation_id: UUID
    keep_bot: bool | Unset = False
    reply_to_id: None | Unset | UUID = UNSET
    sender_name: None | str | Unset = UNSET
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        content = self.content

        conversation_id = str(self.conversation_id)

        keep_bot = self.keep_bot

        reply_to_id: None | str | Unset
        if isinstance(self.reply_to_id, Unset):
            reply_to_id = UNSET
        elif isinstance(self.reply_to_id, UUID):
            reply_to_id = str(self.reply_to_id)
        else:
            reply_to_id = self.reply_to_id

        sender_name: None | str | Unset
        if isinstance(self.sender_name, Unset):
            sender_name = UNSET
        else:
            sender_name = self.sender_name

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update(
            {
                "content": content,
                "conversationId": conversation_id,
            }
        )
        if keep_bot is not UNSET:
            field_dict["keepBot"] = keep_bot
        if reply_to_id is not UNSET:
            field_dict["replyToId"] = reply_to_id
        if sender_name is not UNSET:
            field_dict["senderName"] = sender_name

        return field_dict

    @classmethod
    def from_dict(cls, src_dict: Mapping[str, Any]) -> Self:
        d = dict(src_dict)
        content = d.pop("content")

        conversation_id = UUID(d.pop("conversationId"))

        keep_bot = d.pop("keepBot", UNSET)

        def _parse_reply_to_id(data: object) -> None | Unset | UUID:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            try:
                if not isinstance(data, str):
                    raise TypeError()
                reply_to_id_type_0 = UUID(data)

                return reply_to_id_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(None | Unset | UUID, data)

        reply_to_id = _parse_reply_to_id(d.pop("replyToId", UNSET))

        def _parse_sender_name(data: object) -> None | str | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(None | str | Unset, data)

        sender_name = _parse_sender_name(d.pop("senderName", UNSET))

        send_message = cls(
            content=content,
            conversation_id=conversation_id,
            keep_bot=keep_bot,
            reply_to_id=reply_to_id,
            sender_name=sender_name,
        )

        send_message.additional_properties = d
        return send_message

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
