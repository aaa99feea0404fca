from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, Self, TypeVar, cast

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..types import UNSET, Unset

if TYPE_CHECKING:
    from ..models.company_hours_input import CompanyHoursInput
    from ..models.queue_notice_input import QueueNoticeInput
    from ..models.retention_days_input import RetentionDaysInput
    from ..models.settings_patch_texts import SettingsPatchTexts


T = TypeVar("T", bound="SettingsPatch")


@_attrs_define
class SettingsPatch:
    """The shape of a patch, for the document.

    Attributes:
        affinity_minutes (int | Unset):  Default: 10.
        agent_prefix_enabled (bool | Unset): `*Name - Department*: ` before an agent's text. Default: True.
        assigned_message_enabled (bool | Unset):  Default: True.
        auto_assign_enabled (bool | Unset): Off: everything queues. Default: True.
        bot_message_ttl_minutes (int | Unset): An unsent bot text expires. Default: 15.
        business_hours (CompanyHoursInput | Unset): The company's hours; a department may have its own [`Schedule`].
        closing_message_enabled (bool | Unset):  Default: True.
        company_name (None | str | Unset):
        courtesy_minutes (int | Unset): A "thank you" this soon after the end opens nothing; 0 = off. Default: 10.
        default_max_conversations (int | Unset): Capacity of users without their own; 0 = unlimited. Default: 10.
        greeting_message (None | str | Unset):
        locale (None | str | Unset):
        max_invalid_choices (int | Unset): Then the root department. Default: 3.
        menu_timeout_minutes (int | Unset): 0 = never; then the root department. Default: 15.
        phone_reply_pause_minutes (int | Unset): How long the bot keeps silent after a phone reply. Default: 120.
        queue_notice (QueueNoticeInput | Unset): Sent once per episode to a customer who waits.
        retention_days (RetentionDaysInput | Unset): 0 = keep.
        skip_menu_when_single_department (bool | Unset):  Default: True.
        suggestion_enabled (bool | Unset):  Default: True.
        suggestion_max_age_days (int | Unset): 0 = no limit. Default: 0.
        texts (SettingsPatchTexts | Unset): Overrides by text key (SPEC 5.6).
        timezone (None | str | Unset):
        transfer_message_enabled (bool | Unset):  Default: True.
    """

    affinity_minutes: int | Unset = 10
    agent_prefix_enabled: bool | Unset = True
    assigned_message_enabled: bool | Unset = True
    auto_assign_enabled: bool | Unset = True
    bot_message_ttl_minutes: int | Unset = 15
    business_hours: CompanyHoursInput | Unset = UNSET
    closing_message_enabled: bool | Unset = True
    company_name: None | str | Unset = UNSET
    courtesy_minutes: int | Unset = 10
    default_max_conversations: int | Unset = 10
    greeting_message: None | str | Unset = UNSET
    locale: None | str | Unset = UNSET
    max_invalid_choices: int | Unset = 3
    menu_timeout_minutes: int | Unset = 15
    phone_reply_pause_minutes: int | Unset = 120
    queue_notice: QueueNoticeInput | Unset = UNSET
    retention_days: RetentionDaysInput | Unset = UNSET
    skip_menu_when_single_department: bool | Unset = True
    suggestion_enabled: bool | Unset = True
    suggestion_max_age_days: int | Unset = 0
    texts: SettingsPatchTexts | Unset = UNSET
    timezone: None | str | Unset = UNSET
    transfer_message_enabled: bool | Unset = True
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        affinity_minutes = self.affinity_minutes

        agent_prefix_enabled = self.agent_prefix_enabled

        assigned_message_enabled = self.assigned_message_enabled

        auto_assign_enabled = self.auto_assign_enabled

        bot_message_ttl_minutes = self.bot_message_ttl_minutes

        business_hours: dict[str, Any] | Unset = UNSET
        if not isinstance(self.business_hours, Unset):
            business_hours = self.business_hours.to_dict()

        closing_message_enabled = self.closing_message_enabled

        company_name: None | str | Unset
        if isinstance(self.company_name, Unset):
            company_name = UNSET
        else:
            company_name = self.company_name

        courtesy_minutes = self.courtesy_minutes

        default_max_conversations = self.default_max_conversations

        greeting_message: None | str | Unset
        if isinstance(self.greeting_message, Unset):
            greeting_message = UNSET
        else:
            greeting_message = self.greeting_message

        locale: None | str | Unset
        if isinstance(self.locale, Unset):
            locale = UNSET
        else:
            locale = self.locale

        max_invalid_choices = self.max_invalid_choices

        menu_timeout_minutes = self.menu_timeout_minutes

        phone_reply_pause_minutes = self.phone_reply_pause_minutes

        queue_notice: dict[str, Any] | Unset = UNSET
        if not isinstance(self.queue_notice, Unset):
            queue_notice = self.queue_notice.to_dict()

        retention_days: dict[str, Any] | Unset = UNSET
        if not isinstance(self.retention_days, Unset):
            retention_days = self.retention_days.to_dict()

        skip_menu_when_single_department = self.skip_menu_when_single_department

        suggestion_enabled = self.suggestion_enabled

        suggestion_max_age_days = self.suggestion_max_age_days

        texts: dict[str, Any] | Unset = UNSET
        if not isinstance(self.texts, Unset):
            texts = self.texts.to_dict()

        timezone: None | str | Unset
        if isinstance(self.timezone, Unset):
            timezone = UNSET
        else:
            timezone = self.timezone

        transfer_message_enabled = self.transfer_message_enabled

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update({})
        if affinity_minutes is not UNSET:
            field_dict["affinityMinutes"] = affinity_minutes
        if agent_prefix_enabled is not UNSET:
            field_dict["agentPrefixEnabled"] = agent_prefix_enabled
        if assigned_message_enabled is not UNSET:
            field_dict["assignedMessageEnabled"] = assigned_message_enabled
        if auto_assign_enabled is not UNSET:
            field_dict["autoAssignEnabled"] = auto_assign_enabled
        if bot_message_ttl_minutes is not UNSET:
            field_dict["botMessageTtlMinutes"] = bot_message_ttl_minutes
        if business_hours is not UNSET:
            field_dict["businessHours"] = business_hours
        if closing_message_enabled is not UNSET:
            field_dict["closingMessageEnabled"] = closing_message_enabled
        if company_name is not UNSET:
            field_dict["companyName"] = company_name
        if courtesy_minutes is not UNSET:
            field_dict["courtesyMinutes"] = courtesy_minutes
        if default_max_conversations is not UNSET:
            field_dict["defaultMaxConversations"] = default_max_conversations
        if greeting_message is not UNSET:
            field_dict["greetingMessage"] = greeting_message
        if locale is not UNSET:
            field_dict["locale"] = locale
        if max_invalid_choices is not UNSET:
            field_dict["maxInvalidChoices"] = max_invalid_choices
        if menu_timeout_minutes is not UNSET:
            field_dict["menuTimeoutMinutes"] = menu_timeout_minutes
        if phone_reply_pause_minutes is not UNSET:
            field_dict["phoneReplyPauseMinutes"] = phone_reply_pause_minutes
        if queue_notice is not UNSET:
            field_dict["queueNotice"] = queue_notice
        if retention_days is not UNSET:
            field_dict["retentionDays"] = retention_days
        if skip_menu_when_single_department is not UNSET:
            field_dict["skipMenuWhenSingleDepartment"] = (
                skip_menu_when_single_department
            )
        if suggestion_enabled is not UNSET:
            field_dict["suggestionEnabled"] = suggestion_enabled
        if suggestion_max_age_days is not UNSET:
            field_dict["suggestionMaxAgeDays"] = suggestion_max_age_days
        if texts is not UNSET:
            field_dict["texts"] = texts
        if timezone is not UNSET:
            field_dict["timezone"] = timezone
        if transfer_message_enabled is not UNSET:
            field_dict["transferMessageEnabled"] = transfer_message_enabled

        return field_dict

    @classmethod
    def from_dict(cls, src_dict: Mapping[str, Any]) -> Self:
        from ..models.company_hours_input import CompanyHoursInput
        from ..models.queue_notice_input import QueueNoticeInput
        from ..models.retention_days_input import RetentionDaysInput
        from ..models.settings_patch_texts import SettingsPatchTexts

        d = dict(src_dict)
        affinity_minutes = d.pop("affinityMinutes", UNSET)

        agent_prefix_enabled = d.pop("agentPrefixEnabled", UNSET)

        assigned_message_enabled = d.pop("assignedMessageEnabled", UNSET)

        auto_assign_enabled = d.pop("autoAssignEnabled", UNSET)

        bot_message_ttl_minutes = d.pop("botMessageTtlMinutes", UNSET)

        _business_hours = d.pop("businessHours", UNSET)
        business_hours: CompanyHoursInput | Unset
        if isinstance(_business_hours, Unset):
            business_hours = UNSET
        else:
            business_hours = CompanyHoursInput.from_dict(_business_hours)

        closing_message_enabled = d.pop("closingMessageEnabled", UNSET)

        def _parse_company_name(data: object) -> None | str | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(None | str | Unset, data)

        company_name = _parse_company_name(d.pop("companyName", UNSET))

        courtesy_minutes = d.pop("courtesyMinutes", UNSET)

        default_max_conversations = d.pop("defaultMaxConversations", UNSET)

        def _parse_greeting_message(data: object) -> None | str | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(None | str | Unset, data)

        greeting_message = _parse_greeting_message(d.pop("greetingMessage", UNSET))

        def _parse_locale(data: object) -> None | str | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(None | str | Unset, data)

        locale = _parse_locale(d.pop("locale", UNSET))

        max_invalid_choices = d.pop("maxInvalidChoices", UNSET)

        menu_timeout_minutes = d.pop("menuTimeoutMinutes", UNSET)

        phone_reply_pause_minutes = d.pop("phoneReplyPauseMinutes", UNSET)

        _queue_notice = d.pop("queueNotice", UNSET)
        queue_notice: QueueNoticeInput | Unset
        if isinstance(_queue_notice, Unset):
            queue_notice = UNSET
        else:
            queue_notice = QueueNoticeInput.from_dict(_queue_notice)

        _retention_days = d.pop("retentionDays", UNSET)
        retention_days: RetentionDaysInput | Unset
        if isinstance(_retention_days, Unset):
            retention_days = UNSET
        else:
            retention_days = RetentionDaysInput.from_dict(_retention_days)

        skip_menu_when_single_department = d.pop("skipMenuWhenSingleDepartment", UNSET)

        suggestion_enabled = d.pop("suggestionEnabled", UNSET)

        suggestion_max_age_days = d.pop("suggestionMaxAgeDays", UNSET)

        _texts = d.pop("texts", UNSET)
        texts: SettingsPatchTexts | Unset
        if isinstance(_texts, Unset):
            texts = UNSET
        else:
            texts = SettingsPatchTexts.from_dict(_texts)

        def _parse_timezone(data: object) -> None | str | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(None | str | Unset, data)

        timezone = _parse_timezone(d.pop("timezone", UNSET))

        transfer_message_enabled = d.pop("transferMessageEnabled", UNSET)

        settings_patch = cls(
            affinity_minutes=affinity_minutes,
            agent_prefix_enabled=agent_prefix_enabled,
            assigned_message_enabled=assigned_message_enabled,
            auto_assign_enabled=auto_assign_enabled,
            bot_message_ttl_minutes=bot_message_ttl_minutes,
            business_hours=business_hours,
            closing_message_enabled=closing_message_enabled,
            company_name=company_name,
            courtesy_minutes=courtesy_minutes,
            default_max_conversations=default_max_conversations,
            greeting_message=greeting_message,
            locale=locale,
            max_invalid_choices=max_invalid_choices,
            menu_timeout_minutes=menu_timeout_minutes,
            phone_reply_pause_minutes=phone_reply_pause_minutes,
            queue_notice=queue_notice,
            retention_days=retention_days,
            skip_menu_when_single_department=skip_menu_when_single_department,
            suggestion_enabled=suggestion_enabled,
            suggestion_max_age_days=suggestion_max_age_days,
            texts=texts,
            timezone=timezone,
            transfer_message_enabled=transfer_message_enabled,
        )

        settings_patch.additional_properties = d
        return settings_patch

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
