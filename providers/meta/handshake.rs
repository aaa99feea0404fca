//! The GET by which META asks whether a webhook address is ours.

use subtle::ConstantTimeEq as _;

/// The body of the answer, byte for byte, when `token` is one of `accepted`; `None` = 403.
///
/// All accepted tokens are compared, in constant time each, so that the time tells nothing of which one was close.
pub fn handshake<'a>(
    mode: Option<&str>,
    token: Option<&str>,
    challenge: Option<&'a str>,
    accepted: impl IntoIterator<Item = impl AsRef<str>>,
) -> Option<&'a str> {
    let token = token.filter(|token| !token.is_empty())?;
    let mut known = subtle::Choice::from(0);
    for candidate in accepted {
        known |= candidate.as_ref().as_bytes().ct_eq(token.as_bytes());
    }
    if mode == Some("subscribe") && bool::from(known) { challenge } else { None }
}
