from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Self, TypeVar, cast

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..types import UNSET, Unset

T = TypeVar("T", bound="TemplateParametersInput")


@_attrs_define
class TemplateParametersInput:
    """What fills the gaps of a template, each list in the order of its gaps.

    Attributes:
        body (list[str] | Unset):
        buttons (list[str] | Unset): The end of each button's address that has a gap.
        header (list[str] | Unset): Of a header with text; of one with a file its `https` address.
    """

    body: list[str] | Unset = UNSET
    buttons: list[str] | Unset = UNSET
    header: list[str] | Unset = UNSET
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        body: list[str] | Unset = UNSET
        if not isinstance(self.body, Unset):
            body = self.body

        buttons: list[str] | Unset = UNSET
        if not isinstance(self.buttons, Unset):
            buttons = self.buttons

        header: list[str] | Unset = UNSET
        if not isinstance(self.header, Unset):
            header = self.header

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update({})
        if body is not UNSET:
            field_dict["body"] = body
        if buttons is not UNSET:
            field_dict["buttons"] = buttons
        if header is not UNSET:
            field_dict["header"] = header

        return field_dict

    @classmethod
    def from_dict(cls, src_dict: Mapping[str, Any]) -> Self:
        d = dict(src_dict)
        body = cast(list[str], d.pop("body", UNSET))

        buttons = cast(list[str], d.pop("buttons", UNSET))

        header = cast(list[str], d.pop("header", UNSET))

        template_parameters_input = cls(
            body=body,
            buttons=buttons,
            header=header,
        )

        template_parameters_input.additional_properties = d
        return template_parameters_input

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
