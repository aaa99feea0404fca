from enum import StrEnum


class ProviderKind(StrEnum):
    META = "META"
    SANDBOX = "SANDBOX"
    WAHA = "WAHA"

    def __str__(self) -> str:
        return str(self.value)
