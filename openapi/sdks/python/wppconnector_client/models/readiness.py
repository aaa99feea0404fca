from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Self, TypeVar

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..models.service import Service

T = TypeVar("T", bound="Readiness")


@_attrs_define
class Readiness:
    """Whether this process can take requests.

    Attributes:
        database (Service):
        migrations (Service):
        ready (bool):
        workers (Service):
    """

    database: Service
    migrations: Service
    ready: bool
    workers: Service
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        database = self.database.value

        migrations = self.migrations.value

        ready = self.ready

        workers = self.workers.value

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update(
            {
                "database": database,
                "migrations": migrations,
                "ready": ready,
                "workers": workers,
            }
        )

        return field_dict

    @classmethod
    def from_dict(cls, src_dict: Mapping[str, Any]) -> Self:
        d = dict(src_dict)
        database = Service(d.pop("database"))

        migrations = Service(d.pop("migrations"))

        ready = d.pop("ready")

        workers = Service(d.pop("workers"))

        readiness = cls(
            database=database,
            migrations=migrations,
            ready=ready,
            workers=workers,
        )

        readiness.additional_properties = d
        return readiness

    @property
    def additional_keys(self) -> list[str]:
        return list(self.additional_properties.keys())

    def __getitem__(self, key: str) -> Any:
        return self.additional_properties[key]

    def __setitem__(self, key: str, value: Any) -> None:
        self.additional_properties[key] = value

    def __delitem__(self, key: str) -> None:
        del self.additional_properties[key]

    def __contains__(self, key: str) -> bool:
        return key in self.additional_properties
