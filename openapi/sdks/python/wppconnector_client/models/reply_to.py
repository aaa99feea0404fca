from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Self, TypeVar, cast
from uuid import UUID

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..models.direction import Direction
from ..models.message_type import MessageType
from ..models.origin import Origin

T = TypeVar("T", bound="ReplyTo")


@_attrs_define
class ReplyTo:
    """
    Attributes:
        content (None | str):
        direction (Direction):
        id (UUID):
        origin (Origin): Who wrote a message.
        type_ (MessageType):
    """

    content: None | str
    direction: Direction
    id: UUID
    origin: Origin
    type_: MessageType
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        content: None | str
        content = self.content

        direction = self.direction.value

        id = str(self.id)

        origin = self.origin.value

        type_ = self.type_.value

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update(
            {
                "content": content,
                "direction": direction,
                "id": id,
                "origin": origin,
                "type": type_,
            }
        )

        return field_dict

    @classmethod
    def from_dict(cls, src_dict: Mapping[str, Any]) -> Self:
        d = dict(src_dict)

        def _parse_content(data: object) -> None | str:
            if data is None:
                return data
            return cast(None | str, data)

        content = _parse_content(d.pop("content"))

        direction = Direction(d.pop("direction"))

        id = UUID(d.pop("id"))

        origin = Origin(d.pop("origin"))

        type_ = MessageType(d.pop("type"))

        reply_to = cls(
            content=content,
            direction=direction,
            id=id,
            origin=origin,
            type_=type_,
        )

        reply_to.additional_properties = d
        return reply_to

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
