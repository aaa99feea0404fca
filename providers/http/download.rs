//! Files from addresses that a provider named (SPEC 9.5).

use std::time::Duration;

use reqwest::header::LOCATION;
use url::Url;

use super::client::{Http, OnlyPrivate};
use super::private_hosts::check_url;
use crate::media::{Download, FetchClass, FetchFailure};

const REDIRECTS: usize = 3;
const TOTAL: Duration = Duration::from_mins(1);

/// What may be asked for a file, and who is told our secret.
pub(crate) struct Rules<'a> {
    /// Whether the file may be at this address. Asked again of every redirect.
    pub(crate) allowed: &'a (dyn Fn(&Url) -> bool + Send + Sync),
    /// The secret header, and whether this address may read it.
    pub(crate) secret: Option<(&'static str, String)>,
    pub(crate) trusted: &'a (dyn Fn(&Url) -> bool + Send + Sync),
}

impl Http {
    /// Begin to read a file.
    pub(crate) async fn download(&self, url: Url, rules: &Rules<'_>) -> Result<Download, FetchFailure> {
        let mut url = url;
        for _ in 0..=REDIRECTS {
            if !(rules.allowed)(&url) {
                return Err(FetchFailure::new(FetchClass::Refused, "the file is at a host that is not the channel's"));
            }
            check_url(&url, self.private_hosts())
                .map_err(|refused| FetchFailure::new(FetchClass::Refused, refused.to_string()))?;
            let mut request = self.client().get(url.clone()).timeout(TOTAL);
            if let Some((name, value)) = rules.secret.as_ref().filter(|_| (rules.trusted)(&url)) {
                request = request.header(*name, value);
            }
            let response = request.send().await.map_err(|error| failed(&error))?;
            let status = response.status().as_u16();
            match status {
                200..=299 => return Ok(Download::of_response(response)),
                301 | 302 | 303 | 307 | 308 => {
                    let next = response.headers().get(LOCATION).and_then(|to| to.to_str().ok());
                    let next = next.and_then(|to| url.join(to).ok());
                    url = next.ok_or_else(|| FetchFailure::new(FetchClass::Refused, "a redirect to nowhere"))?;
                }
                404 | 410 => return Err(FetchFailure::new(FetchClass::Gone, format!("answered {status}"))),
                _ => return Err(FetchFailure::new(FetchClass::Retry, format!("answered {status}"))),
            }
        }
        Err(FetchFailure::new(FetchClass::Refused, "too many redirects"))
    }
}

fn failed(error: &reqwest::Error) -> FetchFailure {
    let mut source = std::error::Error::source(error);
    while let Some(cause) = source {
        if cause.is::<OnlyPrivate>() {
            return FetchFailure::new(FetchClass::Refused, OnlyPrivate.to_string());
        }
        source = cause.source();
    }
    FetchFailure::new(FetchClass::Retry, if error.is_timeout() { "no answer in time" } else { "no connection" })
}

/// Scheme, host and port are the same.
pub(crate) fn same_origin(one: &Url, other: &Url) -> bool {
    one.origin() == other.origin()
}
