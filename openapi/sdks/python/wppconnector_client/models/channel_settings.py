from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Self, TypeVar, cast

from attrs import define as _attrs_define
from attrs import field as _attrs_field

T = TypeVar("T", bound="ChannelSettings")


@_attrs_define
class ChannelSettings:
    """The switches of one channel.

    Attributes:
        ignore_groups (bool):  Default: True.
        mark_read (bool): Tell the provider when an agent has read a message. Default: True.
        media_host (None | str): A second host that may serve this channel's media.
        resend_unknown_bot_messages (bool): Send a bot text again whose outcome stayed unknown, while it is still the
            question. Default: False.
    """

    media_host: None | str
    ignore_groups: bool = True
    mark_read: bool = True
    resend_unknown_bot_messages: bool = False
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        ignore_groups = self.ignore_groups

        mark_read = self.mark_read

        media_host: None | str
        media_host = self.media_host

        resend_unknown_bot_messages = self.resend_unknown_bot_messages

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update(
            {
                "ignoreGroups": ignore_groups,
                "markRead": mark_read,
                "mediaHost": media_host,
                "resendUnknownBotMessages": resend_unknown_bot_messages,
            }
        )

        return field_dict

    @classmethod
    def from_dict(cls, src_dict: Mapping[str, Any]) -> Self:
        d = dict(src_dict)
        ignore_groups = d.pop("ignoreGroups")

        mark_read = d.pop("markRead")

        def _parse_media_host(data: object) -> None | str:
            if data is None:
                return data
            return cast(None | str, data)

        media_host = _parse_media_host(d.pop("mediaHost"))

        resend_unknown_bot_messages = d.pop("resendUnknownBotMessages")

        channel_settings = cls(
            ignore_groups=ignore_groups,
            mark_read=mark_read,
            media_host=media_host,
            resend_unknown_bot_messages=resend_unknown_bot_messages,
        )

        channel_settings.additional_properties = d
        return channel_settings

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
