from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, Self, TypeVar, cast

from attrs import define as _attrs_define
from attrs import field as _attrs_field

if TYPE_CHECKING:
    from ..models.company_hours import CompanyHours
    from ..models.company_settings_texts import CompanySettingsTexts
    from ..models.queue_notice import QueueNotice
    from ..models.retention_days import RetentionDays


T = TypeVar("T", bound="CompanySettings")


@_attrs_define
class CompanySettings:
    """Every setting with what applies, the defaults included.

    Attributes:
        affinity_minutes (int):  Default: 10.
        agent_prefix_enabled (bool): `*Name - Department*: ` before an agent's text. Default: True.
        assigned_message_enabled (bool):  Default: True.
        auto_assign_enabled (bool): Off: everything queues. Default: True.
        bot_message_ttl_minutes (int): An unsent bot text expires. Default: 15.
        business_hours (CompanyHours): The company's hours; a department may have its own [`Schedule`].
        closing_message_enabled (bool):  Default: True.
        company_name (str):
        courtesy_minutes (int): A "thank you" this soon after the end opens nothing; 0 = off. Default: 10.
        default_max_conversations (int): Capacity of users without their own; 0 = unlimited. Default: 10.
        greeting_message (None | str): Null = the text `greeting`.
        locale (str): `pt-BR` or `en`: the language of the bot's own words.
        max_invalid_choices (int): Then the root department. Default: 3.
        menu_timeout_minutes (int): 0 = never; then the root department. Default: 15.
        phone_reply_pause_minutes (int): How long the bot keeps silent after a phone reply. Default: 120.
        queue_notice (QueueNotice): Sent once per episode to a customer who waits.
        retention_days (RetentionDays): 0 = keep.
        skip_menu_when_single_department (bool):  Default: True.
        suggestion_enabled (bool):  Default: True.
        suggestion_max_age_days (int): 0 = no limit. Default: 0.
        texts (CompanySettingsTexts): Overrides by text key (SPEC 5.6).
        timezone (str): An IANA name.
        transfer_message_enabled (bool):  Default: True.
    """

    business_hours: CompanyHours
    company_name: str
    greeting_message: None | str
    locale: str
    queue_notice: QueueNotice
    retention_days: RetentionDays
    texts: CompanySettingsTexts
    timezone: str
    affinity_minutes: int = 10
    agent_prefix_enabled: bool = True
    assigned_message_enabled: bool = True
    auto_assign_enabled: bool = True
    bot_message_ttl_minutes: int = 15
    closing_message_enabled: bool = True
    courtesy_minutes: int = 10
    default_max_conversations: int = 10
    max_invalid_choices: int = 3
    menu_timeout_minutes: int = 15
    phone_reply_pause_minutes: int = 120
    skip_menu_when_single_department: bool = True
    suggestion_enabled: bool = True
    suggestion_max_age_days: int = 0
    transfer_message_enabled: bool = True
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        affinity_minutes = self.affinity_minutes

        agent_prefix_enabled = self.agent_prefix_enabled

        assigned_message_enabled = self.assigned_message_enabled

        auto_assign_enabled = self.auto_assign_enabled

        bot_message_ttl_minutes = self.bot_message_ttl_minutes

        business_hours = self.business_hours.to_dict()

        closing_message_enabled = self.closing_message_enabled

        company_name = self.company_name

        courtesy_minutes = self.courtesy_minutes

        default_max_conversations = self.default_max_conversations

        greeting_message: None | str
        greeting_message = self.greeting_message

        locale = self.locale

        max_invalid_choices = self.max_invalid_choices

        menu_timeout_minutes = self.menu_timeout_minutes

        phone_reply_pause_minutes = self.phone_reply_pause_minutes

        queue_notice = self.queue_notice.to_dict()

        retention_days = self.retention_days.to_dict()

        skip_menu_when_single_department = self.skip_menu_when_single_department

        suggestion_enabled = self.suggestion_enabled

        suggestion_max_age_days = self.suggestion_max_age_days

        texts = self.texts.to_dict()

        timezone = self.timezone

        transfer_message_enabled = self.transfer_message_enabled

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update(
            {
                "affinityMinutes": affinity_minutes,
                "agentPrefixEnabled": agent_prefix_enabled,
                "assignedMessageEnabled": assigned_message_enabled,
                "autoAssignEnabled": auto_assign_enabled,
                "botMessageTtlMinutes": bot_message_ttl_minutes,
                "businessHours": business_hours,
                "closingMessageEnabled": closing_message_enabled,
                "companyName": company_name,
                "courtesyMinutes": courtesy_minutes,
                "defaultMaxConversations": default_max_conversations,
                "greetingMessage": greeting_message,
                "locale": locale,
                "maxInvalidChoices": max_invalid_choices,
                "menuTimeoutMinutes": menu_timeout_minutes,
                "phoneReplyPauseMinutes": phone_reply_pause_minutes,
                "queueNotice": queue_notice,
                "retentionDays": retention_days,
                "skipMenuWhenSingleDepartment": skip_menu_when_single_department,
                "suggestionEnabled": suggestion_enabled,
                "suggestionMaxAgeDays": suggestion_max_age_days,
                "texts": texts,
                "timezone": timezone,
                "transferMessageEnabled": transfer_message_enabled,
            }
        )

        return field_dict

    @classmethod
    def from_dict(cls, src_dict: Mapping[str, Any]) -> Self:
        from ..models.company_hours import CompanyHours
        from ..models.company_settings_texts import CompanySettingsTexts
        from ..models.queue_notice import QueueNotice
        from ..models.retention_days import RetentionDays

        d = dict(src_dict)
        affinity_minutes = d.pop("affinityMinutes")

        agent_prefix_enabled = d.pop("agentPrefixEnabled")

        assigned_message_enabled = d.pop("assignedMessageEnabled")

        auto_assign_enabled = d.pop("autoAssignEnabled")

        bot_message_ttl_minutes = d.pop("botMessageTtlMinutes")

        business_hours = CompanyHours.from_dict(d.pop("businessHours"))

        closing_message_enabled = d.pop("closingMessageEnabled")

        company_name = d.pop("companyName")

        courtesy_minutes = d.pop("courtesyMinutes")

        default_max_conversations = d.pop("defaultMaxConversations")

        def _parse_greeting_message(data: object) -> None | str:
            if data is None:
                return data
            return cast(None | str, data)

        greeting_message = _parse_greeting_message(d.pop("greetingMessage"))

        locale = d.pop("locale")

        max_invalid_choices = d.pop("maxInvalidChoices")

        menu_timeout_minutes = d.pop("menuTimeoutMinutes")

        phone_reply_pause_minutes = d.pop("phoneReplyPauseMinutes")

        queue_notice = QueueNotice.from_dict(d.pop("queueNotice"))

        retention_days = RetentionDays.from_dict(d.pop("retentionDays"))

        skip_menu_when_single_department = d.pop("skipMenuWhenSingleDepartment")

        suggestion_enabled = d.pop("suggestionEnabled")

        suggestion_max_age_days = d.pop("suggestionMaxAgeDays")

        texts = CompanySettingsTexts.from_dict(d.pop("texts"))

        timezone = d.pop("timezone")

        transfer_message_enabled = d.pop("transferMessageEnabled")

        company_settings = cls(
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

        company_settings.additional_properties = d
        return company_settings

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
