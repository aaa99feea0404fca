//! From a provider's refusal to a class of ours (SPEC 8.4). Codes decide, and a provider's prose never does, with two exceptions where WAHA
//! has no code to offer.

use std::time::Duration;

use domain::send::{SendClass, SendFailure};
use serde_json::Value;
use url::Url;

use crate::http::{Answer, Broken};
use crate::json::{first_text, integer, shortened, text};

/// What is kept of a provider's explanation.
const DETAIL: usize = 300;

/// The class of an error code of META.
pub fn meta_class(code: i64) -> SendClass {
    match code {
        0 | 190 => SendClass::Auth,
        3 | 10 | 200..=299 => SendClass::Permission,
        131_056 => SendClass::PairLimit,
        4 | 80_007 | 130_429 | 131_048 | 133_016 => SendClass::ChannelLimit,
        131_000 | 131_016 | 131_057 => SendClass::ProviderBusy,
        368 | 131_031 | 130_497 | 131_042 | 131_037 | 131_045 => SendClass::Account,
        131_026 | 131_021 | 131_030 | 130_472 | 131_049 | 131_062 => SendClass::Recipient,
        131_050 => SendClass::OptedOut,
        131_047 => SendClass::Window,
        131_008 | 131_009 | 131_051 | 131_053 | 132_000 | 132_001 | 132_005 | 132_007 | 132_008 | 132_012 | 132_015
        | 132_016 | 132_068 | 132_069 | 135_000 => SendClass::Content,
        _ => SendClass::Other,
    }
}

/// A refusal of META's API.
pub(crate) fn meta_failure(answer: &Answer) -> SendFailure {
    let body = answer.json();
    let code = integer(&body, "/error/code");
    let class = match (code.map(meta_class), answer.status) {
        // A server's own trouble under a code that is not listed says nothing about whether the message was taken.
        (None | Some(SendClass::Other), 500..) => SendClass::Unknown,
        (Some(class), _) => class,
        (None, 300..=399) => SendClass::NotSent,
        (None, 401) => SendClass::Auth,
        (None, 403) => SendClass::Permission,
        (None, 429) => SendClass::ChannelLimit,
        (None, _) => SendClass::Other,
    };
    let slow = (code == Some(131_048)).then_some(Duration::from_mins(1));
    SendFailure {
        class,
        provider_code: code.map(|code| code.to_string()),
        http_status: Some(answer.status),
        detail: meta_detail(&body["error"]),
        retry_after: answer.retry_after.max(slow),
    }
}

/// The explanation inside an error object of META.
pub(crate) fn meta_detail(error: &Value) -> Option<String> {
    first_text(error, &["/error_data/details", "/message", "/title"]).map(|detail| shortened(detail, DETAIL))
}

/// A refusal of a WAHA server.
pub(crate) fn waha_failure(answer: &Answer) -> SendFailure {
    let body = answer.json();
    let prose = first_text(&body, &["/exception/message", "/message", "/error/message", "/error"]);
    let folded = prose.unwrap_or_default().to_lowercase();
    // GOWS reports WhatsApp's own refusal of the account as a server error. It is as final as a refusal can be.
    let restricted = folded.contains("error 463");
    let no_such_number =
        ["not registered", "number does not exist", "no lid for user"].iter().any(|said| folded.contains(said));
    let class = match answer.status {
        _ if restricted => SendClass::Account,
        300..=399 => SendClass::NotSent,
        500.. => SendClass::Unknown,
        401 => SendClass::Auth,
        403 => SendClass::Permission,
        422 if text(&body, "/status").is_some() => SendClass::SessionDown,
        429 => SendClass::ChannelLimit,
        _ if no_such_number => SendClass::Recipient,
        400 | 413 => SendClass::Content,
        _ => SendClass::Other,
    };
    let state = text(&body, "/status").filter(|_| class == SendClass::SessionDown);
    SendFailure {
        class,
        provider_code: if restricted { Some("463".to_owned()) } else { state.map(str::to_owned) },
        http_status: Some(answer.status),
        detail: prose.map(|prose| shortened(prose, DETAIL)),
        retry_after: answer.retry_after,
    }
}

/// A call without an answer.
pub(crate) fn from_broken(broken: Broken) -> SendFailure {
    let (class, detail) = match broken {
        Broken::NotSent(detail) => (SendClass::NotSent, detail),
        Broken::Unknown(detail) => (SendClass::Unknown, detail),
    };
    SendFailure { class, provider_code: None, http_status: None, detail: Some(detail), retry_after: None }
}

/// The contact's address belongs to another kind of provider. The call is not made: its digits may be somebody else's number.
pub(crate) fn foreign_address() -> SendFailure {
    SendFailure {
        class: SendClass::Recipient,
        provider_code: None,
        http_status: None,
        detail: Some("the contact has no address at this provider".to_owned()),
        retry_after: None,
    }
}

/// `base` with `path` behind whatever path it already has; each segment is escaped.
pub(crate) fn url_with(base: &Url, path: &[&str]) -> Url {
    let mut url = base.clone();
    url.set_query(None);
    url.set_fragment(None);
    // Only addresses that cannot be a base fail here, and the guard refuses those.
    if let Ok(mut segments) = url.path_segments_mut() {
        segments.pop_if_empty().extend(path);
    }
    url
}
