from enum import StrEnum


class SandboxRawSignatureType1(StrEnum):
    VALID = "valid"

    def __str__(self) -> str:
        return str(self.value)
