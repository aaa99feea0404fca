from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, Self, TypeVar
from uuid import UUID

from attrs import define as _attrs_define
from attrs import field as _attrs_field

if TYPE_CHECKING:
    from ..models.board_agent import BoardAgent
    from ..models.board_timeout import BoardTimeout
    from ..models.waiting import Waiting


T = TypeVar("T", bound="BoardDepartment")


@_attrs_define
class BoardDepartment:
    """
    Attributes:
        agents (list[BoardAgent]):
        color (str):
        id (UUID):
        is_open_now (bool):
        name (str):
        queue (list[Waiting]): The first twenty of them.
        timeouts (list[BoardTimeout]): The newest twenty of them, the newest first.
        timeouts_last_hour (int): Deadlines that nobody kept in the last sixty minutes.
        waiting (int): All who wait.
    """

    agents: list[BoardAgent]
    color: str
    id: UUID
    is_open_now: bool
    name: str
    queue: list[Waiting]
    timeouts: list[BoardTimeout]
    timeouts_last_hour: int
    waiting: int
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        agents = []
        for agents_item_data in self.agents:
            agents_item = agents_item_data.to_dict()
            agents.append(agents_item)

        color = self.color

        id = str(self.id)

        is_open_now = self.is_open_now

        name = self.name

        queue = []
        for queue_item_data in self.queue:
            queue_item = queue_item_data.to_dict()
            queue.append(queue_item)

        timeouts = []
        for timeouts_item_data in self.timeouts:
            timeouts_item = timeouts_item_data.to_dict()
            timeouts.append(timeouts_item)

        timeouts_last_hour = self.timeouts_last_hour

        waiting = self.waiting

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update(
            {
                "agents": agents,
                "color": color,
                "id": id,
                "isOpenNow": is_open_now,
                "name": name,
                "queue": queue,
                "timeouts": timeouts,
                "timeoutsLastHour": timeouts_last_hour,
                "waiting": waiting,
            }
        )

        return field_dict

    @classmethod
    def from_dict(cls, src_dict: Mapping[str, Any]) -> Self:
        from ..models.board_agent import BoardAgent
        from ..models.board_timeout import BoardTimeout
        from ..models.waiting import Waiting

        d = dict(src_dict)
        agents = []
        _agents = d.pop("agents")
        for agents_item_data in _agents:
            agents_item = BoardAgent.from_dict(agents_item_data)

            agents.append(agents_item)

        color = d.pop("color")

        id = UUID(d.pop("id"))

        is_open_now = d.pop("isOpenNow")

        name = d.pop("name")

        queue = []
        _queue = d.pop("queue")
        for queue_item_data in _queue:
            queue_item = Waiting.from_dict(queue_item_data)

            queue.append(queue_item)

        timeouts = []
        _timeouts = d.pop("timeouts")
        for timeouts_item_data in _timeouts:
            timeouts_item = BoardTimeout.from_dict(timeouts_item_data)

            timeouts.append(timeouts_item)

        timeouts_last_hour = d.pop("timeoutsLastHour")

        waiting = d.pop("waiting")

        board_department = cls(
            agents=agents,
            color=color,
            id=id,
            is_open_now=is_open_now,
            name=name,
            queue=queue,
            timeouts=timeouts,
            timeouts_last_hour=timeouts_last_hour,
            waiting=waiting,
        )

        board_department.additional_properties = d
        return board_department

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
