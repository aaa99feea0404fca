from enum import StrEnum


class DecisionOutcome(StrEnum):
    ASSIGNED = "ASSIGNED"
    NO_CHANGE = "NO_CHANGE"
    QUEUED = "QUEUED"

    def __str__(self) -> str:
        return str(self.value)
