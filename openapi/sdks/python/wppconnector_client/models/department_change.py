from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, Self, TypeVar, cast

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..types import UNSET, Unset

if TYPE_CHECKING:
    from ..models.schedule_input import ScheduleInput


T = TypeVar("T", bound="DepartmentChange")


@_attrs_define
class DepartmentChange:
    """What is to be changed of a department. What is absent stays.

    Attributes:
        business_hours (None | ScheduleInput | Unset):
        color (None | str | Unset):
        description (None | str | Unset):
        emoji (None | str | Unset):
        is_active (bool | None | Unset):
        is_root (bool | None | Unset): `true` takes the flag from the present root; it is never just given up.
        keywords (list[str] | None | Unset):
        max_agents (int | None | Unset):
        name (None | str | Unset):
        position (int | None | Unset):
        response_timeout_minutes (int | None | Unset):
        slug (None | str | Unset):
    """

    business_hours: None | ScheduleInput | Unset = UNSET
    color: None | str | Unset = UNSET
    description: None | str | Unset = UNSET
    emoji: None | str | Unset = UNSET
    is_active: bool | None | Unset = UNSET
    is_root: bool | None | Unset = UNSET
    keywords: list[str] | None | Unset = UNSET
    max_agents: int | None | Unset = UNSET
    name: None | str | Unset = UNSET
    position: int | None | Unset = UNSET
    response_timeout_minutes: int | None | Unset = UNSET
    slug: None | str | Unset = UNSET
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        from ..models.schedule_input import ScheduleInput

        business_hours: dict[str, Any] | None | Unset
        if isinstance(self.business_hours, Unset):
            business_hours = UNSET
        elif isinstance(self.business_hours, ScheduleInput):
            business_hours = self.business_hours.to_dict()
        else:
            business_hours = self.business_hours

        color: None | str | Unset
        if isinstance(self.color, Unset):
            color = UNSET
        else:
            color = self.color

        description: None | str | Unset
        if isinstance(self.description, Unset):
            description = UNSET
        else:
            description = self.description

        emoji: None | str | Unset
        if isinstance(self.emoji, Unset):
            emoji = UNSET
        else:
            emoji = self.emoji

        is_active: bool | None | Unset
        if isinstance(self.is_active, Unset):
            is_active = UNSET
        else:
            is_active = self.is_active

        is_root: bool | None | Unset
        if isinstance(self.is_root, Unset):
            is_root = UNSET
        else:
            is_root = self.is_root

        keywords: list[str] | None | Unset
        if isinstance(self.keywords, Unset):
            keywords = UNSET
        elif isinstance(self.keywords, list):
            keywords = self.keywords

        else:
            keywords = self.keywords

        max_agents: int | None | Unset
        if isinstance(self.max_agents, Unset):
            max_agents = UNSET
        else:
            max_agents = self.max_agents

        name: None | str | Unset
        if isinstance(self.name, Unset):
            name = UNSET
        else:
            name = self.name

        position: int | None | Unset
        if isinstance(self.position, Unset):
            position = UNSET
        else:
            position = self.position

        response_timeout_minutes: int | None | Unset
        if isinstance(self.response_timeout_minutes, Unset):
            response_timeout_minutes = UNSET
        else:
            response_timeout_minutes = self.response_timeout_minutes

        slug: None | str | Unset
        if isinstance(self.slug, Unset):
            slug = UNSET
        else:
            slug = self.slug

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update({})
        if business_hours is not UNSET:
            field_dict["businessHours"] = business_hours
        if color is not UNSET:
            field_dict["color"] = color
        if description is not UNSET:
            field_dict["description"] = description
        if emoji is not UNSET:
            field_dict["emoji"] = emoji
        if is_active is not UNSET:
            field_dict["isActive"] = is_active
        if is_root is not UNSET:
            field_dict["isRoot"] = is_root
        if keywords is not UNSET:
            field_dict["keywords"] = keywords
        if max_agents is not UNSET:
            field_dict["maxAgents"] = max_agents
        if name is not UNSET:
            field_dict["name"] = name
        if position is not UNSET:
            field_dict["position"] = position
        if response_timeout_minutes is not UNSET:
            field_dict["responseTimeoutMinutes"] = response_timeout_minutes
        if slug is not UNSET:
            field_dict["slug"] = slug

        return field_dict

    @classmethod
    def from_dict(cls, src_dict: Mapping[str, Any]) -> Self:
        from ..models.schedule_input import ScheduleInput

        d = dict(src_dict)

        def _parse_business_hours(data: object) -> None | ScheduleInput | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            try:
                if not isinstance(data, dict):
                    raise TypeError()
                business_hours_type_0 = ScheduleInput.from_dict(data)

                return business_hours_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(None | ScheduleInput | Unset, data)

        business_hours = _parse_business_hours(d.pop("businessHours", UNSET))

        def _parse_color(data: object) -> None | str | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(None | str | Unset, data)

        color = _parse_color(d.pop("color", UNSET))

        def _parse_description(data: object) -> None | str | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(None | str | Unset, data)

        description = _parse_description(d.pop("description", UNSET))

        def _parse_emoji(data: object) -> None | str | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(None | str | Unset, data)

        emoji = _parse_emoji(d.pop("emoji", UNSET))

        def _parse_is_active(data: object) -> bool | None | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(bool | None | Unset, data)

        is_active = _parse_is_active(d.pop("isActive", UNSET))

        def _parse_is_root(data: object) -> bool | None | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(bool | None | Unset, data)

        is_root = _parse_is_root(d.pop("isRoot", UNSET))

        def _parse_keywords(data: object) -> list[str] | None | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            try:
                if not isinstance(data, list):
                    raise TypeError()
                keywords_type_0 = cast(list[str], data)

                return keywords_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(list[str] | None | Unset, data)

        keywords = _parse_keywords(d.pop("keywords", UNSET))

        def _parse_max_agents(data: object) -> int | None | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(int | None | Unset, data)

        max_agents = _parse_max_agents(d.pop("maxAgents", UNSET))

        def _parse_name(data: object) -> None | str | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(None | str | Unset, data)

        name = _parse_name(d.pop("name", UNSET))

        def _parse_position(data: object) -> int | None | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(int | None | Unset, data)

        position = _parse_position(d.pop("position", UNSET))

        def _parse_response_timeout_minutes(data: object) -> int | None | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(int | None | Unset, data)

        response_timeout_minutes = _parse_response_timeout_minutes(
            d.pop("responseTimeoutMinutes", UNSET)
        )

        def _parse_slug(data: object) -> None | str | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(None | str | Unset, data)

        slug = _parse_slug(d.pop("slug", UNSET))

        department_change = cls(
            business_hours=business_hours,
            color=color,
            description=description,
            emoji=emoji,
            is_active=is_active,
            is_root=is_root,
            keywords=keywords,
            max_agents=max_agents,
            name=name,
            position=position,
            response_timeout_minutes=response_timeout_minutes,
            slug=slug,
        )

        department_change.additional_properties = d
        return department_change

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
