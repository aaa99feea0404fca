from enum import StrEnum


class Role(StrEnum):
    ADMIN = "ADMIN"
    AGENT = "AGENT"
    SUPERVISOR = "SUPERVISOR"

    def __str__(self) -> str:
        return str(self.value)
