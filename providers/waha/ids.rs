//! Message ids and chat ids, in the shapes of three engines.

use domain::identity::{Identity, IdentityKind};
use serde_json::Value;

use crate::identity::{digits, identity, phone};
use crate::json::{first_text, flag, text};

/// The bare id inside `{true|false}_{chat}_{ID}[_participant]`: equal under a phone and under a LID. Anything else is its own key.
pub fn provider_key(id: &str) -> &str {
    parts(id).map_or(id, |(_, key)| key)
}

/// The chat and the bare id of a full message id.
fn parts(id: &str) -> Option<(&str, &str)> {
    let rest = id.strip_prefix("true_").or_else(|| id.strip_prefix("false_"))?;
    let (chat, rest) = rest.split_once('_')?;
    let key = rest.split('_').next().filter(|key| !key.is_empty())?;
    chat.contains('@').then_some((chat, key))
}

/// The chat that a message id names.
pub(super) fn chat_of(id: &str) -> Option<&str> {
    parts(id).map(|(chat, _)| chat)
}

/// The message id at the root of a message or of a send's answer, full where the engine gives what it takes.
pub(super) fn message_id(message: &Value) -> Option<String> {
    let direct = ["/id", "/id/_serialized", "/id/id", "/_data/id/_serialized"];
    if let Some(id) = first_text(message, &direct) {
        return Some(id.to_owned());
    }
    let key = message.get("key").or_else(|| message.pointer("/_data/key"));
    if let Some(key) = key
        && let Some(id) = text(key, "/id")
    {
        return Some(match text(key, "/remoteJid") {
            Some(chat) => format!("{}_{}_{id}", flag(key, "/fromMe"), as_chat(chat)),
            None => id.to_owned(),
        });
    }
    text(message, "/_data/Info/ID").map(str::to_owned)
}

/// A chat id as the API takes it: `@s.whatsapp.net` is the engines' own spelling of `@c.us`, and a device number is not part of a person.
pub(super) fn as_chat(jid: &str) -> String {
    let Some((user, server)) = jid.split_once('@') else {
        return jid.to_owned();
    };
    let user = user.split(':').next().unwrap_or(user);
    match server {
        "s.whatsapp.net" | "c.us" => format!("{}@c.us", user.split('.').next().unwrap_or(user)),
        "lid" => format!("{}@lid", user.split('.').next().unwrap_or(user)),
        other => format!("{user}@{other}"),
    }
}

/// The person behind a chat id. `None` for everything that is no person.
pub(super) fn person(jid: &str) -> Option<Identity> {
    let chat = as_chat(jid);
    let (user, server) = chat.split_once('@')?;
    match server {
        "c.us" => phone(user),
        "lid" if !user.is_empty() && user.bytes().all(|byte| byte.is_ascii_digit()) => {
            Some(identity(IdentityKind::WahaLid, &chat))
        }
        _ => None,
    }
}

/// What kind of chat this is, when it is not a person's.
pub(super) fn not_a_person(jid: &str) -> Option<&'static str> {
    let (user, server) = jid.split_once('@')?;
    match server {
        "g.us" => Some("group"),
        "newsletter" => Some("newsletter"),
        // WhatsApp's own account, which announces and does not converse.
        "c.us" | "s.whatsapp.net" if user == "0" => Some("official"),
        "broadcast" if user == "status" => Some("status"),
        "broadcast" => Some("broadcast"),
        _ => None,
    }
}

/// Where a message to this identity goes.
pub(super) fn chat_id(to: &Identity) -> String {
    match to.kind {
        IdentityKind::Phone => format!("{}@c.us", digits(&to.value)),
        IdentityKind::WahaLid | IdentityKind::MetaBsuid => as_chat(&to.value),
    }
}
