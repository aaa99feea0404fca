//! The rules that every process shares: no I/O, no async, and no clock but [`clock::Clock`].

pub mod channel;
pub mod clock;
pub mod company;
pub mod conversation;
pub mod event;
pub mod explain;
pub mod id;
pub mod identity;
pub mod inbound;
pub mod message;
pub mod outbox;
pub mod role;
pub mod routing;
pub mod send;
pub mod wire;
