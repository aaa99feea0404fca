//! The receiver of provider webhooks (SPEC 8.1) as far as it is pure: who may have signed, what is kept where, what is answered.

pub mod body;
pub mod decide;
pub mod handshake;

pub use decide::{Answer, Candidate, Decision, Entrance, Place, decide};
pub use handshake::Handshake;
