from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Self, TypeVar

from attrs import define as _attrs_define
from attrs import field as _attrs_field

T = TypeVar("T", bound="ConversationCounts")


@_attrs_define
class ConversationCounts:
    """Conversations by what one looks for. Each number stops at 1000.

    Attributes:
        archived (int):
        assigned (int):
        bot (int): Still choosing: the bot greets, lists the menu or asks.
        capped (bool): At least one number is 1000 and may be more.
        mine (int): Assigned to the caller.
        open_ (int):
        queued (int): In the queue of a department.
        resolved (int):
        unread (int):
        unread_for_me (int): Unread, and the caller's to answer: assigned to them, or to nobody in a department where
            they work now.
    """

    archived: int
    assigned: int
    bot: int
    capped: bool
    mine: int
    open_: int
    queued: int
    resolved: int
    unread: int
    unread_for_me: int
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        archived = self.archived

        assigned = self.assigned

        bot = self.bot

        capped = self.capped

        mine = self.mine

        open_ = self.open_

        queued = self.queued

        resolved = self.resolved

        unread = self.unread

        unread_for_me = self.unread_for_me

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update(
            {
                "archived": archived,
                "assigned": assigned,
                "bot": bot,
                "capped": capped,
                "mine": mine,
                "open": open_,
                "queued": queued,
                "resolved": resolved,
                "unread": unread,
                "unreadForMe": unread_for_me,
            }
        )

        return field_dict

    @classmethod
    def from_dict(cls, src_dict: Mapping[str, Any]) -> Self:
        d = dict(src_dict)
        archived = d.pop("archived")

        assigned = d.pop("assigned")

        bot = d.pop("bot")

        capped = d.pop("capped")

        mine = d.pop("mine")

        open_ = d.pop("open")

        queued = d.pop("queued")

        resolved = d.pop("resolved")

        unread = d.pop("unread")

        unread_for_me = d.pop("unreadForMe")

        conversation_counts = cls(
            archived=archived,
            assigned=assigned,
            bot=bot,
            capped=capped,
            mine=mine,
            open_=open_,
            queued=queued,
            resolved=resolved,
            unread=unread,
            unread_for_me=unread_for_me,
        )

        conversation_counts.additional_properties = d
        return conversation_counts

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
