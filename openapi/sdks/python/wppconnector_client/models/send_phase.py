from enum import StrEnum


class SendPhase(StrEnum):
    DONE = "DONE"
    NONE = "NONE"
    QUEUED = "QUEUED"
    SENDING = "SENDING"
    UNKNOWN = "UNKNOWN"

    def __str__(self) -> str:
        return str(self.value)
