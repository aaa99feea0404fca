from __future__ import annotations

import datetime
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, Self, TypeVar, cast
from uuid import UUID

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..models.direction import Direction
from ..models.message_status import MessageStatus
from ..models.message_type import MessageType
from ..models.origin import Origin
from ..models.send_phase import SendPhase

if TYPE_CHECKING:
    from ..models.media import Media
    from ..models.message_error import MessageError
    from ..models.reaction import Reaction
    from ..models.reply_to import ReplyTo
    from ..models.sender import Sender


T = TypeVar("T", bound="Message")


@_attrs_define
class Message:
    """One message of a conversation. A message being sent is `PENDING` with its `sendPhase`.

    Attributes:
        client_id (None | str): The sender's `Idempotency-Key`.
        content (None | str): Without the agent's prefix.
        conversation_id (UUID):
        created_at (datetime.datetime):
        delivered_at (datetime.datetime | None):
        direction (Direction):
        edited_at (datetime.datetime | None):
        error (MessageError | None):
        failed_at (datetime.datetime | None):
        id (UUID):
        is_bot (bool):
        media (Media | None):
        media_url (None | str): `/api/media/{id}`, stable and never absolute.
        metadata (Any):
        origin (Origin): Who wrote a message.
        provider_timestamp (datetime.datetime | None):
        reactions (list[Reaction]):
        read_at (datetime.datetime | None):
        reply_to (None | ReplyTo):
        resend_of_id (None | UUID):
        revoked_at (datetime.datetime | None):
        send_phase (SendPhase): The same on the wire: `DONE` for an outbound message without a row, `NONE` for an
            inbound one.
        sender (None | Sender):
        sender_id (None | UUID): The user who wrote it; null for the customer, the bot, the phone and API keys.
        sent_at (datetime.datetime): The time to show and to sort by, then `seq`.
        seq (int): Arrival number inside the conversation.
        status (MessageStatus):
        template (Any):
        type_ (MessageType):
        whatsapp_message_id (None | str): The provider's id of it, once known.
    """

    client_id: None | str
    content: None | str
    conversation_id: UUID
    created_at: datetime.datetime
    delivered_at: datetime.datetime | None
    direction: Direction
    edited_at: datetime.datetime | None
    error: MessageError | None
    failed_at: datetime.datetime | None
    id: UUID
    is_bot: bool
    media: Media | None
    media_url: None | str
    metadata: Any
    origin: Origin
    provider_timestamp: datetime.datetime | None
    reactions: list[Reaction]
    read_at: datetime.datetime | None
    reply_to: None | ReplyTo
    resend_of_id: None | UUID
    revoked_at: datetime.datetime | None
    send_phase: SendPhase
    sender: None | Sender
    sender_id: None | UUID
    sent_at: datetime.datetime
    seq: int
    status: MessageStatus
    template: Any
    type_: MessageType
    whatsapp_message_id: None | str
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        from ..models.media import Media
        from ..models.message_error import MessageError
        from ..models.reply_to import ReplyTo
        from ..models.sender import Sender

        client_id: None | str
        client_id = self.client_id

        content: None | str
        content = self.content

        conversation_id = str(self.conversation_id)

        created_at = self.created_at.isoformat()

        delivered_at: None | str
        if isinstance(self.delivered_at, datetime.datetime):
            delivered_at = self.delivered_at.isoformat()
        else:
            delivered_at = self.delivered_at

        direction = self.direction.value

        edited_at: None | str
        if isinstance(self.edited_at, datetime.datetime):
            edited_at = self.edited_at.isoformat()
        else:
            edited_at = self.edited_at

        error: dict[str, Any] | None
        if isinstance(self.error, MessageError):
            error = self.error.to_dict()
        else:
            error = self.error

        failed_at: None | str
        if isinstance(self.failed_at, datetime.datetime):
            failed_at = self.failed_at.isoformat()
        else:
            failed_at = self.failed_at

        id = str(self.id)

        is_bot = self.is_bot

        media: dict[str, Any] | None
        if isinstance(self.media, Media):
            media = self.media.to_dict()
        else:
            media = self.media

        media_url: None | str
        media_url = self.media_url

        metadata = self.metadata

        origin = self.origin.value

        provider_timestamp: None | str
        if isinstance(self.provider_timestamp, datetime.datetime):
            provider_timestamp = self.provider_timestamp.isoformat()
        else:
            provider_timestamp = self.provider_timestamp

        reactions = []
        for reactions_item_data in self.reactions:
            reactions_item = reactions_item_data.to_dict()
            reactions.append(reactions_item)

        read_at: None | str
        if isinstance(self.read_at, datetime.datetime):
            read_at = self.read_at.isoformat()
        else:
            read_at = self.read_at

        reply_to: dict[str, Any] | None
        if isinstance(self.reply_to, ReplyTo):
            reply_to = self.reply_to.to_dict()
        else:
            reply_to = self.reply_to

        resend_of_id: None | str
        if isinstance(self.resend_of_id, UUID):
            resend_of_id = str(self.resend_of_id)
        else:
            resend_of_id = self.resend_of_id

        revoked_at: None | str
        if isinstance(self.revoked_at, datetime.datetime):
            revoked_at = self.revoked_at.isoformat()
        else:
            revoked_at = self.revoked_at

        send_phase = self.send_phase.value

        sender: dict[str, Any] | None
        if isinstance(self.sender, Sender):
            sender = self.sender.to_dict()
        else:
            sender = self.sender

        sender_id: None | str
        if isinstance(self.sender_id, UUID):
            sender_id = str(self.sender_id)
        else:
            sender_id = self.sender_id

        sent_at = self.sent_at.isoformat()

        seq = self.seq

        status = self.status.value

        template = self.template

        type_ = self.type_.value

        whatsapp_message_id: None | str
        whatsapp_message_id = self.whatsapp_message_id

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update(
            {
                "clientId": client_id,
                "content": content,
                "conversationId": conversation_id,
                "createdAt": created_at,
                "deliveredAt": delivered_at,
                "direction": direction,
                "editedAt": edited_at,
                "error": error,
                "failedAt": failed_at,
                "id": id,
                "isBot": is_bot,
                "media": media,
                "mediaUrl": media_url,
                "metadata": metadata,
                "origin": origin,
                "providerTimestamp": provider_timestamp,
                "reactions": reactions,
                "readAt": read_at,
                "replyTo": reply_to,
                "resendOfId": resend_of_id,
                "revokedAt": revoked_at,
                "sendPhase": send_phase,
                "sender": sender,
                "senderId": sender_id,
                "sentAt": sent_at,
                "seq": seq,
                "status": status,
                "template": template,
                "type": type_,
                "whatsappMessageId": whatsapp_message_id,
            }
        )

        return field_dict

    @classmethod
    def from_dict(cls, src_dict: Mapping[str, Any]) -> Self:
        from ..models.media import Media
        from ..models.message_error import MessageError
        from ..models.reaction import Reaction
        from ..models.reply_to import ReplyTo
        from ..models.sender import Sender

        d = dict(src_dict)

        def _parse_client_id(data: object) -> None | str:
            if data is None:
                return data
            return cast(None | str, data)

        client_id = _parse_client_id(d.pop("clientId"))

        def _parse_content(data: object) -> None | str:
            if data is None:
                return data
            return cast(None | str, data)

        content = _parse_content(d.pop("content"))

        conversation_id = UUID(d.pop("conversationId"))

        created_at = datetime.datetime.fromisoformat(d.pop("createdAt"))

        def _parse_delivered_at(data: object) -> datetime.datetime | None:
            if data is None:
                return data
            try:
                if not isinstance(data, str):
                    raise TypeError()
                delivered_at_type_0 = datetime.datetime.fromisoformat(data)

                return delivered_at_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(datetime.datetime | None, data)

        delivered_at = _parse_delivered_at(d.pop("deliveredAt"))

        direction = Direction(d.pop("direction"))

        def _parse_edited_at(data: object) -> datetime.datetime | None:
            if data is None:
                return data
            try:
                if not isinstance(data, str):
                    raise TypeError()
                edited_at_type_0 = datetime.datetime.fromisoformat(data)

                return edited_at_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(datetime.datetime | None, data)

        edited_at = _parse_edited_at(d.pop("editedAt"))

        def _parse_error(data: object) -> MessageError | None:
            if data is None:
                return data
            try:
                if not isinstance(data, dict):
                    raise TypeError()
                error_type_0 = MessageError.from_dict(data)

                return error_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(MessageError | None, data)

        error = _parse_error(d.pop("error"))

        def _parse_failed_at(data: object) -> datetime.datetime | None:
            if data is None:
                return data
            try:
                if not isinstance(data, str):
                    raise TypeError()
                failed_at_type_0 = datetime.datetime.fromisoformat(data)

                return failed_at_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(datetime.datetime | None, data)

        failed_at = _parse_failed_at(d.pop("failedAt"))

        id = UUID(d.pop("id"))

        is_bot = d.pop("isBot")

        def _parse_media(data: object) -> Media | None:
            if data is None:
                return data
            try:
                if not isinstance(data, dict):
                    raise TypeError()
                media_type_0 = Media.from_dict(data)

                return media_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(Media | None, data)

        media = _parse_media(d.pop("media"))

        def _parse_media_url(data: object) -> None | str:
            if data is None:
                return data
            return cast(None | str, data)

        media_url = _parse_media_url(d.pop("mediaUrl"))

        metadata = d.pop("metadata")

        origin = Origin(d.pop("origin"))

        def _parse_provider_timestamp(data: object) -> datetime.datetime | None:
            if data is None:
                return data
            try:
                if not isinstance(data, str):
                    raise TypeError()
                provider_timestamp_type_0 = datetime.datetime.fromisoformat(data)

                return provider_timestamp_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(datetime.datetime | None, data)

        provider_timestamp = _parse_provider_timestamp(d.pop("providerTimestamp"))

        reactions = []
        _reactions = d.pop("reactions")
        for reactions_item_data in _reactions:
            reactions_item = Reaction.from_dict(reactions_item_data)

            reactions.append(reactions_item)

        def _parse_read_at(data: object) -> datetime.datetime | None:
            if data is None:
                return data
            try:
                if not isinstance(data, str):
                    raise TypeError()
                read_at_type_0 = datetime.datetime.fromisoformat(data)

                return read_at_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(datetime.datetime | None, data)

        read_at = _parse_read_at(d.pop("readAt"))

        def _parse_reply_to(data: object) -> None | ReplyTo:
            if data is None:
                return data
            try:
                if not isinstance(data, dict):
                    raise TypeError()
                reply_to_type_0 = ReplyTo.from_dict(data)

                return reply_to_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(None | ReplyTo, data)

        reply_to = _parse_reply_to(d.pop("replyTo"))

        def _parse_resend_of_id(data: object) -> None | UUID:
            if data is None:
                return data
            try:
                if not isinstance(data, str):
                    raise TypeError()
                resend_of_id_type_0 = UUID(data)

                return resend_of_id_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(None | UUID, data)

        resend_of_id = _parse_resend_of_id(d.pop("resendOfId"))

        def _parse_revoked_at(data: object) -> datetime.datetime | None:
            if data is None:
                return data
            try:
                if not isinstance(data, str):
                    raise TypeError()
                revoked_at_type_0 = datetime.datetime.fromisoformat(data)

                return revoked_at_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(datetime.datetime | None, data)

        revoked_at = _parse_revoked_at(d.pop("revokedAt"))

        send_phase = SendPhase(d.pop("sendPhase"))

        def _parse_sender(data: object) -> None | Sender:
            if data is None:
                return data
            try:
                if not isinstance(data, dict):
                    raise TypeError()
                sender_type_0 = Sender.from_dict(data)

                return sender_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(None | Sender, data)

        sender = _parse_sender(d.pop("sender"))

        def _parse_sender_id(data: object) -> None | UUID:
            if data is None:
                return data
            try:
                if not isinstance(data, str):
                    raise TypeError()
                sender_id_type_0 = UUID(data)

                return sender_id_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(None | UUID, data)

        sender_id = _parse_sender_id(d.pop("senderId"))

        sent_at = datetime.datetime.fromisoformat(d.pop("sentAt"))

        seq = d.pop("seq")

        status = MessageStatus(d.pop("status"))

        template = d.pop("template")

        type_ = MessageType(d.pop("type"))

        def _parse_whatsapp_message_id(data: object) -> None | str:
            if data is None:
                return data
            return cast(None | str, data)

        whatsapp_message_id = _parse_whatsapp_message_id(d.pop("whatsappMessageId"))

        message = cls(
            client_id=client_id,
            content=content,
            conversation_id=conversation_id,
            created_at=created_at,
            delivered_at=delivered_at,
            direction=direction,
            edited_at=edited_at,
            error=error,
            failed_at=failed_at,
            id=id,
            is_bot=is_bot,
            media=media,
            media_url=media_url,
            metadata=metadata,
            origin=origin,
            provider_timestamp=provider_timestamp,
            reactions=reactions,
            read_at=read_at,
            reply_to=reply_to,
            resend_of_id=resend_of_id,
            revoked_at=revoked_at,
            send_phase=send_phase,
            sender=sender,
            sender_id=sender_id,
            sent_at=sent_at,
            seq=seq,
            status=status,
            template=template,
            type_=type_,
            whatsapp_message_id=whatsapp_message_id,
        )

        message.additional_properties = d
        return message

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
