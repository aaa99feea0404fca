from __future__ import annotations

import datetime
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, Self, TypeVar, cast

from attrs import define as _attrs_define
from attrs import field as _attrs_field

if TYPE_CHECKING:
    from ..models.preview_texts import PreviewTexts


T = TypeVar("T", bound="Preview")


@_attrs_define
class Preview:
    """The bot's words with an example's values.

    Attributes:
        is_open (bool): Whether the company works at that instant: by its schedule, or while any active department is
            open.
        next_opening (datetime.datetime | None): Null while open, and when there is no opening ahead.
        texts (PreviewTexts): By text key.
    """

    is_open: bool
    next_opening: datetime.datetime | None
    texts: PreviewTexts
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        is_open = self.is_open

        next_opening: None | str
        if isinstance(self.next_opening, datetime.datetime):
            next_opening = self.next_opening.isoformat()
        else:
            next_opening = self.next_opening

        texts = self.texts.to_dict()

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update(
            {
                "isOpen": is_open,
                "nextOpening": next_opening,
                "texts": texts,
            }
        )

        return field_dict

    @classmethod
    def from_dict(cls, src_dict: Mapping[str, Any]) -> Self:
        from ..models.preview_texts import PreviewTexts

        d = dict(src_dict)
        is_open = d.pop("isOpen")

        def _parse_next_opening(data: object) -> datetime.datetime | None:
            if data is None:
                return data
            try:
                if not isinstance(data, str):
                    raise TypeError()
                next_opening_type_0 = datetime.datetime.fromisoformat(data)

                return next_opening_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(datetime.datetime | None, data)

        next_opening = _parse_next_opening(d.pop("nextOpening"))

        texts = PreviewTexts.from_dict(d.pop("texts"))

        preview = cls(
            is_open=is_open,
            next_opening=next_opening,
            texts=texts,
        )

        preview.additional_properties = d
        return preview

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
