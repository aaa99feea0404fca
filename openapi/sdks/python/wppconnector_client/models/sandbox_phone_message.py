from __future__ import annotations

import datetime
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, Self, TypeVar, cast

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..models.message_type import MessageType
from ..models.sandbox_author import SandboxAuthor
from ..models.sandbox_status import SandboxStatus

if TYPE_CHECKING:
    from ..models.sandbox_card import SandboxCard
    from ..models.sandbox_location import SandboxLocation
    from ..models.sandbox_media import SandboxMedia


T = TypeVar("T", bound="SandboxPhoneMessage")


@_attrs_define
class SandboxPhoneMessage:
    """One message as a customer's phone shows it.

    Attributes:
        at (datetime.datetime):
        author (SandboxAuthor): Who wrote.
        client_copies (int): More than 1: the same message reached the phone so often.
        contact (None | SandboxCard):
        edited (bool):
        id (str):
        location (None | SandboxLocation):
        media (None | SandboxMedia):
        own_reaction (None | str): The customer's reaction.
        phone (str): The customer's phone, or the hidden id when there is none.
        reaction (None | str): The company's reaction.
        reply_to (None | str): The bare id of the message that it quotes.
        revoked (bool): Taken back: nothing of it is shown.
        seen (bool): The company marked a message of the customer as read.
        seq (int): Grows with each message of the channel.
        status (None | SandboxStatus): What the provider told of a message of the company.
        sticker (bool):
        text (None | str):
        type_ (MessageType):
    """

    at: datetime.datetime
    author: SandboxAuthor
    client_copies: int
    contact: None | SandboxCard
    edited: bool
    id: str
    location: None | SandboxLocation
    media: None | SandboxMedia
    own_reaction: None | str
    phone: str
    reaction: None | str
    reply_to: None | str
    revoked: bool
    seen: bool
    seq: int
    status: None | SandboxStatus
    sticker: bool
    text: None | str
    type_: MessageType
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        from ..models.sandbox_card import SandboxCard
        from ..models.sandbox_location import SandboxLocation
        from ..models.sandbox_media import SandboxMedia

        at = self.at.isoformat()

        author = self.author.value

        client_copies = self.client_copies

        contact: dict[str, Any] | None
        if isinstance(self.contact, SandboxCard):
            contact = self.contact.to_dict()
        else:
            contact = self.contact

        edited = self.edited

        id = self.id

        location: dict[str, Any] | None
        if isinstance(self.location, SandboxLocation):
            location = self.location.to_dict()
        else:
            location = self.location

        media: dict[str, Any] | None
        if isinstance(self.media, SandboxMedia):
            media = self.media.to_dict()
        else:
            media = self.media

        own_reaction: None | str
        own_reaction = self.own_reaction

        phone = self.phone

        reaction: None | str
        reaction = self.reaction

        reply_to: None | str
        reply_to = self.reply_to

        revoked = self.revoked

        seen = self.seen

        seq = self.seq

        status: None | str
        if isinstance(self.status, SandboxStatus):
            status = self.status.value
        else:
            status = self.status

        sticker = self.sticker

        text: None | str
        text = self.text

        type_ = self.type_.value

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update(
            {
                "at": at,
                "author": author,
                "clientCopies": client_copies,
                "contact": contact,
                "edited": edited,
                "id": id,
                "location": location,
                "media": media,
                "ownReaction": own_reaction,
                "phone": phone,
                "reaction": reaction,
                "replyTo": reply_to,
                "revoked": revoked,
                "seen": seen,
                "seq": seq,
                "status": status,
                "sticker": sticker,
                "text": text,
                "type": type_,
            }
        )

        return field_dict

    @classmethod
    def from_dict(cls, src_dict: Mapping[str, Any]) -> Self:
        from ..models.sandbox_card import SandboxCard
        from ..models.sandbox_location import SandboxLocation
        from ..models.sandbox_media import SandboxMedia

        d = dict(src_dict)
        at = datetime.datetime.fromisoformat(d.pop("at"))

        author = SandboxAuthor(d.pop("author"))

        client_copies = d.pop("clientCopies")

        def _parse_contact(data: object) -> None | SandboxCard:
            if data is None:
                return data
            try:
                if not isinstance(data, dict):
                    raise TypeError()
                contact_type_0 = SandboxCard.from_dict(data)

                return contact_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(None | SandboxCard, data)

        contact = _parse_contact(d.pop("contact"))

        edited = d.pop("edited")

        id = d.pop("id")

        def _parse_location(data: object) -> None | SandboxLocation:
            if data is None:
                return data
            try:
                if not isinstance(data, dict):
                    raise TypeError()
                location_type_0 = SandboxLocation.from_dict(data)

                return location_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(None | SandboxLocation, data)

        location = _parse_location(d.pop("location"))

        def _parse_media(data: object) -> None | SandboxMedia:
            if data is None:
                return data
            try:
                if not isinstance(data, dict):
                    raise TypeError()
                media_type_0 = SandboxMedia.from_dict(data)

                return media_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(None | SandboxMedia, data)

        media = _parse_media(d.pop("media"))

        def _parse_own_reaction(data: object) -> None | str:
            if data is None:
                return data
            return cast(None | str, data)

        own_reaction = _parse_own_reaction(d.pop("ownReaction"))

        phone = d.pop("phone")

        def _parse_reaction(data: object) -> None | str:
            if data is None:
                return data
            return cast(None | str, data)

        reaction = _parse_reaction(d.pop("reaction"))

        def _parse_reply_to(data: object) -> None | str:
            if data is None:
                return data
            return cast(None | str, data)

        reply_to = _parse_reply_to(d.pop("replyTo"))

        revoked = d.pop("revoked")

        seen = d.pop("seen")

        seq = d.pop("seq")

        def _parse_status(data: object) -> None | SandboxStatus:
            if data is None:
                return data
            try:
                if not isinstance(data, str):
                    raise TypeError()
                status_type_0 = SandboxStatus(data)

                return status_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(None | SandboxStatus, data)

        status = _parse_status(d.pop("status"))

        sticker = d.pop("sticker")

        def _parse_text(data: object) -> None | str:
            if data is None:
                return data
            return cast(None | str, data)

        text = _parse_text(d.pop("text"))

        type_ = MessageType(d.pop("type"))

        sandbox_phone_message = cls(
            at=at,
            author=author,
            client_copies=client_copies,
            contact=contact,
            edited=edited,
            id=id,
            location=location,
            media=media,
            own_reaction=own_reaction,
            phone=phone,
            reaction=reaction,
            reply_to=reply_to,
            revoked=revoked,
            seen=seen,
            seq=seq,
            status=status,
            sticker=sticker,
            text=text,
            type_=type_,
        )

        sandbox_phone_message.additional_properties = d
        return sandbox_phone_message

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
