from enum import StrEnum


class SandboxAuthor(StrEnum):
    COMPANY = "COMPANY"
    CUSTOMER = "CUSTOMER"
    HANDSET = "HANDSET"

    def __str__(self) -> str:
        return str(self.value)
