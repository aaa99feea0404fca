from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, Self, TypeVar

from attrs import define as _attrs_define
from attrs import field as _attrs_field

if TYPE_CHECKING:
    from ..models.interval import Interval


T = TypeVar("T", bound="Weekly")


@_attrs_define
class Weekly:
    """
    Attributes:
        fri (list[Interval]):
        mon (list[Interval]):
        sat (list[Interval]):
        sun (list[Interval]):
        thu (list[Interval]):
        tue (list[Interval]):
        wed (list[Interval]):
    """

    fri: list[Interval]
    mon: list[Interval]
    sat: list[Interval]
    sun: list[Interval]
    thu: list[Interval]
    tue: list[Interval]
    wed: list[Interval]
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        fri = []
        for fri_item_data in self.fri:
            fri_item = fri_item_data.to_dict()
            fri.append(fri_item)

        mon = []
        for mon_item_data in self.mon:
            mon_item = mon_item_data.to_dict()
            mon.append(mon_item)

        sat = []
        for sat_item_data in self.sat:
            sat_item = sat_item_data.to_dict()
            sat.append(sat_item)

        sun = []
        for sun_item_data in self.sun:
            sun_item = sun_item_data.to_dict()
            sun.append(sun_item)

        thu = []
        for thu_item_data in self.thu:
            thu_item = thu_item_data.to_dict()
            thu.append(thu_item)

        tue = []
        for tue_item_data in self.tue:
            tue_item = tue_item_data.to_dict()
            tue.append(tue_item)

        wed = []
        for wed_item_data in self.wed:
            wed_item = wed_item_data.to_dict()
            wed.append(wed_item)

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update(
            {
                "fri": fri,
                "mon": mon,
                "sat": sat,
                "sun": sun,
                "thu": thu,
                "tue": tue,
                "wed": wed,
            }
        )

        return field_dict

    @classmethod
    def from_dict(cls, src_dict: Mapping[str, Any]) -> Self:
        from ..models.interval import Interval

        d = dict(src_dict)
        fri = []
        _fri = d.pop("fri")
        for fri_item_data in _fri:
            fri_item = Interval.from_dict(fri_item_data)

            fri.append(fri_item)

        mon = []
        _mon = d.pop("mon")
        for mon_item_data in _mon:
            mon_item = Interval.from_dict(mon_item_data)

            mon.append(mon_item)

        sat = []
        _sat = d.pop("sat")
        for sat_item_data in _sat:
            sat_item = Interval.from_dict(sat_item_data)

            sat.append(sat_item)

        sun = []
        _sun = d.pop("sun")
        for sun_item_data in _sun:
            sun_item = Interval.from_dict(sun_item_data)

            sun.append(sun_item)

        thu = []
        _thu = d.pop("thu")
        for thu_item_data in _thu:
            thu_item = Interval.from_dict(thu_item_data)

            thu.append(thu_item)

        tue = []
        _tue = d.pop("tue")
        for tue_item_data in _tue:
            tue_item = Interval.from_dict(tue_item_data)

            tue.append(tue_item)

        wed = []
        _wed = d.pop("wed")
        for wed_item_data in _wed:
            wed_item = Interval.from_dict(wed_item_data)

            wed.append(wed_item)

        weekly = cls(
            fri=fri,
            mon=mon,
            sat=sat,
            sun=sun,
            thu=thu,
            tue=tue,
            wed=wed,
        )

        weekly.additional_properties = d
        return weekly

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
