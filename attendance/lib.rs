//! One transaction on one conversation: lock the contact, read the rows, run the flow, pick the agent, write everything once.
//!
//! The api calls it for what people do, the workers for what customers write and for what time brings. It knows no provider and no
//! queue: what must be told after the commit comes back as [`After`].

mod amend;
mod audience;
mod deadline;
mod directory;
mod drain;
mod events;
mod hand;
mod inbound;
mod outbound;
mod pick;
mod presence;
mod rows;
mod sent;

pub use amend::{Amendment, amend};
pub use audience::audience;
pub use deadline::run_deadline;
pub use directory::{Company, Directory};
pub use drain::{Drained, drain_one, notice_queue};
pub use hand::{After, Attendance};
pub use inbound::{Received, receive, receive_echo};
pub use outbound::{AgentText, OutboundError, send_text};
pub use presence::redistribute;
pub use sent::{Failure, note_refusal, record_failed, record_sent, revive};
