from __future__ import annotations

import datetime
from collections.abc import Mapping
from typing import Any, Self, TypeVar, cast
from uuid import UUID

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..models.online_status import OnlineStatus
from ..models.verdict import Verdict

T = TypeVar("T", bound="Judged")


@_attrs_define
class Judged:
    """A member of a department at the moment of a decision, as stored in `routing_decisions.candidates`.

    Attributes:
        capacity (int): 0 = unlimited.
        last_assigned_at (datetime.datetime | None):
        load (int): Conversations ASSIGNED to the user, over the whole company.
        name (str):
        online_status (OnlineStatus):
        user_id (UUID):
        verdict (Verdict): Why a candidate was taken or passed over. The first that applies, in this order.
    """

    capacity: int
    last_assigned_at: datetime.datetime | None
    load: int
    name: str
    online_status: OnlineStatus
    user_id: UUID
    verdict: Verdict
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        capacity = self.capacity

        last_assigned_at: None | str
        if isinstance(self.last_assigned_at, datetime.datetime):
            last_assigned_at = self.last_assigned_at.isoformat()
        else:
            last_assigned_at = self.last_assigned_at

        load = self.load

        name = self.name

        online_status = self.online_status.value

        user_id = str(self.user_id)

        verdict = self.verdict.value

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update(
            {
                "capacity": capacity,
                "lastAssignedAt": last_assigned_at,
                "load": load,
                "name": name,
                "onlineStatus": online_status,
                "userId": user_id,
                "verdict": verdict,
            }
        )

        return field_dict

    @classmethod
    def from_dict(cls, src_dict: Mapping[str, Any]) -> Self:
        d = dict(src_dict)
        capacity = d.pop("capacity")

        def _parse_last_assigned_at(data: object) -> datetime.datetime | None:
            if data is None:
                return data
            try:
                if not isinstance(data, str):
                    raise TypeError()
                last_assigned_at_type_0 = datetime.datetime.fromisoformat(data)

                return last_assigned_at_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(datetime.datetime | None, data)

        last_assigned_at = _parse_last_assigned_at(d.pop("lastAssignedAt"))

        load = d.pop("load")

        name = d.pop("name")

        online_status = OnlineStatus(d.pop("onlineStatus"))

        user_id = UUID(d.pop("userId"))

        verdict = Verdict(d.pop("verdict"))

        judged = cls(
            capacity=capacity,
            last_assigned_at=last_assigned_at,
            load=load,
            name=name,
            online_status=online_status,
            user_id=user_id,
            verdict=verdict,
        )

        judged.additional_properties = d
        return judged

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
