from __future__ import annotations

import datetime
from collections.abc import Mapping
from typing import Any, Self, TypeVar, cast
from uuid import UUID

from attrs import define as _attrs_define
from attrs import field as _attrs_field

T = TypeVar("T", bound="AuditItem")


@_attrs_define
class AuditItem:
    """One line of the audit trail.

    Attributes:
        action (str): As `update` or `denied`.
        actor_email (None | str):
        api_key_id (None | UUID): The key of a program that did it.
        entity (str): As `user`.
        entity_id (None | str):
        id (UUID):
        ip_address (None | str):
        metadata (Any): Method, path, and the names of what was changed.
        outcome (str): OK, DENIED or FAILED.
        request_id (str):
        status (int): The HTTP status answered.
        timestamp (datetime.datetime):
        user_agent (None | str):
        user_id (None | UUID):
    """

    action: str
    actor_email: None | str
    api_key_id: None | UUID
    entity: str
    entity_id: None | str
    id: UUID
    ip_address: None | str
    metadata: Any
    outcome: str
    request_id: str
    status: int
    timestamp: datetime.datetime
    user_agent: None | str
    user_id: None | UUID
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        action = self.action

        actor_email: None | str
        actor_email = self.actor_email

        api_key_id: None | str
        if isinstance(self.api_key_id, UUID):
            api_key_id = str(self.api_key_id)
        else:
            api_key_id = self.api_key_id

        entity = self.entity

        entity_id: None | str
        entity_id = self.entity_id

        id = str(self.id)

        ip_address: None | str
        ip_address = self.ip_address

        metadata = self.metadata

        outcome = self.outcome

        request_id = self.request_id

        status = self.status

        timestamp = self.timestamp.isoformat()

        user_agent: None | str
        user_agent = self.user_agent

        user_id: None | str
        if isinstance(self.user_id, UUID):
            user_id = str(self.user_id)
        else:
            user_id = self.user_id

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update(
            {
                "action": action,
                "actorEmail": actor_email,
                "apiKeyId": api_key_id,
                "entity": entity,
                "entityId": entity_id,
                "id": id,
                "ipAddress": ip_address,
                "metadata": metadata,
                "outcome": outcome,
                "requestId": request_id,
                "status": status,
                "timestamp": timestamp,
                "userAgent": user_agent,
                "userId": user_id,
            }
        )

        return field_dict

    @classmethod
    def from_dict(cls, src_dict: Mapping[str, Any]) -> Self:
        d = dict(src_dict)
        action = d.pop("action")

        def _parse_actor_email(data: object) -> None | str:
            if data is None:
                return data
            return cast(None | str, data)

        actor_email = _parse_actor_email(d.pop("actorEmail"))

        def _parse_api_key_id(data: object) -> None | UUID:
            if data is None:
                return data
            try:
                if not isinstance(data, str):
                    raise TypeError()
                api_key_id_type_0 = UUID(data)

                return api_key_id_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(None | UUID, data)

        api_key_id = _parse_api_key_id(d.pop("apiKeyId"))

        entity = d.pop("entity")

        def _parse_entity_id(data: object) -> None | str:
            if data is None:
                return data
            return cast(None | str, data)

        entity_id = _parse_entity_id(d.pop("entityId"))

        id = UUID(d.pop("id"))

        def _parse_ip_address(data: object) -> None | str:
            if data is None:
                return data
            return cast(None | str, data)

        ip_address = _parse_ip_address(d.pop("ipAddress"))

        metadata = d.pop("metadata")

        outcome = d.pop("outcome")

        request_id = d.pop("requestId")

        status = d.pop("status")

        timestamp = datetime.datetime.fromisoformat(d.pop("timestamp"))

        def _parse_user_agent(data: object) -> None | str:
            if data is None:
                return data
            return cast(None | str, data)

        user_agent = _parse_user_agent(d.pop("userAgent"))

        def _parse_user_id(data: object) -> None | UUID:
            if data is None:
                return data
            try:
                if not isinstance(data, str):
                    raise TypeError()
                user_id_type_0 = UUID(data)

                return user_id_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(None | UUID, data)

        user_id = _parse_user_id(d.pop("userId"))

        audit_item = cls(
            action=action,
            actor_email=actor_email,
            api_key_id=api_key_id,
            entity=entity,
            entity_id=entity_id,
            id=id,
            ip_address=ip_address,
            metadata=metadata,
            outcome=outcome,
            request_id=request_id,
            status=status,
            timestamp=timestamp,
            user_agent=user_agent,
            user_id=user_id,
        )

        audit_item.additional_properties = d
        return audit_item

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
