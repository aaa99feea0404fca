from enum import StrEnum


class QuickReplyScope(StrEnum):
    COMPANY = "COMPANY"
    PERSONAL = "PERSONAL"

    def __str__(self) -> str:
        return str(self.value)
