from enum import StrEnum


class Verdict(StrEnum):
    BUSY = "BUSY"
    CHOSEN = "CHOSEN"
    ELIGIBLE = "ELIGIBLE"
    EXCLUDED = "EXCLUDED"
    FULL = "FULL"
    INACTIVE = "INACTIVE"
    NOT_ACTIVE_IN_DEPARTMENT = "NOT_ACTIVE_IN_DEPARTMENT"
    OFFLINE = "OFFLINE"

    def __str__(self) -> str:
        return str(self.value)
