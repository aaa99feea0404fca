from enum import StrEnum


class StartedBy(StrEnum):
    AGENT = "AGENT"
    API = "API"
    CUSTOMER = "CUSTOMER"

    def __str__(self) -> str:
        return str(self.value)
