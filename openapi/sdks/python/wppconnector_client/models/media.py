from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Self, TypeVar, cast
from uuid import UUID

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..models.media_state import MediaState

T = TypeVar("T", bound="Media")


@_attrs_define
class Media:
    """An attachment of a message.

    Attributes:
        duration_ms (int | None):
        file_name (None | str):
        height (int | None):
        id (UUID):
        mime_type (None | str): What its bytes say, else what the sender said.
        size (int | None): Bytes.
        state (MediaState):
        width (int | None):
    """

    duration_ms: int | None
    file_name: None | str
    height: int | None
    id: UUID
    mime_type: None | str
    size: int | None
    state: MediaState
    width: int | None
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        duration_ms: int | None
        duration_ms = self.duration_ms

        file_name: None | str
        file_name = self.file_name

        height: int | None
        height = self.height

        id = str(self.id)

        mime_type: None | str
        mime_type = self.mime_type

        size: int | None
        size = self.size

        state = self.state.value

        width: int | None
        width = self.width

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update(
            {
                "durationMs": duration_ms,
                "fileName": file_name,
                "height": height,
                "id": id,
                "mimeType": mime_type,
                "size": size,
                "state": state,
                "width": width,
            }
        )

        return field_dict

    @classmethod
    def from_dict(cls, src_dict: Mapping[str, Any]) -> Self:
        d = dict(src_dict)

        def _parse_duration_ms(data: object) -> int | None:
            if data is None:
                return data
            return cast(int | None, data)

        duration_ms = _parse_duration_ms(d.pop("durationMs"))

        def _parse_file_name(data: object) -> None | str:
            if data is None:
                return data
            return cast(None | str, data)

        file_name = _parse_file_name(d.pop("fileName"))

        def _parse_height(data: object) -> int | None:
            if data is None:
                return data
            return cast(int | None, data)

        height = _parse_height(d.pop("height"))

        id = UUID(d.pop("id"))

        def _parse_mime_type(data: object) -> None | str:
            if data is None:
                return data
            return cast(None | str, data)

        mime_type = _parse_mime_type(d.pop("mimeType"))

        def _parse_size(data: object) -> int | None:
            if data is None:
                return data
            return cast(int | None, data)

        size = _parse_size(d.pop("size"))

        state = MediaState(d.pop("state"))

        def _parse_width(data: object) -> int | None:
            if data is None:
                return data
            return cast(int | None, data)

        width = _parse_width(d.pop("width"))

        media = cls(
            duration_ms=duration_ms,
            file_name=file_name,
            height=height,
            id=id,
            mime_type=mime_type,
            size=size,
            state=state,
            width=width,
        )

        media.additional_properties = d
        return media

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
