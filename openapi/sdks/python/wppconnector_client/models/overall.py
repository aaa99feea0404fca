from enum import StrEnum


class Overall(StrEnum):
    DEGRADED = "degraded"
    ERROR = "error"
    OK = "ok"

    def __str__(self) -> str:
        return str(self.value)
