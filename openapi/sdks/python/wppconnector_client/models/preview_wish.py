from __future__ import annotations

import datetime
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, Self, TypeVar, cast

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..types import UNSET, Unset

if TYPE_CHECKING:
    from ..models.company_hours_input import CompanyHoursInput
    from ..models.preview_wish_texts import PreviewWishTexts


T = TypeVar("T", bound="PreviewWish")


@_attrs_define
class PreviewWish:
    """Words to try, and an instant. What is absent is as it is now.

    Attributes:
        at (datetime.datetime | None | Unset): Now when left out.
        business_hours (CompanyHoursInput | None | Unset): Hours to try, as a whole.
        greeting_message (None | str | Unset):
        texts (PreviewWishTexts | Unset): By text key; null = our own words.
        timezone (None | str | Unset): An IANA name to try.
    """

    at: datetime.datetime | None | Unset = UNSET
    business_hours: CompanyHoursInput | None | Unset = UNSET
    greeting_message: None | str | Unset = UNSET
    texts: PreviewWishTexts | Unset = UNSET
    timezone: None | str | Unset = UNSET
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        from ..models.company_hours_input import CompanyHoursInput

        at: None | str | Unset
        if isinstance(self.at, Unset):
            at = UNSET
        elif isinstance(self.at, datetime.datetime):
            at = self.at.isoformat()
        else:
            at = self.at

        business_hours: dict[str, Any] | None | Unset
        if isinstance(self.business_hours, Unset):
            business_hours = UNSET
        elif isinstance(self.business_hours, CompanyHoursInput):
            business_hours = self.business_hours.to_dict()
        else:
            business_hours = self.business_hours

        greeting_message: None | str | Unset
        if isinstance(self.greeting_message, Unset):
            greeting_message = UNSET
        else:
            greeting_message = self.greeting_message

        texts: dict[str, Any] | Unset = UNSET
        if not isinstance(self.texts, Unset):
            texts = self.texts.to_dict()

        timezone: None | str | Unset
        if isinstance(self.timezone, Unset):
            timezone = UNSET
        else:
            timezone = self.timezone

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update({})
        if at is not UNSET:
            field_dict["at"] = at
        if business_hours is not UNSET:
            field_dict["businessHours"] = business_hours
        if greeting_message is not UNSET:
            field_dict["greetingMessage"] = greeting_message
        if texts is not UNSET:
            field_dict["texts"] = texts
        if timezone is not UNSET:
            field_dict["timezone"] = timezone

        return field_dict

    @classmethod
    def from_dict(cls, src_dict: Mapping[str, Any]) -> Self:
        from ..models.company_hours_input import CompanyHoursInput
        from ..models.preview_wish_texts import PreviewWishTexts

        d = dict(src_dict)

        def _parse_at(data: object) -> datetime.datetime | None | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            try:
                if not isinstance(data, str):
                    raise TypeError()
                at_type_0 = datetime.datetime.fromisoformat(data)

                return at_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(datetime.datetime | None | Unset, data)

        at = _parse_at(d.pop("at", UNSET))

        def _parse_business_hours(data: object) -> CompanyHoursInput | None | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            try:
                if not isinstance(data, dict):
                    raise TypeError()
                business_hours_type_0 = CompanyHoursInput.from_dict(data)

                return business_hours_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(CompanyHoursInput | None | Unset, data)

        business_hours = _parse_business_hours(d.pop("businessHours", UNSET))

        def _parse_greeting_message(data: object) -> None | str | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(None | str | Unset, data)

        greeting_message = _parse_greeting_message(d.pop("greetingMessage", UNSET))

        _texts = d.pop("texts", UNSET)
        texts: PreviewWishTexts | Unset
        if isinstance(_texts, Unset):
            texts = UNSET
        else:
            texts = PreviewWishTexts.from_dict(_texts)

        def _parse_timezone(data: object) -> None | str | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(None | str | Unset, data)

        timezone = _parse_timezone(d.pop("timezone", UNSET))

        preview_wish = cls(
            at=at,
            business_hours=business_hours,
            greeting_message=greeting_message,
            texts=texts,
            timezone=timezone,
        )

        preview_wish.additional_properties = d
        return preview_wish

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
