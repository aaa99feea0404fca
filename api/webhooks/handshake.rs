//! META's handshake: it asks whether we know the verify token, and wants its challenge back byte for byte.

use poem::http::StatusCode;
use poem::{IntoResponse as _, Response};
use serde::Deserialize;
use subtle::{Choice, ConstantTimeEq as _};

use crate::error::{ApiError, Code};

/// The query of the handshake.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
pub struct Handshake {
    #[serde(rename = "hub.mode", default)]
    pub mode: String,
    #[serde(rename = "hub.verify_token", default)]
    pub verify_token: String,
    #[serde(rename = "hub.challenge", default)]
    pub challenge: String,
}

impl Handshake {
    /// Answer with the challenge when one of the tokens is the one asked for; compares all of them, in constant time.
    pub fn answer<'a>(self, tokens: impl IntoIterator<Item = &'a str>) -> Result<Response, ApiError> {
        let asked = self.verify_token.as_bytes();
        let known = tokens
            .into_iter()
            .filter(|token| !token.is_empty())
            .fold(Choice::from(0), |known, token| known | token.as_bytes().ct_eq(asked));
        if self.mode != "subscribe" || !bool::from(known) {
            return Err(Code::Forbidden.into());
        }
        Ok(self.challenge.with_content_type("text/plain").with_status(StatusCode::OK).into_response())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn ask(mode: &str, token: &str) -> Handshake {
        Handshake { mode: mode.into(), verify_token: token.into(), challenge: "<1158201444>".into() }
    }

    #[tokio::test]
    async fn the_challenge_comes_back_byte_for_byte() {
        let response = ask("subscribe", "two").answer(["one", "two"]).unwrap();
        assert_eq!(response.content_type(), Some("text/plain"));
        assert_eq!(response.into_body().into_string().await.unwrap(), "<1158201444>");
    }

    #[test]
    fn a_wrong_token_mode_or_no_token_at_all_is_forbidden() {
        for (handshake, tokens) in [
            (ask("subscribe", "three"), vec!["one", "two"]),
            (ask("unsubscribe", "one"), vec!["one"]),
            (ask("subscribe", ""), vec![""]),
            (ask("subscribe", ""), vec![]),
        ] {
            assert_eq!(handshake.answer(tokens).unwrap_err().code(), Code::Forbidden);
        }
    }
}
