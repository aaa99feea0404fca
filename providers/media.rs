//! Attachments on their way from a provider, and on their way to one.

use bytes::Bytes;
use domain::message::MessageType;

/// A file to send.
#[derive(Clone, PartialEq, Eq)]
pub struct Attachment {
    pub kind: MessageType,
    pub mime: String,
    pub file_name: Option<String>,
    /// To be shown as recorded with the phone.
    pub voice: bool,
    pub bytes: Bytes,
    /// What the provider calls it, where it was uploaded before.
    pub uploaded_id: Option<String>,
}

impl std::fmt::Debug for Attachment {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(out, "Attachment({:?}, {}, {} bytes)", self.kind, self.mime, self.bytes.len())
    }
}

/// Why an attachment did not come.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{class:?}: {detail}")]
pub struct FetchFailure {
    pub class: FetchClass,
    /// For operations.
    pub detail: String,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum FetchClass {
    /// The provider has it no more.
    Gone,
    /// It is at an address that may not be asked.
    Refused,
    /// Later, perhaps.
    Retry,
}

impl FetchFailure {
    pub fn new(class: FetchClass, detail: impl Into<String>) -> Self {
        Self { class, detail: detail.into() }
    }
}

/// An attachment as it comes, chunk by chunk.
pub struct Download {
    source: Source,
    /// What it must hash to, where the provider says so (hexadecimal).
    pub sha256: Option<String>,
}

enum Source {
    Response(reqwest::Response),
    Bytes(Option<Bytes>),
}

impl Download {
    pub(crate) fn of_response(response: reqwest::Response) -> Self {
        Self { source: Source::Response(response), sha256: None }
    }

    /// What was sent inside something else.
    pub fn of_bytes(bytes: Bytes) -> Self {
        Self { source: Source::Bytes(Some(bytes)), sha256: None }
    }

    /// The next bytes; `None` = that was all.
    pub async fn chunk(&mut self) -> Result<Option<Bytes>, FetchFailure> {
        match &mut self.source {
            Source::Bytes(bytes) => Ok(bytes.take()),
            Source::Response(response) => response.chunk().await.map_err(|error| {
                let what = if error.is_timeout() { "it took too long" } else { "it broke off" };
                FetchFailure::new(FetchClass::Retry, what)
            }),
        }
    }
}
