from __future__ import annotations

import datetime
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, Self, TypeVar, cast
from uuid import UUID

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..models.online_status import OnlineStatus
from ..models.role import Role

if TYPE_CHECKING:
    from ..models.department_ref import DepartmentRef


T = TypeVar("T", bound="OwnUser")


@_attrs_define
class OwnUser:
    """Oneself after a change.

    Attributes:
        active_conversations (int):
        active_department_ids (list[UUID]): Where the user chose to work now; empty = all memberships.
        capacity (int): What applies; 0 = unlimited.
        company_id (UUID):
        created_at (datetime.datetime):
        department (DepartmentRef | None):
        department_id (None | UUID): The primary department.
        departments (list[DepartmentRef]):
        email (str):
        id (UUID):
        is_active (bool):
        last_heartbeat_at (datetime.datetime | None):
        locale (None | str):
        max_conversations (int | None): Null = the company's default.
        name (str):
        online_status (OnlineStatus):
        role (Role):
        token (None | str): For `Authorization: Bearer` from now on, after a change of the password; else null: the
            token at hand stays good.
        updated_at (datetime.datetime):
        version (int):
    """

    active_conversations: int
    active_department_ids: list[UUID]
    capacity: int
    company_id: UUID
    created_at: datetime.datetime
    department: DepartmentRef | None
    department_id: None | UUID
    departments: list[DepartmentRef]
    email: str
    id: UUID
    is_active: bool
    last_heartbeat_at: datetime.datetime | None
    locale: None | str
    max_conversations: int | None
    name: str
    online_status: OnlineStatus
    role: Role
    token: None | str
    updated_at: datetime.datetime
    version: int
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        from ..models.department_ref import DepartmentRef

        active_conversations = self.active_conversations

        active_department_ids = []
        for active_department_ids_item_data in self.active_department_ids:
            active_department_ids_item = str(active_department_ids_item_data)
            active_department_ids.append(active_department_ids_item)

        capacity = self.capacity

        company_id = str(self.company_id)

        created_at = self.created_at.isoformat()

        department: dict[str, Any] | None
        if isinstance(self.department, DepartmentRef):
            department = self.department.to_dict()
        else:
            department = self.department

        department_id: None | str
        if isinstance(self.department_id, UUID):
            department_id = str(self.department_id)
        else:
            department_id = self.department_id

        departments = []
        for departments_item_data in self.departments:
            departments_item = departments_item_data.to_dict()
            departments.append(departments_item)

        email = self.email

        id = str(self.id)

        is_active = self.is_active

        last_heartbeat_at: None | str
        if isinstance(self.last_heartbeat_at, datetime.datetime):
            last_heartbeat_at = self.last_heartbeat_at.isoformat()
        else:
            last_heartbeat_at = self.last_heartbeat_at

        locale: None | str
        locale = self.locale

        max_conversations: int | None
        max_conversations = self.max_conversations

        name = self.name

        online_status = self.online_status.value

        role = self.role.value

        token: None | str
        token = self.token

        updated_at = self.updated_at.isoformat()

        version = self.version

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update(
            {
                "activeConversations": active_conversations,
                "activeDepartmentIds": active_department_ids,
                "capacity": capacity,
                "companyId": company_id,
                "createdAt": created_at,
                "department": department,
                "departmentId": department_id,
                "departments": departments,
                "email": email,
                "id": id,
                "isActive": is_active,
                "lastHeartbeatAt": last_heartbeat_at,
                "locale": locale,
                "maxConversations": max_conversations,
                "name": name,
                "onlineStatus": online_status,
                "role": role,
                "token": token,
                "updatedAt": updated_at,
                "version": version,
            }
        )

        return field_dict

    @classmethod
    def from_dict(cls, src_dict: Mapping[str, Any]) -> Self:
        from ..models.department_ref import DepartmentRef

        d = dict(src_dict)
        active_conversations = d.pop("activeConversations")

        active_department_ids = []
        _active_department_ids = d.pop("activeDepartmentIds")
        for active_department_ids_item_data in _active_department_ids:
            active_department_ids_item = UUID(active_department_ids_item_data)

            active_department_ids.append(active_department_ids_item)

        capacity = d.pop("capacity")

        company_id = UUID(d.pop("companyId"))

        created_at = datetime.datetime.fromisoformat(d.pop("createdAt"))

        def _parse_department(data: object) -> DepartmentRef | None:
            if data is None:
                return data
            try:
                if not isinstance(data, dict):
                    raise TypeError()
                department_type_0 = DepartmentRef.from_dict(data)

                return department_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(DepartmentRef | None, data)

        department = _parse_department(d.pop("department"))

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

        departments = []
        _departments = d.pop("departments")
        for departments_item_data in _departments:
            departments_item = DepartmentRef.from_dict(departments_item_data)

            departments.append(departments_item)

        email = d.pop("email")

        id = UUID(d.pop("id"))

        is_active = d.pop("isActive")

        def _parse_last_heartbeat_at(data: object) -> datetime.datetime | None:
            if data is None:
                return data
            try:
                if not isinstance(data, str):
                    raise TypeError()
                last_heartbeat_at_type_0 = datetime.datetime.fromisoformat(data)

                return last_heartbeat_at_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(datetime.datetime | None, data)

        last_heartbeat_at = _parse_last_heartbeat_at(d.pop("lastHeartbeatAt"))

        def _parse_locale(data: object) -> None | str:
            if data is None:
                return data
            return cast(None | str, data)

        locale = _parse_locale(d.pop("locale"))

        def _parse_max_conversations(data: object) -> int | None:
            if data is None:
                return data
            return cast(int | None, data)

        max_conversations = _parse_max_conversations(d.pop("maxConversations"))

        name = d.pop("name")

        online_status = OnlineStatus(d.pop("onlineStatus"))

        role = Role(d.pop("role"))

        def _parse_token(data: object) -> None | str:
            if data is None:
                return data
            return cast(None | str, data)

        token = _parse_token(d.pop("token"))

        updated_at = datetime.datetime.fromisoformat(d.pop("updatedAt"))

        version = d.pop("version")

        own_user = cls(
            active_conversations=active_conversations,
            active_department_ids=active_department_ids,
            capacity=capacity,
            company_id=company_id,
            created_at=created_at,
            department=department,
            department_id=department_id,
            departments=departments,
            email=email,
            id=id,
            is_active=is_active,
            last_heartbeat_at=last_heartbeat_at,
            locale=locale,
            max_conversations=max_conversations,
            name=name,
            online_status=online_status,
            role=role,
            token=token,
            updated_at=updated_at,
            version=version,
        )

        own_user.additional_properties = d
        return own_user

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
