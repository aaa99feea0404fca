from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Self, TypeVar, cast

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..models.quick_reply_scope import QuickReplyScope
from ..types import UNSET, Unset

T = TypeVar("T", bound="NewQuickReply")


@_attrs_define
class NewQuickReply:
    """A quick reply to be made.

    Attributes:
        content (str): 1 to 4096 characters, with variables as `{{customer.name}}`.
        title (str): 1 to 80 characters.
        category (None | str | Unset):
        scope (QuickReplyScope | Unset): Whose it is. Default: QuickReplyScope.COMPANY.
        shortcut (None | str | Unset): `[a-z0-9_-]`, 1 to 30 characters.
    """

    content: str
    title: str
    category: None | str | Unset = UNSET
    scope: QuickReplyScope | Unset = QuickReplyScope.COMPANY
    shortcut: None | str | Unset = UNSET
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        content = self.content

        title = self.title

        category: None | str | Unset
        if isinstance(self.category, Unset):
            category = UNSET
        else:
            category = self.category

        scope: str | Unset = UNSET
        if not isinstance(self.scope, Unset):
            scope = self.scope.value

        shortcut: None | str | Unset
        if isinstance(self.shortcut, Unset):
            shortcut = UNSET
        else:
            shortcut = self.shortcut

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update(
            {
                "content": content,
                "title": title,
            }
        )
        if category is not UNSET:
            field_dict["category"] = category
        if scope is not UNSET:
            field_dict["scope"] = scope
        if shortcut is not UNSET:
            field_dict["shortcut"] = shortcut

        return field_dict

    @classmethod
    def from_dict(cls, src_dict: Mapping[str, Any]) -> Self:
        d = dict(src_dict)
        content = d.pop("content")

        title = d.pop("title")

        def _parse_category(data: object) -> None | str | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(None | str | Unset, data)

        category = _parse_category(d.pop("category", UNSET))

        _scope = d.pop("scope", UNSET)
        scope: QuickReplyScope | Unset
        if isinstance(_scope, Unset):
            scope = UNSET
        else:
            scope = QuickReplyScope(_scope)

        def _parse_shortcut(data: object) -> None | str | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(None | str | Unset, data)

        shortcut = _parse_shortcut(d.pop("shortcut", UNSET))

        new_quick_reply = cls(
            content=content,
            title=title,
            category=category,
            scope=scope,
            shortcut=shortcut,
        )

        new_quick_reply.additional_properties = d
        return new_quick_reply

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
