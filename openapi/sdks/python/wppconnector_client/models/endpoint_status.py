from enum import StrEnum


class EndpointStatus(StrEnum):
    ACTIVE = "ACTIVE"
    DISABLED = "DISABLED"
    FAILING = "FAILING"
    PAUSED = "PAUSED"

    def __str__(self) -> str:
        return str(self.value)
