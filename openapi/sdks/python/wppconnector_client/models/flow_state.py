from enum import StrEnum


class FlowState(StrEnum):
    ASSIGNED = "ASSIGNED"
    AWAITING_ROUTING_CONFIRMATION = "AWAITING_ROUTING_CONFIRMATION"
    DEPARTMENT_SELECTED = "DEPARTMENT_SELECTED"
    GREETING = "GREETING"
    RESOLVED = "RESOLVED"
    TIMEOUT_REDIRECT = "TIMEOUT_REDIRECT"

    def __str__(self) -> str:
        return str(self.value)
