from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Self, TypeVar, cast

from attrs import define as _attrs_define
from attrs import field as _attrs_field

T = TypeVar("T", bound="SandboxMedia")


@_attrs_define
class SandboxMedia:
    """A file on a customer's phone.

    Attributes:
        file_name (None | str):
        mime_type (str):
        sha256 (str): In hexadecimal.
        size (int): Bytes.
        voice (bool): Recorded with the phone.
    """

    file_name: None | str
    mime_type: str
    sha256: str
    size: int
    voice: bool
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        file_name: None | str
        file_name = self.file_name

        mime_type = self.mime_type

        sha256 = self.sha256

        size = self.size

        voice = self.voice

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update(
            {
                "fileName": file_name,
                "mimeType": mime_type,
                "sha256": sha256,
                "size": size,
                "voice": voice,
            }
        )

        return field_dict

    @classmethod
    def from_dict(cls, src_dict: Mapping[str, Any]) -> Self:
        d = dict(src_dict)

        def _parse_file_name(data: object) -> None | str:
            if data is None:
                return data
            return cast(None | str, data)

        file_name = _parse_file_name(d.pop("fileName"))

        mime_type = d.pop("mimeType")

        sha256 = d.pop("sha256")

        size = d.pop("size")

        voice = d.pop("voice")

        sandbox_media = cls(
            file_name=file_name,
            mime_type=mime_type,
            sha256=sha256,
            size=size,
            voice=voice,
        )

        sandbox_media.additional_properties = d
        return sandbox_media

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
