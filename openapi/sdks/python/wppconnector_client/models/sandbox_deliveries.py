from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, Self, TypeVar

from attrs import define as _attrs_define
from attrs import field as _attrs_field

if TYPE_CHECKING:
    from ..models.sandbox_delivery_view import SandboxDeliveryView


T = TypeVar("T", bound="SandboxDeliveries")


@_attrs_define
class SandboxDeliveries:
    """The webhooks of a channel.

    Attributes:
        items (list[SandboxDeliveryView]): In the order of posting.
        pending (int): Not answered 200 yet, and still being tried or waiting for their turn.
    """

    items: list[SandboxDeliveryView]
    pending: int
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        items = []
        for items_item_data in self.items:
            items_item = items_item_data.to_dict()
            items.append(items_item)

        pending = self.pending

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update(
            {
                "items": items,
                "pending": pending,
            }
        )

        return field_dict

    @classmethod
    def from_dict(cls, src_dict: Mapping[str, Any]) -> Self:
        from ..models.sandbox_delivery_view import SandboxDeliveryView

        d = dict(src_dict)
        items = []
        _items = d.pop("items")
        for items_item_data in _items:
            items_item = SandboxDeliveryView.from_dict(items_item_data)

            items.append(items_item)

        pending = d.pop("pending")

        sandbox_deliveries = cls(
            items=items,
            pending=pending,
        )

        sandbox_deliveries.additional_properties = d
        return sandbox_deliveries

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
