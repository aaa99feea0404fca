//! The objects of the API and of the event log (SPEC 3.1), one definition for both: the REST answers, the socket's frames, the
//! outgoing webhooks and the generated schemas all come from these types. Names are camelCase; null fields are present.

mod channel;
mod contact;
mod conversation;
mod department;
mod message;
mod note;
mod quick_reply;
mod time;
mod user;

pub use channel::ChannelEvent;
pub use contact::{ActiveConversation, Contact, ContactIdentity};
pub use conversation::{Conversation, ConversationChannel, ConversationContact, ConversationEvent, TagRef};
pub use department::{Department, DepartmentCounts, DepartmentRef};
pub use message::{Media, Message, MessageError, Reaction, ReplyTo, Sender};
pub use note::Note;
pub use quick_reply::QuickReply;
pub use time::{optional_time, time};
pub use user::{AgentRef, CompanyRef, Me, Theme, User, UserPreferences};
