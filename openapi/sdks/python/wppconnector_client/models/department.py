from __future__ import annotations

import datetime
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, Self, TypeVar, cast
from uuid import UUID

from attrs import define as _attrs_define
from attrs import field as _attrs_field

if TYPE_CHECKING:
    from ..models.department_counts import DepartmentCounts
    from ..models.schedule import Schedule


T = TypeVar("T", bound="Department")


@_attrs_define
class Department:
    """A menu option with its queue and members.

    Attributes:
        business_hours (None | Schedule): Null = the company's.
        color (str):
        company_id (UUID):
        counts (DepartmentCounts):
        created_at (datetime.datetime):
        description (None | str):
        emoji (None | str):
        id (UUID):
        is_active (bool):
        is_open_now (bool):
        is_root (bool): The fallback: exactly one active department has it.
        keywords (list[str]):
        max_agents (int):
        name (str):
        position (int): Place in the menu.
        response_timeout_minutes (int):
        slug (str):
        updated_at (datetime.datetime):
        version (int):
    """

    business_hours: None | Schedule
    color: str
    company_id: UUID
    counts: DepartmentCounts
    created_at: datetime.datetime
    description: None | str
    emoji: None | str
    id: UUID
    is_active: bool
    is_open_now: bool
    is_root: bool
    keywords: list[str]
    max_agents: int
    name: str
    position: int
    response_timeout_minutes: int
    slug: str
    updated_at: datetime.datetime
    version: int
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        from ..models.schedule import Schedule

        business_hours: dict[str, Any] | None
        if isinstance(self.business_hours, Schedule):
            business_hours = self.business_hours.to_dict()
        else:
            business_hours = self.business_hours

        color = self.color

        company_id = str(self.company_id)

        counts = self.counts.to_dict()

        created_at = self.created_at.isoformat()

        description: None | str
        description = self.description

        emoji: None | str
        emoji = self.emoji

        id = str(self.id)

        is_active = self.is_active

        is_open_now = self.is_open_now

        is_root = self.is_root

        keywords = self.keywords

        max_agents = self.max_agents

        name = self.name

        position = self.position

        response_timeout_minutes = self.response_timeout_minutes

        slug = self.slug

        updated_at = self.updated_at.isoformat()

        version = self.version

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update(
            {
                "businessHours": business_hours,
                "color": color,
                "companyId": company_id,
                "counts": counts,
                "createdAt": created_at,
                "description": description,
                "emoji": emoji,
                "id": id,
                "isActive": is_active,
                "isOpenNow": is_open_now,
                "isRoot": is_root,
                "keywords": keywords,
                "maxAgents": max_agents,
                "name": name,
                "position": position,
                "responseTimeoutMinutes": response_timeout_minutes,
                "slug": slug,
                "updatedAt": updated_at,
                "version": version,
            }
        )

        return field_dict

    @classmethod
    def from_dict(cls, src_dict: Mapping[str, Any]) -> Self:
        from ..models.department_counts import DepartmentCounts
        from ..models.schedule import Schedule

        d = dict(src_dict)

        def _parse_business_hours(data: object) -> None | Schedule:
            if data is None:
                return data
            try:
                if not isinstance(data, dict):
                    raise TypeError()
                business_hours_type_0 = Schedule.from_dict(data)

                return business_hours_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(None | Schedule, data)

        business_hours = _parse_business_hours(d.pop("businessHours"))

        color = d.pop("color")

        company_id = UUID(d.pop("companyId"))

        counts = DepartmentCounts.from_dict(d.pop("counts"))

        created_at = datetime.datetime.fromisoformat(d.pop("createdAt"))

        def _parse_description(data: object) -> None | str:
            if data is None:
                return data
            return cast(None | str, data)

        description = _parse_description(d.pop("description"))

        def _parse_emoji(data: object) -> None | str:
            if data is None:
                return data
            return cast(None | str, data)

        emoji = _parse_emoji(d.pop("emoji"))

        id = UUID(d.pop("id"))

        is_active = d.pop("isActive")

        is_open_now = d.pop("isOpenNow")

        is_root = d.pop("isRoot")

        keywords = cast(list[str], d.pop("keywords"))

        max_agents = d.pop("maxAgents")

        name = d.pop("name")

        position = d.pop("position")

        response_timeout_minutes = d.pop("responseTimeoutMinutes")

        slug = d.pop("slug")

        updated_at = datetime.datetime.fromisoformat(d.pop("updatedAt"))

        version = d.pop("version")

        department = cls(
            business_hours=business_hours,
            color=color,
            company_id=company_id,
            counts=counts,
            created_at=created_at,
            description=description,
            emoji=emoji,
            id=id,
            is_active=is_active,
            is_open_now=is_open_now,
            is_root=is_root,
            keywords=keywords,
            max_agents=max_agents,
            name=name,
            position=position,
            response_timeout_minutes=response_timeout_minutes,
            slug=slug,
            updated_at=updated_at,
            version=version,
        )

        department.additional_properties = d
        return department

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
