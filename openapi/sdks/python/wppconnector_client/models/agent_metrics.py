from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, Self, TypeVar
from uuid import UUID

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..models.online_status import OnlineStatus

if TYPE_CHECKING:
    from ..models.spread import Spread


T = TypeVar("T", bound="AgentMetrics")


@_attrs_define
class AgentMetrics:
    """What one agent did in the period. Status and active conversations are of this moment.

    Attributes:
        active_conversations (int):
        avg_first_response_time (int): Milliseconds; 0 when there was none.
        first_response (Spread): How long it took, in milliseconds. Median and p90 are as exact as the buckets they are
            counted in.
        name (str):
        online_seconds (int): ONLINE or BUSY.
        online_status (OnlineStatus):
        queue_wait (Spread): How long it took, in milliseconds. Median and p90 are as exact as the buckets they are
            counted in.
        resolved (int):
        total_assignments (int):
        total_messages_sent (int):
        user_id (UUID):
    """

    active_conversations: int
    avg_first_response_time: int
    first_response: Spread
    name: str
    online_seconds: int
    online_status: OnlineStatus
    queue_wait: Spread
    resolved: int
    total_assignments: int
    total_messages_sent: int
    user_id: UUID
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        active_conversations = self.active_conversations

        avg_first_response_time = self.avg_first_response_time

        first_response = self.first_response.to_dict()

        name = self.name

        online_seconds = self.online_seconds

        online_status = self.online_status.value

        queue_wait = self.queue_wait.to_dict()

        resolved = self.resolved

        total_assignments = self.total_assignments

        total_messages_sent = self.total_messages_sent

        user_id = str(self.user_id)

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update(
            {
                "activeConversations": active_conversations,
                "avgFirstResponseTime": avg_first_response_time,
                "firstResponse": first_response,
                "name": name,
                "onlineSeconds": online_seconds,
                "onlineStatus": online_status,
                "queueWait": queue_wait,
                "resolved": resolved,
                "totalAssignments": total_assignments,
                "totalMessagesSent": total_messages_sent,
                "userId": user_id,
            }
        )

        return field_dict

    @classmethod
    def from_dict(cls, src_dict: Mapping[str, Any]) -> Self:
        from ..models.spread import Spread

        d = dict(src_dict)
        active_conversations = d.pop("activeConversations")

        avg_first_response_time = d.pop("avgFirstResponseTime")

        first_response = Spread.from_dict(d.pop("firstResponse"))

        name = d.pop("name")

        online_seconds = d.pop("onlineSeconds")

        online_status = OnlineStatus(d.pop("onlineStatus"))

        queue_wait = Spread.from_dict(d.pop("queueWait"))

        resolved = d.pop("resolved")

        total_assignments = d.pop("totalAssignments")

        total_messages_sent = d.pop("totalMessagesSent")

        user_id = UUID(d.pop("userId"))

        agent_metrics = cls(
            active_conversations=active_conversations,
            avg_first_response_time=avg_first_response_time,
            first_response=first_response,
            name=name,
            online_seconds=online_seconds,
            online_status=online_status,
            queue_wait=queue_wait,
            resolved=resolved,
            total_assignments=total_assignments,
            total_messages_sent=total_messages_sent,
            user_id=user_id,
        )

        agent_metrics.additional_properties = d
        return agent_metrics

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
