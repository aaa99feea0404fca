from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Self, TypeVar, cast

from attrs import define as _attrs_define
from attrs import field as _attrs_field

T = TypeVar("T", bound="ChannelSession")


@_attrs_define
class ChannelSession:
    """The session of a WAHA channel, as its server tells it at this moment.

    Attributes:
        engine (None | str):
        phone (None | str): The number that is linked to it.
        status (str): In the server's words, as `WORKING`, `SCAN_QR_CODE` or `STOPPED`.
        works (bool): Messages come and go.
    """

    engine: None | str
    phone: None | str
    status: str
    works: bool
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        engine: None | str
        engine = self.engine

        phone: None | str
        phone = self.phone

        status = self.status

        works = self.works

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update(
            {
                "engine": engine,
                "phone": phone,
                "status": status,
                "works": works,
            }
        )

        return field_dict

    @classmethod
    def from_dict(cls, src_dict: Mapping[str, Any]) -> Self:
        d = dict(src_dict)

        def _parse_engine(data: object) -> None | str:
            if data is None:
                return data
            return cast(None | str, data)

        engine = _parse_engine(d.pop("engine"))

        def _parse_phone(data: object) -> None | str:
            if data is None:
                return data
            return cast(None | str, data)

        phone = _parse_phone(d.pop("phone"))

        status = d.pop("status")

        works = d.pop("works")

        channel_session = cls(
            engine=engine,
            phone=phone,
            status=status,
            works=works,
        )

        channel_session.additional_properties = d
        return channel_session

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
