from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Self, TypeVar, cast

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..types import UNSET, Unset

T = TypeVar("T", bound="ChannelSettingsInput")


@_attrs_define
class ChannelSettingsInput:
    """The switches of one channel.

    Attributes:
        ignore_groups (bool | Unset):  Default: True.
        mark_read (bool | Unset): Tell the provider when an agent has read a message. Default: True.
        media_host (None | str | Unset): A second host that may serve this channel's media.
        resend_unknown_bot_messages (bool | Unset): Send a bot text again whose outcome stayed unknown, while it is
            still the question. Default: False.
    """

    ignore_groups: bool | Unset = True
    mark_read: bool | Unset = True
    media_host: None | str | Unset = UNSET
    resend_unknown_bot_messages: bool | Unset = False
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        ignore_groups = self.ignore_groups

        mark_read = self.mark_read

        media_host: None | str | Unset
        if isinstance(self.media_host, Unset):
            media_host = UNSET
        else:
            media_host = self.media_host

        resend_unknown_bot_messages = self.resend_unknown_bot_messages

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update({})
        if ignore_groups is not UNSET:
            field_dict["ignoreGroups"] = ignore_groups
        if mark_read is not UNSET:
            field_dict["markRead"] = mark_read
        if media_host is not UNSET:
            field_dict["mediaHost"] = media_host
        if resend_unknown_bot_messages is not UNSET:
            field_dict["resendUnknownBotMessages"] = resend_unknown_bot_messages

        return field_dict

    @classmethod
    def from_dict(cls, src_dict: Mapping[str, Any]) -> Self:
        d = dict(src_dict)
        ignore_groups = d.pop("ignoreGroups", UNSET)

        mark_read = d.pop("markRead", UNSET)

        def _parse_media_host(data: object) -> None | str | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(None | str | Unset, data)

        media_host = _parse_media_host(d.pop("mediaHost", UNSET))

        resend_unknown_bot_messages = d.pop("resendUnknownBotMessages", UNSET)

        channel_settings_input = cls(
            ignore_groups=ignore_groups,
            mark_read=mark_read,
            media_host=media_host,
            resend_unknown_bot_messages=resend_unknown_bot_messages,
        )

        channel_settings_input.additional_properties = d
        return channel_settings_input

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
