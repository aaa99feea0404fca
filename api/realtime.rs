//! The socket (SPEC 4) as far as it is pure: what is said, who hears it, and how much may wait.

pub mod limits;
pub mod outgoing;
pub mod protocol;
pub mod rooms;
