from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, Self, TypeVar, cast

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..models.sandbox_raw_signature_type_0 import SandboxRawSignatureType0
from ..models.sandbox_raw_signature_type_1 import SandboxRawSignatureType1
from ..types import UNSET, Unset

if TYPE_CHECKING:
    from ..models.sandbox_raw_signature_type_2 import SandboxRawSignatureType2


T = TypeVar("T", bound="SandboxRawCallBody")


@_attrs_define
class SandboxRawCallBody:
    """Any bytes, to the channel's webhook, once.

    Attributes:
        body (None | str | Unset): As text; or `bodyBase64`.
        body_base_64 (None | str | Unset):
        signature (SandboxRawSignatureType0 | SandboxRawSignatureType1 | SandboxRawSignatureType2 | Unset): How raw
            bytes are signed. Default: SandboxRawSignatureType1.VALID.
    """

    body: None | str | Unset = UNSET
    body_base_64: None | str | Unset = UNSET
    signature: (
        SandboxRawSignatureType0
        | SandboxRawSignatureType1
        | SandboxRawSignatureType2
        | Unset
    ) = SandboxRawSignatureType1.VALID
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        body: None | str | Unset
        if isinstance(self.body, Unset):
            body = UNSET
        else:
            body = self.body

        body_base_64: None | str | Unset
        if isinstance(self.body_base_64, Unset):
            body_base_64 = UNSET
        else:
            body_base_64 = self.body_base_64

        signature: dict[str, Any] | str | Unset
        if isinstance(self.signature, Unset):
            signature = UNSET
        elif isinstance(self.signature, SandboxRawSignatureType0) or isinstance(
            self.signature, SandboxRawSignatureType1
        ):
            signature = self.signature.value
        else:
            signature = self.signature.to_dict()

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update({})
        if body is not UNSET:
            field_dict["body"] = body
        if body_base_64 is not UNSET:
            field_dict["bodyBase64"] = body_base_64
        if signature is not UNSET:
            field_dict["signature"] = signature

        return field_dict

    @classmethod
    def from_dict(cls, src_dict: Mapping[str, Any]) -> Self:
        from ..models.sandbox_raw_signature_type_2 import SandboxRawSignatureType2

        d = dict(src_dict)

        def _parse_body(data: object) -> None | str | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(None | str | Unset, data)

        body = _parse_body(d.pop("body", UNSET))

        def _parse_body_base_64(data: object) -> None | str | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(None | str | Unset, data)

        body_base_64 = _parse_body_base_64(d.pop("bodyBase64", UNSET))

        def _parse_signature(
            data: object,
        ) -> (
            SandboxRawSignatureType0
            | SandboxRawSignatureType1
            | SandboxRawSignatureType2
            | Unset
        ):
            if isinstance(data, Unset):
                return data
            try:
                if not isinstance(data, str):
                    raise TypeError()
                componentsschemas_sandbox_raw_signature_type_0 = (
                    SandboxRawSignatureType0(data)
                )

                return componentsschemas_sandbox_raw_signature_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            try:
                if not isinstance(data, str):
                    raise TypeError()
                componentsschemas_sandbox_raw_signature_type_1 = (
                    SandboxRawSignatureType1(data)
                )

                return componentsschemas_sandbox_raw_signature_type_1
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            if not isinstance(data, dict):
                raise TypeError()
            componentsschemas_sandbox_raw_signature_type_2 = (
                SandboxRawSignatureType2.from_dict(data)
            )

            return componentsschemas_sandbox_raw_signature_type_2

        signature = _parse_signature(d.pop("signature", UNSET))

        sandbox_raw_call_body = cls(
            body=body,
            body_base_64=body_base_64,
            signature=signature,
        )

        sandbox_raw_call_body.additional_properties = d
        return sandbox_raw_call_body

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
