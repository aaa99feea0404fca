from __future__ import annotations

import datetime
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, Self, TypeVar, cast
from uuid import UUID

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..models.decision_outcome import DecisionOutcome

if TYPE_CHECKING:
    from ..models.judged import Judged


T = TypeVar("T", bound="Decision")


@_attrs_define
class Decision:
    """Why a conversation went where it went, with the verdict on each candidate.

    Attributes:
        candidates (list[Judged]):
        chosen_user_id (None | UUID):
        decided_at (datetime.datetime):
        department_id (UUID):
        id (UUID):
        outcome (DecisionOutcome): What a decision did.
        queue_position (int | None):
        trigger (str): What made it necessary, as `message` or `timeout`.
    """

    candidates: list[Judged]
    chosen_user_id: None | UUID
    decided_at: datetime.datetime
    department_id: UUID
    id: UUID
    outcome: DecisionOutcome
    queue_position: int | None
    trigger: str
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        candidates = []
        for candidates_item_data in self.candidates:
            candidates_item = candidates_item_data.to_dict()
            candidates.append(candidates_item)

        chosen_user_id: None | str
        if isinstance(self.chosen_user_id, UUID):
            chosen_user_id = str(self.chosen_user_id)
        else:
            chosen_user_id = self.chosen_user_id

        decided_at = self.decided_at.isoformat()

        department_id = str(self.department_id)

        id = str(self.id)

        outcome = self.outcome.value

        queue_position: int | None
        queue_position = self.queue_position

        trigger = self.trigger

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update(
            {
                "candidates": candidates,
                "chosenUserId": chosen_user_id,
                "decidedAt": decided_at,
                "departmentId": department_id,
                "id": id,
                "outcome": outcome,
                "queuePosition": queue_position,
                "trigger": trigger,
            }
        )

        return field_dict

    @classmethod
    def from_dict(cls, src_dict: Mapping[str, Any]) -> Self:
        from ..models.judged import Judged

        d = dict(src_dict)
        candidates = []
        _candidates = d.pop("candidates")
        for candidates_item_data in _candidates:
            candidates_item = Judged.from_dict(candidates_item_data)

            candidates.append(candidates_item)

        def _parse_chosen_user_id(data: object) -> None | UUID:
            if data is None:
                return data
            try:
                if not isinstance(data, str):
                    raise TypeError()
                chosen_user_id_type_0 = UUID(data)

                return chosen_user_id_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(None | UUID, data)

        chosen_user_id = _parse_chosen_user_id(d.pop("chosenUserId"))

        decided_at = datetime.datetime.fromisoformat(d.pop("decidedAt"))

        department_id = UUID(d.pop("departmentId"))

        id = UUID(d.pop("id"))

        outcome = DecisionOutcome(d.pop("outcome"))

        def _parse_queue_position(data: object) -> int | None:
            if data is None:
                return data
            return cast(int | None, data)

        queue_position = _parse_queue_position(d.pop("queuePosition"))

        trigger = d.pop("trigger")

        decision = cls(
            candidates=candidates,
            chosen_user_id=chosen_user_id,
            decided_at=decided_at,
            department_id=department_id,
            id=id,
            outcome=outcome,
            queue_position=queue_position,
            trigger=trigger,
        )

        decision.additional_properties = d
        return decision

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
