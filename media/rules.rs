//! What may be sent, as what, and how what is stored may be shown.

use domain::channel::ProviderKind;
use domain::message::MessageType;

use crate::kind::OLE_MIME;

const ZIP: &str = "application/zip";
const DOCX: &str = "application/vnd.openxmlformats-officedocument.wordprocessingml.document";
const XLSX: &str = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";
const PPTX: &str = "application/vnd.openxmlformats-officedocument.presentationml.presentation";

/// Extension, what the content must look like, and what it is then.
const ALLOWED: &[(&str, &[&str], &str)] = &[
    ("jpg", &["image/jpeg"], "image/jpeg"),
    ("jpeg", &["image/jpeg"], "image/jpeg"),
    ("png", &["image/png"], "image/png"),
    ("webp", &["image/webp"], "image/webp"),
    ("gif", &["image/gif"], "image/gif"),
    ("mp4", &["video/mp4", "video/x-m4v"], "video/mp4"),
    ("3gp", &["video/3gpp"], "video/3gpp"),
    ("mp3", &["audio/mpeg"], "audio/mpeg"),
    ("ogg", &["audio/ogg"], "audio/ogg"),
    ("oga", &["audio/ogg"], "audio/ogg"),
    ("opus", &["audio/ogg"], "audio/ogg"),
    ("aac", &["audio/aac"], "audio/aac"),
    ("amr", &["audio/amr"], "audio/amr"),
    ("m4a", &["audio/mp4", "video/mp4"], "audio/mp4"),
    ("wav", &["audio/wav"], "audio/wav"),
    ("webm", &["video/webm"], "audio/webm"),
    ("weba", &["video/webm"], "audio/webm"),
    ("pdf", &["application/pdf"], "application/pdf"),
    ("txt", &["text/plain"], "text/plain"),
    ("csv", &["text/plain"], "text/csv"),
    ("md", &["text/plain"], "text/markdown"),
    ("doc", &[OLE_MIME], "application/msword"),
    ("xls", &[OLE_MIME], "application/vnd.ms-excel"),
    ("ppt", &[OLE_MIME], "application/vnd.ms-powerpoint"),
    ("docx", &[DOCX, ZIP], DOCX),
    ("xlsx", &[XLSX, ZIP], XLSX),
    ("pptx", &[PPTX, ZIP], PPTX),
    ("zip", &[ZIP, DOCX, XLSX, PPTX], ZIP),
];

/// A file that may be sent.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Sendable {
    pub kind: MessageType,
    pub mime: &'static str,
}

/// Whether a file may be sent: its extension and its content must both be allowed, and agree.
pub fn sendable(file_name: &str, sniffed: Option<&str>, provider: ProviderKind) -> Option<Sendable> {
    let (_, extension) = file_name.rsplit_once('.')?;
    let extension = extension.to_ascii_lowercase();
    let (_, contents, mime) = ALLOWED.iter().find(|(known, ..)| *known == extension)?;
    contents.contains(&sniffed?).then_some(Sendable { kind: kind_at(mime, provider), mime })
}

/// What a provider takes it as. META takes few kinds as what they are; the rest goes as a document.
fn kind_at(mime: &str, provider: ProviderKind) -> MessageType {
    let document_only = ["image/gif", "image/webp", "audio/wav", "audio/webm"];
    if provider == ProviderKind::Meta && document_only.contains(&mime) {
        return MessageType::Document;
    }
    match mime.split('/').next() {
        Some("image") => MessageType::Image,
        Some("audio") => MessageType::Audio,
        Some("video") => MessageType::Video,
        _ => MessageType::Document,
    }
}

/// Bytes that a provider takes of one file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Limits;

impl Limits {
    pub fn of(provider: ProviderKind, kind: MessageType) -> u64 {
        const MB: u64 = 1024 * 1024;
        match (provider, kind) {
            (ProviderKind::Meta, MessageType::Image) => 5 * MB,
            (_, MessageType::Audio | MessageType::Video | MessageType::Image) => 16 * MB,
            (_, MessageType::Document | MessageType::Text) => 100 * MB,
        }
    }
}

/// Whether content may be what a message says that it is. What nobody knows is believed; what is known to be something else is not:
/// an error page is no picture.
pub fn nature_fits(kind: MessageType, sniffed: Option<&str>) -> bool {
    let Some(sniffed) = sniffed else { return true };
    match kind {
        MessageType::Text | MessageType::Document => true,
        MessageType::Image => sniffed.starts_with("image/") && sniffed != "image/svg+xml",
        // Containers hold either.
        MessageType::Audio | MessageType::Video => sniffed.starts_with("audio/") || sniffed.starts_with("video/"),
    }
}

/// Types that a browser is told of; everything else is bytes.
const SERVED: [&str; 22] = [
    "image/jpeg",
    "image/png",
    "image/webp",
    "image/gif",
    "video/mp4",
    "video/3gpp",
    "video/webm",
    "video/quicktime",
    "audio/mpeg",
    "audio/ogg",
    "audio/aac",
    "audio/amr",
    "audio/mp4",
    "audio/wav",
    "audio/webm",
    "application/pdf",
    "text/plain",
    "application/msword",
    ZIP,
    DOCX,
    XLSX,
    PPTX,
];

/// The `Content-Type` to serve it with.
pub fn served_as(mime: Option<&str>) -> &'static str {
    let known = mime.and_then(|mime| SERVED.iter().find(|served| **served == mime));
    known.copied().unwrap_or("application/octet-stream")
}

/// Whether a browser may show it by itself.
pub fn shown_inline(served: &str) -> bool {
    served.starts_with("image/")
        || served.starts_with("audio/")
        || served.starts_with("video/")
        || served == "application/pdf"
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at_waha(name: &str, sniffed: &str) -> Option<(MessageType, &'static str)> {
        sendable(name, Some(sniffed), ProviderKind::Waha).map(|file| (file.kind, file.mime))
    }

    #[test]
    fn extension_and_content_must_both_be_allowed_and_agree() {
        assert_eq!(at_waha("Foto.PNG", "image/png"), Some((MessageType::Image, "image/png")));
        assert_eq!(at_waha("lista.csv", "text/plain"), Some((MessageType::Document, "text/csv")));
        assert_eq!(at_waha("proposta.docx", "application/zip"), Some((MessageType::Document, DOCX)));
        assert_eq!(at_waha("recado.webm", "video/webm"), Some((MessageType::Audio, "audio/webm")));
        for (name, sniffed) in [
            ("page.png", "text/html"),
            ("photo.html", "image/png"),
            ("photo", "image/png"),
            ("image.svg", "image/svg+xml"),
            ("run.exe", "application/vnd.microsoft.portable-executable"),
            ("run.pdf", "application/vnd.microsoft.portable-executable"),
            ("data.xml", "text/xml"),
            ("installer.msi", OLE_MIME),
            ("photo.jpg", "image/png"),
        ] {
            assert_eq!(at_waha(name, sniffed), None, "{name} {sniffed}");
        }
        assert_eq!(sendable("a.txt", None, ProviderKind::Waha), None);
    }

    #[test]
    fn meta_takes_as_a_document_what_it_does_not_play() {
        let kind = |name: &str, sniffed: &str| sendable(name, Some(sniffed), ProviderKind::Meta).map(|file| file.kind);
        assert_eq!(kind("a.gif", "image/gif"), Some(MessageType::Document));
        assert_eq!(kind("a.webm", "video/webm"), Some(MessageType::Document));
        assert_eq!(kind("a.ogg", "audio/ogg"), Some(MessageType::Audio));
        assert_eq!(Limits::of(ProviderKind::Meta, MessageType::Image), 5 * 1024 * 1024);
    }

    #[test]
    fn an_error_page_is_no_picture_and_the_unknown_is_believed() {
        assert!(!nature_fits(MessageType::Image, Some("text/html")));
        assert!(!nature_fits(MessageType::Image, Some("image/svg+xml")));
        assert!(!nature_fits(MessageType::Audio, Some("image/png")));
        assert!(nature_fits(MessageType::Audio, Some("video/mp4")));
        assert!(nature_fits(MessageType::Document, Some("text/html")));
        assert!(nature_fits(MessageType::Image, None));
    }

    #[test]
    fn nothing_that_runs_is_shown_as_what_it_is() {
        for mime in ["text/html", "image/svg+xml", "text/xml", "application/javascript"] {
            assert_eq!(served_as(Some(mime)), "application/octet-stream");
        }
        assert!(!shown_inline(served_as(Some("text/plain"))) && !shown_inline(served_as(None)));
        assert!(shown_inline(served_as(Some("image/png"))) && shown_inline(served_as(Some("application/pdf"))));
    }
}
