from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, Self, TypeVar, cast
from uuid import UUID

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..models.user_locale import UserLocale
from ..types import UNSET, Unset

if TYPE_CHECKING:
    from ..models.user_preferences import UserPreferences


T = TypeVar("T", bound="OwnChange")


@_attrs_define
class OwnChange:
    """What users change of themselves.

    Attributes:
        active_department_ids (list[UUID] | None | Unset): Where to work now, among one's memberships; empty = all.
        current_password (None | str | Unset): Needed with `password`.
        locale (None | Unset | UserLocale): Null = the company's.
        name (None | str | Unset):
        password (None | str | Unset): Ends every session; the answer has a token for this one.
        preferences (None | Unset | UserPreferences): The dashboard's own: replaced as a whole.
    """

    active_department_ids: list[UUID] | None | Unset = UNSET
    current_password: None | str | Unset = UNSET
    locale: None | Unset | UserLocale = UNSET
    name: None | str | Unset = UNSET
    password: None | str | Unset = UNSET
    preferences: None | Unset | UserPreferences = UNSET
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        from ..models.user_preferences import UserPreferences

        active_department_ids: list[str] | None | Unset
        if isinstance(self.active_department_ids, Unset):
            active_department_ids = UNSET
        elif isinstance(self.active_department_ids, list):
            active_department_ids = []
            for active_department_ids_type_0_item_data in self.active_department_ids:
                active_department_ids_type_0_item = str(
                    active_department_ids_type_0_item_data
                )
                active_department_ids.append(active_department_ids_type_0_item)

        else:
            active_department_ids = self.active_department_ids

        current_password: None | str | Unset
        if isinstance(self.current_password, Unset):
            current_password = UNSET
        else:
            current_password = self.current_password

        locale: None | str | Unset
        if isinstance(self.locale, Unset):
            locale = UNSET
        elif isinstance(self.locale, UserLocale):
            locale = self.locale.value
        else:
            locale = self.locale

        name: None | str | Unset
        if isinstance(self.name, Unset):
            name = UNSET
        else:
            name = self.name

        password: None | str | Unset
        if isinstance(self.password, Unset):
            password = UNSET
        else:
            password = self.password

        preferences: dict[str, Any] | None | Unset
        if isinstance(self.preferences, Unset):
            preferences = UNSET
        elif isinstance(self.preferences, UserPreferences):
            preferences = self.preferences.to_dict()
        else:
            preferences = self.preferences

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update({})
        if active_department_ids is not UNSET:
            field_dict["activeDepartmentIds"] = active_department_ids
        if current_password is not UNSET:
            field_dict["currentPassword"] = current_password
        if locale is not UNSET:
            field_dict["locale"] = locale
        if name is not UNSET:
            field_dict["name"] = name
        if password is not UNSET:
            field_dict["password"] = password
        if preferences is not UNSET:
            field_dict["preferences"] = preferences

        return field_dict

    @classmethod
    def from_dict(cls, src_dict: Mapping[str, Any]) -> Self:
        from ..models.user_preferences import UserPreferences

        d = dict(src_dict)

        def _parse_active_department_ids(data: object) -> list[UUID] | None | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            try:
                if not isinstance(data, list):
                    raise TypeError()
                active_department_ids_type_0 = []
                _active_department_ids_type_0 = data
                for (
                    active_department_ids_type_0_item_data
                ) in _active_department_ids_type_0:
                    active_department_ids_type_0_item = UUID(
                        active_department_ids_type_0_item_data
                    )

                    active_department_ids_type_0.append(
                        active_department_ids_type_0_item
                    )

                return active_department_ids_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(list[UUID] | None | Unset, data)

        active_department_ids = _parse_active_department_ids(
            d.pop("activeDepartmentIds", UNSET)
        )

        def _parse_current_password(data: object) -> None | str | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(None | str | Unset, data)

        current_password = _parse_current_password(d.pop("currentPassword", UNSET))

        def _parse_locale(data: object) -> None | Unset | UserLocale:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            try:
                if not isinstance(data, str):
                    raise TypeError()
                locale_type_0 = UserLocale(data)

                return locale_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(None | Unset | UserLocale, data)

        locale = _parse_locale(d.pop("locale", UNSET))

        def _parse_name(data: object) -> None | str | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(None | str | Unset, data)

        name = _parse_name(d.pop("name", UNSET))

        def _parse_password(data: object) -> None | str | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(None | str | Unset, data)

        password = _parse_password(d.pop("password", UNSET))

        def _parse_preferences(data: object) -> None | Unset | UserPreferences:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            try:
                if not isinstance(data, dict):
                    raise TypeError()
                preferences_type_0 = UserPreferences.from_dict(data)

                return preferences_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(None | Unset | UserPreferences, data)

        preferences = _parse_preferences(d.pop("preferences", UNSET))

        own_change = cls(
            active_department_ids=active_department_ids,
            current_password=current_password,
            locale=locale,
            name=name,
            password=password,
            preferences=preferences,
        )

        own_change.additional_properties = d
        return own_change

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
