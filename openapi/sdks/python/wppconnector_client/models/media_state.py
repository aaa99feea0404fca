from enum import StrEnum


class MediaState(StrEnum):
    EXPIRED = "EXPIRED"
    FAILED = "FAILED"
    PENDING = "PENDING"
    READY = "READY"
    REFUSED = "REFUSED"

    def __str__(self) -> str:
        return str(self.value)
