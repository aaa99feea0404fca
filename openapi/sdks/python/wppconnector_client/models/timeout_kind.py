from enum import StrEnum


class TimeoutKind(StrEnum):
    MENU = "MENU"
    PAUSE = "PAUSE"
    QUEUE = "QUEUE"
    RESPONSE = "RESPONSE"
    SUGGESTION = "SUGGESTION"

    def __str__(self) -> str:
        return str(self.value)
