from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Self, TypeVar, cast

from attrs import define as _attrs_define
from attrs import field as _attrs_field

T = TypeVar("T", bound="MessageError")


@_attrs_define
class MessageError:
    """Why a message failed, in words for people.

    Attributes:
        code (str): A class of SPEC 8.4, or canceled, superseded, expired, `outcome_unknown`, `window_closed`,
            `channel_unavailable`, `provider_refused`.
        message (str):
        provider_code (None | str):
        retryable (bool):
    """

    code: str
    message: str
    provider_code: None | str
    retryable: bool
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        code = self.code

        message = self.message

        provider_code: None | str
        provider_code = self.provider_code

        retryable = self.retryable

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update(
            {
                "code": code,
                "message": message,
                "providerCode": provider_code,
                "retryable": retryable,
            }
        )

        return field_dict

    @classmethod
    def from_dict(cls, src_dict: Mapping[str, Any]) -> Self:
        d = dict(src_dict)
        code = d.pop("code")

        message = d.pop("message")

        def _parse_provider_code(data: object) -> None | str:
            if data is None:
                return data
            return cast(None | str, data)

        provider_code = _parse_provider_code(d.pop("providerCode"))

        retryable = d.pop("retryable")

        message_error = cls(
            code=code,
            message=message,
            provider_code=provider_code,
            retryable=retryable,
        )

        message_error.additional_properties = d
        return message_error

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
