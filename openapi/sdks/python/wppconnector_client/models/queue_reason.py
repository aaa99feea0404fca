from enum import StrEnum


class QueueReason(StrEnum):
    AGENT_OFFLINE = "agent_offline"
    NEW = "new"
    NO_AGENT = "no_agent"
    OUT_OF_HOURS = "out_of_hours"
    TIMEOUT = "timeout"
    TRANSFER = "transfer"
    UNASSIGNED = "unassigned"

    def __str__(self) -> str:
        return str(self.value)
