from __future__ import annotations

import datetime
from collections.abc import Mapping
from typing import Any, Self, TypeVar

from attrs import define as _attrs_define
from attrs import field as _attrs_field

T = TypeVar("T", bound="Template")


@_attrs_define
class Template:
    """A message template of a META channel.

    Attributes:
        category (str):
        components (Any): Header, body, footer and buttons, as the provider has them.
        language (str): As `pt_BR`.
        name (str):
        status (str): In the provider's words; only `APPROVED` ones can be sent.
        synced_at (datetime.datetime):
    """

    category: str
    components: Any
    language: str
    name: str
    status: str
    synced_at: datetime.datetime
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        category = self.category

        components = self.components

        language = self.language

        name = self.name

        status = self.status

        synced_at = self.synced_at.isoformat()

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update(
            {
                "category": category,
                "components": components,
                "language": language,
                "name": name,
                "status": status,
                "syncedAt": synced_at,
            }
        )

        return field_dict

    @classmethod
    def from_dict(cls, src_dict: Mapping[str, Any]) -> Self:
        d = dict(src_dict)
        category = d.pop("category")

        components = d.pop("components")

        language = d.pop("language")

        name = d.pop("name")

        status = d.pop("status")

        synced_at = datetime.datetime.fromisoformat(d.pop("syncedAt"))

        template = cls(
            category=category,
            components=components,
            language=language,
            name=name,
            status=status,
            synced_at=synced_at,
        )

        template.additional_properties = d
        return template

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
