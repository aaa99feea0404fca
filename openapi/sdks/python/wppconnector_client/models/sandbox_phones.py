from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, Self, TypeVar, cast

from attrs import define as _attrs_define
from attrs import field as _attrs_field

if TYPE_CHECKING:
    from ..models.sandbox_phone_message import SandboxPhoneMessage


T = TypeVar("T", bound="SandboxPhones")


@_attrs_define
class SandboxPhones:
    """The phones of one channel, as far as they changed.

    Attributes:
        company_phone (str): The company's own number.
        messages (list[SandboxPhoneMessage]): New or changed, in the order of writing.
        session (str): `WORKING`, or what else the session is.
        typing (list[str]): The customers to whom somebody writes just now.
        version (int): Give it as `since` to hear of what is newer.
        whole (bool): This is everything there is: what was known before is not there any more.
    """

    company_phone: str
    messages: list[SandboxPhoneMessage]
    session: str
    typing: list[str]
    version: int
    whole: bool
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        company_phone = self.company_phone

        messages = []
        for messages_item_data in self.messages:
            messages_item = messages_item_data.to_dict()
            messages.append(messages_item)

        session = self.session

        typing = self.typing

        version = self.version

        whole = self.whole

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update(
            {
                "companyPhone": company_phone,
                "messages": messages,
                "session": session,
                "typing": typing,
                "version": version,
                "whole": whole,
            }
        )

        return field_dict

    @classmethod
    def from_dict(cls, src_dict: Mapping[str, Any]) -> Self:
        from ..models.sandbox_phone_message import SandboxPhoneMessage

        d = dict(src_dict)
        company_phone = d.pop("companyPhone")

        messages = []
        _messages = d.pop("messages")
        for messages_item_data in _messages:
            messages_item = SandboxPhoneMessage.from_dict(messages_item_data)

            messages.append(messages_item)

        session = d.pop("session")

        typing = cast(list[str], d.pop("typing"))

        version = d.pop("version")

        whole = d.pop("whole")

        sandbox_phones = cls(
            company_phone=company_phone,
            messages=messages,
            session=session,
            typing=typing,
            version=version,
            whole=whole,
        )

        sandbox_phones.additional_properties = d
        return sandbox_phones

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
