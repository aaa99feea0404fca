from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, Self, TypeVar, cast

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..types import UNSET, Unset

if TYPE_CHECKING:
    from ..models.channel_credentials_input import ChannelCredentialsInput
    from ..models.channel_settings_input import ChannelSettingsInput


T = TypeVar("T", bound="ChannelChange")


@_attrs_define
class ChannelChange:
    """What is to be changed of a channel. What is absent stays.

    Attributes:
        api_version (None | str | Unset):
        base_url (None | str | Unset): Null = the installation's.
        credentials (ChannelCredentialsInput | Unset): Write-only. META: `accessToken`, `appSecret`, `verifyToken`;
            WAHA: `apiKey`, `hmacKey`; SANDBOX: `hmacKey`.
        insecure_webhook (bool | None | Unset):
        max_per_second (int | None | Unset):
        name (None | str | Unset):
        phone (None | str | Unset):
        settings (ChannelSettingsInput | None | Unset):
        waba_id (None | str | Unset):
    """

    api_version: None | str | Unset = UNSET
    base_url: None | str | Unset = UNSET
    credentials: ChannelCredentialsInput | Unset = UNSET
    insecure_webhook: bool | None | Unset = UNSET
    max_per_second: int | None | Unset = UNSET
    name: None | str | Unset = UNSET
    phone: None | str | Unset = UNSET
    settings: ChannelSettingsInput | None | Unset = UNSET
    waba_id: None | str | Unset = UNSET
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        from ..models.channel_settings_input import ChannelSettingsInput

        api_version: None | str | Unset
        if isinstance(self.api_version, Unset):
            api_version = UNSET
        else:
            api_version = self.api_version

        base_url: None | str | Unset
        if isinstance(self.base_url, Unset):
            base_url = UNSET
        else:
            base_url = self.base_url

        credentials: dict[str, Any] | Unset = UNSET
        if not isinstance(self.credentials, Unset):
            credentials = self.credentials.to_dict()

        insecure_webhook: bool | None | Unset
        if isinstance(self.insecure_webhook, Unset):
            insecure_webhook = UNSET
        else:
            insecure_webhook = self.insecure_webhook

        max_per_second: int | None | Unset
        if isinstance(self.max_per_second, Unset):
            max_per_second = UNSET
        else:
            max_per_second = self.max_per_second

        name: None | str | Unset
        if isinstance(self.name, Unset):
            name = UNSET
        else:
            name = self.name

        phone: None | str | Unset
        if isinstance(self.phone, Unset):
            phone = UNSET
        else:
            phone = self.phone

        settings: dict[str, Any] | None | Unset
        if isinstance(self.settings, Unset):
            settings = UNSET
        elif isinstance(self.settings, ChannelSettingsInput):
            settings = self.settings.to_dict()
        else:
            settings = self.settings

        waba_id: None | str | Unset
        if isinstance(self.waba_id, Unset):
            waba_id = UNSET
        else:
            waba_id = self.waba_id

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update({})
        if api_version is not UNSET:
            field_dict["apiVersion"] = api_version
        if base_url is not UNSET:
            field_dict["baseUrl"] = base_url
        if credentials is not UNSET:
            field_dict["credentials"] = credentials
        if insecure_webhook is not UNSET:
            field_dict["insecureWebhook"] = insecure_webhook
        if max_per_second is not UNSET:
            field_dict["maxPerSecond"] = max_per_second
        if name is not UNSET:
            field_dict["name"] = name
        if phone is not UNSET:
            field_dict["phone"] = phone
        if settings is not UNSET:
            field_dict["settings"] = settings
        if waba_id is not UNSET:
            field_dict["wabaId"] = waba_id

        return field_dict

    @classmethod
    def from_dict(cls, src_dict: Mapping[str, Any]) -> Self:
        from ..models.channel_credentials_input import ChannelCredentialsInput
        from ..models.channel_settings_input import ChannelSettingsInput

        d = dict(src_dict)

        def _parse_api_version(data: object) -> None | str | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(None | str | Unset, data)

        api_version = _parse_api_version(d.pop("apiVersion", UNSET))

        def _parse_base_url(data: object) -> None | str | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(None | str | Unset, data)

        base_url = _parse_base_url(d.pop("baseUrl", UNSET))

        _credentials = d.pop("credentials", UNSET)
        credentials: ChannelCredentialsInput | Unset
        if isinstance(_credentials, Unset):
            credentials = UNSET
        else:
            credentials = ChannelCredentialsInput.from_dict(_credentials)

        def _parse_insecure_webhook(data: object) -> bool | None | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(bool | None | Unset, data)

        insecure_webhook = _parse_insecure_webhook(d.pop("insecureWebhook", UNSET))

        def _parse_max_per_second(data: object) -> int | None | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(int | None | Unset, data)

        max_per_second = _parse_max_per_second(d.pop("maxPerSecond", UNSET))

        def _parse_name(data: object) -> None | str | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(None | str | Unset, data)

        name = _parse_name(d.pop("name", UNSET))

        def _parse_phone(data: object) -> None | str | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(None | str | Unset, data)

        phone = _parse_phone(d.pop("phone", UNSET))

        def _parse_settings(data: object) -> ChannelSettingsInput | None | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            try:
                if not isinstance(data, dict):
                    raise TypeError()
                settings_type_0 = ChannelSettingsInput.from_dict(data)

                return settings_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(ChannelSettingsInput | None | Unset, data)

        settings = _parse_settings(d.pop("settings", UNSET))

        def _parse_waba_id(data: object) -> None | str | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(None | str | Unset, data)

        waba_id = _parse_waba_id(d.pop("wabaId", UNSET))

        channel_change = cls(
            api_version=api_version,
            base_url=base_url,
            credentials=credentials,
            insecure_webhook=insecure_webhook,
            max_per_second=max_per_second,
            name=name,
            phone=phone,
            settings=settings,
            waba_id=waba_id,
        )

        channel_change.additional_properties = d
        return channel_change

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
