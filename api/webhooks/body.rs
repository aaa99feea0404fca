//! The raw bytes of a webhook and its headers: what the signature is over.

use bytes::Bytes;
use domain::channel::ProviderKind;
use poem::{Request, RequestBody};
use providers::Headers;

use crate::error::ApiError;
use crate::payload::read;

const MIB: usize = 1024 * 1024;

/// Bytes of a webhook, at most. WAHA may put whole files inside.
pub fn limit(provider: ProviderKind) -> usize {
    match provider {
        ProviderKind::Meta | ProviderKind::Sandbox => 4 * MIB,
        ProviderKind::Waha => 32 * MIB,
    }
}

/// Read the whole body; `too_large` beyond the provider's limit, whether or not it says how long it is.
pub async fn raw(request: &Request, body: &mut RequestBody, provider: ProviderKind) -> Result<Bytes, ApiError> {
    read(request, body, limit(provider)).await
}

/// The headers as providers read them; what is no text is left out.
pub fn headers(request: &Request) -> Headers {
    request
        .headers()
        .iter()
        .filter_map(|(name, value)| Some((name.as_str().to_owned(), value.to_str().ok()?.to_owned())))
        .collect()
}

#[cfg(test)]
mod tests {
    use futures_util::stream;
    use poem::Body;

    use super::*;
    use crate::error::Code;

    async fn read_raw(body: Body, provider: ProviderKind) -> Result<usize, Code> {
        let (request, mut body) = Request::builder().header("X-Hub-Signature-256", "sha256=00").body(body).split();
        assert_eq!(headers(&request)["x-hub-signature-256"], "sha256=00");
        raw(&request, &mut body, provider).await.map(|bytes| bytes.len()).map_err(|error| error.code())
    }

    fn chunked(bytes: usize) -> Body {
        let chunks = bytes.div_ceil(1024);
        Body::from_bytes_stream(stream::iter((0..chunks).map(|_| Ok::<_, std::io::Error>(vec![b'x'; 1024]))))
    }

    #[tokio::test]
    async fn each_provider_has_its_limit_with_and_without_a_length() {
        assert_eq!(read_raw(chunked(4 * MIB), ProviderKind::Meta).await, Ok(4 * MIB));
        assert_eq!(read_raw(chunked(4 * MIB + 1), ProviderKind::Meta).await, Err(Code::TooLarge));
        assert_eq!(read_raw(vec![b'x'; 4 * MIB + 1].into(), ProviderKind::Meta).await, Err(Code::TooLarge));
        assert_eq!(read_raw(vec![b'x'; 5 * MIB].into(), ProviderKind::Waha).await, Ok(5 * MIB));
        assert_eq!(read_raw(chunked(33 * MIB), ProviderKind::Waha).await, Err(Code::TooLarge));
    }
}
