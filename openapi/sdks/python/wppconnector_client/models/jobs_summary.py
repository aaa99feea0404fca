from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, Self, TypeVar

from attrs import define as _attrs_define
from attrs import field as _attrs_field

if TYPE_CHECKING:
    from ..models.backlog import Backlog
    from ..models.lanes_summary import LanesSummary
    from ..models.outbox_summary import OutboxSummary
    from ..models.pending import Pending


T = TypeVar("T", bound="JobsSummary")


@_attrs_define
class JobsSummary:
    """
    Attributes:
        dead_events (int): Events that were given up; their bodies are kept.
        dead_jobs (int): Jobs that were given up and that nobody has dealt with.
        deliveries (Pending):
        events (Backlog):
        lanes (LanesSummary): The order of one sender at one channel is a lane.
        media (Pending):
        outbox (OutboxSummary):
        statuses (Backlog):
    """

    dead_events: int
    dead_jobs: int
    deliveries: Pending
    events: Backlog
    lanes: LanesSummary
    media: Pending
    outbox: OutboxSummary
    statuses: Backlog
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        dead_events = self.dead_events

        dead_jobs = self.dead_jobs

        deliveries = self.deliveries.to_dict()

        events = self.events.to_dict()

        lanes = self.lanes.to_dict()

        media = self.media.to_dict()

        outbox = self.outbox.to_dict()

        statuses = self.statuses.to_dict()

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update(
            {
                "deadEvents": dead_events,
                "deadJobs": dead_jobs,
                "deliveries": deliveries,
                "events": events,
                "lanes": lanes,
                "media": media,
                "outbox": outbox,
                "statuses": statuses,
            }
        )

        return field_dict

    @classmethod
    def from_dict(cls, src_dict: Mapping[str, Any]) -> Self:
        from ..models.backlog import Backlog
        from ..models.lanes_summary import LanesSummary
        from ..models.outbox_summary import OutboxSummary
        from ..models.pending import Pending

        d = dict(src_dict)
        dead_events = d.pop("deadEvents")

        dead_jobs = d.pop("deadJobs")

        deliveries = Pending.from_dict(d.pop("deliveries"))

        events = Backlog.from_dict(d.pop("events"))

        lanes = LanesSummary.from_dict(d.pop("lanes"))

        media = Pending.from_dict(d.pop("media"))

        outbox = OutboxSummary.from_dict(d.pop("outbox"))

        statuses = Backlog.from_dict(d.pop("statuses"))

        jobs_summary = cls(
            dead_events=dead_events,
            dead_jobs=dead_jobs,
            deliveries=deliveries,
            events=events,
            lanes=lanes,
            media=media,
            outbox=outbox,
            statuses=statuses,
        )

        jobs_summary.additional_properties = d
        return jobs_summary

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
