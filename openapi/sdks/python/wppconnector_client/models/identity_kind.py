from enum import StrEnum


class IdentityKind(StrEnum):
    META_BSUID = "META_BSUID"
    PHONE = "PHONE"
    WAHA_LID = "WAHA_LID"

    def __str__(self) -> str:
        return str(self.value)
