//! What an API key may do, and how an operation says which of it it needs.

use std::fmt::{self, Debug};

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// A right of an API key. None of them reaches users, keys, settings or the work of operators.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema)]
#[schemars(rename = "KeyScope")]
pub enum Scope {
    #[serde(rename = "conversations:read")]
    ConversationsRead,
    #[serde(rename = "conversations:write")]
    ConversationsWrite,
    #[serde(rename = "messages:send")]
    MessagesSend,
    #[serde(rename = "contacts:read")]
    ContactsRead,
    #[serde(rename = "contacts:write")]
    ContactsWrite,
    #[serde(rename = "users:read")]
    UsersRead,
    #[serde(rename = "departments:read")]
    DepartmentsRead,
    #[serde(rename = "metrics:read")]
    MetricsRead,
    #[serde(rename = "events:read")]
    EventsRead,
    #[serde(rename = "webhooks:manage")]
    WebhooksManage,
    #[serde(rename = "channels:read")]
    ChannelsRead,
}

/// A type that stands for a scope: see [`super::Caller`].
pub trait Needed: Debug + Clone + Copy + Send + Sync + 'static {
    const SCOPE: Scope;
    /// Its name in the API's document.
    const NAME: &'static str;
    /// What the document says of it.
    const ABOUT: &'static str;
}

macro_rules! needed {
    ($($name:ident $text:literal)*) => {$(
        #[doc = concat!("An API key needs `", $text, "`.")]
        #[derive(Debug, Clone, Copy)]
        pub struct $name;

        impl Needed for $name {
            const SCOPE: Scope = Scope::$name;
            const NAME: &'static str = concat!("key.", $text);
            const ABOUT: &'static str = concat!("An API key with the scope `", $text, "`.");
        }
    )*};
}

/// The scopes as types, for the signatures of operations.
pub mod need {
    use super::{Needed, Scope};

    needed! {
        ConversationsRead "conversations.read"
        ConversationsWrite "conversations.write"
        MessagesSend "messages.send"
        ContactsRead "contacts.read"
        ContactsWrite "contacts.write"
        UsersRead "users.read"
        DepartmentsRead "departments.read"
        MetricsRead "metrics.read"
        EventsRead "events.read"
        WebhooksManage "webhooks.manage"
        ChannelsRead "channels.read"
    }
}

impl fmt::Display for Scope {
    /// As on the wire: `events:read`.
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let text = serde_json::to_value(self).unwrap_or_default();
        formatter.write_str(text.as_str().unwrap_or_default())
    }
}
