from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Self, TypeVar, cast

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..types import UNSET, Unset

T = TypeVar("T", bound="MakeCompany")


@_attrs_define
class MakeCompany:
    """
    Attributes:
        admin_email (str):
        name (str):
        admin_name (None | str | Unset):
        admin_password (None | str | Unset): Drawn, and answered once, when not said.
    """

    admin_email: str
    name: str
    admin_name: None | str | Unset = UNSET
    admin_password: None | str | Unset = UNSET
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        admin_email = self.admin_email

        name = self.name

        admin_name: None | str | Unset
        if isinstance(self.admin_name, Unset):
            admin_name = UNSET
        else:
            admin_name = self.admin_name

        admin_password: None | str | Unset
        if isinstance(self.admin_password, Unset):
            admin_password = UNSET
        else:
            admin_password = self.admin_password

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update(
            {
                "adminEmail": admin_email,
                "name": name,
            }
        )
        if admin_name is not UNSET:
            field_dict["adminName"] = admin_name
        if admin_password is not UNSET:
            field_dict["adminPassword"] = admin_password

        return field_dict

    @classmethod
    def from_dict(cls, src_dict: Mapping[str, Any]) -> Self:
        d = dict(src_dict)
        admin_email = d.pop("adminEmail")

        name = d.pop("name")

        def _parse_admin_name(data: object) -> None | str | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(None | str | Unset, data)

        admin_name = _parse_admin_name(d.pop("adminName", UNSET))

        def _parse_admin_password(data: object) -> None | str | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(None | str | Unset, data)

        admin_password = _parse_admin_password(d.pop("adminPassword", UNSET))

        make_company = cls(
            admin_email=admin_email,
            name=name,
            admin_name=admin_name,
            admin_password=admin_password,
        )

        make_company.additional_properties = d
        return make_company

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
