from enum import StrEnum


class ResetStatus(StrEnum):
    PENDING = "PENDING"
    REJECTED = "REJECTED"
    RESOLVED = "RESOLVED"

    def __str__(self) -> str:
        return str(self.value)
