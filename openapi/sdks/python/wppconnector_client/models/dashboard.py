from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, Self, TypeVar

from attrs import define as _attrs_define
from attrs import field as _attrs_field

if TYPE_CHECKING:
    from ..models.bar import Bar
    from ..models.channel_figures import ChannelFigures
    from ..models.conversation_figures import ConversationFigures
    from ..models.department_figures import DepartmentFigures
    from ..models.message_figures import MessageFigures
    from ..models.queue_figures import QueueFigures
    from ..models.spread import Spread


T = TypeVar("T", bound="Dashboard")


@_attrs_define
class Dashboard:
    """The figures of a period. `open`, `assigned` and `queue` are of this moment, `messages.today` of the company's day.

    Attributes:
        avg_first_response_time (int): Milliseconds from the customer's first message to the first answer of a person; 0
            when there was none.
        avg_resolution_time (int): Milliseconds from the beginning of a conversation to its end.
        bot_messages (int):
        bot_only (int): Resolved without a word of a person.
        by_channel (list[ChannelFigures]):
        by_department (list[DepartmentFigures]):
        conversations (ConversationFigures):
        first_response (Spread): How long it took, in milliseconds. Median and p90 are as exact as the buckets they are
            counted in.
        messages (MessageFigures):
        queue (QueueFigures):
        queue_wait (Spread): How long it took, in milliseconds. Median and p90 are as exact as the buckets they are
            counted in.
        series (list[Bar]): From the beginning of the period until now, in the order of time, without gaps.
    """

    avg_first_response_time: int
    avg_resolution_time: int
    bot_messages: int
    bot_only: int
    by_channel: list[ChannelFigures]
    by_department: list[DepartmentFigures]
    conversations: ConversationFigures
    first_response: Spread
    messages: MessageFigures
    queue: QueueFigures
    queue_wait: Spread
    series: list[Bar]
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        avg_first_response_time = self.avg_first_response_time

        avg_resolution_time = self.avg_resolution_time

        bot_messages = self.bot_messages

        bot_only = self.bot_only

        by_channel = []
        for by_channel_item_data in self.by_channel:
            by_channel_item = by_channel_item_data.to_dict()
            by_channel.append(by_channel_item)

        by_department = []
        for by_department_item_data in self.by_department:
            by_department_item = by_department_item_data.to_dict()
            by_department.append(by_department_item)

        conversations = self.conversations.to_dict()

        first_response = self.first_response.to_dict()

        messages = self.messages.to_dict()

        queue = self.queue.to_dict()

        queue_wait = self.queue_wait.to_dict()

        series = []
        for series_item_data in self.series:
            series_item = series_item_data.to_dict()
            series.append(series_item)

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update(
            {
                "avgFirstResponseTime": avg_first_response_time,
                "avgResolutionTime": avg_resolution_time,
                "botMessages": bot_messages,
                "botOnly": bot_only,
                "byChannel": by_channel,
                "byDepartment": by_department,
                "conversations": conversations,
                "firstResponse": first_response,
                "messages": messages,
                "queue": queue,
                "queueWait": queue_wait,
                "series": series,
            }
        )

        return field_dict

    @classmethod
    def from_dict(cls, src_dict: Mapping[str, Any]) -> Self:
        from ..models.bar import Bar
        from ..models.channel_figures import ChannelFigures
        from ..models.conversation_figures import ConversationFigures
        from ..models.department_figures import DepartmentFigures
        from ..models.message_figures import MessageFigures
        from ..models.queue_figures import QueueFigures
        from ..models.spread import Spread

        d = dict(src_dict)
        avg_first_response_time = d.pop("avgFirstResponseTime")

        avg_resolution_time = d.pop("avgResolutionTime")

        bot_messages = d.pop("botMessages")

        bot_only = d.pop("botOnly")

        by_channel = []
        _by_channel = d.pop("byChannel")
        for by_channel_item_data in _by_channel:
            by_channel_item = ChannelFigures.from_dict(by_channel_item_data)

            by_channel.append(by_channel_item)

        by_department = []
        _by_department = d.pop("byDepartment")
        for by_department_item_data in _by_department:
            by_department_item = DepartmentFigures.from_dict(by_department_item_data)

            by_department.append(by_department_item)

        conversations = ConversationFigures.from_dict(d.pop("conversations"))

        first_response = Spread.from_dict(d.pop("firstResponse"))

        messages = MessageFigures.from_dict(d.pop("messages"))

        queue = QueueFigures.from_dict(d.pop("queue"))

        queue_wait = Spread.from_dict(d.pop("queueWait"))

        series = []
        _series = d.pop("series")
        for series_item_data in _series:
            series_item = Bar.from_dict(series_item_data)

            series.append(series_item)

        dashboard = cls(
            avg_first_response_time=avg_first_response_time,
            avg_resolution_time=avg_resolution_time,
            bot_messages=bot_messages,
            bot_only=bot_only,
            by_channel=by_channel,
            by_department=by_department,
            conversations=conversations,
            first_response=first_response,
            messages=messages,
            queue=queue,
            queue_wait=queue_wait,
            series=series,
        )

        dashboard.additional_properties = d
        return dashboard

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
