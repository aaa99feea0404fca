//! What is to be seen of it all: on the phones, in the rows, in the log; and waiting for it.

use std::time::Duration;

use domain::id::ConversationId;
use domain::message::MessageStatus;
use domain::seq::Seq;
use entities::{Conversation, LoggedEvent, Message};
use providers::sandbox::{OutboxEntry, OutboxQuery};

use super::Stage;

impl Stage {
    /// What the phones received.
    pub(crate) fn received(&self) -> Vec<OutboxEntry> {
        self.simulator.outbox(self.channel, &OutboxQuery::default()).unwrap()
    }

    /// Wait until the phones received a text with `part` in it.
    pub(crate) async fn hears(&self, part: &str) -> String {
        self.eventually(&format!("a text with {part:?}"), async || {
            let texts = self.received().into_iter().filter_map(|entry| entry.text);
            texts.into_iter().rev().find(|text| text.contains(part))
        })
        .await
    }

    /// Wait for something, 15 s at most.
    pub(crate) async fn eventually<T>(&self, what: &str, look: impl AsyncFn() -> Option<T>) -> T {
        for _ in 0..750 {
            if let Some(found) = look().await {
                return found;
            }
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
        let rows: Vec<_> = self.conversations().await.iter().map(|row| (row.status.0, row.flow_state.0)).collect();
        let texts: Vec<_> = self.received().into_iter().map(|entry| entry.text).collect();
        panic!("{what} was awaited in vain; the phones received {texts:?}; rows: {rows:?}");
    }

    /// All episodes, oldest first.
    pub(crate) async fn conversations(&self) -> Vec<Conversation> {
        let scope = self.deps.store.company(self.company);
        let ids: Vec<ConversationId> = self.events().await.into_iter().filter_map(|event| event.conversation).collect();
        let mut rows = scope.conversations().by_ids(&ids).await.unwrap();
        rows.sort_by_key(|row| row.id);
        rows
    }

    pub(crate) async fn conversation(&self) -> Conversation {
        self.conversations().await.pop().expect("no conversation yet")
    }

    /// Wait until the newest episode looks as wanted.
    pub(crate) async fn settles(&self, what: &str, like: impl Fn(&Conversation) -> bool) -> Conversation {
        self.eventually(what, async || self.conversations().await.pop().filter(|row| like(row))).await
    }

    pub(crate) async fn messages(&self, conversation: ConversationId) -> Vec<Message> {
        let mut messages =
            self.deps.store.company(self.company).messages().page(conversation, None, 100).await.unwrap();
        messages.reverse();
        messages
    }

    /// Wait until the newest message of ours has this status.
    pub(crate) async fn message_becomes(&self, conversation: ConversationId, status: MessageStatus) -> Message {
        self.eventually(&format!("a message {status:?}"), async || {
            let ours = |message: &Message| message.direction == domain::message::Direction::Outbound;
            let message = self.messages(conversation).await.into_iter().rfind(ours);
            message.filter(|message| message.status == status)
        })
        .await
    }

    pub(crate) async fn events(&self) -> Vec<LoggedEvent> {
        self.deps.store.system().events_after(Seq::default(), Some(self.company), 5000).await.unwrap()
    }

    pub(crate) async fn event_names(&self) -> Vec<String> {
        self.events().await.into_iter().map(|event| event.name).collect()
    }
}
