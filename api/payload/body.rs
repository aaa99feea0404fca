use std::time::Duration;

use garde::Validate;
use poem::http::header;
use poem::{Request, RequestBody};
use poem_openapi::registry::{MetaMediaType, MetaRequest, Registry};
use poem_openapi::{ApiExtractor, ApiExtractorType, ExtractParamOptions};
use schemars::JsonSchema;
use serde::de::DeserializeOwned;
use tokio::io::{AsyncRead, AsyncReadExt as _};
use tokio::time::timeout;

use super::parse::parse;
use crate::error::{ApiError, Code};
use crate::schema::{Contract, Shape, reference_to};

/// Bytes of a JSON body, at most.
pub const LIMIT: usize = 1024 * 1024;
/// Bytes beyond a limit that are read and forgotten, so that the client hears of the limit.
const LINGER: u64 = 16 * 1024 * 1024;

/// The JSON body of a request.
///
/// Fails with `too_large`, `unsupported_media_type`, `malformed_json`, `unknown_field` (every one, with its path) or
/// `validation` (a type, a missing field, or every rule of [`Validate`] that is broken). `Body<Option<T>>` may be left out.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Body<T>(pub T);

impl<'a, T> ApiExtractor<'a> for Body<T>
where
    T: DeserializeOwned + JsonSchema + Validate<Context = ()> + Send,
{
    const TYPES: &'static [ApiExtractorType] = &[ApiExtractorType::RequestObject];
    const PARAM_IS_REQUIRED: bool = true;

    type ParamType = ();
    type ParamRawType = ();

    fn register(registry: &mut Registry) {
        Shape::of::<T>(Contract::Deserialize).register(registry);
    }

    fn request_meta() -> Option<MetaRequest> {
        Some(MetaRequest {
            description: None,
            content: vec![MetaMediaType {
                content_type: "application/json",
                schema: reference_to::<T>(Contract::Deserialize),
            }],
            required: serde_json::from_slice::<T>(b"null").is_err(),
        })
    }

    async fn from_request(
        request: &'a Request,
        body: &mut RequestBody,
        _options: ExtractParamOptions<()>,
    ) -> poem::Result<Self> {
        let kind = request.header(header::CONTENT_TYPE);
        if kind.is_some_and(|kind| !is_json(kind)) {
            return Err(ApiError::new(Code::UnsupportedMediaType).into());
        }
        let bytes = read(request, body, LIMIT).await?;
        if kind.is_none() && !bytes.is_empty() {
            return Err(ApiError::new(Code::UnsupportedMediaType).into());
        }
        Ok(Self(parse(&bytes)?))
    }
}

/// Read the raw body, never keep more than `limit` bytes of it, whether or not it says how long it is.
pub(crate) async fn read(request: &Request, body: &mut RequestBody, limit: usize) -> Result<bytes::Bytes, ApiError> {
    let limit = limit as u64;
    let announced = request.header(header::CONTENT_LENGTH).and_then(|length| length.parse::<u64>().ok());
    let mut reader = body.take().map_err(ApiError::internal)?.into_async_read();
    let mut bytes = Vec::new();
    let is_too_large = announced.is_some_and(|length| length > limit)
        || match (&mut reader).take(limit + 1).read_to_end(&mut bytes).await {
            Ok(_) => bytes.len() as u64 > limit,
            // The connection broke, or its chunks are no HTTP.
            Err(error) => return Err(ApiError::new(Code::MalformedJson).caused_by(error)),
        };
    if is_too_large {
        discard(reader).await;
        return Err(ApiError::new(Code::TooLarge));
    }
    Ok(bytes.into())
}

/// Take in what is still on its way: a connection that is closed with bytes unread is reset, and the client never sees why.
pub(crate) async fn discard(rest: impl AsyncRead + Unpin) {
    // Whoever sends more or slower than this is not waited for.
    let _read = timeout(Duration::from_secs(2), tokio::io::copy(&mut rest.take(LINGER), &mut tokio::io::sink())).await;
}

/// `application/json` or `application/*+json`, in UTF-8.
fn is_json(content_type: &str) -> bool {
    let mut parts = content_type.split(';');
    let essence = parts.next().unwrap_or_default().trim().to_ascii_lowercase();
    let json = essence == "application/json" || essence.starts_with("application/") && essence.ends_with("+json");
    let utf8 = parts.filter_map(|part| part.trim().split_once('=')).all(|(name, value)| {
        !name.eq_ignore_ascii_case("charset") || value.trim_matches('"').eq_ignore_ascii_case("utf-8")
    });
    json && utf8
}

#[cfg(test)]
mod tests {
    use super::is_json;

    #[test]
    fn only_json_in_utf_8_is_read() {
        for good in ["application/json", "Application/JSON; charset=UTF-8", "application/merge-patch+json"] {
            assert!(is_json(good), "{good}");
        }
        for bad in ["text/json", "application/json; charset=latin1", "application/x-www-form-urlencoded", "", "json"] {
            assert!(!is_json(bad), "{bad}");
        }
    }
}
