from enum import StrEnum


class Service(StrEnum):
    ERROR = "error"
    OK = "ok"
    UNUSED = "unused"

    def __str__(self) -> str:
        return str(self.value)
