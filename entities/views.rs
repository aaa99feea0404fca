//! From rows to the objects of the wire: the one place where the shape of an answer or an event is made.

mod channel;
mod contact;
mod conversation;
mod department;
mod media;
mod message;
mod user;

pub use conversation::ConversationParts;
pub use message::MessageParts;
