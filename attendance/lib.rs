//! One transaction on one conversation: lock the contact, read the rows, run the flow, pick the agent, write everything once.
//!
//! The api calls it for what people do, the workers for what customers write and for what time brings. It knows no provider and no
//! queue: what must be told after the commit comes back as [`After`].

mod amend;
mod audience;
mod deadline;
mod directory;
mod drain;
mod erase;
mod events;
mod evidence;
mod hand;
mod identity;
mod inbound;
mod media;
mod merge;
mod outbound;
mod pick;
mod presence;
mod retire;
mod rows;
mod sent;
mod start;

pub use amend::{Amendment, CUSTOMER, amend};
pub use audience::audience;
pub use deadline::{Rearmed, rearm_next, run_deadline};
pub use directory::{Company, Directory};
pub use domain::after::After;
pub use drain::{Drained, Look, drain_one, notice_queue};
pub use erase::{Begun, Receipt, begin_erasing, finish_erasing};
pub use evidence::cancel_resends;
pub use hand::Attendance;
pub use identity::change_identity;
pub use inbound::{Received, receive, receive_echo};
pub use media::{conclude_media, retry_media};
pub use merge::{contact_rooms, merge_contacts};
pub use outbound::{AgentFile, AgentText, OutboundError, Program, rendered, send_program_text, send_text, signed_as};
pub use pick::preview;
pub use presence::redistribute;
pub use retire::retire;
pub use sent::{Failure, note_refusal, record_failed, record_sent};
pub use start::begin_for;
