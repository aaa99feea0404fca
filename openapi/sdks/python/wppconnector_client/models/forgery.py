from enum import StrEnum


class Forgery(StrEnum):
    MISSING = "missing"
    OTHERSECRET = "otherSecret"
    RESERIALISED = "reserialised"
    TRUNCATED = "truncated"

    def __str__(self) -> str:
        return str(self.value)
