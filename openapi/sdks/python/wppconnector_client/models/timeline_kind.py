from enum import StrEnum


class TimelineKind(StrEnum):
    ASSIGNED = "ASSIGNED"
    ROUTED = "ROUTED"
    UNASSIGNED = "UNASSIGNED"

    def __str__(self) -> str:
        return str(self.value)
