from __future__ import annotations

import datetime
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, Self, TypeVar, cast
from uuid import UUID

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..models.channel_status import ChannelStatus
from ..models.provider_kind import ProviderKind

if TYPE_CHECKING:
    from ..models.channel_settings import ChannelSettings


T = TypeVar("T", bound="Channel")


@_attrs_define
class Channel:
    """A number of the company at one provider. Of its secrets only their names are told.

    Attributes:
        api_version (None | str):
        base_url (None | str): Null = the installation's.
        created_at (datetime.datetime):
        credential_hint (None | str): The end of the secret that opens the provider.
        engine (None | str):
        external_key (str): META phone number id, WAHA session, SANDBOX its own id.
        id (UUID):
        insecure_webhook (bool): Webhooks without a signature are taken.
        is_default (bool):
        last_event_at (datetime.datetime | None):
        last_sent_at (datetime.datetime | None):
        max_per_second (int):
        messaging_limit (None | str): How many people META lets the number write to first in a day, as `TIER_1K`.
        name (str):
        phone (None | str):
        provider (ProviderKind):
        quality (None | str): META's last word on the number: FLAGGED or UNFLAGGED.
        secrets_set (list[str]): As `accessToken`.
        settings (ChannelSettings): The switches of one channel.
        status (ChannelStatus):
        status_reason (None | str): Why it is not ACTIVE. In our words: `app_secret_missing` (META), `session_down`,
            `channel_unavailable` (many sends in a row
            did not leave); what a call was refused for, as `auth`, `permission`, `account`, `provider_busy`, `not_sent`,
            `unknown`. Else
            the provider's state as it says it, as `SCAN_QR_CODE`, `FAILED`, `STOPPED` or `NOT_FOUND` of WAHA and `BANNED`
            of META.
        updated_at (datetime.datetime):
        version (int):
        waba_id (None | str):
        webhook_url (str): What the provider is to be given.
    """

    api_version: None | str
    base_url: None | str
    created_at: datetime.datetime
    credential_hint: None | str
    engine: None | str
    external_key: str
    id: UUID
    insecure_webhook: bool
    is_default: bool
    last_event_at: datetime.datetime | None
    last_sent_at: datetime.datetime | None
    max_per_second: int
    messaging_limit: None | str
    name: str
    phone: None | str
    provider: ProviderKind
    quality: None | str
    secrets_set: list[str]
    settings: ChannelSettings
    status: ChannelStatus
    status_reason: None | str
    updated_at: datetime.datetime
    version: int
    waba_id: None | str
    webhook_url: str
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        api_version: None | str
        api_version = self.api_version

        base_url: None | str
        base_url = self.base_url

        created_at = self.created_at.isoformat()

        credential_hint: None | str
        credential_hint = self.credential_hint

        engine: None | str
        engine = self.engine

        external_key = self.external_key

        id = str(self.id)

        insecure_webhook = self.insecure_webhook

        is_default = self.is_default

        last_event_at: None | str
        if isinstance(self.last_event_at, datetime.datetime):
            last_event_at = self.last_event_at.isoformat()
        else:
            last_event_at = self.last_event_at

        last_sent_at: None | str
        if isinstance(self.last_sent_at, datetime.datetime):
            last_sent_at = self.last_sent_at.isoformat()
        else:
            last_sent_at = self.last_sent_at

        max_per_second = self.max_per_second

        messaging_limit: None | str
        messaging_limit = self.messaging_limit

        name = self.name

        phone: None | str
        phone = self.phone

        provider = self.provider.value

        quality: None | str
        quality = self.quality

        secrets_set = self.secrets_set

        settings = self.settings.to_dict()

        status = self.status.value

        status_reason: None | str
        status_reason = self.status_reason

        updated_at = self.updated_at.isoformat()

        version = self.version

        waba_id: None | str
        waba_id = self.waba_id

        webhook_url = self.webhook_url

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update(
            {
                "apiVersion": api_version,
                "baseUrl": base_url,
                "createdAt": created_at,
                "credentialHint": credential_hint,
                "engine": engine,
                "externalKey": external_key,
                "id": id,
                "insecureWebhook": insecure_webhook,
                "isDefault": is_default,
                "lastEventAt": last_event_at,
                "lastSentAt": last_sent_at,
                "maxPerSecond": max_per_second,
                "messagingLimit": messaging_limit,
                "name": name,
                "phone": phone,
                "provider": provider,
                "quality": quality,
                "secretsSet": secrets_set,
                "settings": settings,
                "status": status,
                "statusReason": status_reason,
                "updatedAt": updated_at,
                "version": version,
                "wabaId": waba_id,
                "webhookUrl": webhook_url,
            }
        )

        return field_dict

    @classmethod
    def from_dict(cls, src_dict: Mapping[str, Any]) -> Self:
        from ..models.channel_settings import ChannelSettings

        d = dict(src_dict)

        def _parse_api_version(data: object) -> None | str:
            if data is None:
                return data
            return cast(None | str, data)

        api_version = _parse_api_version(d.pop("apiVersion"))

        def _parse_base_url(data: object) -> None | str:
            if data is None:
                return data
            return cast(None | str, data)

        base_url = _parse_base_url(d.pop("baseUrl"))

        created_at = datetime.datetime.fromisoformat(d.pop("createdAt"))

        def _parse_credential_hint(data: object) -> None | str:
            if data is None:
                return data
            return cast(None | str, data)

        credential_hint = _parse_credential_hint(d.pop("credentialHint"))

        def _parse_engine(data: object) -> None | str:
            if data is None:
                return data
            return cast(None | str, data)

        engine = _parse_engine(d.pop("engine"))

        external_key = d.pop("externalKey")

        id = UUID(d.pop("id"))

        insecure_webhook = d.pop("insecureWebhook")

        is_default = d.pop("isDefault")

        def _parse_last_event_at(data: object) -> datetime.datetime | None:
            if data is None:
                return data
            try:
                if not isinstance(data, str):
                    raise TypeError()
                last_event_at_type_0 = datetime.datetime.fromisoformat(data)

                return last_event_at_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(datetime.datetime | None, data)

        last_event_at = _parse_last_event_at(d.pop("lastEventAt"))

        def _parse_last_sent_at(data: object) -> datetime.datetime | None:
            if data is None:
                return data
            try:
                if not isinstance(data, str):
                    raise TypeError()
                last_sent_at_type_0 = datetime.datetime.fromisoformat(data)

                return last_sent_at_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(datetime.datetime | None, data)

        last_sent_at = _parse_last_sent_at(d.pop("lastSentAt"))

        max_per_second = d.pop("maxPerSecond")

        def _parse_messaging_limit(data: object) -> None | str:
            if data is None:
                return data
            return cast(None | str, data)

        messaging_limit = _parse_messaging_limit(d.pop("messagingLimit"))

        name = d.pop("name")

        def _parse_phone(data: object) -> None | str:
            if data is None:
                return data
            return cast(None | str, data)

        phone = _parse_phone(d.pop("phone"))

        provider = ProviderKind(d.pop("provider"))

        def _parse_quality(data: object) -> None | str:
            if data is None:
                return data
            return cast(None | str, data)

        quality = _parse_quality(d.pop("quality"))

        secrets_set = cast(list[str], d.pop("secretsSet"))

        settings = ChannelSettings.from_dict(d.pop("settings"))

        status = ChannelStatus(d.pop("status"))

        def _parse_status_reason(data: object) -> None | str:
            if data is None:
                return data
            return cast(None | str, data)

        status_reason = _parse_status_reason(d.pop("statusReason"))

        updated_at = datetime.datetime.fromisoformat(d.pop("updatedAt"))

        version = d.pop("version")

        def _parse_waba_id(data: object) -> None | str:
            if data is None:
                return data
            return cast(None | str, data)

        waba_id = _parse_waba_id(d.pop("wabaId"))

        webhook_url = d.pop("webhookUrl")

        channel = cls(
            api_version=api_version,
            base_url=base_url,
            created_at=created_at,
            credential_hint=credential_hint,
            engine=engine,
            external_key=external_key,
            id=id,
            insecure_webhook=insecure_webhook,
            is_default=is_default,
            last_event_at=last_event_at,
            last_sent_at=last_sent_at,
            max_per_second=max_per_second,
            messaging_limit=messaging_limit,
            name=name,
            phone=phone,
            provider=provider,
            quality=quality,
            secrets_set=secrets_set,
            settings=settings,
            status=status,
            status_reason=status_reason,
            updated_at=updated_at,
            version=version,
            waba_id=waba_id,
            webhook_url=webhook_url,
        )

        channel.additional_properties = d
        return channel

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
