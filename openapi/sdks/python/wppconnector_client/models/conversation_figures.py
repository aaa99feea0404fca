from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Self, TypeVar

from attrs import define as _attrs_define
from attrs import field as _attrs_field

T = TypeVar("T", bound="ConversationFigures")


@_attrs_define
class ConversationFigures:
    """
    Attributes:
        archived (int): In the period.
        assigned (int):
        open_ (int):
        resolved (int): In the period.
    """

    archived: int
    assigned: int
    open_: int
    resolved: int
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        archived = self.archived

        assigned = self.assigned

        open_ = self.open_

        resolved = self.resolved

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update(
            {
                "archived": archived,
                "assigned": assigned,
                "open": open_,
                "resolved": resolved,
            }
        )

        return field_dict

    @classmethod
    def from_dict(cls, src_dict: Mapping[str, Any]) -> Self:
        d = dict(src_dict)
        archived = d.pop("archived")

        assigned = d.pop("assigned")

        open_ = d.pop("open")

        resolved = d.pop("resolved")

        conversation_figures = cls(
            archived=archived,
            assigned=assigned,
            open_=open_,
            resolved=resolved,
        )

        conversation_figures.additional_properties = d
        return conversation_figures

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
