from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, Self, TypeVar, cast

from attrs import define as _attrs_define
from attrs import field as _attrs_field

if TYPE_CHECKING:
    from ..models.auto_reply import AutoReply
    from ..models.batch import Batch
    from ..models.coded import Coded
    from ..models.duplicate_webhook import DuplicateWebhook
    from ..models.hang import Hang
    from ..models.lid_sender import LidSender
    from ..models.media_expires import MediaExpires
    from ..models.reorder import Reorder
    from ..models.server_fault import ServerFault
    from ..models.session_bounce import SessionBounce
    from ..models.when import When
    from ..models.wrong_signature import WrongSignature


T = TypeVar("T", bound="SandboxFaults")


@_attrs_define
class SandboxFaults:
    """All switches of one channel. An absent one is off.

    Attributes:
        accepted_then_failed (Coded | None):
        auto_read (bool): The customer reads at once. Default: False.
        auto_reply (AutoReply | None):
        auto_status (bool): Post sent and delivered after each accepted message. On by default. Default: True.
        batch (Batch | None):
        double_event (None | When): WAHA: `message` and `message.any` for each customer message.
        duplicate_webhook (DuplicateWebhook | None):
        lid_sender (LidSender | None):
        lose_webhook (None | When): A webhook is never posted.
        media_expires (MediaExpires | None):
        media_gone (None | When): A customer's file is not there any more. `match` reads its name.
        not_on_whatsapp (None | When): The number asked for is not on WhatsApp; `match` reads its digits.
        reorder (None | Reorder):
        seed (int): Makes the draws reproducible. Default: 0.
        send5xx (None | ServerFault):
        send_error (Coded | None):
        send_timeout_after_accept (Hang | None):
        send_timeout_before_accept (Hang | None):
        session_bounce (None | SessionBounce):
        status_before_response (None | When):
        wrong_signature (None | WrongSignature):
    """

    accepted_then_failed: Coded | None
    auto_reply: AutoReply | None
    batch: Batch | None
    double_event: None | When
    duplicate_webhook: DuplicateWebhook | None
    lid_sender: LidSender | None
    lose_webhook: None | When
    media_expires: MediaExpires | None
    media_gone: None | When
    not_on_whatsapp: None | When
    reorder: None | Reorder
    send5xx: None | ServerFault
    send_error: Coded | None
    send_timeout_after_accept: Hang | None
    send_timeout_before_accept: Hang | None
    session_bounce: None | SessionBounce
    status_before_response: None | When
    wrong_signature: None | WrongSignature
    auto_read: bool = False
    auto_status: bool = True
    seed: int = 0
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        from ..models.auto_reply import AutoReply
        from ..models.batch import Batch
        from ..models.coded import Coded
        from ..models.duplicate_webhook import DuplicateWebhook
        from ..models.hang import Hang
        from ..models.lid_sender import LidSender
        from ..models.media_expires import MediaExpires
        from ..models.reorder import Reorder
        from ..models.server_fault import ServerFault
        from ..models.session_bounce import SessionBounce
        from ..models.when import When
        from ..models.wrong_signature import WrongSignature

        accepted_then_failed: dict[str, Any] | None
        if isinstance(self.accepted_then_failed, Coded):
            accepted_then_failed = self.accepted_then_failed.to_dict()
        else:
            accepted_then_failed = self.accepted_then_failed

        auto_read = self.auto_read

        auto_reply: dict[str, Any] | None
        if isinstance(self.auto_reply, AutoReply):
            auto_reply = self.auto_reply.to_dict()
        else:
            auto_reply = self.auto_reply

        auto_status = self.auto_status

        batch: dict[str, Any] | None
        if isinstance(self.batch, Batch):
            batch = self.batch.to_dict()
        else:
            batch = self.batch

        double_event: dict[str, Any] | None
        if isinstance(self.double_event, When):
            double_event = self.double_event.to_dict()
        else:
            double_event = self.double_event

        duplicate_webhook: dict[str, Any] | None
        if isinstance(self.duplicate_webhook, DuplicateWebhook):
            duplicate_webhook = self.duplicate_webhook.to_dict()
        else:
            duplicate_webhook = self.duplicate_webhook

        lid_sender: dict[str, Any] | None
        if isinstance(self.lid_sender, LidSender):
            lid_sender = self.lid_sender.to_dict()
        else:
            lid_sender = self.lid_sender

        lose_webhook: dict[str, Any] | None
        if isinstance(self.lose_webhook, When):
            lose_webhook = self.lose_webhook.to_dict()
        else:
            lose_webhook = self.lose_webhook

        media_expires: dict[str, Any] | None
        if isinstance(self.media_expires, MediaExpires):
            media_expires = self.media_expires.to_dict()
        else:
            media_expires = self.media_expires

        media_gone: dict[str, Any] | None
        if isinstance(self.media_gone, When):
            media_gone = self.media_gone.to_dict()
        else:
            media_gone = self.media_gone

        not_on_whatsapp: dict[str, Any] | None
        if isinstance(self.not_on_whatsapp, When):
            not_on_whatsapp = self.not_on_whatsapp.to_dict()
        else:
            not_on_whatsapp = self.not_on_whatsapp

        reorder: dict[str, Any] | None
        if isinstance(self.reorder, Reorder):
            reorder = self.reorder.to_dict()
        else:
            reorder = self.reorder

        seed = self.seed

        send5xx: dict[str, Any] | None
        if isinstance(self.send5xx, ServerFault):
            send5xx = self.send5xx.to_dict()
        else:
            send5xx = self.send5xx

        send_error: dict[str, Any] | None
        if isinstance(self.send_error, Coded):
            send_error = self.send_error.to_dict()
        else:
            send_error = self.send_error

        send_timeout_after_accept: dict[str, Any] | None
        if isinstance(self.send_timeout_after_accept, Hang):
            send_timeout_after_accept = self.send_timeout_after_accept.to_dict()
        else:
            send_timeout_after_accept = self.send_timeout_after_accept

        send_timeout_before_accept: dict[str, Any] | None
        if isinstance(self.send_timeout_before_accept, Hang):
            send_timeout_before_accept = self.send_timeout_before_accept.to_dict()
        else:
            send_timeout_before_accept = self.send_timeout_before_accept

        session_bounce: dict[str, Any] | None
        if isinstance(self.session_bounce, SessionBounce):
            session_bounce = self.session_bounce.to_dict()
        else:
            session_bounce = self.session_bounce

        status_before_response: dict[str, Any] | None
        if isinstance(self.status_before_response, When):
            status_before_response = self.status_before_response.to_dict()
        else:
            status_before_response = self.status_before_response

        wrong_signature: dict[str, Any] | None
        if isinstance(self.wrong_signature, WrongSignature):
            wrong_signature = self.wrong_signature.to_dict()
        else:
            wrong_signature = self.wrong_signature

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update(
            {
                "acceptedThenFailed": accepted_then_failed,
                "autoRead": auto_read,
                "autoReply": auto_reply,
                "autoStatus": auto_status,
                "batch": batch,
                "doubleEvent": double_event,
                "duplicateWebhook": duplicate_webhook,
                "lidSender": lid_sender,
                "loseWebhook": lose_webhook,
                "mediaExpires": media_expires,
                "mediaGone": media_gone,
                "notOnWhatsapp": not_on_whatsapp,
                "reorder": reorder,
                "seed": seed,
                "send5xx": send5xx,
                "sendError": send_error,
                "sendTimeoutAfterAccept": send_timeout_after_accept,
                "sendTimeoutBeforeAccept": send_timeout_before_accept,
                "sessionBounce": session_bounce,
                "statusBeforeResponse": status_before_response,
                "wrongSignature": wrong_signature,
            }
        )

        return field_dict

    @classmethod
    def from_dict(cls, src_dict: Mapping[str, Any]) -> Self:
        from ..models.auto_reply import AutoReply
        from ..models.batch import Batch
        from ..models.coded import Coded
        from ..models.duplicate_webhook import DuplicateWebhook
        from ..models.hang import Hang
        from ..models.lid_sender import LidSender
        from ..models.media_expires import MediaExpires
        from ..models.reorder import Reorder
        from ..models.server_fault import ServerFault
        from ..models.session_bounce import SessionBounce
        from ..models.when import When
        from ..models.wrong_signature import WrongSignature

        d = dict(src_dict)

        def _parse_accepted_then_failed(data: object) -> Coded | None:
            if data is None:
                return data
            try:
                if not isinstance(data, dict):
                    raise TypeError()
                accepted_then_failed_type_0 = Coded.from_dict(data)

                return accepted_then_failed_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(Coded | None, data)

        accepted_then_failed = _parse_accepted_then_failed(d.pop("acceptedThenFailed"))

        auto_read = d.pop("autoRead")

        def _parse_auto_reply(data: object) -> AutoReply | None:
            if data is None:
                return data
            try:
                if not isinstance(data, dict):
                    raise TypeError()
                auto_reply_type_0 = AutoReply.from_dict(data)

                return auto_reply_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(AutoReply | None, data)

        auto_reply = _parse_auto_reply(d.pop("autoReply"))

        auto_status = d.pop("autoStatus")

        def _parse_batch(data: object) -> Batch | None:
            if data is None:
                return data
            try:
                if not isinstance(data, dict):
                    raise TypeError()
                batch_type_0 = Batch.from_dict(data)

                return batch_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(Batch | None, data)

        batch = _parse_batch(d.pop("batch"))

        def _parse_double_event(data: object) -> None | When:
            if data is None:
                return data
            try:
                if not isinstance(data, dict):
                    raise TypeError()
                double_event_type_0 = When.from_dict(data)

                return double_event_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(None | When, data)

        double_event = _parse_double_event(d.pop("doubleEvent"))

        def _parse_duplicate_webhook(data: object) -> DuplicateWebhook | None:
            if data is None:
                return data
            try:
                if not isinstance(data, dict):
                    raise TypeError()
                duplicate_webhook_type_0 = DuplicateWebhook.from_dict(data)

                return duplicate_webhook_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(DuplicateWebhook | None, data)

        duplicate_webhook = _parse_duplicate_webhook(d.pop("duplicateWebhook"))

        def _parse_lid_sender(data: object) -> LidSender | None:
            if data is None:
                return data
            try:
                if not isinstance(data, dict):
                    raise TypeError()
                lid_sender_type_0 = LidSender.from_dict(data)

                return lid_sender_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(LidSender | None, data)

        lid_sender = _parse_lid_sender(d.pop("lidSender"))

        def _parse_lose_webhook(data: object) -> None | When:
            if data is None:
                return data
            try:
                if not isinstance(data, dict):
                    raise TypeError()
                lose_webhook_type_0 = When.from_dict(data)

                return lose_webhook_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(None | When, data)

        lose_webhook = _parse_lose_webhook(d.pop("loseWebhook"))

        def _parse_media_expires(data: object) -> MediaExpires | None:
            if data is None:
                return data
            try:
                if not isinstance(data, dict):
                    raise TypeError()
                media_expires_type_0 = MediaExpires.from_dict(data)

                return media_expires_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(MediaExpires | None, data)

        media_expires = _parse_media_expires(d.pop("mediaExpires"))

        def _parse_media_gone(data: object) -> None | When:
            if data is None:
                return data
            try:
                if not isinstance(data, dict):
                    raise TypeError()
                media_gone_type_0 = When.from_dict(data)

                return media_gone_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(None | When, data)

        media_gone = _parse_media_gone(d.pop("mediaGone"))

        def _parse_not_on_whatsapp(data: object) -> None | When:
            if data is None:
                return data
            try:
                if not isinstance(data, dict):
                    raise TypeError()
                not_on_whatsapp_type_0 = When.from_dict(data)

                return not_on_whatsapp_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(None | When, data)

        not_on_whatsapp = _parse_not_on_whatsapp(d.pop("notOnWhatsapp"))

        def _parse_reorder(data: object) -> None | Reorder:
            if data is None:
                return data
            try:
                if not isinstance(data, dict):
                    raise TypeError()
                reorder_type_0 = Reorder.from_dict(data)

                return reorder_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(None | Reorder, data)

        reorder = _parse_reorder(d.pop("reorder"))

        seed = d.pop("seed")

        def _parse_send5xx(data: object) -> None | ServerFault:
            if data is None:
                return data
            try:
                if not isinstance(data, dict):
                    raise TypeError()
                send5xx_type_0 = ServerFault.from_dict(data)

                return send5xx_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(None | ServerFault, data)

        send5xx = _parse_send5xx(d.pop("send5xx"))

        def _parse_send_error(data: object) -> Coded | None:
            if data is None:
                return data
            try:
                if not isinstance(data, dict):
                    raise TypeError()
                send_error_type_0 = Coded.from_dict(data)

                return send_error_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(Coded | None, data)

        send_error = _parse_send_error(d.pop("sendError"))

        def _parse_send_timeout_after_accept(data: object) -> Hang | None:
            if data is None:
                return data
            try:
                if not isinstance(data, dict):
                    raise TypeError()
                send_timeout_after_accept_type_0 = Hang.from_dict(data)

                return send_timeout_after_accept_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(Hang | None, data)

        send_timeout_after_accept = _parse_send_timeout_after_accept(
            d.pop("sendTimeoutAfterAccept")
        )

        def _parse_send_timeout_before_accept(data: object) -> Hang | None:
            if data is None:
                return data
            try:
                if not isinstance(data, dict):
                    raise TypeError()
                send_timeout_before_accept_type_0 = Hang.from_dict(data)

                return send_timeout_before_accept_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(Hang | None, data)

        send_timeout_before_accept = _parse_send_timeout_before_accept(
            d.pop("sendTimeoutBeforeAccept")
        )

        def _parse_session_bounce(data: object) -> None | SessionBounce:
            if data is None:
                return data
            try:
                if not isinstance(data, dict):
                    raise TypeError()
                session_bounce_type_0 = SessionBounce.from_dict(data)

                return session_bounce_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(None | SessionBounce, data)

        session_bounce = _parse_session_bounce(d.pop("sessionBounce"))

        def _parse_status_before_response(data: object) -> None | When:
            if data is None:
                return data
            try:
                if not isinstance(data, dict):
                    raise TypeError()
                status_before_response_type_0 = When.from_dict(data)

                return status_before_response_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(None | When, data)

        status_before_response = _parse_status_before_response(
            d.pop("statusBeforeResponse")
        )

        def _parse_wrong_signature(data: object) -> None | WrongSignature:
            if data is None:
                return data
            try:
                if not isinstance(data, dict):
                    raise TypeError()
                wrong_signature_type_0 = WrongSignature.from_dict(data)

                return wrong_signature_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(None | WrongSignature, data)

        wrong_signature = _parse_wrong_signature(d.pop("wrongSignature"))

        sandbox_faults = cls(
            accepted_then_failed=accepted_then_failed,
            auto_read=auto_read,
            auto_reply=auto_reply,
            auto_status=auto_status,
            batch=batch,
            double_event=double_event,
            duplicate_webhook=duplicate_webhook,
            lid_sender=lid_sender,
            lose_webhook=lose_webhook,
            media_expires=media_expires,
            media_gone=media_gone,
            not_on_whatsapp=not_on_whatsapp,
            reorder=reorder,
            seed=seed,
            send5xx=send5xx,
            send_error=send_error,
            send_timeout_after_accept=send_timeout_after_accept,
            send_timeout_before_accept=send_timeout_before_accept,
            session_bounce=session_bounce,
            status_before_response=status_before_response,
            wrong_signature=wrong_signature,
        )

        sandbox_faults.additional_properties = d
        return sandbox_faults

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
