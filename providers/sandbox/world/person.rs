//! A customer, under all the addresses that are known.

/// A customer.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(in super::super) struct Person {
    /// `E.164`.
    pub(in super::super) phone: Option<String>,
    /// `<digits>@lid`.
    pub(in super::super) lid: Option<String>,
    pub(in super::super) bsuid: Option<String>,
    pub(in super::super) name: Option<String>,
}

impl Person {
    pub(in super::super) fn of_phone(number: &str) -> Self {
        let digits: String = number.chars().filter(char::is_ascii_digit).collect();
        Self { phone: Some(format!("+{digits}")), ..Self::default() }
    }

    pub(in super::super) fn digits(&self) -> Option<&str> {
        self.phone.as_deref().map(|phone| phone.trim_start_matches('+'))
    }

    /// One key for a person, whatever is known.
    pub(in super::super) fn key(&self) -> String {
        self.phone.clone().or_else(|| self.lid.clone()).or_else(|| self.bsuid.clone()).unwrap_or_default()
    }

    /// The chat of this person in WAHA's words.
    pub(in super::super) fn chat_id(&self) -> String {
        match (self.digits(), &self.lid) {
            (Some(digits), _) => format!("{digits}@c.us"),
            (None, Some(lid)) => lid.clone(),
            (None, None) => self.key(),
        }
    }

    pub(super) fn addresses(&self) -> impl Iterator<Item = &String> {
        [&self.phone, &self.lid, &self.bsuid].into_iter().flatten()
    }
}

/// The hidden id that stands for a phone.
pub(in super::super) fn lid_of(digits: &str) -> String {
    let hash = digits
        .bytes()
        .fold(0xcbf2_9ce4_8422_2325_u64, |hash, byte| (hash ^ u64::from(byte)).wrapping_mul(0x0000_0100_0000_01b3));
    format!("{}@lid", 100_000_000_000_000 + hash % 800_000_000_000_000)
}
