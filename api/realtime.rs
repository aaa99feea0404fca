//! The socket (SPEC 4): one reader of the event log for the whole process, and a session for each connection.

pub mod hub;
pub mod limits;
pub mod outgoing;
pub mod presence;
pub mod protocol;
pub mod rooms;
mod socket;

pub use hub::{Deps, Hub, Timing};
pub use presence::Presence;
pub use socket::routes;
