from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Self, TypeVar, cast

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..types import UNSET, Unset

T = TypeVar("T", bound="ChannelCredentialsInput")


@_attrs_define
class ChannelCredentialsInput:
    """Write-only. META: `accessToken`, `appSecret`, `verifyToken`; WAHA: `apiKey`, `hmacKey`; SANDBOX: `hmacKey`.

    Attributes:
        access_token (None | str | Unset):
        api_key (None | str | Unset):
        app_secret (None | str | Unset):
        hmac_key (None | str | Unset):
        verify_token (None | str | Unset):
    """

    access_token: None | str | Unset = UNSET
    api_key: None | str | Unset = UNSET
    app_secret: None | str | Unset = UNSET
    hmac_key: None | str | Unset = UNSET
    verify_token: None | str | Unset = UNSET
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        access_token: None | str | Unset
        if isinstance(self.access_token, Unset):
            access_token = UNSET
        else:
            access_token = self.access_token

        api_key: None | str | Unset
        if isinstance(self.api_key, Unset):
            api_key = UNSET
        else:
            api_key = self.api_key

        app_secret: None | str | Unset
        if isinstance(self.app_secret, Unset):
            app_secret = UNSET
        else:
            app_secret = self.app_secret

        hmac_key: None | str | Unset
        if isinstance(self.hmac_key, Unset):
            hmac_key = UNSET
        else:
            hmac_key = self.hmac_key

        verify_token: None | str | Unset
        if isinstance(self.verify_token, Unset):
            verify_token = UNSET
        else:
            verify_token = self.verify_token

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update({})
        if access_token is not UNSET:
            field_dict["accessToken"] = access_token
        if api_key is not UNSET:
            field_dict["apiKey"] = api_key
        if app_secret is not UNSET:
            field_dict["appSecret"] = app_secret
        if hmac_key is not UNSET:
            field_dict["hmacKey"] = hmac_key
        if verify_token is not UNSET:
            field_dict["verifyToken"] = verify_token

        return field_dict

    @classmethod
    def from_dict(cls, src_dict: Mapping[str, Any]) -> Self:
        d = dict(src_dict)

        def _parse_access_token(data: object) -> None | str | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(None | str | Unset, data)

        access_token = _parse_access_token(d.pop("accessToken", UNSET))

        def _parse_api_key(data: object) -> None | str | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(None | str | Unset, data)

        api_key = _parse_api_key(d.pop("apiKey", UNSET))

        def _parse_app_secret(data: object) -> None | str | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(None | str | Unset, data)

        app_secret = _parse_app_secret(d.pop("appSecret", UNSET))

        def _parse_hmac_key(data: object) -> None | str | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(None | str | Unset, data)

        hmac_key = _parse_hmac_key(d.pop("hmacKey", UNSET))

        def _parse_verify_token(data: object) -> None | str | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(None | str | Unset, data)

        verify_token = _parse_verify_token(d.pop("verifyToken", UNSET))

        channel_credentials_input = cls(
            access_token=access_token,
            api_key=api_key,
            app_secret=app_secret,
            hmac_key=hmac_key,
            verify_token=verify_token,
        )

        channel_credentials_input.additional_properties = d
        return channel_credentials_input

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
