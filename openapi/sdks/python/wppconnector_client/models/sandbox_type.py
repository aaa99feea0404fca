from enum import StrEnum


class SandboxType(StrEnum):
    AUDIO = "audio"
    BROADCAST = "broadcast"
    CONTACT = "contact"
    DOCUMENT = "document"
    GROUP = "group"
    IMAGE = "image"
    LOCATION = "location"
    NEWSLETTER = "newsletter"
    STATUS = "status"
    STICKER = "sticker"
    TEXT = "text"
    VIDEO = "video"
    VOICE = "voice"

    def __str__(self) -> str:
        return str(self.value)
