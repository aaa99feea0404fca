//! One file per aggregate: the queries and the writes of its rows.

mod accounts;
mod agents;
mod assignments;
mod channels;
mod companies;
mod conversation_lists;
mod conversations;
mod departments;
mod due;
mod events;
mod idempotency;
mod inbox;
mod invariants;
mod message_search;
mod messages;
mod operations;
mod outbox;
mod people;
mod users;
mod work;

pub use accounts::Account;
pub use agents::{Agents, Member};
pub use assignments::{Moment, NewDecision, Tie};
pub use channels::Channels;
pub use companies::{CreatedCompany, NewCompany};
pub use conversation_lists::{
    Assignee, COUNT_LIMIT, ConversationCounts, ConversationFilter, ConversationOrder, Visibility,
};
pub use conversations::{Conversations, QUEUE_COUNT_LIMIT};
pub use departments::Departments;
pub use due::DueDeadline;
pub use events::{LoggedEvent, NewEvent};
pub use idempotency::IdempotencyClaim;
pub use inbox::{Arrival, Inbox};
pub use invariants::Violation;
pub use message_search::MessageFilter;
pub use messages::{MessagePlace, Messages};
pub use operations::{AuditEntry, AuditFilter, NewDeadJob, Retention};
pub use outbox::{AttemptRecord, NewSend, Outbox};
pub use people::{People, Person};
pub use users::{UserFilter, Users};
pub use work::WaitingWork;
