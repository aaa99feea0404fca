from enum import StrEnum


class QrFormat(StrEnum):
    PNG = "png"
    RAW = "raw"

    def __str__(self) -> str:
        return str(self.value)
