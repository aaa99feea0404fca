//! Both halves of each WhatsApp protocol beside each other: what a provider posts to us, and what we call.
//!
//! An adapter knows its dialect and nothing else: no database, no queue, no company. It turns webhooks into
//! [`domain::inbound::Inbound`] and failures into [`domain::send::SendClass`]; what to do about them is decided elsewhere.

mod credentials;
pub mod error;
pub mod http;
mod identity;
mod json;
mod media;
pub mod meta;
mod provider;
mod providers;
pub mod sandbox;
mod signature;
#[cfg(test)]
mod testing;
pub mod waha;
pub mod webhook;

pub use credentials::{Addresses, ChannelAccess, ChannelFields, Credentials, NoAddress};
pub use media::{Attachment, Download, FetchClass, FetchFailure};
pub use provider::{
    ChannelReport, Element, Evidence, Headers, NamedPeople, NamedPerson, Outgoing, Provider, QrFormat, SessionAction,
    Signature, SplitError, Target,
};
pub use providers::{Defaults, Providers};
