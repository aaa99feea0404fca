from enum import StrEnum


class SessionAction(StrEnum):
    LOGOUT = "logout"
    RESTART = "restart"
    START = "start"
    STOP = "stop"

    def __str__(self) -> str:
        return str(self.value)
