from enum import StrEnum


class KeyScope(StrEnum):
    CHANNELSREAD = "channels:read"
    CONTACTSREAD = "contacts:read"
    CONTACTSWRITE = "contacts:write"
    CONVERSATIONSREAD = "conversations:read"
    CONVERSATIONSWRITE = "conversations:write"
    DEPARTMENTSREAD = "departments:read"
    EVENTSREAD = "events:read"
    MESSAGESSEND = "messages:send"
    METRICSREAD = "metrics:read"
    USERSREAD = "users:read"
    WEBHOOKSMANAGE = "webhooks:manage"

    def __str__(self) -> str:
        return str(self.value)
