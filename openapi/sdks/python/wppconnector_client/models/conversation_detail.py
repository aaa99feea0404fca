from __future__ import annotations

import datetime
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, Self, TypeVar, cast
from uuid import UUID

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..models.flow_state import FlowState
from ..models.started_by import StartedBy
from ..models.status import Status
from ..models.timeout_kind import TimeoutKind

if TYPE_CHECKING:
    from ..models.agent_ref import AgentRef
    from ..models.conversation_channel import ConversationChannel
    from ..models.conversation_contact import ConversationContact
    from ..models.department_ref import DepartmentRef
    from ..models.message import Message
    from ..models.tag_ref import TagRef


T = TypeVar("T", bound="ConversationDetail")


@_attrs_define
class ConversationDetail:
    """A conversation with its newest messages, newest first.

    Attributes:
        assigned_at (datetime.datetime | None):
        assigned_user (AgentRef | None):
        assigned_user_id (None | UUID):
        bot_paused_until (datetime.datetime | None):
        channel (ConversationChannel):
        channel_id (UUID):
        company_id (UUID):
        contact (ConversationContact):
        contact_id (UUID):
        created_at (datetime.datetime):
        customer_name (None | str):
        customer_phone (str): `E.164` with `+`; while the phone is unknown, the best other identity.
        customer_phone_known (bool):
        department (DepartmentRef | None):
        department_id (None | UUID):
        first_response_at (datetime.datetime | None):
        flow_state (FlowState):
        greeting_sent_at (datetime.datetime | None):
        id (UUID):
        idle_since (datetime.datetime | None):
        last_attendant_id (None | UUID):
        last_department_id (None | UUID):
        last_message (Message | None):
        last_message_at (datetime.datetime):
        messages (list[Message]):
        messages_next_cursor (None | str):
        metadata (Any):
        pinned (bool): The caller's own pin.
        preferred_user_id (None | UUID):
        protocol (str):
        queue_position (int | None): Place in the queue from 1, only in `GET /departments/{id}/queue`; 1000 = 1000 or
            more.
        queued_at (datetime.datetime | None):
        resolved_at (datetime.datetime | None):
        resolved_by_id (None | UUID):
        routed_at (datetime.datetime | None):
        started_by (StartedBy):
        status (Status):
        tags (list[TagRef]):
        timeout_at (datetime.datetime | None):
        timeout_kind (None | TimeoutKind):
        unread_count (int):
        updated_at (datetime.datetime):
        version (int):
        waiting_since (datetime.datetime | None): Since when the customer wrote last and nobody answered.
        window_expires_at (datetime.datetime | None): META's customer service window.
    """

    assigned_at: datetime.datetime | None
    assigned_user: AgentRef | None
    assigned_user_id: None | UUID
    bot_paused_until: datetime.datetime | None
    channel: ConversationChannel
    channel_id: UUID
    company_id: UUID
    contact: ConversationContact
    contact_id: UUID
    created_at: datetime.datetime
    customer_name: None | str
    customer_phone: str
    customer_phone_known: bool
    department: DepartmentRef | None
    department_id: None | UUID
    first_response_at: datetime.datetime | None
    flow_state: FlowState
    greeting_sent_at: datetime.datetime | None
    id: UUID
    idle_since: datetime.datetime | None
    last_attendant_id: None | UUID
    last_department_id: None | UUID
    last_message: Message | None
    last_message_at: datetime.datetime
    messages: list[Message]
    messages_next_cursor: None | str
    metadata: Any
    pinned: bool
    preferred_user_id: None | UUID
    protocol: str
    queue_position: int | None
    queued_at: datetime.datetime | None
    resolved_at: datetime.datetime | None
    resolved_by_id: None | UUID
    routed_at: datetime.datetime | None
    started_by: StartedBy
    status: Status
    tags: list[TagRef]
    timeout_at: datetime.datetime | None
    timeout_kind: None | TimeoutKind
    unread_count: int
    updated_at: datetime.datetime
    version: int
    waiting_since: datetime.datetime | None
    window_expires_at: datetime.datetime | None
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        from ..models.agent_ref import AgentRef
        from ..models.department_ref import DepartmentRef
        from ..models.message import Message

        assigned_at: None | str
        if isinstance(self.assigned_at, datetime.datetime):
            assigned_at = self.assigned_at.isoformat()
        else:
            assigned_at = self.assigned_at

        assigned_user: dict[str, Any] | None
        if isinstance(self.assigned_user, AgentRef):
            assigned_user = self.assigned_user.to_dict()
        else:
            assigned_user = self.assigned_user

        assigned_user_id: None | str
        if isinstance(self.assigned_user_id, UUID):
            assigned_user_id = str(self.assigned_user_id)
        else:
            assigned_user_id = self.assigned_user_id

        bot_paused_until: None | str
        if isinstance(self.bot_paused_until, datetime.datetime):
            bot_paused_until = self.bot_paused_until.isoformat()
        else:
            bot_paused_until = self.bot_paused_until

        channel = self.channel.to_dict()

        channel_id = str(self.channel_id)

        company_id = str(self.company_id)

        contact = self.contact.to_dict()

        contact_id = str(self.contact_id)

        created_at = self.created_at.isoformat()

        customer_name: None | str
        customer_name = self.customer_name

        customer_phone = self.customer_phone

        customer_phone_known = self.customer_phone_known

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

        first_response_at: None | str
        if isinstance(self.first_response_at, datetime.datetime):
            first_response_at = self.first_response_at.isoformat()
        else:
            first_response_at = self.first_response_at

        flow_state = self.flow_state.value

        greeting_sent_at: None | str
        if isinstance(self.greeting_sent_at, datetime.datetime):
            greeting_sent_at = self.greeting_sent_at.isoformat()
        else:
            greeting_sent_at = self.greeting_sent_at

        id = str(self.id)

        idle_since: None | str
        if isinstance(self.idle_since, datetime.datetime):
            idle_since = self.idle_since.isoformat()
        else:
            idle_since = self.idle_since

        last_attendant_id: None | str
        if isinstance(self.last_attendant_id, UUID):
            last_attendant_id = str(self.last_attendant_id)
        else:
            last_attendant_id = self.last_attendant_id

        last_department_id: None | str
        if isinstance(self.last_department_id, UUID):
            last_department_id = str(self.last_department_id)
        else:
            last_department_id = self.last_department_id

        last_message: dict[str, Any] | None
        if isinstance(self.last_message, Message):
            last_message = self.last_message.to_dict()
        else:
            last_message = self.last_message

        last_message_at = self.last_message_at.isoformat()

        messages = []
        for messages_item_data in self.messages:
            messages_item = messages_item_data.to_dict()
            messages.append(messages_item)

        messages_next_cursor: None | str
        messages_next_cursor = self.messages_next_cursor

        metadata = self.metadata

        pinned = self.pinned

        preferred_user_id: None | str
        if isinstance(self.preferred_user_id, UUID):
            preferred_user_id = str(self.preferred_user_id)
        else:
            preferred_user_id = self.preferred_user_id

        protocol = self.protocol

        queue_position: int | None
        queue_position = self.queue_position

        queued_at: None | str
        if isinstance(self.queued_at, datetime.datetime):
            queued_at = self.queued_at.isoformat()
        else:
            queued_at = self.queued_at

        resolved_at: None | str
        if isinstance(self.resolved_at, datetime.datetime):
            resolved_at = self.resolved_at.isoformat()
        else:
            resolved_at = self.resolved_at

        resolved_by_id: None | str
        if isinstance(self.resolved_by_id, UUID):
            resolved_by_id = str(self.resolved_by_id)
        else:
            resolved_by_id = self.resolved_by_id

        routed_at: None | str
        if isinstance(self.routed_at, datetime.datetime):
            routed_at = self.routed_at.isoformat()
        else:
            routed_at = self.routed_at

        started_by = self.started_by.value

        status = self.status.value

        tags = []
        for tags_item_data in self.tags:
            tags_item = tags_item_data.to_dict()
            tags.append(tags_item)

        timeout_at: None | str
        if isinstance(self.timeout_at, datetime.datetime):
            timeout_at = self.timeout_at.isoformat()
        else:
            timeout_at = self.timeout_at

        timeout_kind: None | str
        if isinstance(self.timeout_kind, TimeoutKind):
            timeout_kind = self.timeout_kind.value
        else:
            timeout_kind = self.timeout_kind

        unread_count = self.unread_count

        updated_at = self.updated_at.isoformat()

        version = self.version

        waiting_since: None | str
        if isinstance(self.waiting_since, datetime.datetime):
            waiting_since = self.waiting_since.isoformat()
        else:
            waiting_since = self.waiting_since

        window_expires_at: None | str
        if isinstance(self.window_expires_at, datetime.datetime):
            window_expires_at = self.window_expires_at.isoformat()
        else:
            window_expires_at = self.window_expires_at

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update(
            {
                "assignedAt": assigned_at,
                "assignedUser": assigned_user,
                "assignedUserId": assigned_user_id,
                "botPausedUntil": bot_paused_until,
                "channel": channel,
                "channelId": channel_id,
                "companyId": company_id,
                "contact": contact,
                "contactId": contact_id,
                "createdAt": created_at,
                "customerName": customer_name,
                "customerPhone": customer_phone,
                "customerPhoneKnown": customer_phone_known,
                "department": department,
                "departmentId": department_id,
                "firstResponseAt": first_response_at,
                "flowState": flow_state,
                "greetingSentAt": greeting_sent_at,
                "id": id,
                "idleSince": idle_since,
                "lastAttendantId": last_attendant_id,
                "lastDepartmentId": last_department_id,
                "lastMessage": last_message,
                "lastMessageAt": last_message_at,
                "messages": messages,
                "messagesNextCursor": messages_next_cursor,
                "metadata": metadata,
                "pinned": pinned,
                "preferredUserId": preferred_user_id,
                "protocol": protocol,
                "queuePosition": queue_position,
                "queuedAt": queued_at,
                "resolvedAt": resolved_at,
                "resolvedById": resolved_by_id,
                "routedAt": routed_at,
                "startedBy": started_by,
                "status": status,
                "tags": tags,
                "timeoutAt": timeout_at,
                "timeoutKind": timeout_kind,
                "unreadCount": unread_count,
                "updatedAt": updated_at,
                "version": version,
                "waitingSince": waiting_since,
                "windowExpiresAt": window_expires_at,
            }
        )

        return field_dict

    @classmethod
    def from_dict(cls, src_dict: Mapping[str, Any]) -> Self:
        from ..models.agent_ref import AgentRef
        from ..models.conversation_channel import ConversationChannel
        from ..models.conversation_contact import ConversationContact
        from ..models.department_ref import DepartmentRef
        from ..models.message import Message
        from ..models.tag_ref import TagRef

        d = dict(src_dict)

        def _parse_assigned_at(data: object) -> datetime.datetime | None:
            if data is None:
                return data
            try:
                if not isinstance(data, str):
                    raise TypeError()
                assigned_at_type_0 = datetime.datetime.fromisoformat(data)

                return assigned_at_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(datetime.datetime | None, data)

        assigned_at = _parse_assigned_at(d.pop("assignedAt"))

        def _parse_assigned_user(data: object) -> AgentRef | None:
            if data is None:
                return data
            try:
                if not isinstance(data, dict):
                    raise TypeError()
                assigned_user_type_0 = AgentRef.from_dict(data)

                return assigned_user_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(AgentRef | None, data)

        assigned_user = _parse_assigned_user(d.pop("assignedUser"))

        def _parse_assigned_user_id(data: object) -> None | UUID:
            if data is None:
                return data
            try:
                if not isinstance(data, str):
                    raise TypeError()
                assigned_user_id_type_0 = UUID(data)

                return assigned_user_id_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(None | UUID, data)

        assigned_user_id = _parse_assigned_user_id(d.pop("assignedUserId"))

        def _parse_bot_paused_until(data: object) -> datetime.datetime | None:
            if data is None:
                return data
            try:
                if not isinstance(data, str):
                    raise TypeError()
                bot_paused_until_type_0 = datetime.datetime.fromisoformat(data)

                return bot_paused_until_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(datetime.datetime | None, data)

        bot_paused_until = _parse_bot_paused_until(d.pop("botPausedUntil"))

        channel = ConversationChannel.from_dict(d.pop("channel"))

        channel_id = UUID(d.pop("channelId"))

        company_id = UUID(d.pop("companyId"))

        contact = ConversationContact.from_dict(d.pop("contact"))

        contact_id = UUID(d.pop("contactId"))

        created_at = datetime.datetime.fromisoformat(d.pop("createdAt"))

        def _parse_customer_name(data: object) -> None | str:
            if data is None:
                return data
            return cast(None | str, data)

        customer_name = _parse_customer_name(d.pop("customerName"))

        customer_phone = d.pop("customerPhone")

        customer_phone_known = d.pop("customerPhoneKnown")

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

        def _parse_first_response_at(data: object) -> datetime.datetime | None:
            if data is None:
                return data
            try:
                if not isinstance(data, str):
                    raise TypeError()
                first_response_at_type_0 = datetime.datetime.fromisoformat(data)

                return first_response_at_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(datetime.datetime | None, data)

        first_response_at = _parse_first_response_at(d.pop("firstResponseAt"))

        flow_state = FlowState(d.pop("flowState"))

        def _parse_greeting_sent_at(data: object) -> datetime.datetime | None:
            if data is None:
                return data
            try:
                if not isinstance(data, str):
                    raise TypeError()
                greeting_sent_at_type_0 = datetime.datetime.fromisoformat(data)

                return greeting_sent_at_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(datetime.datetime | None, data)

        greeting_sent_at = _parse_greeting_sent_at(d.pop("greetingSentAt"))

        id = UUID(d.pop("id"))

        def _parse_idle_since(data: object) -> datetime.datetime | None:
            if data is None:
                return data
            try:
                if not isinstance(data, str):
                    raise TypeError()
                idle_since_type_0 = datetime.datetime.fromisoformat(data)

                return idle_since_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(datetime.datetime | None, data)

        idle_since = _parse_idle_since(d.pop("idleSince"))

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

        def _parse_last_message(data: object) -> Message | None:
            if data is None:
                return data
            try:
                if not isinstance(data, dict):
                    raise TypeError()
                last_message_type_0 = Message.from_dict(data)

                return last_message_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(Message | None, data)

        last_message = _parse_last_message(d.pop("lastMessage"))

        last_message_at = datetime.datetime.fromisoformat(d.pop("lastMessageAt"))

        messages = []
        _messages = d.pop("messages")
        for messages_item_data in _messages:
            messages_item = Message.from_dict(messages_item_data)

            messages.append(messages_item)

        def _parse_messages_next_cursor(data: object) -> None | str:
            if data is None:
                return data
            return cast(None | str, data)

        messages_next_cursor = _parse_messages_next_cursor(d.pop("messagesNextCursor"))

        metadata = d.pop("metadata")

        pinned = d.pop("pinned")

        def _parse_preferred_user_id(data: object) -> None | UUID:
            if data is None:
                return data
            try:
                if not isinstance(data, str):
                    raise TypeError()
                preferred_user_id_type_0 = UUID(data)

                return preferred_user_id_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(None | UUID, data)

        preferred_user_id = _parse_preferred_user_id(d.pop("preferredUserId"))

        protocol = d.pop("protocol")

        def _parse_queue_position(data: object) -> int | None:
            if data is None:
                return data
            return cast(int | None, data)

        queue_position = _parse_queue_position(d.pop("queuePosition"))

        def _parse_queued_at(data: object) -> datetime.datetime | None:
            if data is None:
                return data
            try:
                if not isinstance(data, str):
                    raise TypeError()
                queued_at_type_0 = datetime.datetime.fromisoformat(data)

                return queued_at_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(datetime.datetime | None, data)

        queued_at = _parse_queued_at(d.pop("queuedAt"))

        def _parse_resolved_at(data: object) -> datetime.datetime | None:
            if data is None:
                return data
            try:
                if not isinstance(data, str):
                    raise TypeError()
                resolved_at_type_0 = datetime.datetime.fromisoformat(data)

                return resolved_at_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(datetime.datetime | None, data)

        resolved_at = _parse_resolved_at(d.pop("resolvedAt"))

        def _parse_resolved_by_id(data: object) -> None | UUID:
            if data is None:
                return data
            try:
                if not isinstance(data, str):
                    raise TypeError()
                resolved_by_id_type_0 = UUID(data)

                return resolved_by_id_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(None | UUID, data)

        resolved_by_id = _parse_resolved_by_id(d.pop("resolvedById"))

        def _parse_routed_at(data: object) -> datetime.datetime | None:
            if data is None:
                return data
            try:
                if not isinstance(data, str):
                    raise TypeError()
                routed_at_type_0 = datetime.datetime.fromisoformat(data)

                return routed_at_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(datetime.datetime | None, data)

        routed_at = _parse_routed_at(d.pop("routedAt"))

        started_by = StartedBy(d.pop("startedBy"))

        status = Status(d.pop("status"))

        tags = []
        _tags = d.pop("tags")
        for tags_item_data in _tags:
            tags_item = TagRef.from_dict(tags_item_data)

            tags.append(tags_item)

        def _parse_timeout_at(data: object) -> datetime.datetime | None:
            if data is None:
                return data
            try:
                if not isinstance(data, str):
                    raise TypeError()
                timeout_at_type_0 = datetime.datetime.fromisoformat(data)

                return timeout_at_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(datetime.datetime | None, data)

        timeout_at = _parse_timeout_at(d.pop("timeoutAt"))

        def _parse_timeout_kind(data: object) -> None | TimeoutKind:
            if data is None:
                return data
            try:
                if not isinstance(data, str):
                    raise TypeError()
                timeout_kind_type_0 = TimeoutKind(data)

                return timeout_kind_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(None | TimeoutKind, data)

        timeout_kind = _parse_timeout_kind(d.pop("timeoutKind"))

        unread_count = d.pop("unreadCount")

        updated_at = datetime.datetime.fromisoformat(d.pop("updatedAt"))

        version = d.pop("version")

        def _parse_waiting_since(data: object) -> datetime.datetime | None:
            if data is None:
                return data
            try:
                if not isinstance(data, str):
                    raise TypeError()
                waiting_since_type_0 = datetime.datetime.fromisoformat(data)

                return waiting_since_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(datetime.datetime | None, data)

        waiting_since = _parse_waiting_since(d.pop("waitingSince"))

        def _parse_window_expires_at(data: object) -> datetime.datetime | None:
            if data is None:
                return data
            try:
                if not isinstance(data, str):
                    raise TypeError()
                window_expires_at_type_0 = datetime.datetime.fromisoformat(data)

                return window_expires_at_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(datetime.datetime | None, data)

        window_expires_at = _parse_window_expires_at(d.pop("windowExpiresAt"))

        conversation_detail = cls(
            assigned_at=assigned_at,
            assigned_user=assigned_user,
            assigned_user_id=assigned_user_id,
            bot_paused_until=bot_paused_until,
            channel=channel,
            channel_id=channel_id,
            company_id=company_id,
            contact=contact,
            contact_id=contact_id,
            created_at=created_at,
            customer_name=customer_name,
            customer_phone=customer_phone,
            customer_phone_known=customer_phone_known,
            department=department,
            department_id=department_id,
            first_response_at=first_response_at,
            flow_state=flow_state,
            greeting_sent_at=greeting_sent_at,
            id=id,
            idle_since=idle_since,
            last_attendant_id=last_attendant_id,
            last_department_id=last_department_id,
            last_message=last_message,
            last_message_at=last_message_at,
            messages=messages,
            messages_next_cursor=messages_next_cursor,
            metadata=metadata,
            pinned=pinned,
            preferred_user_id=preferred_user_id,
            protocol=protocol,
            queue_position=queue_position,
            queued_at=queued_at,
            resolved_at=resolved_at,
            resolved_by_id=resolved_by_id,
            routed_at=routed_at,
            started_by=started_by,
            status=status,
            tags=tags,
            timeout_at=timeout_at,
            timeout_kind=timeout_kind,
            unread_count=unread_count,
            updated_at=updated_at,
            version=version,
            waiting_since=waiting_since,
            window_expires_at=window_expires_at,
        )

        conversation_detail.additional_properties = d
        return conversation_detail

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
