from enum import StrEnum


class OutOfHoursMode(StrEnum):
    MENU = "MENU"
    QUEUE = "QUEUE"

    def __str__(self) -> str:
        return str(self.value)
