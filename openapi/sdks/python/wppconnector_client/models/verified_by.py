from enum import StrEnum


class VerifiedBy(StrEnum):
    AGENT = "AGENT"
    DERIVED = "DERIVED"
    PROVIDER = "PROVIDER"

    def __str__(self) -> str:
        return str(self.value)
