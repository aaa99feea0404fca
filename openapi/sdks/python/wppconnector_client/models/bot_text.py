from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Self, TypeVar, cast

from attrs import define as _attrs_define
from attrs import field as _attrs_field

T = TypeVar("T", bound="BotText")


@_attrs_define
class BotText:
    """One of the bot's texts, with its placeholders as they are written.

    Attributes:
        default (str): Our words, in the company's language.
        key (str): As in `texts` of the settings.
        own (None | str): The company's own words; null = the default.
    """

    default: str
    key: str
    own: None | str
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        default = self.default

        key = self.key

        own: None | str
        own = self.own

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update(
            {
                "default": default,
                "key": key,
                "own": own,
            }
        )

        return field_dict

    @classmethod
    def from_dict(cls, src_dict: Mapping[str, Any]) -> Self:
        d = dict(src_dict)
        default = d.pop("default")

        key = d.pop("key")

        def _parse_own(data: object) -> None | str:
            if data is None:
                return data
            return cast(None | str, data)

        own = _parse_own(d.pop("own"))

        bot_text = cls(
            default=default,
            key=key,
            own=own,
        )

        bot_text.additional_properties = d
        return bot_text

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
