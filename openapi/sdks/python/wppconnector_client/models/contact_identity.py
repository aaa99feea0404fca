from __future__ import annotations

import datetime
from collections.abc import Mapping
from typing import Any, Self, TypeVar, cast

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..models.identity_kind import IdentityKind
from ..models.verified_by import VerifiedBy

T = TypeVar("T", bound="ContactIdentity")


@_attrs_define
class ContactIdentity:
    """One of the addresses of a contact.

    Attributes:
        kind (IdentityKind):
        last_seen_at (datetime.datetime | None):
        value (str): As the provider spelled it last.
        verified_by (VerifiedBy): Who vouches that an identity belongs to its contact.
    """

    kind: IdentityKind
    last_seen_at: datetime.datetime | None
    value: str
    verified_by: VerifiedBy
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        kind = self.kind.value

        last_seen_at: None | str
        if isinstance(self.last_seen_at, datetime.datetime):
            last_seen_at = self.last_seen_at.isoformat()
        else:
            last_seen_at = self.last_seen_at

        value = self.value

        verified_by = self.verified_by.value

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update(
            {
                "kind": kind,
                "lastSeenAt": last_seen_at,
                "value": value,
                "verifiedBy": verified_by,
            }
        )

        return field_dict

    @classmethod
    def from_dict(cls, src_dict: Mapping[str, Any]) -> Self:
        d = dict(src_dict)
        kind = IdentityKind(d.pop("kind"))

        def _parse_last_seen_at(data: object) -> datetime.datetime | None:
            if data is None:
                return data
            try:
                if not isinstance(data, str):
                    raise TypeError()
                last_seen_at_type_0 = datetime.datetime.fromisoformat(data)

                return last_seen_at_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(datetime.datetime | None, data)

        last_seen_at = _parse_last_seen_at(d.pop("lastSeenAt"))

        value = d.pop("value")

        verified_by = VerifiedBy(d.pop("verifiedBy"))

        contact_identity = cls(
            kind=kind,
            last_seen_at=last_seen_at,
            value=value,
            verified_by=verified_by,
        )

        contact_identity.additional_properties = d
        return contact_identity

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
