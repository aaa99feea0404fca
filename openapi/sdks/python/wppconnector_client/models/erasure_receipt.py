from __future__ import annotations

import datetime
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, Self, TypeVar
from uuid import UUID

from attrs import define as _attrs_define
from attrs import field as _attrs_field

if TYPE_CHECKING:
    from ..models.erased_table import ErasedTable


T = TypeVar("T", bound="ErasureReceipt")


@_attrs_define
class ErasureReceipt:
    """What was erased of a contact.

    Attributes:
        contact_id (UUID):
        erased_at (datetime.datetime):
        tables (list[ErasedTable]): By name. `objects` are the files of the media store.
    """

    contact_id: UUID
    erased_at: datetime.datetime
    tables: list[ErasedTable]
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        contact_id = str(self.contact_id)

        erased_at = self.erased_at.isoformat()

        tables = []
        for tables_item_data in self.tables:
            tables_item = tables_item_data.to_dict()
            tables.append(tables_item)

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update(
            {
                "contactId": contact_id,
                "erasedAt": erased_at,
                "tables": tables,
            }
        )

        return field_dict

    @classmethod
    def from_dict(cls, src_dict: Mapping[str, Any]) -> Self:
        from ..models.erased_table import ErasedTable

        d = dict(src_dict)
        contact_id = UUID(d.pop("contactId"))

        erased_at = datetime.datetime.fromisoformat(d.pop("erasedAt"))

        tables = []
        _tables = d.pop("tables")
        for tables_item_data in _tables:
            tables_item = ErasedTable.from_dict(tables_item_data)

            tables.append(tables_item)

        erasure_receipt = cls(
            contact_id=contact_id,
            erased_at=erased_at,
            tables=tables,
        )

        erasure_receipt.additional_properties = d
        return erasure_receipt

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
