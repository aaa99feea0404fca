from enum import StrEnum


class ChannelStatus(StrEnum):
    ACTIVE = "ACTIVE"
    DEGRADED = "DEGRADED"
    DISABLED = "DISABLED"
    PENDING = "PENDING"
    STOPPED = "STOPPED"

    def __str__(self) -> str:
        return str(self.value)
