//! What identifies a person at a provider.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use strum::{EnumString, IntoStaticStr, VariantArray};

use crate::phone;

#[derive(
    Debug,
    Clone,
    Copy,
    PartialEq,
    Eq,
    Hash,
    PartialOrd,
    Ord,
    Serialize,
    Deserialize,
    JsonSchema,
    EnumString,
    IntoStaticStr,
    VariantArray,
)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
#[strum(serialize_all = "SCREAMING_SNAKE_CASE")]
pub enum IdentityKind {
    /// `E.164` with its `+`.
    Phone,
    /// `<digits>@lid`.
    WahaLid,
    /// `CC.xxxx`.
    MetaBsuid,
}

/// Who vouches that an identity belongs to its contact.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema, EnumString, IntoStaticStr, VariantArray,
)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
#[strum(serialize_all = "SCREAMING_SNAKE_CASE")]
pub enum VerifiedBy {
    Provider,
    Agent,
    Derived,
}

/// One identity as a provider wrote it, with the key that it is matched by.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Identity {
    pub kind: IdentityKind,
    /// The address used for sending.
    pub value: String,
    /// The match key: see `Identity::new`.
    pub canonical: String,
}

impl Identity {
    /// Derive the match key of SPEC 2. `value` is a phone with or without `+`, a LID with or without `@lid`, or a BSUID.
    pub fn new(kind: IdentityKind, value: &str) -> Self {
        let value = value.trim();
        let (value, canonical) = match kind {
            IdentityKind::Phone => {
                let value = if value.starts_with('+') { value.to_owned() } else { format!("+{value}") };
                let canonical = phone::canonical(&value);
                (value, canonical)
            }
            IdentityKind::WahaLid => {
                let user = value.split('@').next().unwrap_or_default();
                let value = format!("{}@lid", without_device(user));
                (value.clone(), value)
            }
            IdentityKind::MetaBsuid => (value.to_owned(), value.to_owned()),
        };
        Self { kind, value, canonical }
    }

    /// A phone from bare digits, as META's `wa_id`.
    pub fn from_digits(digits: &str) -> Option<Self> {
        phone::from_digits(digits).map(|value| Self::new(IdentityKind::Phone, &value))
    }

    /// The person of a WAHA chat id: `@c.us`, `@s.whatsapp.net` or `@lid`. Groups, newsletters and broadcasts are nobody.
    pub fn from_chat_id(chat_id: &str) -> Option<Self> {
        let (user, server) = chat_id.trim().split_once('@')?;
        let user = without_device(user);
        match server {
            "c.us" | "s.whatsapp.net" => Self::from_digits(user),
            "lid" if !user.is_empty() && user.bytes().all(|byte| byte.is_ascii_digit()) => {
                Some(Self::new(IdentityKind::WahaLid, user))
            }
            _ => None,
        }
    }

    /// Where WAHA sends to: `<digits>@c.us` or the LID. A BSUID is no address of WAHA.
    pub fn chat_id(&self) -> Option<String> {
        match self.kind {
            IdentityKind::Phone => Some(format!("{}@c.us", self.value.trim_start_matches('+'))),
            IdentityKind::WahaLid => Some(self.value.clone()),
            IdentityKind::MetaBsuid => None,
        }
    }

    /// For logs.
    pub fn masked(&self) -> String {
        match self.kind {
            IdentityKind::Phone | IdentityKind::MetaBsuid => phone::mask(&self.value),
            IdentityKind::WahaLid => format!("{}@lid", phone::mask(self.value.trim_end_matches("@lid"))),
        }
    }
}

/// `5511999990000:12` names a device of a person.
fn without_device(user: &str) -> &str {
    user.split(':').next().unwrap_or(user)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_chat_id_names_a_person_or_nobody() {
        let phone = Identity::from_chat_id("551188887777@c.us").unwrap();
        assert_eq!((phone.value.as_str(), phone.canonical.as_str()), ("+551188887777", "+5511988887777"));
        assert_eq!(phone.chat_id().unwrap(), "551188887777@c.us");
        assert_eq!(Identity::from_chat_id("5511988887777:12@s.whatsapp.net").unwrap().canonical, phone.canonical);

        let lid = Identity::from_chat_id("123456789012345@lid").unwrap();
        assert_eq!((lid.kind, lid.canonical.as_str()), (IdentityKind::WahaLid, "123456789012345@lid"));

        for nobody in ["123-456@g.us", "1@newsletter", "status@broadcast", "abc@c.us", "5511988887777", "@lid"] {
            assert_eq!(Identity::from_chat_id(nobody), None, "{nobody}");
        }
    }

    #[test]
    fn a_log_line_never_shows_a_whole_identity() {
        assert_eq!(Identity::new(IdentityKind::Phone, "5511999999999").masked(), "+55119****9999");
        assert_eq!(Identity::new(IdentityKind::WahaLid, "123456789012345").masked(), "12345****2345@lid");
        assert_eq!(Identity::new(IdentityKind::MetaBsuid, "BR.1234567890123").masked(), "BR.12****0123");
    }
}
