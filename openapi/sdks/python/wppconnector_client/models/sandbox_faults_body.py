from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, Self, TypeVar, cast

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..types import UNSET, Unset

if TYPE_CHECKING:
    from ..models.auto_reply_input import AutoReplyInput
    from ..models.batch_input import BatchInput
    from ..models.coded_input import CodedInput
    from ..models.duplicate_webhook_input import DuplicateWebhookInput
    from ..models.hang_input import HangInput
    from ..models.lid_sender_input import LidSenderInput
    from ..models.media_expires_input import MediaExpiresInput
    from ..models.reorder_input import ReorderInput
    from ..models.server_fault_input import ServerFaultInput
    from ..models.session_bounce_input import SessionBounceInput
    from ..models.when import When
    from ..models.wrong_signature_input import WrongSignatureInput


T = TypeVar("T", bound="SandboxFaultsBody")


@_attrs_define
class SandboxFaultsBody:
    """All switches of one channel. An absent one is off.

    Attributes:
        accepted_then_failed (CodedInput | None | Unset):
        auto_read (bool | Unset): The customer reads at once. Default: False.
        auto_reply (AutoReplyInput | None | Unset):
        auto_status (bool | Unset): Post sent and delivered after each accepted message. On by default. Default: True.
        batch (BatchInput | None | Unset):
        double_event (None | Unset | When): WAHA: `message` and `message.any` for each customer message.
        duplicate_webhook (DuplicateWebhookInput | None | Unset):
        lid_sender (LidSenderInput | None | Unset):
        lose_webhook (None | Unset | When): A webhook is never posted.
        media_expires (MediaExpiresInput | None | Unset):
        media_gone (None | Unset | When): A customer's file is not there any more. `match` reads its name.
        not_on_whatsapp (None | Unset | When): The number asked for is not on WhatsApp; `match` reads its digits.
        reorder (None | ReorderInput | Unset):
        seed (int | Unset): Makes the draws reproducible. Default: 0.
        send5xx (None | ServerFaultInput | Unset):
        send_error (CodedInput | None | Unset):
        send_timeout_after_accept (HangInput | None | Unset):
        send_timeout_before_accept (HangInput | None | Unset):
        session_bounce (None | SessionBounceInput | Unset):
        status_before_response (None | Unset | When):
        wrong_signature (None | Unset | WrongSignatureInput):
    """

    accepted_then_failed: CodedInput | None | Unset = UNSET
    auto_read: bool | Unset = False
    auto_reply: AutoReplyInput | None | Unset = UNSET
    auto_status: bool | Unset = True
    batch: BatchInput | None | Unset = UNSET
    double_event: None | Unset | When = UNSET
    duplicate_webhook: DuplicateWebhookInput | None | Unset = UNSET
    lid_sender: LidSenderInput | None | Unset = UNSET
    lose_webhook: None | Unset | When = UNSET
    media_expires: MediaExpiresInput | None | Unset = UNSET
    media_gone: None | Unset | When = UNSET
    not_on_whatsapp: None | Unset | When = UNSET
    reorder: None | ReorderInput | Unset = UNSET
    seed: int | Unset = 0
    send5xx: None | ServerFaultInput | Unset = UNSET
    send_error: CodedInput | None | Unset = UNSET
    send_timeout_after_accept: HangInput | None | Unset = UNSET
    send_timeout_before_accept: HangInput | None | Unset = UNSET
    session_bounce: None | SessionBounceInput | Unset = UNSET
    status_before_response: None | Unset | When = UNSET
    wrong_signature: None | Unset | WrongSignatureInput = UNSET
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        from ..models.auto_reply_input import AutoReplyInput
        from ..models.batch_input import BatchInput
        from ..models.coded_input import CodedInput
        from ..models.duplicate_webhook_input import DuplicateWebhookInput
        from ..models.hang_input import HangInput
        from ..models.lid_sender_input import LidSenderInput
        from ..models.media_expires_input import MediaExpiresInput
        from ..models.reorder_input import ReorderInput
        from ..models.server_fault_input import ServerFaultInput
        from ..models.session_bounce_input import SessionBounceInput
        from ..models.when import When
        from ..models.wrong_signature_input import WrongSignatureInput

        accepted_then_failed: dict[str, Any] | None | Unset
        if isinstance(self.accepted_then_failed, Unset):
            accepted_then_failed = UNSET
        elif isinstance(self.accepted_then_failed, CodedInput):
            accepted_then_failed = self.accepted_then_failed.to_dict()
        else:
            accepted_then_failed = self.accepted_then_failed

        auto_read = self.auto_read

        auto_reply: dict[str, Any] | None | Unset
        if isinstance(self.auto_reply, Unset):
            auto_reply = UNSET
        elif isinstance(self.auto_reply, AutoReplyInput):
            auto_reply = self.auto_reply.to_dict()
        else:
            auto_reply = self.auto_reply

        auto_status = self.auto_status

        batch: dict[str, Any] | None | Unset
        if isinstance(self.batch, Unset):
            batch = UNSET
        elif isinstance(self.batch, BatchInput):
            batch = self.batch.to_dict()
        else:
            batch = self.batch

        double_event: dict[str, Any] | None | Unset
        if isinstance(self.double_event, Unset):
            double_event = UNSET
        elif isinstance(self.double_event, When):
            double_event = self.double_event.to_dict()
        else:
            double_event = self.double_event

        duplicate_webhook: dict[str, Any] | None | Unset
        if isinstance(self.duplicate_webhook, Unset):
            duplicate_webhook = UNSET
        elif isinstance(self.duplicate_webhook, DuplicateWebhookInput):
            duplicate_webhook = self.duplicate_webhook.to_dict()
        else:
            duplicate_webhook = self.duplicate_webhook

        lid_sender: dict[str, Any] | None | Unset
        if isinstance(self.lid_sender, Unset):
            lid_sender = UNSET
        elif isinstance(self.lid_sender, LidSenderInput):
            lid_sender = self.lid_sender.to_dict()
        else:
            lid_sender = self.lid_sender

        lose_webhook: dict[str, Any] | None | Unset
        if isinstance(self.lose_webhook, Unset):
            lose_webhook = UNSET
        elif isinstance(self.lose_webhook, When):
            lose_webhook = self.lose_webhook.to_dict()
        else:
            lose_webhook = self.lose_webhook

        media_expires: dict[str, Any] | None | Unset
        if isinstance(self.media_expires, Unset):
            media_expires = UNSET
        elif isinstance(self.media_expires, MediaExpiresInput):
            media_expires = self.media_expires.to_dict()
        else:
            media_expires = self.media_expires

        media_gone: dict[str, Any] | None | Unset
        if isinstance(self.media_gone, Unset):
            media_gone = UNSET
        elif isinstance(self.media_gone, When):
            media_gone = self.media_gone.to_dict()
        else:
            media_gone = self.media_gone

        not_on_whatsapp: dict[str, Any] | None | Unset
        if isinstance(self.not_on_whatsapp, Unset):
            not_on_whatsapp = UNSET
        elif isinstance(self.not_on_whatsapp, When):
            not_on_whatsapp = self.not_on_whatsapp.to_dict()
        else:
            not_on_whatsapp = self.not_on_whatsapp

        reorder: dict[str, Any] | None | Unset
        if isinstance(self.reorder, Unset):
            reorder = UNSET
        elif isinstance(self.reorder, ReorderInput):
            reorder = self.reorder.to_dict()
        else:
            reorder = self.reorder

        seed = self.seed

        send5xx: dict[str, Any] | None | Unset
        if isinstance(self.send5xx, Unset):
            send5xx = UNSET
        elif isinstance(self.send5xx, ServerFaultInput):
            send5xx = self.send5xx.to_dict()
        else:
            send5xx = self.send5xx

        send_error: dict[str, Any] | None | Unset
        if isinstance(self.send_error, Unset):
            send_error = UNSET
        elif isinstance(self.send_error, CodedInput):
            send_error = self.send_error.to_dict()
        else:
            send_error = self.send_error

        send_timeout_after_accept: dict[str, Any] | None | Unset
        if isinstance(self.send_timeout_after_accept, Unset):
            send_timeout_after_accept = UNSET
        elif isinstance(self.send_timeout_after_accept, HangInput):
            send_timeout_after_accept = self.send_timeout_after_accept.to_dict()
        else:
            send_timeout_after_accept = self.send_timeout_after_accept

        send_timeout_before_accept: dict[str, Any] | None | Unset
        if isinstance(self.send_timeout_before_accept, Unset):
            send_timeout_before_accept = UNSET
        elif isinstance(self.send_timeout_before_accept, HangInput):
            send_timeout_before_accept = self.send_timeout_before_accept.to_dict()
        else:
            send_timeout_before_accept = self.send_timeout_before_accept

        session_bounce: dict[str, Any] | None | Unset
        if isinstance(self.session_bounce, Unset):
            session_bounce = UNSET
        elif isinstance(self.session_bounce, SessionBounceInput):
            session_bounce = self.session_bounce.to_dict()
        else:
            session_bounce = self.session_bounce

        status_before_response: dict[str, Any] | None | Unset
        if isinstance(self.status_before_response, Unset):
            status_before_response = UNSET
        elif isinstance(self.status_before_response, When):
            status_before_response = self.status_before_response.to_dict()
        else:
            status_before_response = self.status_before_response

        wrong_signature: dict[str, Any] | None | Unset
        if isinstance(self.wrong_signature, Unset):
            wrong_signature = UNSET
        elif isinstance(self.wrong_signature, WrongSignatureInput):
            wrong_signature = self.wrong_signature.to_dict()
        else:
            wrong_signature = self.wrong_signature

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update({})
        if accepted_then_failed is not UNSET:
            field_dict["acceptedThenFailed"] = accepted_then_failed
        if auto_read is not UNSET:
            field_dict["autoRead"] = auto_read
        if auto_reply is not UNSET:
            field_dict["autoReply"] = auto_reply
        if auto_status is not UNSET:
            field_dict["autoStatus"] = auto_status
        if batch is not UNSET:
            field_dict["batch"] = batch
        if double_event is not UNSET:
            field_dict["doubleEvent"] = double_event
        if duplicate_webhook is not UNSET:
            field_dict["duplicateWebhook"] = duplicate_webhook
        if lid_sender is not UNSET:
            field_dict["lidSender"] = lid_sender
        if lose_webhook is not UNSET:
            field_dict["loseWebhook"] = lose_webhook
        if media_expires is not UNSET:
            field_dict["mediaExpires"] = media_expires
        if media_gone is not UNSET:
            field_dict["mediaGone"] = media_gone
        if not_on_whatsapp is not UNSET:
            field_dict["notOnWhatsapp"] = not_on_whatsapp
        if reorder is not UNSET:
            field_dict["reorder"] = reorder
        if seed is not UNSET:
            field_dict["seed"] = seed
        if send5xx is not UNSET:
            field_dict["send5xx"] = send5xx
        if send_error is not UNSET:
            field_dict["sendError"] = send_error
        if send_timeout_after_accept is not UNSET:
            field_dict["sendTimeoutAfterAccept"] = send_timeout_after_accept
        if send_timeout_before_accept is not UNSET:
            field_dict["sendTimeoutBeforeAccept"] = send_timeout_before_accept
        if session_bounce is not UNSET:
            field_dict["sessionBounce"] = session_bounce
        if status_before_response is not UNSET:
            field_dict["statusBeforeResponse"] = status_before_response
        if wrong_signature is not UNSET:
            field_dict["wrongSignature"] = wrong_signature

        return field_dict

    @classmethod
    def from_dict(cls, src_dict: Mapping[str, Any]) -> Self:
        from ..models.auto_reply_input import AutoReplyInput
        from ..models.batch_input import BatchInput
        from ..models.coded_input import CodedInput
        from ..models.duplicate_webhook_input import DuplicateWebhookInput
        from ..models.hang_input import HangInput
        from ..models.lid_sender_input import LidSenderInput
        from ..models.media_expires_input import MediaExpiresInput
        from ..models.reorder_input import ReorderInput
        from ..models.server_fault_input import ServerFaultInput
        from ..models.session_bounce_input import SessionBounceInput
        from ..models.when import When
        from ..models.wrong_signature_input import WrongSignatureInput

        d = dict(src_dict)

        def _parse_accepted_then_failed(data: object) -> CodedInput | None | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            try:
                if not isinstance(data, dict):
                    raise TypeError()
                accepted_then_failed_type_0 = CodedInput.from_dict(data)

                return accepted_then_failed_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(CodedInput | None | Unset, data)

        accepted_then_failed = _parse_accepted_then_failed(
            d.pop("acceptedThenFailed", UNSET)
        )

        auto_read = d.pop("autoRead", UNSET)

        def _parse_auto_reply(data: object) -> AutoReplyInput | None | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            try:
                if not isinstance(data, dict):
                    raise TypeError()
                auto_reply_type_0 = AutoReplyInput.from_dict(data)

                return auto_reply_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(AutoReplyInput | None | Unset, data)

        auto_reply = _parse_auto_reply(d.pop("autoReply", UNSET))

        auto_status = d.pop("autoStatus", UNSET)

        def _parse_batch(data: object) -> BatchInput | None | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            try:
                if not isinstance(data, dict):
                    raise TypeError()
                batch_type_0 = BatchInput.from_dict(data)

                return batch_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(BatchInput | None | Unset, data)

        batch = _parse_batch(d.pop("batch", UNSET))

        def _parse_double_event(data: object) -> None | Unset | When:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            try:
                if not isinstance(data, dict):
                    raise TypeError()
                double_event_type_0 = When.from_dict(data)

                return double_event_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(None | Unset | When, data)

        double_event = _parse_double_event(d.pop("doubleEvent", UNSET))

        def _parse_duplicate_webhook(
            data: object,
        ) -> DuplicateWebhookInput | None | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            try:
                if not isinstance(data, dict):
                    raise TypeError()
                duplicate_webhook_type_0 = DuplicateWebhookInput.from_dict(data)

                return duplicate_webhook_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(DuplicateWebhookInput | None | Unset, data)

        duplicate_webhook = _parse_duplicate_webhook(d.pop("duplicateWebhook", UNSET))

        def _parse_lid_sender(data: object) -> LidSenderInput | None | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            try:
                if not isinstance(data, dict):
                    raise TypeError()
                lid_sender_type_0 = LidSenderInput.from_dict(data)

                return lid_sender_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(LidSenderInput | None | Unset, data)

        lid_sender = _parse_lid_sender(d.pop("lidSender", UNSET))

        def _parse_lose_webhook(data: object) -> None | Unset | When:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            try:
                if not isinstance(data, dict):
                    raise TypeError()
                lose_webhook_type_0 = When.from_dict(data)

                return lose_webhook_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(None | Unset | When, data)

        lose_webhook = _parse_lose_webhook(d.pop("loseWebhook", UNSET))

        def _parse_media_expires(data: object) -> MediaExpiresInput | None | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            try:
                if not isinstance(data, dict):
                    raise TypeError()
                media_expires_type_0 = MediaExpiresInput.from_dict(data)

                return media_expires_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(MediaExpiresInput | None | Unset, data)

        media_expires = _parse_media_expires(d.pop("mediaExpires", UNSET))

        def _parse_media_gone(data: object) -> None | Unset | When:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            try:
                if not isinstance(data, dict):
                    raise TypeError()
                media_gone_type_0 = When.from_dict(data)

                return media_gone_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(None | Unset | When, data)

        media_gone = _parse_media_gone(d.pop("mediaGone", UNSET))

        def _parse_not_on_whatsapp(data: object) -> None | Unset | When:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            try:
                if not isinstance(data, dict):
                    raise TypeError()
                not_on_whatsapp_type_0 = When.from_dict(data)

                return not_on_whatsapp_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(None | Unset | When, data)

        not_on_whatsapp = _parse_not_on_whatsapp(d.pop("notOnWhatsapp", UNSET))

        def _parse_reorder(data: object) -> None | ReorderInput | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            try:
                if not isinstance(data, dict):
                    raise TypeError()
                reorder_type_0 = ReorderInput.from_dict(data)

                return reorder_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(None | ReorderInput | Unset, data)

        reorder = _parse_reorder(d.pop("reorder", UNSET))

        seed = d.pop("seed", UNSET)

        def _parse_send5xx(data: object) -> None | ServerFaultInput | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            try:
                if not isinstance(data, dict):
                    raise TypeError()
                send5xx_type_0 = ServerFaultInput.from_dict(data)

                return send5xx_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(None | ServerFaultInput | Unset, data)

        send5xx = _parse_send5xx(d.pop("send5xx", UNSET))

        def _parse_send_error(data: object) -> CodedInput | None | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            try:
                if not isinstance(data, dict):
                    raise TypeError()
                send_error_type_0 = CodedInput.from_dict(data)

                return send_error_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(CodedInput | None | Unset, data)

        send_error = _parse_send_error(d.pop("sendError", UNSET))

        def _parse_send_timeout_after_accept(data: object) -> HangInput | None | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            try:
                if not isinstance(data, dict):
                    raise TypeError()
                send_timeout_after_accept_type_0 = HangInput.from_dict(data)

                return send_timeout_after_accept_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(HangInput | None | Unset, data)

        send_timeout_after_accept = _parse_send_timeout_after_accept(
            d.pop("sendTimeoutAfterAccept", UNSET)
        )

        def _parse_send_timeout_before_accept(data: object) -> HangInput | None | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            try:
                if not isinstance(data, dict):
                    raise TypeError()
                send_timeout_before_accept_type_0 = HangInput.from_dict(data)

                return send_timeout_before_accept_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(HangInput | None | Unset, data)

        send_timeout_before_accept = _parse_send_timeout_before_accept(
            d.pop("sendTimeoutBeforeAccept", UNSET)
        )

        def _parse_session_bounce(data: object) -> None | SessionBounceInput | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            try:
                if not isinstance(data, dict):
                    raise TypeError()
                session_bounce_type_0 = SessionBounceInput.from_dict(data)

                return session_bounce_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(None | SessionBounceInput | Unset, data)

        session_bounce = _parse_session_bounce(d.pop("sessionBounce", UNSET))

        def _parse_status_before_response(data: object) -> None | Unset | When:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            try:
                if not isinstance(data, dict):
                    raise TypeError()
                status_before_response_type_0 = When.from_dict(data)

                return status_before_response_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(None | Unset | When, data)

        status_before_response = _parse_status_before_response(
            d.pop("statusBeforeResponse", UNSET)
        )

        def _parse_wrong_signature(data: object) -> None | Unset | WrongSignatureInput:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            try:
                if not isinstance(data, dict):
                    raise TypeError()
                wrong_signature_type_0 = WrongSignatureInput.from_dict(data)

                return wrong_signature_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(None | Unset | WrongSignatureInput, data)

        wrong_signature = _parse_wrong_signature(d.pop("wrongSignature", UNSET))

        sandbox_faults_body = cls(
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

        sandbox_faults_body.additional_properties = d
        return sandbox_faults_body

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
