from enum import StrEnum


class InboxState(StrEnum):
    DEAD = "DEAD"
    DONE = "DONE"
    PARKED = "PARKED"
    PENDING = "PENDING"
    WAITING = "WAITING"

    def __str__(self) -> str:
        return str(self.value)
