from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, Self, TypeVar
from uuid import UUID

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..types import UNSET, Unset

if TYPE_CHECKING:
    from ..models.template_parameters_input import TemplateParametersInput


T = TypeVar("T", bound="SendTemplate")


@_attrs_define
class SendTemplate:
    """A template to a customer.

    Attributes:
        conversation_id (UUID):
        language (str): As `pt_BR`.
        name (str):
        parameters (TemplateParametersInput | Unset): What fills the gaps of a template, each list in the order of its
            gaps.
    """

    conversation_id: UUID
    language: str
    name: str
    parameters: TemplateParametersInput | Unset = UNSET
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        conversation_id = str(self.conversation_id)

        language = self.language

        name = self.name

        parameters: dict[str, Any] | Unset = UNSET
        if not isinstance(self.parameters, Unset):
            parameters = self.parameters.to_dict()

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update(
            {
                "conversationId": conversation_id,
                "language": language,
                "name": name,
            }
        )
        if parameters is not UNSET:
            field_dict["parameters"] = parameters

        return field_dict

    @classmethod
    def from_dict(cls, src_dict: Mapping[str, Any]) -> Self:
        from ..models.template_parameters_input import TemplateParametersInput

        d = dict(src_dict)
        conversation_id = UUID(d.pop("conversationId"))

        language = d.pop("language")

        name = d.pop("name")

        _parameters = d.pop("parameters", UNSET)
        parameters: TemplateParametersInput | Unset
        if isinstance(_parameters, Unset):
            parameters = UNSET
        else:
            parameters = TemplateParametersInput.from_dict(_parameters)

        send_template = cls(
            conversation_id=conversation_id,
            language=language,
            name=name,
            parameters=parameters,
        )

        send_template.additional_properties = d
        return send_template

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
