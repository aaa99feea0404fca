from __future__ import annotations

import datetime
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, Self, TypeVar, cast

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..models.sandbox_type import SandboxType
from ..types import UNSET, Unset

if TYPE_CHECKING:
    from ..models.sandbox_card import SandboxCard
    from ..models.sandbox_location_input import SandboxLocationInput


T = TypeVar("T", bound="SandboxInboundCallBody")


@_attrs_define
class SandboxInboundCallBody:
    """A customer writes.

    Attributes:
        bsuid (None | str | Unset): META and native: hidden id; alone, the phone stays unknown.
        contact (None | SandboxCard | Unset):
        delay_ms (int | None | Unset): Wait so many ms before posting.
        file_name (None | str | Unset):
        from_ (None | str | Unset): The customer's phone, in any writing. Without `from`, `bsuid` and `lid`:
            `+5511999990000`.
        inline (bool | Unset): WAHA: the bytes travel inside the webhook. Default: False.
        lid (None | str | Unset): WAHA and native: hidden id, digits with or without `@lid`; alone, the phone stays
            unknown.
        location (None | SandboxLocationInput | Unset):
        media_base_64 (None | str | Unset): The bytes of the file.
        mime_type (None | str | Unset): What the sender says that it is; absent: what is usual for the type.
        name (None | str | Unset): The name on the customer's profile.
        repeat (int | None | Unset): So many messages, 1 to 5000; absent: 1.
        reply_to (None | str | Unset): The id of the message quoted.
        shuffle (bool | Unset): All at once and in any order, instead of one after the other. Default: False.
        text (None | str | Unset): `{n}` becomes the number of the repetition, from 1.
        timestamp (datetime.datetime | None | Unset): When the customer wrote; absent: now.
        type_ (SandboxType | Unset): What a customer sends. Default: SandboxType.TEXT.
    """

    bsuid: None | str | Unset = UNSET
    contact: None | SandboxCard | Unset = UNSET
    delay_ms: int | None | Unset = UNSET
    file_name: None | str | Unset = UNSET
    from_: None | str | Unset = UNSET
    inline: bool | Unset = False
    lid: None | str | Unset = UNSET
    location: None | SandboxLocationInput | Unset = UNSET
    media_base_64: None | str | Unset = UNSET
    mime_type: None | str | Unset = UNSET
    name: None | str | Unset = UNSET
    repeat: int | None | Unset = UNSET
    reply_to: None | str | Unset = UNSET
    shuffle: bool | Unset = False
    text: None | str | Unset = UNSET
    timestamp: datetime.datetime | None | Unset = UNSET
    type_: SandboxType | Unset = SandboxType.TEXT
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        from ..models.sandbox_card import SandboxCard
        from ..models.sandbox_location_input import SandboxLocationInput

        bsuid: None | str | Unset
        if isinstance(self.bsuid, Unset):
            bsuid = UNSET
        else:
            bsuid = self.bsuid

        contact: dict[str, Any] | None | Unset
        if isinstance(self.contact, Unset):
            contact = UNSET
        elif isinstance(self.contact, SandboxCard):
            contact = self.contact.to_dict()
        else:
            contact = self.contact

        delay_ms: int | None | Unset
        if isinstance(self.delay_ms, Unset):
            delay_ms = UNSET
        else:
            delay_ms = self.delay_ms

        file_name: None | str | Unset
        if isinstance(self.file_name, Unset):
            file_name = UNSET
        else:
            file_name = self.file_name

        from_: None | str | Unset
        if isinstance(self.from_, Unset):
            from_ = UNSET
        else:
            from_ = self.from_

        inline = self.inline

        lid: None | str | Unset
        if isinstance(self.lid, Unset):
            lid = UNSET
        else:
            lid = self.lid

        location: dict[str, Any] | None | Unset
        if isinstance(self.location, Unset):
            location = UNSET
        elif isinstance(self.location, SandboxLocationInput):
            location = self.location.to_dict()
        else:
            location = self.location

        media_base_64: None | str | Unset
        if isinstance(self.media_base_64, Unset):
            media_base_64 = UNSET
        else:
            media_base_64 = self.media_base_64

        mime_type: None | str | Unset
        if isinstance(self.mime_type, Unset):
            mime_type = UNSET
        else:
            mime_type = self.mime_type

        name: None | str | Unset
        if isinstance(self.name, Unset):
            name = UNSET
        else:
            name = self.name

        repeat: int | None | Unset
        if isinstance(self.repeat, Unset):
            repeat = UNSET
        else:
            repeat = self.repeat

        reply_to: None | str | Unset
        if isinstance(self.reply_to, Unset):
            reply_to = UNSET
        else:
            reply_to = self.reply_to

        shuffle = self.shuffle

        text: None | str | Unset
        if isinstance(self.text, Unset):
            text = UNSET
        else:
            text = self.text

        timestamp: None | str | Unset
        if isinstance(self.timestamp, Unset):
            timestamp = UNSET
        elif isinstance(self.timestamp, datetime.datetime):
            timestamp = self.timestamp.isoformat()
        else:
            timestamp = self.timestamp

        type_: str | Unset = UNSET
        if not isinstance(self.type_, Unset):
            type_ = self.type_.value

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update({})
        if bsuid is not UNSET:
            field_dict["bsuid"] = bsuid
        if contact is not UNSET:
            field_dict["contact"] = contact
        if delay_ms is not UNSET:
            field_dict["delayMs"] = delay_ms
        if file_name is not UNSET:
            field_dict["fileName"] = file_name
        if from_ is not UNSET:
            field_dict["from"] = from_
        if inline is not UNSET:
            field_dict["inline"] = inline
        if lid is not UNSET:
            field_dict["lid"] = lid
        if location is not UNSET:
            field_dict["location"] = location
        if media_base_64 is not UNSET:
            field_dict["mediaBase64"] = media_base_64
        if mime_type is not UNSET:
            field_dict["mimeType"] = mime_type
        if name is not UNSET:
            field_dict["name"] = name
        if repeat is not UNSET:
            field_dict["repeat"] = repeat
        if reply_to is not UNSET:
            field_dict["replyTo"] = reply_to
        if shuffle is not UNSET:
            field_dict["shuffle"] = shuffle
        if text is not UNSET:
            field_dict["text"] = text
        if timestamp is not UNSET:
            field_dict["timestamp"] = timestamp
        if type_ is not UNSET:
            field_dict["type"] = type_

        return field_dict

    @classmethod
    def from_dict(cls, src_dict: Mapping[str, Any]) -> Self:
        from ..models.sandbox_card import SandboxCard
        from ..models.sandbox_location_input import SandboxLocationInput

        d = dict(src_dict)

        def _parse_bsuid(data: object) -> None | str | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(None | str | Unset, data)

        bsuid = _parse_bsuid(d.pop("bsuid", UNSET))

        def _parse_contact(data: object) -> None | SandboxCard | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            try:
                if not isinstance(data, dict):
                    raise TypeError()
                contact_type_0 = SandboxCard.from_dict(data)

                return contact_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(None | SandboxCard | Unset, data)

        contact = _parse_contact(d.pop("contact", UNSET))

        def _parse_delay_ms(data: object) -> int | None | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(int | None | Unset, data)

        delay_ms = _parse_delay_ms(d.pop("delayMs", UNSET))

        def _parse_file_name(data: object) -> None | str | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(None | str | Unset, data)

        file_name = _parse_file_name(d.pop("fileName", UNSET))

        def _parse_from_(data: object) -> None | str | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(None | str | Unset, data)

        from_ = _parse_from_(d.pop("from", UNSET))

        inline = d.pop("inline", UNSET)

        def _parse_lid(data: object) -> None | str | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(None | str | Unset, data)

        lid = _parse_lid(d.pop("lid", UNSET))

        def _parse_location(data: object) -> None | SandboxLocationInput | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            try:
                if not isinstance(data, dict):
                    raise TypeError()
                location_type_0 = SandboxLocationInput.from_dict(data)

                return location_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(None | SandboxLocationInput | Unset, data)

        location = _parse_location(d.pop("location", UNSET))

        def _parse_media_base_64(data: object) -> None | str | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(None | str | Unset, data)

        media_base_64 = _parse_media_base_64(d.pop("mediaBase64", UNSET))

        def _parse_mime_type(data: object) -> None | str | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(None | str | Unset, data)

        mime_type = _parse_mime_type(d.pop("mimeType", UNSET))

        def _parse_name(data: object) -> None | str | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(None | str | Unset, data)

        name = _parse_name(d.pop("name", UNSET))

        def _parse_repeat(data: object) -> int | None | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(int | None | Unset, data)

        repeat = _parse_repeat(d.pop("repeat", UNSET))

        def _parse_reply_to(data: object) -> None | str | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(None | str | Unset, data)

        reply_to = _parse_reply_to(d.pop("replyTo", UNSET))

        shuffle = d.pop("shuffle", UNSET)

        def _parse_text(data: object) -> None | str | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(None | str | Unset, data)

        text = _parse_text(d.pop("text", UNSET))

        def _parse_timestamp(data: object) -> datetime.datetime | None | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            try:
                if not isinstance(data, str):
                    raise TypeError()
                timestamp_type_0 = datetime.datetime.fromisoformat(data)

                return timestamp_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(datetime.datetime | None | Unset, data)

        timestamp = _parse_timestamp(d.pop("timestamp", UNSET))

        _type_ = d.pop("type", UNSET)
        type_: SandboxType | Unset
        if isinstance(_type_, Unset):
            type_ = UNSET
        else:
            type_ = SandboxType(_type_)

        sandbox_inbound_call_body = cls(
            bsuid=bsuid,
            contact=contact,
            delay_ms=delay_ms,
            file_name=file_name,
            from_=from_,
            inline=inline,
            lid=lid,
            location=location,
            media_base_64=media_base_64,
            mime_type=mime_type,
            name=name,
            repeat=repeat,
            reply_to=reply_to,
            shuffle=shuffle,
            text=text,
            timestamp=timestamp,
            type_=type_,
        )

        sandbox_inbound_call_body.additional_properties = d
        return sandbox_inbound_call_body

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
