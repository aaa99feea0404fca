//! The fault switches of SPEC 8.6, as they are set.

mod draw;

use domain::id::ChannelId;
use regex::Regex;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

pub(super) use self::draw::{FaultBox, draw};

/// When a switch fires. `match` narrows it to texts; then `next` counts firings down, else `probability` draws, else each
/// match fires. All absent: always.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase", default)]
pub struct When {
    /// 0 to 1.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub probability: Option<f64>,
    /// So many more times; counted down.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub next: Option<u32>,
    /// A regular expression over the message's text.
    #[serde(rename = "match", skip_serializing_if = "Option::is_none")]
    pub matching: Option<String>,
}

macro_rules! switch {
    ($(#[$doc:meta])* $name:ident { $($(#[$field_doc:meta])* $field:ident: $type:ty,)* }) => {
        $(#[$doc])*
        #[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
        #[serde(rename_all = "camelCase", default)]
        pub struct $name {
            #[serde(flatten)]
            pub when: When,
            $($(#[$field_doc])* pub $field: $type,)*
        }
    };
}

switch! {
    /// The call hangs; the connection is answered 504 after `holdMs`, long after the caller gave up.
    Hang {
        /// Absent: the simulator's own hold.
        hold_ms: Option<u64>,
    }
}
switch! {
    /// The call is answered with a 5xx without an error body.
    ServerFault {
        /// 500 to 599; absent: 503.
        status: Option<u16>,
        /// The message was taken nevertheless.
        after_accept: bool,
    }
}
switch! {
    /// A refusal with a code: META's codes in the META and native dialects; in WAHA an HTTP status, or an error of the account (463).
    Coded {
        code: i64,
    }
}
switch! {
    /// A webhook is posted `k` times, at once.
    DuplicateWebhook {
        /// Deliveries in all; less than 2 counts as 2.
        k: u32,
        /// Each copy has delivery ids of its own.
        new_delivery_id: bool,
    }
}
switch! {
    /// A webhook is held back so that later ones overtake it.
    Reorder {
        /// The longest delay in ms; absent: 1500.
        within_ms: Option<u64>,
    }
}
switch! {
    /// META: elements are gathered and posted in one body.
    Batch {
        /// Elements in one body; an incomplete batch leaves after 250 ms.
        n: u32,
        /// The elements of this channel travel in the same body, to the same address, signed with this channel's secret.
        other_channel: Option<ChannelId>,
    }
}
switch! {
    /// The first delivery is forged; the repetitions are right unless `forever`.
    WrongSignature {
        kind: Forgery,
        forever: bool,
    }
}
switch! {
    /// WAHA and native: the sender is shown by a hidden id.
    LidSender {
        /// The phone is told beside it.
        with_phone: bool,
    }
}
switch! {
    /// A customer's file can be fetched for so long only. `match` reads its name.
    MediaExpires {
        /// Seconds.
        s: u32,
    }
}
switch! {
    /// WAHA and native: the session fails and comes back so many times a minute.
    SessionBounce {
        /// At least 1.
        per_minute: u32,
    }
}
switch! {
    /// The customer's phone answers each text by itself.
    AutoReply {
        /// Only this phone.
        phone: Option<String>,
        /// Absent: the text it got.
        text: Option<String>,
    }
}

/// How a signature is wrong.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub enum Forgery {
    /// Made with another secret.
    #[default]
    OtherSecret,
    Missing,
    Truncated,
    /// Right for the same JSON written with other white space.
    Reserialised,
}

/// All switches of one channel. An absent one is off.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase", default, deny_unknown_fields)]
#[schemars(rename = "SandboxFaults")]
pub struct Faults {
    /// Makes the draws reproducible.
    pub seed: u64,
    pub send_timeout_before_accept: Option<Hang>,
    pub send_timeout_after_accept: Option<Hang>,
    pub send5xx: Option<ServerFault>,
    pub send_error: Option<Coded>,
    pub accepted_then_failed: Option<Coded>,
    pub status_before_response: Option<When>,
    pub duplicate_webhook: Option<DuplicateWebhook>,
    /// WAHA: `message` and `message.any` for each customer message.
    pub double_event: Option<When>,
    pub reorder: Option<Reorder>,
    pub batch: Option<Batch>,
    pub wrong_signature: Option<WrongSignature>,
    /// A webhook is never posted.
    pub lose_webhook: Option<When>,
    pub lid_sender: Option<LidSender>,
    pub session_bounce: Option<SessionBounce>,
    /// The number asked for is not on WhatsApp; `match` reads its digits.
    pub not_on_whatsapp: Option<When>,
    pub auto_reply: Option<AutoReply>,
    pub media_expires: Option<MediaExpires>,
    /// A customer's file is not there any more. `match` reads its name.
    pub media_gone: Option<When>,
    /// Post sent and delivered after each accepted message. On by default.
    pub auto_status: bool,
    /// The customer reads at once.
    pub auto_read: bool,
}

impl Default for Faults {
    fn default() -> Self {
        Self {
            seed: 0,
            send_timeout_before_accept: None,
            send_timeout_after_accept: None,
            send5xx: None,
            send_error: None,
            accepted_then_failed: None,
            status_before_response: None,
            duplicate_webhook: None,
            double_event: None,
            reorder: None,
            batch: None,
            wrong_signature: None,
            lose_webhook: None,
            lid_sender: None,
            session_bounce: None,
            not_on_whatsapp: None,
            auto_reply: None,
            media_expires: None,
            media_gone: None,
            auto_status: true,
            auto_read: false,
        }
    }
}

impl Faults {
    /// Each switch's `when` with its name.
    fn switches(&self) -> [(&'static str, Option<&When>); 18] {
        [
            ("sendTimeoutBeforeAccept", self.send_timeout_before_accept.as_ref().map(|s| &s.when)),
            ("sendTimeoutAfterAccept", self.send_timeout_after_accept.as_ref().map(|s| &s.when)),
            ("send5xx", self.send5xx.as_ref().map(|s| &s.when)),
            ("sendError", self.send_error.as_ref().map(|s| &s.when)),
            ("acceptedThenFailed", self.accepted_then_failed.as_ref().map(|s| &s.when)),
            ("statusBeforeResponse", self.status_before_response.as_ref()),
            ("duplicateWebhook", self.duplicate_webhook.as_ref().map(|s| &s.when)),
            ("doubleEvent", self.double_event.as_ref()),
            ("reorder", self.reorder.as_ref().map(|s| &s.when)),
            ("batch", self.batch.as_ref().map(|s| &s.when)),
            ("wrongSignature", self.wrong_signature.as_ref().map(|s| &s.when)),
            ("loseWebhook", self.lose_webhook.as_ref()),
            ("lidSender", self.lid_sender.as_ref().map(|s| &s.when)),
            ("sessionBounce", self.session_bounce.as_ref().map(|s| &s.when)),
            ("notOnWhatsapp", self.not_on_whatsapp.as_ref()),
            ("autoReply", self.auto_reply.as_ref().map(|s| &s.when)),
            ("mediaExpires", self.media_expires.as_ref().map(|s| &s.when)),
            ("mediaGone", self.media_gone.as_ref()),
        ]
    }

    /// What is wrong with the switches, as (JSON path, message).
    pub(super) fn problem(&self) -> Option<(String, String)> {
        for (name, when) in self.switches() {
            let Some(when) = when else { continue };
            if when.probability.is_some_and(|probability| !(0.0..=1.0).contains(&probability)) {
                return Some((format!("{name}.probability"), "must be between 0 and 1".to_owned()));
            }
            if let Some(Err(_)) = when.matching.as_deref().map(Regex::new) {
                return Some((format!("{name}.match"), "is not a regular expression".to_owned()));
            }
        }
        if self.send5xx.as_ref().and_then(|fault| fault.status).is_some_and(|status| !(500..600).contains(&status)) {
            return Some(("send5xx.status".to_owned(), "must be between 500 and 599".to_owned()));
        }
        None
    }
}
