from enum import StrEnum


class OnlineStatus(StrEnum):
    BUSY = "BUSY"
    OFFLINE = "OFFLINE"
    ONLINE = "ONLINE"

    def __str__(self) -> str:
        return str(self.value)
