from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Self, TypeVar
from uuid import UUID

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..models.online_status import OnlineStatus

T = TypeVar("T", bound="BoardAgent")


@_attrs_define
class BoardAgent:
    """
    Attributes:
        active_conversations (int):
        capacity (int): 0 = unlimited.
        id (UUID):
        name (str):
        online_status (OnlineStatus):
    """

    active_conversations: int
    capacity: int
    id: UUID
    name: str
    online_status: OnlineStatus
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        active_conversations = self.active_conversations

        capacity = self.capacity

        id = str(self.id)

        name = self.name

        online_status = self.online_status.value

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update(
            {
                "activeConversations": active_conversations,
                "capacity": capacity,
                "id": id,
                "name": name,
                "onlineStatus": online_status,
            }
        )

        return field_dict

    @classmethod
    def from_dict(cls, src_dict: Mapping[str, Any]) -> Self:
        d = dict(src_dict)
        active_conversations = d.pop("activeConversations")

        capacity = d.pop("capacity")

        id = UUID(d.pop("id"))

        name = d.pop("name")

        online_status = OnlineStatus(d.pop("onlineStatus"))

        board_agent = cls(
            active_conversations=active_conversations,
            capacity=capacity,
            id=id,
            name=name,
            online_status=online_status,
        )

        board_agent.additional_properties = d
        return board_agent

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
