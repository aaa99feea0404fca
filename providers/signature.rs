//! HMACs over raw bodies.

use hmac::digest::block_api::EagerHash;
use hmac::{Hmac, KeyInit as _, Mac as _};

use crate::provider::Signature;

/// Compare a hexadecimal HMAC with that of `raw`, in constant time. An empty secret is no secret.
pub(crate) fn check<D: EagerHash>(secret: Option<&str>, claimed: Option<&str>, raw: &[u8]) -> Signature
where
    Hmac<D>: hmac::Mac + hmac::KeyInit,
{
    let Some(secret) = secret.filter(|secret| !secret.is_empty()) else {
        return Signature::NoSecret;
    };
    let Some(claimed) = claimed.and_then(|claimed| hex::decode(claimed.trim()).ok()) else {
        return Signature::Invalid;
    };
    let Ok(mut mac) = Hmac::<D>::new_from_slice(secret.as_bytes()) else {
        return Signature::Invalid;
    };
    mac.update(raw);
    // `verify_slice` also refuses a shortened signature.
    if mac.verify_slice(&claimed).is_ok() { Signature::Valid } else { Signature::Invalid }
}
