"""Contains all the data models used in inputs/outputs"""

from .active_conversation import ActiveConversation
from .agent_metrics import AgentMetrics
from .agent_ref import AgentRef
from .alive import Alive
from .api_key import ApiKey
from .assign_conversation_input import AssignConversationInput
from .assigned_by import AssignedBy
from .audit_item import AuditItem
from .audit_item_page import AuditItemPage
from .auto_reply import AutoReply
from .auto_reply_input import AutoReplyInput
from .backlog import Backlog
from .bar import Bar
from .batch import Batch
from .batch_input import BatchInput
from .board import Board
from .board_agent import BoardAgent
from .board_department import BoardDepartment
from .board_timeout import BoardTimeout
from .bootstrap import Bootstrap
from .bot_text import BotText
from .bulk_action import BulkAction
from .bulk_answer import BulkAnswer
from .bulk_result import BulkResult
from .bulk_wish import BulkWish
from .change_bot import ChangeBot
from .change_customer_name import ChangeCustomerName
from .change_status import ChangeStatus
from .channel import Channel
from .channel_change import ChannelChange
from .channel_choice import ChannelChoice
from .channel_credentials_input import ChannelCredentialsInput
from .channel_figures import ChannelFigures
from .channel_session import ChannelSession
from .channel_settings import ChannelSettings
from .channel_settings_input import ChannelSettingsInput
from .channel_status import ChannelStatus
from .channel_with_secret import ChannelWithSecret
from .code import Code
from .coded import Coded
from .coded_input import CodedInput
from .company_hours import CompanyHours
from .company_hours_input import CompanyHoursInput
from .company_ref import CompanyRef
from .company_settings import CompanySettings
from .company_settings_texts import CompanySettingsTexts
from .contact import Contact
from .contact_change import ContactChange
from .contact_change_attributes_type_0 import ContactChangeAttributesType0
from .contact_identity import ContactIdentity
from .contact_page import ContactPage
from .conversation import Conversation
from .conversation_channel import ConversationChannel
from .conversation_contact import ConversationContact
from .conversation_counts import ConversationCounts
from .conversation_detail import ConversationDetail
from .conversation_figures import ConversationFigures
from .conversation_page import ConversationPage
from .conversation_tags import ConversationTags
from .dashboard import Dashboard
from .dead_job_item import DeadJobItem
from .dead_job_item_page import DeadJobItemPage
from .decision import Decision
from .decision_outcome import DecisionOutcome
from .decision_page import DecisionPage
from .delivery_state import DeliveryState
from .department import Department
from .department_change import DepartmentChange
from .department_counts import DepartmentCounts
from .department_figures import DepartmentFigures
from .department_order import DepartmentOrder
from .department_ref import DepartmentRef
from .direction import Direction
from .duplicate_webhook import DuplicateWebhook
from .duplicate_webhook_input import DuplicateWebhookInput
from .end_reason import EndReason
from .endpoint_change import EndpointChange
from .endpoint_status import EndpointStatus
from .erased_table import ErasedTable
from .erasure_receipt import ErasureReceipt
from .event_log import EventLog
from .field_error import FieldError
from .flow_state import FlowState
from .forgery import Forgery
from .forgot_password import ForgotPassword
from .forgotten import Forgotten
from .found_in import FoundIn
from .found_message import FoundMessage
from .hang import Hang
from .hang_input import HangInput
from .health import Health
from .holiday import Holiday
from .holiday_input import HolidayInput
from .identity_kind import IdentityKind
from .inbox_item import InboxItem
from .inbox_item_page import InboxItemPage
from .inbox_kind import InboxKind
from .inbox_state import InboxState
from .interval import Interval
from .jobs_summary import JobsSummary
from .judged import Judged
from .key_scope import KeyScope
from .lanes_summary import LanesSummary
from .lid_sender import LidSender
from .lid_sender_input import LidSenderInput
from .log_entry import LogEntry
from .login import Login
from .logout_input import LogoutInput
from .made_company import MadeCompany
from .made_key import MadeKey
from .make_company import MakeCompany
from .me import Me
from .media import Media
from .media_expires import MediaExpires
from .media_expires_input import MediaExpiresInput
from .media_link import MediaLink
from .media_state import MediaState
from .memberships import Memberships
from .merge_wish import MergeWish
from .message import Message
from .message_error import MessageError
from .message_figures import MessageFigures
from .message_page import MessagePage
from .message_status import MessageStatus
from .message_type import MessageType
from .meta_webhook import MetaWebhook
from .named_company import NamedCompany
from .new_channel import NewChannel
from .new_contact import NewContact
from .new_contact_attributes import NewContactAttributes
from .new_conversation import NewConversation
from .new_department import NewDepartment
from .new_endpoint import NewEndpoint
from .new_key import NewKey
from .new_password import NewPassword
from .new_quick_reply import NewQuickReply
from .new_reaction import NewReaction
from .new_tag import NewTag
from .new_user import NewUser
from .note import Note
from .note_page import NotePage
from .note_text import NoteText
from .online_status import OnlineStatus
from .origin import Origin
from .out_of_hours_mode import OutOfHoursMode
from .outbox_summary import OutboxSummary
from .overall import Overall
from .own_change import OwnChange
from .own_user import OwnUser
from .password_reset import PasswordReset
from .password_reset_page import PasswordResetPage
from .pending import Pending
from .presence_change import PresenceChange
from .preview import Preview
from .preview_texts import PreviewTexts
from .preview_wish import PreviewWish
from .preview_wish_texts import PreviewWishTexts
from .problem import Problem
from .provider_kind import ProviderKind
from .qr_format import QrFormat
from .queue_depth import QueueDepth
from .queue_figures import QueueFigures
from .queue_notice import QueueNotice
from .queue_notice_input import QueueNoticeInput
from .queue_reason import QueueReason
from .quick_reply import QuickReply
from .quick_reply_change import QuickReplyChange
from .quick_reply_scope import QuickReplyScope
from .reaction import Reaction
from .readiness import Readiness
from .register import Register
from .registered import Registered
from .render_wish import RenderWish
from .rendered import Rendered
from .reorder import Reorder
from .reorder_input import ReorderInput
from .reply_to import ReplyTo
from .reset_status import ResetStatus
from .resolve_conversation_input import ResolveConversationInput
from .retention_days import RetentionDays
from .retention_days_input import RetentionDaysInput
from .role import Role
from .route_preview import RoutePreview
from .sandbox_author import SandboxAuthor
from .sandbox_card import SandboxCard
from .sandbox_deliveries import SandboxDeliveries
from .sandbox_delivery_view import SandboxDeliveryView
from .sandbox_edit_call_body import SandboxEditCallBody
from .sandbox_faults import SandboxFaults
from .sandbox_faults_body import SandboxFaultsBody
from .sandbox_inbound_answer import SandboxInboundAnswer
from .sandbox_inbound_call_body import SandboxInboundCallBody
from .sandbox_location import SandboxLocation
from .sandbox_location_input import SandboxLocationInput
from .sandbox_media import SandboxMedia
from .sandbox_message_id import SandboxMessageId
from .sandbox_outbox_entry import SandboxOutboxEntry
from .sandbox_phone_message import SandboxPhoneMessage
from .sandbox_phone_reply_call_body import SandboxPhoneReplyCallBody
from .sandbox_phones import SandboxPhones
from .sandbox_raw_answer import SandboxRawAnswer
from .sandbox_raw_call_body import SandboxRawCallBody
from .sandbox_raw_signature_type_0 import SandboxRawSignatureType0
from .sandbox_raw_signature_type_1 import SandboxRawSignatureType1
from .sandbox_raw_signature_type_2 import SandboxRawSignatureType2
from .sandbox_reaction_call_body import SandboxReactionCallBody
from .sandbox_revoke_call_body import SandboxRevokeCallBody
from .sandbox_session_call_body import SandboxSessionCallBody
from .sandbox_session_view import SandboxSessionView
from .sandbox_signs import SandboxSigns
from .sandbox_signs_reactions import SandboxSignsReactions
from .sandbox_signs_typing import SandboxSignsTyping
from .sandbox_status import SandboxStatus
from .sandbox_status_call_body import SandboxStatusCallBody
from .sandbox_type import SandboxType
from .sandbox_webhook import SandboxWebhook
from .schedule import Schedule
from .schedule_input import ScheduleInput
from .send_media_body import SendMediaBody
from .send_message import SendMessage
from .send_phase import SendPhase
from .send_template import SendTemplate
from .sender import Sender
from .server_fault import ServerFault
from .server_fault_input import ServerFaultInput
from .service import Service
from .services import Services
from .session_action import SessionAction
from .session_bounce import SessionBounce
from .session_bounce_input import SessionBounceInput
from .settings_patch import SettingsPatch
from .settings_patch_texts import SettingsPatchTexts
from .signed_in import SignedIn
from .spread import Spread
from .started_by import StartedBy
from .status import Status
from .sync_report import SyncReport
from .sync_wish import SyncWish
from .tag_change import TagChange
from .tag_ref import TagRef
from .template import Template
from .template_choice_input import TemplateChoiceInput
from .template_parameters_input import TemplateParametersInput
from .theme import Theme
from .timeline_item import TimelineItem
from .timeline_item_page import TimelineItemPage
from .timeline_kind import TimelineKind
from .timeout_kind import TimeoutKind
from .transfer_conversation import TransferConversation
from .user import User
from .user_change import UserChange
from .user_locale import UserLocale
from .user_preferences import UserPreferences
from .verdict import Verdict
from .verified_by import VerifiedBy
from .waha_webhook import WahaWebhook
from .waiting import Waiting
from .webhook_delivery import WebhookDelivery
from .webhook_delivery_page import WebhookDeliveryPage
from .webhook_endpoint import WebhookEndpoint
from .webhook_endpoint_with_secret import WebhookEndpointWithSecret
from .webhook_replay import WebhookReplay
from .webhook_test import WebhookTest
from .weekly import Weekly
from .weekly_input import WeeklyInput
from .when import When
from .wrong_signature import WrongSignature
from .wrong_signature_input import WrongSignatureInput

__all__ = (
    "ActiveConversation",
    "AgentMetrics",
    "AgentRef",
    "Alive",
    "ApiKey",
    "AssignConversationInput",
    "AssignedBy",
    "AuditItem",
    "AuditItemPage",
    "AutoReply",
    "AutoReplyInput",
    "Backlog",
    "Bar",
    "Batch",
    "BatchInput",
    "Board",
    "BoardAgent",
    "BoardDepartment",
    "BoardTimeout",
    "Bootstrap",
    "BotText",
    "BulkAction",
    "BulkAnswer",
    "BulkResult",
    "BulkWish",
    "ChangeBot",
    "ChangeCustomerName",
    "ChangeStatus",
    "Channel",
    "ChannelChange",
    "ChannelChoice",
    "ChannelCredentialsInput",
    "ChannelFigures",
    "ChannelSession",
    "ChannelSettings",
    "ChannelSettingsInput",
    "ChannelStatus",
    "ChannelWithSecret",
    "Code",
    "Coded",
    "CodedInput",
    "CompanyHours",
    "CompanyHoursInput",
    "CompanyRef",
    "CompanySettings",
    "CompanySettingsTexts",
    "Contact",
    "ContactChange",
    "ContactChangeAttributesType0",
    "ContactIdentity",
    "ContactPage",
    "Conversation",
    "ConversationChannel",
    "ConversationContact",
    "ConversationCounts",
    "ConversationDetail",
    "ConversationFigures",
    "ConversationPage",
    "ConversationTags",
    "Dashboard",
    "DeadJobItem",
    "DeadJobItemPage",
    "Decision",
    "DecisionOutcome",
    "DecisionPage",
    "DeliveryState",
    "Department",
    "DepartmentChange",
    "DepartmentCounts",
    "DepartmentFigures",
    "DepartmentOrder",
    "DepartmentRef",
    "Direction",
    "DuplicateWebhook",
    "DuplicateWebhookInput",
    "EndReason",
    "EndpointChange",
    "EndpointStatus",
    "ErasedTable",
    "ErasureReceipt",
    "EventLog",
    "FieldError",
    "FlowState",
    "Forgery",
    "ForgotPassword",
    "Forgotten",
    "FoundIn",
    "FoundMessage",
    "Hang",
    "HangInput",
    "Health",
    "Holiday",
    "HolidayInput",
    "IdentityKind",
    "InboxItem",
    "InboxItemPage",
    "InboxKind",
    "InboxState",
    "Interval",
    "JobsSummary",
    "Judged",
    "KeyScope",
    "LanesSummary",
    "LidSender",
    "LidSenderInput",
    "LogEntry",
    "Login",
    "LogoutInput",
    "MadeCompany",
    "MadeKey",
    "MakeCompany",
    "Me",
    "Media",
    "MediaExpires",
    "MediaExpiresInput",
    "MediaLink",
    "MediaState",
    "Memberships",
    "MergeWish",
    "Message",
    "MessageError",
    "MessageFigures",
    "MessagePage",
    "MessageStatus",
    "MessageType",
    "MetaWebhook",
    "NamedCompany",
    "NewChannel",
    "NewContact",
    "NewContactAttributes",
    "NewConversation",
    "NewDepartment",
    "NewEndpoint",
    "NewKey",
    "NewPassword",
    "NewQuickReply",
    "NewReaction",
    "NewTag",
    "NewUser",
    "Note",
    "NotePage",
    "NoteText",
    "OnlineStatus",
    "Origin",
    "OutOfHoursMode",
    "OutboxSummary",
    "Overall",
    "OwnChange",
    "OwnUser",
    "PasswordReset",
    "PasswordResetPage",
    "Pending",
    "PresenceChange",
    "Preview",
    "PreviewTexts",
    "PreviewWish",
    "PreviewWishTexts",
    "Problem",
    "ProviderKind",
    "QrFormat",
    "QueueDepth",
    "QueueFigures",
    "QueueNotice",
    "QueueNoticeInput",
    "QueueReason",
    "QuickReply",
    "QuickReplyChange",
    "QuickReplyScope",
    "Reaction",
    "Readiness",
    "Register",
    "Registered",
    "RenderWish",
    "Rendered",
    "Reorder",
    "ReorderInput",
    "ReplyTo",
    "ResetStatus",
    "ResolveConversationInput",
    "RetentionDays",
    "RetentionDaysInput",
    "Role",
    "RoutePreview",
    "SandboxAuthor",
    "SandboxCard",
    "SandboxDeliveries",
    "SandboxDeliveryView",
    "SandboxEditCallBody",
    "SandboxFaults",
    "SandboxFaultsBody",
    "SandboxInboundAnswer",
    "SandboxInboundCallBody",
    "SandboxLocation",
    "SandboxLocationInput",
    "SandboxMedia",
    "SandboxMessageId",
    "SandboxOutboxEntry",
    "SandboxPhoneMessage",
    "SandboxPhoneReplyCallBody",
    "SandboxPhones",
    "SandboxRawAnswer",
    "SandboxRawCallBody",
    "SandboxRawSignatureType0",
    "SandboxRawSignatureType1",
    "SandboxRawSignatureType2",
    "SandboxReactionCallBody",
    "SandboxRevokeCallBody",
    "SandboxSessionCallBody",
    "SandboxSessionView",
    "SandboxSigns",
    "SandboxSignsReactions",
    "SandboxSignsTyping",
    "SandboxStatus",
    "SandboxStatusCallBody",
    "SandboxType",
    "SandboxWebhook",
    "Schedule",
    "ScheduleInput",
    "SendMediaBody",
    "SendMessage",
    "SendPhase",
    "SendTemplate",
    "Sender",
    "ServerFault",
    "ServerFaultInput",
    "Service",
    "Services",
    "SessionAction",
    "SessionBounce",
    "SessionBounceInput",
    "SettingsPatch",
    "SettingsPatchTexts",
    "SignedIn",
    "Spread",
    "StartedBy",
    "Status",
    "SyncReport",
    "SyncWish",
    "TagChange",
    "TagRef",
    "Template",
    "TemplateChoiceInput",
    "TemplateParametersInput",
    "Theme",
    "TimelineItem",
    "TimelineItemPage",
    "TimelineKind",
    "TimeoutKind",
    "TransferConversation",
    "User",
    "UserChange",
    "UserLocale",
    "UserPreferences",
    "Verdict",
    "VerifiedBy",
    "WahaWebhook",
    "Waiting",
    "WebhookDelivery",
    "WebhookDeliveryPage",
    "WebhookEndpoint",
    "WebhookEndpointWithSecret",
    "WebhookReplay",
    "WebhookTest",
    "Weekly",
    "WeeklyInput",
    "When",
    "WrongSignature",
    "WrongSignatureInput",
)
