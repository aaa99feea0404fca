from enum import StrEnum


class SandboxRawSignatureType0(StrEnum):
    MISSING = "missing"

    def __str__(self) -> str:
        return str(self.value)
