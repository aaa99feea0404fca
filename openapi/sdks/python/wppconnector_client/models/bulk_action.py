from enum import StrEnum


class BulkAction(StrEnum):
    ARCHIVE = "archive"
    ASSIGN = "assign"
    READ = "read"
    RESOLVE = "resolve"
    TAG = "tag"
    TRANSFER = "transfer"

    def __str__(self) -> str:
        return str(self.value)
