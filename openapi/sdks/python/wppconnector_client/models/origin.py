from enum import StrEnum


class Origin(StrEnum):
    AGENT = "AGENT"
    API = "API"
    BOT = "BOT"
    CUSTOMER = "CUSTOMER"
    PHONE = "PHONE"

    def __str__(self) -> str:
        return str(self.value)
