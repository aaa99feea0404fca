from enum import StrEnum


class Status(StrEnum):
    ARCHIVED = "ARCHIVED"
    ASSIGNED = "ASSIGNED"
    OPEN = "OPEN"
    RESOLVED = "RESOLVED"

    def __str__(self) -> str:
        return str(self.value)
