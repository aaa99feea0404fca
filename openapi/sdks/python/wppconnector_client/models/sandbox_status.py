from enum import StrEnum


class SandboxStatus(StrEnum):
    DELIVERED = "delivered"
    FAILED = "failed"
    PLAYED = "played"
    READ = "read"
    SENT = "sent"

    def __str__(self) -> str:
        return str(self.value)
