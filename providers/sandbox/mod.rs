//! WhatsApp without WhatsApp: the adapter of SANDBOX channels, and the simulator of the provider's own servers.
//!
//! The simulator answers the calls of three dialects (META, WAHA and a thin native one) and posts real, signed webhooks over
//! HTTP. It knows nothing of our database: whoever serves it registers the channels it needs (see [`Simulator::address`]).

mod adapter;
mod channel;
mod class;
mod control;
mod deliver;
mod event;
mod faults;
mod file;
mod http;
mod meta;
mod native;
mod phone;
mod sending;
mod sign;
mod simulator;
mod waha;
mod world;

pub use adapter::SandboxProvider;
pub use channel::{Address, SimChannel};
pub use control::{
    ControlError, Deliveries, DeliveryView, EditCall, InboundAnswer, InboundCall, MediaView, MessageId, OutboxEntry,
    OutboxQuery, PhoneReplyCall, RawAnswer, RawCall, RawSignature, ReactionCall, RevokeCall, SessionCall, SessionView,
    Signs, SimStatus, SimType, StatusCall,
};
pub use event::{NativeBody, NativeEvent, NativeMessage, NativePerson, NativeStatus};
pub use faults::{
    AutoReply, Batch, Coded, DuplicateWebhook, Faults, Forgery, Hang, LidSender, Reorder, ServerFault, SessionBounce,
    When, WrongSignature,
};
pub use http::{Request, Response};
pub use phone::{Card, Location, PhoneAuthor, PhoneMessage, Phones};
pub use simulator::{Simulator, SimulatorConfig};

/// Between the adapter, the simulator and the receiver: they are one program, at an address that no tenant chooses, and speak plain
/// HTTP. The certificates of the system, which take longer to read than all the rest of a client, are left alone.
fn client() -> Result<reqwest::Client, reqwest::Error> {
    reqwest::Client::builder().no_proxy().tls_certs_only([]).build()
}

#[cfg(test)]
mod tests;
