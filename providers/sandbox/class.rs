//! What an error of the native dialect means (SPEC 8.4). The codes are META's; the transport's failures have none.

use domain::send::{SendClass, SendFailure};

/// The class of an error code.
pub(super) fn of_code(code: i64) -> SendClass {
    match code {
        131_056 => SendClass::PairLimit,
        4 | 80_007 | 130_429 | 131_048 | 133_016 => SendClass::ChannelLimit,
        131_000 | 131_016 | 131_057 => SendClass::ProviderBusy,
        0 | 190 => SendClass::Auth,
        3 | 10 | 200..=299 => SendClass::Permission,
        368 | 463 | 131_031 | 130_497 | 131_042 | 131_037 | 131_045 => SendClass::Account,
        131_026 | 131_021 | 131_030 | 130_472 | 131_049 | 131_062 => SendClass::Recipient,
        131_050 => SendClass::OptedOut,
        131_047 => SendClass::Window,
        131_008 | 131_009 | 131_051 | 131_053 | 135_000 => SendClass::Content,
        132_000 | 132_001 | 132_005 | 132_007 | 132_008 | 132_012 | 132_015 | 132_016 | 132_068 | 132_069 => {
            SendClass::Content
        }
        _ => SendClass::Other,
    }
}

/// The class of an answer without a code of its own.
pub(super) fn of_status(status: u16) -> SendClass {
    match status {
        401 => SendClass::Auth,
        403 => SendClass::Permission,
        400 | 413 => SendClass::Content,
        422 => SendClass::SessionDown,
        429 => SendClass::ChannelLimit,
        408 | 500.. => SendClass::Unknown,
        _ => SendClass::Other,
    }
}

/// A failure below HTTP: the request never left only when no connection came about.
pub(super) fn of_transport(error: &reqwest::Error) -> SendFailure {
    let class = if error.is_connect() || error.is_builder() { SendClass::NotSent } else { SendClass::Unknown };
    let detail = if error.is_timeout() { "no answer in time" } else { "the connection failed" };
    SendFailure { class, provider_code: None, http_status: None, detail: Some(detail.to_owned()), retry_after: None }
}

/// The HTTP status that goes with an error code, for the dialects that answer with both.
pub(super) fn http_status(code: i64) -> u16 {
    match of_code(code) {
        SendClass::Auth => 401,
        SendClass::Permission | SendClass::Account => 403,
        SendClass::PairLimit | SendClass::ChannelLimit => 429,
        SendClass::ProviderBusy => 503,
        _ => 400,
    }
}
