from __future__ import annotations

import datetime
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, Self, TypeVar, cast

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..models.message_type import MessageType
from ..models.sandbox_status import SandboxStatus

if TYPE_CHECKING:
    from ..models.sandbox_media import SandboxMedia


T = TypeVar("T", bound="SandboxOutboxEntry")


@_attrs_define
class SandboxOutboxEntry:
    """One message on a customer's phone. A duplicate that reached it is an entry of its own.

    Attributes:
        at (datetime.datetime):
        calls (int): How often our side asked for this id.
        client_copies (int): How often this message reached the phone, under whatever ids. More than 1: a duplicate.
        correlation (None | str):
        from_handset (bool): Written on the company's handset.
        id (str):
        media (None | SandboxMedia):
        phone (str): The customer's phone, or the hidden id when there is none.
        reply_to (None | str): The message that it quotes.
        seq (int): Grows with each message of the channel: the cursor for `after`.
        status (None | SandboxStatus):
        text (None | str):
        type_ (MessageType):
    """

    at: datetime.datetime
    calls: int
    client_copies: int
    correlation: None | str
    from_handset: bool
    id: str
    media: None | SandboxMedia
    phone: str
    reply_to: None | str
    seq: int
    status: None | SandboxStatus
    text: None | str
    type_: MessageType
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        from ..models.sandbox_media import SandboxMedia

        at = self.at.isoformat()

        calls = self.calls

        client_copies = self.client_copies

        correlation: None | str
        correlation = self.correlation

        from_handset = self.from_handset

        id = self.id

        media: dict[str, Any] | None
        if isinstance(self.media, SandboxMedia):
            media = self.media.to_dict()
        else:
            media = self.media

        phone = self.phone

        reply_to: None | str
        reply_to = self.reply_to

        seq = self.seq

        status: None | str
        if isinstance(self.status, SandboxStatus):
            status = self.status.value
        else:
            status = self.status

        text: None | str
        text = self.text

        type_ = self.type_.value

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update(
            {
                "at": at,
                "calls": calls,
                "clientCopies": client_copies,
                "correlation": correlation,
                "fromHandset": from_handset,
                "id": id,
                "media": media,
                "phone": phone,
                "replyTo": reply_to,
                "seq": seq,
                "status": status,
                "text": text,
                "type": type_,
            }
        )

        return field_dict

    @classmethod
    def from_dict(cls, src_dict: Mapping[str, Any]) -> Self:
        from ..models.sandbox_media import SandboxMedia

        d = dict(src_dict)
        at = datetime.datetime.fromisoformat(d.pop("at"))

        calls = d.pop("calls")

        client_copies = d.pop("clientCopies")

        def _parse_correlation(data: object) -> None | str:
            if data is None:
                return data
            return cast(None | str, data)

        correlation = _parse_correlation(d.pop("correlation"))

        from_handset = d.pop("fromHandset")

        id = d.pop("id")

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

        phone = d.pop("phone")

        def _parse_reply_to(data: object) -> None | str:
            if data is None:
                return data
            return cast(None | str, data)

        reply_to = _parse_reply_to(d.pop("replyTo"))

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

        def _parse_text(data: object) -> None | str:
            if data is None:
                return data
            return cast(None | str, data)

        text = _parse_text(d.pop("text"))

        type_ = MessageType(d.pop("type"))

        sandbox_outbox_entry = cls(
            at=at,
            calls=calls,
            client_copies=client_copies,
            correlation=correlation,
            from_handset=from_handset,
            id=id,
            media=media,
            phone=phone,
            reply_to=reply_to,
            seq=seq,
            status=status,
            text=text,
            type_=type_,
        )

        sandbox_outbox_entry.additional_properties = d
        return sandbox_outbox_entry

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
