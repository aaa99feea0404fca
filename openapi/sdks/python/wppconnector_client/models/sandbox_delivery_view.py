from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Self, TypeVar, cast

from attrs import define as _attrs_define
from attrs import field as _attrs_field

T = TypeVar("T", bound="SandboxDeliveryView")


@_attrs_define
class SandboxDeliveryView:
    """One webhook that was posted.

    Attributes:
        answered (bool): It was answered 200.
        attempts (int):
        id (int):
        last_status (int | None): Of the last attempt; null when no answer came.
        message_id (None | str): The bare id of the message that it is about.
    """

    answered: bool
    attempts: int
    id: int
    last_status: int | None
    message_id: None | str
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        answered = self.answered

        attempts = self.attempts

        id = self.id

        last_status: int | None
        last_status = self.last_status

        message_id: None | str
        message_id = self.message_id

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update(
            {
                "answered": answered,
                "attempts": attempts,
                "id": id,
                "lastStatus": last_status,
                "messageId": message_id,
            }
        )

        return field_dict

    @classmethod
    def from_dict(cls, src_dict: Mapping[str, Any]) -> Self:
        d = dict(src_dict)
        answered = d.pop("answered")

        attempts = d.pop("attempts")

        id = d.pop("id")

        def _parse_last_status(data: object) -> int | None:
            if data is None:
                return data
            return cast(int | None, data)

        last_status = _parse_last_status(d.pop("lastStatus"))

        def _parse_message_id(data: object) -> None | str:
            if data is None:
                return data
            return cast(None | str, data)

        message_id = _parse_message_id(d.pop("messageId"))

        sandbox_delivery_view = cls(
            answered=answered,
            attempts=attempts,
            id=id,
            last_status=last_status,
            message_id=message_id,
        )

        sandbox_delivery_view.additional_properties = d
        return sandbox_delivery_view

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
