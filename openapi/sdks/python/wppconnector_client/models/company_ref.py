from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Self, TypeVar, cast
from uuid import UUID

from attrs import define as _attrs_define
from attrs import field as _attrs_field

T = TypeVar("T", bound="CompanyRef")


@_attrs_define
class CompanyRef:
    """
    Attributes:
        agent_prefix_enabled (bool): `*Name - Department*: ` stands before what an agent writes.
        greeting_message (None | str):
        id (UUID):
        locale (str):
        name (str):
        phone_number_id (None | str): Of the default META channel.
        timezone (str):
    """

    agent_prefix_enabled: bool
    greeting_message: None | str
    id: UUID
    locale: str
    name: str
    phone_number_id: None | str
    timezone: str
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        agent_prefix_enabled = self.agent_prefix_enabled

        greeting_message: None | str
        greeting_message = self.greeting_message

        id = str(self.id)

        locale = self.locale

        name = self.name

        phone_number_id: None | str
        phone_number_id = self.phone_number_id

        timezone = self.timezone

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update(
            {
                "agentPrefixEnabled": agent_prefix_enabled,
                "greetingMessage": greeting_message,
                "id": id,
                "locale": locale,
                "name": name,
                "phoneNumberId": phone_number_id,
                "timezone": timezone,
            }
        )

        return field_dict

    @classmethod
    def from_dict(cls, src_dict: Mapping[str, Any]) -> Self:
        d = dict(src_dict)
        agent_prefix_enabled = d.pop("agentPrefixEnabled")

        def _parse_greeting_message(data: object) -> None | str:
            if data is None:
                return data
            return cast(None | str, data)

        greeting_message = _parse_greeting_message(d.pop("greetingMessage"))

        id = UUID(d.pop("id"))

        locale = d.pop("locale")

        name = d.pop("name")

        def _parse_phone_number_id(data: object) -> None | str:
            if data is None:
                return data
            return cast(None | str, data)

        phone_number_id = _parse_phone_number_id(d.pop("phoneNumberId"))

        timezone = d.pop("timezone")

        company_ref = cls(
            agent_prefix_enabled=agent_prefix_enabled,
            greeting_message=greeting_message,
            id=id,
            locale=locale,
            name=name,
            phone_number_id=phone_number_id,
            timezone=timezone,
        )

        company_ref.additional_properties = d
        return company_ref

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
