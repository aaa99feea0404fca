from __future__ import annotations

import datetime
from collections.abc import Mapping
from typing import Any, Self, TypeVar

from attrs import define as _attrs_define
from attrs import field as _attrs_field

T = TypeVar("T", bound="Bar")


@_attrs_define
class Bar:
    """
    Attributes:
        bucket (datetime.datetime): When it begins: an hour, or a day of the company's when the period is longer than
            two.
        inbound (int):
        opened (int):
        outbound (int):
        resolved (int):
    """

    bucket: datetime.datetime
    inbound: int
    opened: int
    outbound: int
    resolved: int
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        bucket = self.bucket.isoformat()

        inbound = self.inbound

        opened = self.opened

        outbound = self.outbound

        resolved = self.resolved

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update(
            {
                "bucket": bucket,
                "inbound": inbound,
                "opened": opened,
                "outbound": outbound,
                "resolved": resolved,
            }
        )

        return field_dict

    @classmethod
    def from_dict(cls, src_dict: Mapping[str, Any]) -> Self:
        d = dict(src_dict)
        bucket = datetime.datetime.fromisoformat(d.pop("bucket"))

        inbound = d.pop("inbound")

        opened = d.pop("opened")

        outbound = d.pop("outbound")

        resolved = d.pop("resolved")

        bar = cls(
            bucket=bucket,
            inbound=inbound,
            opened=opened,
            outbound=outbound,
            resolved=resolved,
        )

        bar.additional_properties = d
        return bar

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
