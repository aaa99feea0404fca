//! The signatures of the three dialects, all HMAC in lower-case hex.

use hmac::{Hmac, KeyInit as _, Mac as _};
use sha2::{Digest as _, Sha256, Sha512};
use subtle::ConstantTimeEq as _;

/// The header of the native dialect, in both directions.
pub(super) const SANDBOX_SIGNATURE: &str = "x-sandbox-signature";

pub(super) fn hmac_sha256(secret: &str, raw: &[u8]) -> String {
    let mut mac = Hmac::<Sha256>::new_from_slice(secret.as_bytes()).expect("HMAC takes keys of any length");
    mac.update(raw);
    hex::encode(mac.finalize().into_bytes())
}

pub(super) fn hmac_sha512(secret: &str, raw: &[u8]) -> String {
    let mut mac = Hmac::<Sha512>::new_from_slice(secret.as_bytes()).expect("HMAC takes keys of any length");
    mac.update(raw);
    hex::encode(mac.finalize().into_bytes())
}

/// Compare in constant time; the length of a signature is no secret.
pub(super) fn same(left: &str, right: &str) -> bool {
    left.as_bytes().ct_eq(right.as_bytes()).into()
}

pub(super) fn sha256_hex(raw: &[u8]) -> String {
    hex::encode(Sha256::digest(raw))
}

/// What a native call is signed over: its body, or without one its path and query.
pub(super) fn native_subject<'a>(path_and_query: &'a str, body: &'a [u8]) -> &'a [u8] {
    if body.is_empty() { path_and_query.as_bytes() } else { body }
}
