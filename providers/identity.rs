//! What providers call people, as identities of ours.

use domain::identity::{Identity, IdentityKind};

/// The one place where this crate makes an identity.
pub(crate) fn identity(kind: IdentityKind, value: &str) -> Identity {
    Identity::new(kind, value)
}

/// `+` and digits. `None` when `number` holds anything but digits behind an optional `+`.
pub(crate) fn phone(number: &str) -> Option<Identity> {
    let digits = number.strip_prefix('+').unwrap_or(number);
    let plausible = (5..=20).contains(&digits.len()) && digits.bytes().all(|byte| byte.is_ascii_digit());
    plausible.then(|| identity(IdentityKind::Phone, &format!("+{digits}")))
}

/// The digits of a phone, as providers want them.
pub(crate) fn digits(value: &str) -> String {
    value.chars().filter(char::is_ascii_digit).collect()
}
