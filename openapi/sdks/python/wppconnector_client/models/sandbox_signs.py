from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, Self, TypeVar, cast

from attrs import define as _attrs_define
from attrs import field as _attrs_field

if TYPE_CHECKING:
    from ..models.sandbox_signs_reactions import SandboxSignsReactions
    from ..models.sandbox_signs_typing import SandboxSignsTyping


T = TypeVar("T", bound="SandboxSigns")


@_attrs_define
class SandboxSigns:
    """What our side showed the customers beside messages.

    Attributes:
        reactions (SandboxSignsReactions): Our reaction to each message, by bare ids.
        seen (list[str]): The customer messages that we marked as read, by bare ids.
        typing (SandboxSignsTyping): How often each customer was shown that somebody writes, by phone.
    """

    reactions: SandboxSignsReactions
    seen: list[str]
    typing: SandboxSignsTyping
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        reactions = self.reactions.to_dict()

        seen = self.seen

        typing = self.typing.to_dict()

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update(
            {
                "reactions": reactions,
                "seen": seen,
                "typing": typing,
            }
        )

        return field_dict

    @classmethod
    def from_dict(cls, src_dict: Mapping[str, Any]) -> Self:
        from ..models.sandbox_signs_reactions import SandboxSignsReactions
        from ..models.sandbox_signs_typing import SandboxSignsTyping

        d = dict(src_dict)
        reactions = SandboxSignsReactions.from_dict(d.pop("reactions"))

        seen = cast(list[str], d.pop("seen"))

        typing = SandboxSignsTyping.from_dict(d.pop("typing"))

        sandbox_signs = cls(
            reactions=reactions,
            seen=seen,
            typing=typing,
        )

        sandbox_signs.additional_properties = d
        return sandbox_signs

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
