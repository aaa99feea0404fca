from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, Self, TypeVar, cast
from uuid import UUID

from attrs import define as _attrs_define
from attrs import field as _attrs_field

if TYPE_CHECKING:
    from ..models.judged import Judged


T = TypeVar("T", bound="RoutePreview")


@_attrs_define
class RoutePreview:
    """Who would get the next conversation, with the verdict on each member.

    Attributes:
        candidates (list[Judged]):
        chosen_user_id (None | UUID): Null = nobody could take it: it would wait.
        is_open_now (bool): While this is false nobody is given anything, whatever the verdicts say.
    """

    candidates: list[Judged]
    chosen_user_id: None | UUID
    is_open_now: bool
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        candidates = []
        for candidates_item_data in self.candidates:
            candidates_item = candidates_item_data.to_dict()
            candidates.append(candidates_item)

        chosen_user_id: None | str
        if isinstance(self.chosen_user_id, UUID):
            chosen_user_id = str(self.chosen_user_id)
        else:
            chosen_user_id = self.chosen_user_id

        is_open_now = self.is_open_now

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update(
            {
                "candidates": candidates,
                "chosenUserId": chosen_user_id,
                "isOpenNow": is_open_now,
            }
        )

        return field_dict

    @classmethod
    def from_dict(cls, src_dict: Mapping[str, Any]) -> Self:
        from ..models.judged import Judged

        d = dict(src_dict)
        candidates = []
        _candidates = d.pop("candidates")
        for candidates_item_data in _candidates:
            candidates_item = Judged.from_dict(candidates_item_data)

            candidates.append(candidates_item)

        def _parse_chosen_user_id(data: object) -> None | UUID:
            if data is None:
                return data
            try:
                if not isinstance(data, str):
                    raise TypeError()
                chosen_user_id_type_0 = UUID(data)

                return chosen_user_id_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(None | UUID, data)

        chosen_user_id = _parse_chosen_user_id(d.pop("chosenUserId"))

        is_open_now = d.pop("isOpenNow")

        route_preview = cls(
            candidates=candidates,
            chosen_user_id=chosen_user_id,
            is_open_now=is_open_now,
        )

        route_preview.additional_properties = d
        return route_preview

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
