from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, Self, TypeVar, cast
from uuid import UUID

from attrs import define as _attrs_define
from attrs import field as _attrs_field

if TYPE_CHECKING:
    from ..models.spread import Spread


T = TypeVar("T", bound="DepartmentFigures")


@_attrs_define
class DepartmentFigures:
    """
    Attributes:
        assigned (int):
        color (None | str):
        department_id (None | UUID): Null = before the customer had chosen one.
        first_response (Spread): How long it took, in milliseconds. Median and p90 are as exact as the buckets they are
            counted in.
        inbound (int):
        name (None | str):
        outbound (int):
        queue_wait (Spread): How long it took, in milliseconds. Median and p90 are as exact as the buckets they are
            counted in.
        resolved (int):
    """

    assigned: int
    color: None | str
    department_id: None | UUID
    first_response: Spread
    inbound: int
    name: None | str
    outbound: int
    queue_wait: Spread
    resolved: int
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        assigned = self.assigned

        color: None | str
        color = self.color

        department_id: None | str
        if isinstance(self.department_id, UUID):
            department_id = str(self.department_id)
        else:
            department_id = self.department_id

        first_response = self.first_response.to_dict()

        inbound = self.inbound

        name: None | str
        name = self.name

        outbound = self.outbound

        queue_wait = self.queue_wait.to_dict()

        resolved = self.resolved

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update(
            {
                "assigned": assigned,
                "color": color,
                "departmentId": department_id,
                "firstResponse": first_response,
                "inbound": inbound,
                "name": name,
                "outbound": outbound,
                "queueWait": queue_wait,
                "resolved": resolved,
            }
        )

        return field_dict

    @classmethod
    def from_dict(cls, src_dict: Mapping[str, Any]) -> Self:
        from ..models.spread import Spread

        d = dict(src_dict)
        assigned = d.pop("assigned")

        def _parse_color(data: object) -> None | str:
            if data is None:
                return data
            return cast(None | str, data)

        color = _parse_color(d.pop("color"))

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

        first_response = Spread.from_dict(d.pop("firstResponse"))

        inbound = d.pop("inbound")

        def _parse_name(data: object) -> None | str:
            if data is None:
                return data
            return cast(None | str, data)

        name = _parse_name(d.pop("name"))

        outbound = d.pop("outbound")

        queue_wait = Spread.from_dict(d.pop("queueWait"))

        resolved = d.pop("resolved")

        department_figures = cls(
            assigned=assigned,
            color=color,
            department_id=department_id,
            first_response=first_response,
            inbound=inbound,
            name=name,
            outbound=outbound,
            queue_wait=queue_wait,
            resolved=resolved,
        )

        department_figures.additional_properties = d
        return department_figures

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
