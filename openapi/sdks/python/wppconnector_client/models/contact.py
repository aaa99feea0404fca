from __future__ import annotations

import datetime
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, Self, TypeVar, cast
from uuid import UUID

from attrs import define as _attrs_define
from attrs import field as _attrs_field

if TYPE_CHECKING:
    from ..models.active_conversation import ActiveConversation
    from ..models.contact_identity import ContactIdentity
    from ..models.tag_ref import TagRef


T = TypeVar("T", bound="Contact")


@_attrs_define
class Contact:
    """A person known to a company.

    Attributes:
        active_conversation (ActiveConversation | None): The newest of those that are OPEN or ASSIGNED. In events it is
            always null: who hears them need not see it.
        attributes (Any):
        blocked (bool):
        created_at (datetime.datetime):
        display_name (str): The name, else the push name, else the phone as people read it, else another address.
        email (None | str):
        id (UUID):
        identities (list[ContactIdentity]): The one seen last comes first.
        last_attendant_id (None | UUID):
        last_attended_at (datetime.datetime | None):
        last_department_id (None | UUID):
        last_message_at (datetime.datetime | None):
        name (None | str): As the company calls them.
        note (None | str):
        opted_out_at (datetime.datetime | None):
        phone (None | str):
        push_name (None | str): As they call themselves at the provider.
        tags (list[TagRef]): By name.
        updated_at (datetime.datetime):
        version (int):
    """

    active_conversation: ActiveConversation | None
    attributes: Any
    blocked: bool
    created_at: datetime.datetime
    display_name: str
    email: None | str
    id: UUID
    identities: list[ContactIdentity]
    last_attendant_id: None | UUID
    last_attended_at: datetime.datetime | None
    last_department_id: None | UUID
    last_message_at: datetime.datetime | None
    name: None | str
    note: None | str
    opted_out_at: datetime.datetime | None
    phone: None | str
    push_name: None | str
    tags: list[TagRef]
    updated_at: datetime.datetime
    version: int
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        from ..models.active_conversation import ActiveConversation

        active_conversation: dict[str, Any] | None
        if isinstance(self.active_conversation, ActiveConversation):
            active_conversation = self.active_conversation.to_dict()
        else:
            active_conversation = self.active_conversation

        attributes = self.attributes

        blocked = self.blocked

        created_at = self.created_at.isoformat()

        display_name = self.display_name

        email: None | str
        email = self.email

        id = str(self.id)

        identities = []
        for identities_item_data in self.identities:
            identities_item = identities_item_data.to_dict()
            identities.append(identities_item)

        last_attendant_id: None | str
        if isinstance(self.last_attendant_id, UUID):
            last_attendant_id = str(self.last_attendant_id)
        else:
            last_attendant_id = self.last_attendant_id

        last_attended_at: None | str
        if isinstance(self.last_attended_at, datetime.datetime):
            last_attended_at = self.last_attended_at.isoformat()
        else:
            last_attended_at = self.last_attended_at

        last_department_id: None | str
        if isinstance(self.last_department_id, UUID):
            last_department_id = str(self.last_department_id)
        else:
            last_department_id = self.last_department_id

        last_message_at: None | str
        if isinstance(self.last_message_at, datetime.datetime):
            last_message_at = self.last_message_at.isoformat()
        else:
            last_message_at = self.last_message_at

        name: None | str
        name = self.name

        note: None | str
        note = self.note

        opted_out_at: None | str
        if isinstance(self.opted_out_at, datetime.datetime):
            opted_out_at = self.opted_out_at.isoformat()
        else:
            opted_out_at = self.opted_out_at

        phone: None | str
        phone = self.phone

        push_name: None | str
        push_name = self.push_name

        tags = []
        for tags_item_data in self.tags:
            tags_item = tags_item_data.to_dict()
            tags.append(tags_item)

        updated_at = self.updated_at.isoformat()

        version = self.version

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update(
            {
                "activeConversation": active_conversation,
                "attributes": attributes,
                "blocked": blocked,
                "createdAt": created_at,
                "displayName": display_name,
                "email": email,
                "id": id,
                "identities": identities,
                "lastAttendantId": last_attendant_id,
                "lastAttendedAt": last_attended_at,
                "lastDepartmentId": last_department_id,
                "lastMessageAt": last_message_at,
                "name": name,
                "note": note,
                "optedOutAt": opted_out_at,
                "phone": phone,
                "pushName": push_name,
                "tags": tags,
                "updatedAt": updated_at,
                "version": version,
            }
        )

        return field_dict

    @classmethod
    def from_dict(cls, src_dict: Mapping[str, Any]) -> Self:
        from ..models.active_conversation import ActiveConversation
        from ..models.contact_identity import ContactIdentity
        from ..models.tag_ref import TagRef

        d = dict(src_dict)

        def _parse_active_conversation(data: object) -> ActiveConversation | None:
            if data is None:
                return data
            try:
                if not isinstance(data, dict):
                    raise TypeError()
                active_conversation_type_0 = ActiveConversation.from_dict(data)

                return active_conversation_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(ActiveConversation | None, data)

        active_conversation = _parse_active_conversation(d.pop("activeConversation"))

        attributes = d.pop("attributes")

        blocked = d.pop("blocked")

        created_at = datetime.datetime.fromisoformat(d.pop("createdAt"))

        display_name = d.pop("displayName")

        def _parse_email(data: object) -> None | str:
            if data is None:
                return data
            return cast(None | str, data)

        email = _parse_email(d.pop("email"))

        id = UUID(d.pop("id"))

        identities = []
        _identities = d.pop("identities")
        for identities_item_data in _identities:
            identities_item = ContactIdentity.from_dict(identities_item_data)

            identities.append(identities_item)

        def _parse_last_attendant_id(data: object) -> None | UUID:
            if data is None:
                return data
            try:
                if not isinstance(data, str):
                    raise TypeError()
                last_attendant_id_type_0 = UUID(data)

                return last_attendant_id_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(None | UUID, data)

        last_attendant_id = _parse_last_attendant_id(d.pop("lastAttendantId"))

        def _parse_last_attended_at(data: object) -> datetime.datetime | None:
            if data is None:
                return data
            try:
                if not isinstance(data, str):
                    raise TypeError()
                last_attended_at_type_0 = datetime.datetime.fromisoformat(data)

                return last_attended_at_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(datetime.datetime | None, data)

        last_attended_at = _parse_last_attended_at(d.pop("lastAttendedAt"))

        def _parse_last_department_id(data: object) -> None | UUID:
            if data is None:
                return data
            try:
                if not isinstance(data, str):
                    raise TypeError()
                last_department_id_type_0 = UUID(data)

                return last_department_id_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(None | UUID, data)

        last_department_id = _parse_last_department_id(d.pop("lastDepartmentId"))

        def _parse_last_message_at(data: object) -> datetime.datetime | None:
            if data is None:
                return data
            try:
                if not isinstance(data, str):
                    raise TypeError()
                last_message_at_type_0 = datetime.datetime.fromisoformat(data)

                return last_message_at_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(datetime.datetime | None, data)

        last_message_at = _parse_last_message_at(d.pop("lastMessageAt"))

        def _parse_name(data: object) -> None | str:
            if data is None:
                return data
            return cast(None | str, data)

        name = _parse_name(d.pop("name"))

        def _parse_note(data: object) -> None | str:
            if data is None:
                return data
            return cast(None | str, data)

        note = _parse_note(d.pop("note"))

        def _parse_opted_out_at(data: object) -> datetime.datetime | None:
            if data is None:
                return data
            try:
                if not isinstance(data, str):
                    raise TypeError()
                opted_out_at_type_0 = datetime.datetime.fromisoformat(data)

                return opted_out_at_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(datetime.datetime | None, data)

        opted_out_at = _parse_opted_out_at(d.pop("optedOutAt"))

        def _parse_phone(data: object) -> None | str:
            if data is None:
                return data
            return cast(None | str, data)

        phone = _parse_phone(d.pop("phone"))

        def _parse_push_name(data: object) -> None | str:
            if data is None:
                return data
            return cast(None | str, data)

        push_name = _parse_push_name(d.pop("pushName"))

        tags = []
        _tags = d.pop("tags")
        for tags_item_data in _tags:
            tags_item = TagRef.from_dict(tags_item_data)

            tags.append(tags_item)

        updated_at = datetime.datetime.fromisoformat(d.pop("updatedAt"))

        version = d.pop("version")

        contact = cls(
            active_conversation=active_conversation,
            attributes=attributes,
            blocked=blocked,
            created_at=created_at,
            display_name=display_name,
            email=email,
            id=id,
            identities=identities,
            last_attendant_id=last_attendant_id,
            last_attended_at=last_attended_at,
            last_department_id=last_department_id,
            last_message_at=last_message_at,
            name=name,
            note=note,
            opted_out_at=opted_out_at,
            phone=phone,
            push_name=push_name,
            tags=tags,
            updated_at=updated_at,
            version=version,
        )

        contact.additional_properties = d
        return contact

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
