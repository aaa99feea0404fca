//! What may happen to an episode.

use crate::clock::Time;
use crate::deadline::Deadline;
use crate::event::{TransferReason, UnassignReason};
use crate::id::{DepartmentId, UserId};

#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Input {
    /// A newly stored message of the customer, system messages and blocked contacts excluded.
    Customer(CustomerMessage),
    /// A deadline came due. It acts only if it is still the row's.
    Deadline(Deadline),
    /// An agent wrote here. To an episode without assignee this is a first reply, which assigns it.
    AgentMessage(Agent),
    /// Sent from the handset or another client (T27).
    PhoneReply,
    /// A key's message (T27 without `keep_bot`).
    ApiMessage {
        keep_bot: bool,
    },
    /// `POST …/bot {paused: true}`. `None` = the company's `phoneReplyPauseMinutes`.
    Pause {
        until: Option<Time>,
    },
    Unpause,
    Assign(Assign),
    Unassign(Unassign),
    Transfer(Transfer),
    Resolve {
        by: Option<UserId>,
        /// Who wrote the last human message, when nobody is assigned.
        last_human_sender: Option<UserId>,
        /// Send the closing text, if the company wants it too.
        say_goodbye: bool,
    },
    Archive {
        by: Option<UserId>,
        last_human_sender: Option<UserId>,
    },
    /// T31. `None` = back to its queue, or idle.
    Reopen {
        to: Option<Agent>,
    },
    Read,
    Unread,
    /// Hours or response times of the company changed: who waits has the new minutes from now on.
    Rearm,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CustomerMessage {
    /// The flow text: caption of a media; `None` = no text.
    pub text: Option<String>,
    /// When the webhook was accepted: the question is judged as it was then.
    pub received_at: Time,
    /// META: provider time + 24 h.
    pub window_expires_at: Option<Time>,
}

/// A user who takes an episode.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Agent {
    pub user_id: UserId,
    pub name: String,
    pub primary_department_id: Option<DepartmentId>,
}

/// T25 by hand.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Assign {
    pub agent: Agent,
    /// Who did it; the agent themself = SELF.
    pub by: Option<UserId>,
    /// A text of the last minute named this agent: it is not said again.
    pub named_recently: bool,
}

/// T24. For a lost agent give `AgentOffline` or `Deactivated`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Unassign {
    pub reason: UnassignReason,
}

/// T26.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Transfer {
    pub department_id: DepartmentId,
    pub agent: Option<Agent>,
    pub by: Option<UserId>,
    pub reason: TransferReason,
    pub named_recently: bool,
}
