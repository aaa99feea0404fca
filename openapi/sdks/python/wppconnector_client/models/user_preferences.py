from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Self, TypeVar, cast

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..models.theme import Theme
from ..types import UNSET, Unset

T = TypeVar("T", bound="UserPreferences")


@_attrs_define
class UserPreferences:
    """How the dashboard behaves for one user. What is absent was never chosen.

    Attributes:
        notifications (bool | None | Unset):
        shortcuts (bool | None | Unset):
        sound (bool | None | Unset):
        theme (None | Theme | Unset):
    """

    notifications: bool | None | Unset = UNSET
    shortcuts: bool | None | Unset = UNSET
    sound: bool | None | Unset = UNSET
    theme: None | Theme | Unset = UNSET
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        notifications: bool | None | Unset
        if isinstance(self.notifications, Unset):
            notifications = UNSET
        else:
            notifications = self.notifications

        shortcuts: bool | None | Unset
        if isinstance(self.shortcuts, Unset):
            shortcuts = UNSET
        else:
            shortcuts = self.shortcuts

        sound: bool | None | Unset
        if isinstance(self.sound, Unset):
            sound = UNSET
        else:
            sound = self.sound

        theme: None | str | Unset
        if isinstance(self.theme, Unset):
            theme = UNSET
        elif isinstance(self.theme, Theme):
            theme = self.theme.value
        else:
            theme = self.theme

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update({})
        if notifications is not UNSET:
            field_dict["notifications"] = notifications
        if shortcuts is not UNSET:
            field_dict["shortcuts"] = shortcuts
        if sound is not UNSET:
            field_dict["sound"] = sound
        if theme is not UNSET:
            field_dict["theme"] = theme

        return field_dict

    @classmethod
    def from_dict(cls, src_dict: Mapping[str, Any]) -> Self:
        d = dict(src_dict)

        def _parse_notifications(data: object) -> bool | None | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(bool | None | Unset, data)

        notifications = _parse_notifications(d.pop("notifications", UNSET))

        def _parse_shortcuts(data: object) -> bool | None | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(bool | None | Unset, data)

        shortcuts = _parse_shortcuts(d.pop("shortcuts", UNSET))

        def _parse_sound(data: object) -> bool | None | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(bool | None | Unset, data)

        sound = _parse_sound(d.pop("sound", UNSET))

        def _parse_theme(data: object) -> None | Theme | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            try:
                if not isinstance(data, str):
                    raise TypeError()
                theme_type_0 = Theme(data)

                return theme_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(None | Theme | Unset, data)

        theme = _parse_theme(d.pop("theme", UNSET))

        user_preferences = cls(
            notifications=notifications,
            shortcuts=shortcuts,
            sound=sound,
            theme=theme,
        )

        user_preferences.additional_properties = d
        return user_preferences

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
