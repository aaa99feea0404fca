from enum import StrEnum


class AssignedBy(StrEnum):
    AUTO = "AUTO"
    SELF = "SELF"
    START = "START"
    TIMEOUT = "TIMEOUT"
    TRANSFER = "TRANSFER"
    USER = "USER"

    def __str__(self) -> str:
        return str(self.value)
