use garde::Validate;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

use crate::endpoints::auth::email_rule;
use crate::payload::{Id, given};

/// Somebody to be written down.
#[derive(Debug, Clone, Deserialize, Serialize, JsonSchema, Validate)]
pub struct NewContact {
    /// 1 to 200 characters.
    #[garde(custom(person_rule))]
    pub name: String,
    /// As people type it; without a country it is of Brazil.
    #[garde(length(chars, min = 1, max = 40))]
    pub phone: String,
    #[garde(inner(custom(email_rule)))]
    pub email: Option<String>,
    /// Whatever the company wants to remember: at most 50 names.
    #[serde(default)]
    #[garde(custom(attributes_rule))]
    pub attributes: Map<String, Value>,
}

/// What is to be changed of a contact. What is absent stays.
#[derive(Debug, Clone, Default, Deserialize, JsonSchema, Validate)]
#[serde(rename_all = "camelCase", default)]
pub struct ContactChange {
    /// 1 to 200 characters; null = the name that the customer shows.
    #[serde(deserialize_with = "given")]
    #[garde(inner(inner(custom(person_rule))))]
    pub name: Option<Option<String>>,
    #[serde(deserialize_with = "given")]
    #[garde(inner(inner(custom(email_rule))))]
    pub email: Option<Option<String>>,
    /// All of them: what is not named is gone.
    #[garde(inner(custom(attributes_rule)))]
    pub attributes: Option<Map<String, Value>>,
    /// The ids of the tags that the contact shall carry, and of no others.
    #[garde(inner(length(max = 50)))]
    pub tags: Option<Vec<Id>>,
    /// Nothing is sent to a blocked contact, and what they write is only stored.
    #[garde(skip)]
    pub blocked: Option<bool>,
    /// Gets no templates.
    #[garde(skip)]
    pub opted_out: Option<bool>,
    /// Up to 4000 characters.
    #[serde(deserialize_with = "given")]
    #[garde(inner(inner(length(chars, min = 1, max = 4000))))]
    pub note: Option<Option<String>>,
}

/// Who is the same person.
#[derive(Debug, Clone, Copy, Deserialize, JsonSchema, Validate)]
#[serde(rename_all = "camelCase")]
#[garde(allow_unvalidated)]
pub struct MergeWish {
    pub other_id: Id,
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "the signature that garde calls")]
pub(crate) fn person_rule(name: &str, _context: &()) -> garde::Result {
    let valid = (1..=200).contains(&name.trim().chars().count()) && !name.chars().any(char::is_control);
    if valid { Ok(()) } else { Err(garde::Error::new("between 1 and 200 characters")) }
}

const MOST_ATTRIBUTES: usize = 50;
const LONGEST_ATTRIBUTES: usize = 16 * 1024;

#[expect(clippy::trivially_copy_pass_by_ref, reason = "the signature that garde calls")]
fn attributes_rule(attributes: &Map<String, Value>, _context: &()) -> garde::Result {
    let text = serde_json::to_string(attributes).unwrap_or_default();
    // PostgreSQL keeps no zero character, written out or not.
    if attributes.len() <= MOST_ATTRIBUTES && text.len() <= LONGEST_ATTRIBUTES && !text.contains("\\u0000") {
        Ok(())
    } else {
        Err(garde::Error::new("at most 50 names and 16 KB"))
    }
}
