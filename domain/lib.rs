//! The rules that every process shares: no I/O, no async, and no clock but [`clock::Clock`].

pub mod channel;
pub mod clock;
pub mod company;
pub mod conversation;
pub mod deadline;
pub mod event;
pub mod explain;
pub mod flow;
pub mod hours;
pub mod id;
pub mod identity;
pub mod inbound;
pub mod message;
pub mod outbox;
pub mod parser;
pub mod phone;
pub mod presence;
pub mod role;
pub mod routing;
pub mod rules;
pub mod send;
pub mod seq;
pub mod texts;
pub mod wire;
