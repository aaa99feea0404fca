from enum import StrEnum


class InboxKind(StrEnum):
    ACCOUNT = "ACCOUNT"
    ECHO = "ECHO"
    EDIT = "EDIT"
    IDENTITY = "IDENTITY"
    MESSAGE = "MESSAGE"
    REACTION = "REACTION"
    REVOKE = "REVOKE"
    SESSION = "SESSION"
    STATUS = "STATUS"
    TEMPLATE = "TEMPLATE"
    UNKNOWN = "UNKNOWN"

    def __str__(self) -> str:
        return str(self.value)
