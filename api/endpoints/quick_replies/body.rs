use domain::quick_reply::{QuickReplyScope, unknown_variable};
use garde::Validate;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::payload::{Id, given};

/// A quick reply to be made.
#[derive(Debug, Clone, Deserialize, Serialize, JsonSchema, Validate)]
pub struct NewQuickReply {
    /// 1 to 80 characters.
    #[garde(custom(title_rule))]
    pub title: String,
    /// 1 to 4096 characters, with variables as `{{customer.name}}`.
    #[garde(custom(content_rule))]
    pub content: String,
    /// `[a-z0-9_-]`, 1 to 30 characters.
    #[garde(inner(custom(shortcut_rule)))]
    pub shortcut: Option<String>,
    #[garde(inner(length(chars, min = 1, max = 50)))]
    pub category: Option<String>,
    #[serde(default = "company")]
    #[garde(skip)]
    pub scope: QuickReplyScope,
}

fn company() -> QuickReplyScope {
    QuickReplyScope::Company
}

/// What is to be changed of a quick reply. What is absent stays; whose it is stays too.
#[derive(Debug, Clone, Default, Deserialize, JsonSchema, Validate)]
#[serde(default)]
pub struct QuickReplyChange {
    #[garde(inner(custom(title_rule)))]
    pub title: Option<String>,
    #[garde(inner(custom(content_rule)))]
    pub content: Option<String>,
    #[serde(deserialize_with = "given")]
    #[garde(inner(inner(custom(shortcut_rule))))]
    pub shortcut: Option<Option<String>>,
    #[serde(deserialize_with = "given")]
    #[garde(inner(inner(length(chars, min = 1, max = 50))))]
    pub category: Option<Option<String>>,
}

/// For whom.
#[derive(Debug, Clone, Deserialize, JsonSchema, Validate)]
#[serde(rename_all = "camelCase")]
#[garde(allow_unvalidated)]
pub struct RenderWish {
    pub conversation_id: Id,
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "the signature that garde calls")]
fn title_rule(title: &str, _context: &()) -> garde::Result {
    let valid = !title.trim().is_empty() && title.chars().count() <= 80 && !title.contains('\0');
    if valid { Ok(()) } else { Err(garde::Error::new("between 1 and 80 characters")) }
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "the signature that garde calls")]
fn content_rule(content: &str, _context: &()) -> garde::Result {
    if content.trim().is_empty() || content.chars().count() > 4096 || content.contains('\0') {
        return Err(garde::Error::new("between 1 and 4096 characters"));
    }
    match unknown_variable(content) {
        Some(name) => Err(garde::Error::new(format!("the variable {{{{{name}}}}} does not exist"))),
        None => Ok(()),
    }
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "the signature that garde calls")]
fn shortcut_rule(shortcut: &str, _context: &()) -> garde::Result {
    let allowed = |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'_' || byte == b'-';
    let valid = (1..=30).contains(&shortcut.len()) && shortcut.bytes().all(allowed);
    if valid { Ok(()) } else { Err(garde::Error::new("1 to 30 of a-z, 0-9, _ and -")) }
}
