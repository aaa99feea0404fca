//! Every kind of job, one file each. This list is the only one: a queue exists when it is named here.

use crate::job::Job;

mod apply_status;
mod check_timeout;
mod deliver_webhook;
mod fetch_media;
mod poll_channel;
mod process_inbound;
mod route_conversation;
mod send_outbound;
mod sweep_heartbeats;
mod tick;

pub use apply_status::ApplyStatus;
pub use check_timeout::CheckTimeout;
pub use deliver_webhook::DeliverWebhook;
pub use fetch_media::FetchMedia;
pub use poll_channel::PollChannel;
pub use process_inbound::ProcessInbound;
pub use route_conversation::{RouteConversation, RouteTrigger};
pub use send_outbound::SendOutbound;
pub use sweep_heartbeats::SweepHeartbeats;
pub use tick::Tick;

/// The queues, in the order in which people read them.
pub const NAMES: [&str; 10] = [
    ProcessInbound::NAME,
    ApplyStatus::NAME,
    SendOutbound::NAME,
    RouteConversation::NAME,
    CheckTimeout::NAME,
    DeliverWebhook::NAME,
    SweepHeartbeats::NAME,
    FetchMedia::NAME,
    PollChannel::NAME,
    Tick::NAME,
];

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use domain::conversation::TimeoutKind;
    use uuid::Uuid;

    use super::*;

    #[test]
    fn no_two_kinds_share_a_queue() {
        assert_eq!(NAMES.iter().collect::<HashSet<_>>().len(), NAMES.len());
    }

    #[test]
    fn the_wire_format_of_every_kind_stays_readable() {
        fn reads<J: Job>(text: &str) -> J {
            serde_json::from_str(text).unwrap()
        }
        let id = "00000000-0000-0000-0000-000000000001";
        reads::<ProcessInbound>("{}");
        reads::<SendOutbound>("{}");
        assert_eq!(reads::<ApplyStatus>(&format!(r#"{{"channelId":"{id}"}}"#)).key(), id);
        assert_eq!(
            reads::<RouteConversation>(&format!(r#"{{"departmentId":"{id}","trigger":"NEW"}}"#)).trigger,
            RouteTrigger::New
        );
        let timeout: CheckTimeout =
            reads(&format!(r#"{{"conversationId":"{id}","kind":"MENU","timeoutAt":"2026-11-23T12:00:00.250Z"}}"#));
        assert_eq!(reads::<DeliverWebhook>(&format!(r#"{{"endpointId":"{id}"}}"#)).key(), id);
        assert_eq!(timeout.kind, TimeoutKind::Menu);
        assert_eq!(timeout.key(), format!("{id}:MENU:1795435200250"));
        assert_eq!(reads::<FetchMedia>(&format!(r#"{{"mediaId":"{id}"}}"#)).key(), id);
        assert_eq!(reads::<PollChannel>(&format!(r#"{{"channelId":"{id}"}}"#)).key(), id);
        assert_eq!(reads::<SweepHeartbeats>(r#"{"minute":29923200}"#).key(), "29923200");
        assert_eq!(reads::<Tick>(r#"{"minute":29923200,"half":1}"#).key(), "29923200:1");
    }

    #[test]
    fn timeouts_of_one_conversation_have_different_keys() {
        let at = domain::clock::Clock::system().now();
        let one = CheckTimeout { conversation_id: Uuid::nil(), kind: TimeoutKind::Queue, timeout_at: at };
        let two = CheckTimeout { kind: TimeoutKind::Response, ..one.clone() };
        assert_ne!(one.key(), two.key());
    }
}
