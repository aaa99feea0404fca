from enum import StrEnum


class EndReason(StrEnum):
    LOST = "LOST"
    REASSIGNED = "REASSIGNED"
    RELEASED = "RELEASED"
    RESOLVED = "RESOLVED"
    TIMEOUT = "TIMEOUT"
    TRANSFER = "TRANSFER"

    def __str__(self) -> str:
        return str(self.value)
