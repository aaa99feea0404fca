from __future__ import annotations

import datetime
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, Self, TypeVar, cast
from uuid import UUID

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..models.assigned_by import AssignedBy
from ..models.decision_outcome import DecisionOutcome
from ..models.end_reason import EndReason
from ..models.timeline_kind import TimelineKind

if TYPE_CHECKING:
    from ..models.sender import Sender


T = TypeVar("T", bound="TimelineItem")


@_attrs_define
class TimelineItem:
    """One thing that happened to a conversation.

    Attributes:
        actor (None | Sender): Who assigned it by hand.
        assigned_by (AssignedBy | None): How the assignment began.
        at (datetime.datetime):
        department_id (None | UUID):
        end_reason (EndReason | None): How the assignment ended.
        id (UUID): Of the assignment or the decision.
        kind (TimelineKind): What kind of thing happened. At one instant, the later of them is the greater.
        outcome (DecisionOutcome | None):
        trigger (None | str):
        user (None | Sender): Who got it or lost it; of a decision, who was chosen.
    """

    actor: None | Sender
    assigned_by: AssignedBy | None
    at: datetime.datetime
    department_id: None | UUID
    end_reason: EndReason | None
    id: UUID
    kind: TimelineKind
    outcome: DecisionOutcome | None
    trigger: None | str
    user: None | Sender
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        from ..models.sender import Sender

        actor: dict[str, Any] | None
        if isinstance(self.actor, Sender):
            actor = self.actor.to_dict()
        else:
            actor = self.actor

        assigned_by: None | str
        if isinstance(self.assigned_by, AssignedBy):
            assigned_by = self.assigned_by.value
        else:
            assigned_by = self.assigned_by

        at = self.at.isoformat()

        department_id: None | str
        if isinstance(self.department_id, UUID):
            department_id = str(self.department_id)
        else:
            department_id = self.department_id

        end_reason: None | str
        if isinstance(self.end_reason, EndReason):
            end_reason = self.end_reason.value
        else:
            end_reason = self.end_reason

        id = str(self.id)

        kind = self.kind.value

        outcome: None | str
        if isinstance(self.outcome, DecisionOutcome):
            outcome = self.outcome.value
        else:
            outcome = self.outcome

        trigger: None | str
        trigger = self.trigger

        user: dict[str, Any] | None
        if isinstance(self.user, Sender):
            user = self.user.to_dict()
        else:
            user = self.user

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update(
            {
                "actor": actor,
                "assignedBy": assigned_by,
                "at": at,
                "departmentId": department_id,
                "endReason": end_reason,
                "id": id,
                "kind": kind,
                "outcome": outcome,
                "trigger": trigger,
                "user": user,
            }
        )

        return field_dict

    @classmethod
    def from_dict(cls, src_dict: Mapping[str, Any]) -> Self:
        from ..models.sender import Sender

        d = dict(src_dict)

        def _parse_actor(data: object) -> None | Sender:
            if data is None:
                return data
            try:
                if not isinstance(data, dict):
                    raise TypeError()
                actor_type_0 = Sender.from_dict(data)

                return actor_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(None | Sender, data)

        actor = _parse_actor(d.pop("actor"))

        def _parse_assigned_by(data: object) -> AssignedBy | None:
            if data is None:
                return data
            try:
                if not isinstance(data, str):
                    raise TypeError()
                assigned_by_type_0 = AssignedBy(data)

                return assigned_by_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(AssignedBy | None, data)

        assigned_by = _parse_assigned_by(d.pop("assignedBy"))

        at = datetime.datetime.fromisoformat(d.pop("at"))

        def _parse_department_id(data: object) -> None | UUID:
            if data is None:
                return data
            try:
                if not isinstance(data, str):
                    raise TypeError()
                department_id_type_0 = UUID(data)

                return department_id_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(None | UUID, data)

        department_id = _parse_department_id(d.pop("departmentId"))

        def _parse_end_reason(data: object) -> EndReason | None:
            if data is None:
                return data
            try:
                if not isinstance(data, str):
                    raise TypeError()
                end_reason_type_0 = EndReason(data)

                return end_reason_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(EndReason | None, data)

        end_reason = _parse_end_reason(d.pop("endReason"))

        id = UUID(d.pop("id"))

        kind = TimelineKind(d.pop("kind"))

        def _parse_outcome(data: object) -> DecisionOutcome | None:
            if data is None:
                return data
            try:
                if not isinstance(data, str):
                    raise TypeError()
                outcome_type_0 = DecisionOutcome(data)

                return outcome_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(DecisionOutcome | None, data)

        outcome = _parse_outcome(d.pop("outcome"))

        def _parse_trigger(data: object) -> None | str:
            if data is None:
                return data
            return cast(None | str, data)

        trigger = _parse_trigger(d.pop("trigger"))

        def _parse_user(data: object) -> None | Sender:
            if data is None:
                return data
            try:
                if not isinstance(data, dict):
                    raise TypeError()
                user_type_0 = Sender.from_dict(data)

                return user_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(None | Sender, data)

        user = _parse_user(d.pop("user"))

        timeline_item = cls(
            actor=actor,
            assigned_by=assigned_by,
            at=at,
            department_id=department_id,
            end_reason=end_reason,
            id=id,
            kind=kind,
            outcome=outcome,
            trigger=trigger,
            user=user,
        )

        timeline_item.additional_properties = d
        return timeline_item

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
