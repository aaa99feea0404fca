//! The bytes of an attachment, in a way that no browser can be harmed by (SPEC 9.4).

use std::fmt::Write as _;
use std::ops::Range;

use domain::media::MediaState;
use entities::Media;
use media::{MediaError, served_as, shown_inline};
use poem::http::{HeaderName, HeaderValue, StatusCode, header};
use poem::{Body, IntoResponse, Response};
use poem_openapi::ApiResponse;
use poem_openapi::registry::{MetaMediaType, MetaResponse, MetaResponses, MetaSchema, MetaSchemaRef, Registry};

use crate::context::Context;
use crate::error::{ApiError, Code};

/// When a client may ask again for what is on its way.
const ASK_AGAIN: u64 = 3;

/// 200 with all, 206 with a part, 304 with nothing, 416 with its size.
pub(super) struct MediaBytes(Response);

impl IntoResponse for MediaBytes {
    fn into_response(self) -> Response {
        self.0
    }
}

impl ApiResponse for MediaBytes {
    fn meta() -> MetaResponses {
        let schema = MetaSchema { format: Some("binary"), ..MetaSchema::new("string") };
        let schema = MetaSchemaRef::Inline(Box::new(schema));
        let response = |status, description, content| MetaResponse {
            description,
            status: Some(status),
            status_range: None,
            content,
            headers: vec![],
        };
        // The type is the file's own; generators of clients know the first as bytes.
        let bytes = || {
            let of = |content_type| MetaMediaType { content_type, schema: schema.clone() };
            ["application/octet-stream", "*/*"].map(of).into()
        };
        let responses = vec![
            response(200, "The file.", bytes()),
            response(206, "A part of it.", bytes()),
            response(304, "The client has it.", vec![]),
            response(416, "The part lies behind its end; `Content-Range` tells its size.", vec![]),
        ];
        MetaResponses { responses }
    }

    fn register(_registry: &mut Registry) {}
}

pub(super) async fn serve(
    cx: &Context,
    media: &Media,
    range: Option<&str>,
    known: Option<&str>,
) -> Result<MediaBytes, ApiError> {
    match media.state.0 {
        MediaState::Ready => {}
        MediaState::Pending => return Err(ApiError::new(Code::MediaPending).retry_after(ASK_AGAIN)),
        MediaState::Failed | MediaState::Expired | MediaState::Refused => return Err(Code::MediaGone.into()),
    }
    let size = u64::try_from(media.size.unwrap_or_default()).unwrap_or_default();
    let etag = format!("\"{}\"", media.sha256.as_deref().unwrap_or_default());
    let kind = served_as(media.sniffed_mime.as_deref());
    let mut response = Response::default();
    let headers = [
        (header::ETAG, etag.clone()),
        (header::CACHE_CONTROL, "private, max-age=86400, immutable".to_owned()),
        (header::CONTENT_SECURITY_POLICY, "default-src 'none'; sandbox".to_owned()),
        (header::X_CONTENT_TYPE_OPTIONS, "nosniff".to_owned()),
        (header::ACCEPT_RANGES, "bytes".to_owned()),
        (header::CONTENT_TYPE, kind.to_owned()),
        (header::CONTENT_DISPOSITION, disposition(kind, media.file_name.as_deref())),
        // Shown inside a page of ours, and in no other.
        (HeaderName::from_static("cross-origin-resource-policy"), "same-site".to_owned()),
    ];
    for (name, value) in headers {
        if let Ok(value) = HeaderValue::from_str(&value) {
            response.headers_mut().insert(name, value);
        }
    }
    if known.is_some_and(|known| known.split(',').any(|tag| matches!(tag.trim(), tag if tag == etag || tag == "*"))) {
        response.headers_mut().remove(header::CONTENT_TYPE);
        response.set_status(StatusCode::NOT_MODIFIED);
        return Ok(MediaBytes(response));
    }
    let part = match range.map(|range| part(range, size)) {
        Some(Wanted::Part(part)) => Some(part),
        Some(Wanted::Nothing) => {
            response.headers_mut().insert(header::CONTENT_RANGE, told(&format!("bytes */{size}")));
            response.set_status(StatusCode::RANGE_NOT_SATISFIABLE);
            return Ok(MediaBytes(response));
        }
        Some(Wanted::All) | None => None,
    };
    let length = part.as_ref().map_or(size, |part| part.end - part.start);
    response.headers_mut().insert(header::CONTENT_LENGTH, HeaderValue::from(length));
    if let Some(part) = &part {
        let told = told(&format!("bytes {}-{}/{size}", part.start, part.end - 1));
        response.headers_mut().insert(header::CONTENT_RANGE, told);
        response.set_status(StatusCode::PARTIAL_CONTENT);
    }
    let key = media.storage_key.as_deref().ok_or(Code::MediaGone)?;
    let bytes = cx.media.read(key, part).await.map_err(|error| match error {
        MediaError::Missing => ApiError::new(Code::MediaGone).caused_by(error),
        error => ApiError::internal(error),
    })?;
    response.set_body(Body::from_bytes_stream(bytes));
    Ok(MediaBytes(response))
}

fn told(range: &str) -> HeaderValue {
    HeaderValue::from_str(range).unwrap_or_else(|_| HeaderValue::from_static("bytes */*"))
}

/// What a `Range` header asks for.
#[derive(Debug, PartialEq, Eq)]
enum Wanted {
    Part(Range<u64>),
    /// Behind the end.
    Nothing,
    /// Several parts, or not understood: everything is right too.
    All,
}

fn part(header: &str, size: u64) -> Wanted {
    let Some((from, to)) = header.trim().strip_prefix("bytes=").and_then(|part| part.split_once('-')) else {
        return Wanted::All;
    };
    let (from, to) = (from.trim(), to.trim());
    let part = match (from.parse::<u64>(), to.parse::<u64>()) {
        (Ok(from), Ok(to)) if from <= to => from..to.saturating_add(1).min(size),
        (Ok(from), Err(_)) if to.is_empty() => from..size,
        (Err(_), Ok(last)) if from.is_empty() => size.saturating_sub(last)..size,
        _ => return Wanted::All,
    };
    if part.is_empty() { Wanted::Nothing } else { Wanted::Part(part) }
}

/// RFC 6266, with a plain name for old clients.
fn disposition(kind: &str, name: Option<&str>) -> String {
    let shown = if shown_inline(kind) { "inline" } else { "attachment" };
    let Some(name) = name.filter(|name| !name.is_empty()) else { return shown.to_owned() };
    let plain = |c: char| if c.is_ascii_alphanumeric() || "._- ".contains(c) { c } else { '_' };
    let ascii: String = name.chars().map(plain).collect();
    let mut encoded = String::new();
    for byte in name.bytes() {
        if byte.is_ascii_alphanumeric() || b"._-".contains(&byte) {
            encoded.push(char::from(byte));
        } else {
            // Writing to a text cannot fail.
            let _ = write!(encoded, "%{byte:02X}");
        }
    }
    format!("{shown}; filename=\"{ascii}\"; filename*=UTF-8''{encoded}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_part_is_served_and_several_are_not() {
        let table = [
            ("bytes=0-3", Wanted::Part(0..4)),
            ("bytes=8-", Wanted::Part(8..10)),
            ("bytes=-2", Wanted::Part(8..10)),
            ("bytes=-99", Wanted::Part(0..10)),
            ("bytes=5-99", Wanted::Part(5..10)),
            ("bytes=10-", Wanted::Nothing),
            ("bytes=-0", Wanted::Nothing),
            ("bytes=0-1,4-5", Wanted::All),
            ("bytes=3-2", Wanted::All),
            ("lines=1-2", Wanted::All),
        ];
        for (header, expected) in table {
            assert_eq!(part(header, 10), expected, "{header}");
        }
    }

    #[test]
    fn a_name_ends_no_header_and_keeps_its_accents() {
        assert_eq!(
            disposition("application/pdf", Some("orçamento\"\r\n.pdf")),
            "inline; filename=\"or_amento___.pdf\"; filename*=UTF-8''or%C3%A7amento%22%0D%0A.pdf"
        );
        assert_eq!(disposition("text/plain", None), "attachment");
    }
}
