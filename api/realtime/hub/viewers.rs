//! Who has a conversation open, over all processes: each tells the others its own viewers, and forgets what is not repeated.

use std::collections::HashMap;
use std::sync::PoisonError;
use std::time::Duration;

use domain::event::Room;
use domain::id::{CompanyId, ConversationId, UserId};
use jobs::Nudge;
use serde::Deserialize;
use serde_json::{Value, json};
use tokio::time::Instant;
use uuid::Uuid;

use super::Hub;
use crate::realtime::protocol::{ServerFrame, Viewer};

/// The frame between processes; no client sees it.
pub(super) const HERE: &str = "viewers-here";
/// How often a process repeats who is there.
pub(super) const REPEAT: Duration = Duration::from_secs(30);
const FORGET: Duration = Duration::from_secs(75);

/// The viewers that other processes told of.
#[derive(Default)]
pub(super) struct Elsewhere(HashMap<ConversationId, HashMap<Uuid, Told>>);

struct Told {
    users: Vec<Viewer>,
    at: Instant,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Here {
    hub: Uuid,
    conversation_id: ConversationId,
    users: Vec<Person>,
    /// The others should say who they have.
    ask: bool,
}

#[derive(Deserialize)]
struct Person {
    id: UserId,
    name: String,
}

impl Elsewhere {
    fn tell(&mut self, here: Here, now: Instant) {
        let hubs = self.0.entry(here.conversation_id).or_default();
        if here.users.is_empty() {
            hubs.remove(&here.hub);
        } else {
            let users = here.users.into_iter().map(|user| Viewer { id: user.id, name: user.name }).collect();
            hubs.insert(here.hub, Told { users, at: now });
        }
        if hubs.is_empty() {
            self.0.remove(&here.conversation_id);
        }
    }

    fn of(&self, conversation: ConversationId) -> impl Iterator<Item = Viewer> {
        self.0.get(&conversation).into_iter().flat_map(HashMap::values).flat_map(|told| told.users.iter().cloned())
    }

    /// Says which conversations lost somebody.
    fn forget(&mut self, now: Instant) -> Vec<ConversationId> {
        let mut lost = Vec::new();
        self.0.retain(|conversation, hubs| {
            let before = hubs.len();
            hubs.retain(|_, told| now - told.at < FORGET);
            if hubs.len() < before {
                lost.push(*conversation);
            }
            !hubs.is_empty()
        });
        lost
    }
}

impl Hub {
    /// Somebody of this process came or went: tell everybody.
    pub(in crate::realtime) async fn tell_viewers(&self, company: CompanyId, conversation: ConversationId) {
        self.show_viewers(company, conversation);
        self.announce(company, conversation, true).await;
    }

    /// The list as it is now, to the sockets here.
    fn show_viewers(&self, company: CompanyId, conversation: ConversationId) {
        let board = self.board();
        let mut viewers = board.viewers(conversation);
        viewers.extend(self.0.elsewhere.lock().unwrap_or_else(PoisonError::into_inner).of(conversation));
        viewers.sort_unstable_by(|one, other| (&one.name, one.id).cmp(&(&other.name, other.id)));
        viewers.dedup_by_key(|viewer| viewer.id);
        let frame = ServerFrame::viewers(conversation, &viewers);
        board.whisper(company, &[Room::Conversation(conversation)], &frame, None);
    }

    async fn announce(&self, company: CompanyId, conversation: ConversationId, ask: bool) {
        let users = self.board().viewers(conversation);
        let data = json!({ "hub": self.0.id, "conversationId": conversation, "users": users, "ask": ask });
        let frame = json!({ "event": HERE, "data": data });
        self.deps().nudge(Nudge::Ephemeral { company, rooms: Vec::new(), frame }).await;
    }

    /// Another process told who is there.
    pub(super) async fn heard_viewers(&self, company: CompanyId, data: Value) {
        let Ok(here) = serde_json::from_value::<Here>(data) else { return };
        if here.hub == self.0.id {
            return;
        }
        let (conversation, ask) = (here.conversation_id, here.ask);
        self.0.elsewhere.lock().unwrap_or_else(PoisonError::into_inner).tell(here, Instant::now());
        self.show_viewers(company, conversation);
        let mine = !self.board().viewers(conversation).is_empty();
        if ask && mine {
            self.announce(company, conversation, false).await;
        }
    }

    /// Repeat who is here, and forget the processes that no longer do.
    pub(super) async fn repeat_viewers(&self) {
        let lost = self.0.elsewhere.lock().unwrap_or_else(PoisonError::into_inner).forget(Instant::now());
        let open = self.board().open();
        for (company, conversation) in open {
            if lost.contains(&conversation) {
                self.show_viewers(company, conversation);
            }
            self.announce(company, conversation, false).await;
        }
    }
}
