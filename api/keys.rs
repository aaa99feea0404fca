//! One secret, several keys: each purpose has its own, so that what one signs the other refuses.

use hmac::{Hmac, KeyInit as _, Mac as _};
use sha2::Sha256;

/// What a derived key is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Purpose {
    Cursor,
    MediaToken,
    MediaLink,
}

/// `JWT_SECRET`. Shows nothing in logs.
#[derive(Clone)]
pub struct Keys(Vec<u8>);

impl Keys {
    pub fn new(secret: impl Into<Vec<u8>>) -> Self {
        Self(secret.into())
    }

    pub(crate) fn secret(&self) -> &[u8] {
        &self.0
    }

    pub(crate) fn derive(&self, purpose: Purpose) -> [u8; 32] {
        let label: &[u8] = match purpose {
            Purpose::Cursor => b"wppconnector cursor 1",
            Purpose::MediaLink => b"wppconnector media link 1",
            Purpose::MediaToken => b"wppconnector media token 1",
        };
        mac(&self.0, label)
    }
}

/// HMAC-SHA256.
pub(crate) fn mac(key: &[u8], message: &[u8]) -> [u8; 32] {
    let mut mac = Hmac::<Sha256>::new_from_slice(key).expect("HMAC takes a key of any length");
    mac.update(message);
    mac.finalize().into_bytes().into()
}
