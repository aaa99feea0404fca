//! What the first bytes of a file say that it is. Names and declared types are not asked: anybody can write those.

use std::borrow::Cow;

/// A kind of content, as a MIME type.
pub type Sniffed = Cow<'static, str>;

/// The start of every old Office document, and of Windows installers as well.
const OLE: [u8; 8] = [0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1];
/// What text must not begin with, spaces aside, to count as plain.
const MARKUP: [&str; 9] = ["<!doctype", "<html", "<head", "<body", "<script", "<svg", "<?xml", "<!--", "<iframe"];

pub(crate) const OLE_MIME: &str = "application/x-ole-storage";

/// Look at the first bytes, up to some thousand. `None` = none of what is known, and no text either.
pub fn sniff(head: &[u8]) -> Option<Sniffed> {
    if head.starts_with(&OLE) {
        return Some(OLE_MIME.into());
    }
    // Begins like a script, and `infer` takes it for one.
    if head.starts_with(b"#!AMR") {
        return Some("audio/amr".into());
    }
    if let Some(text) = marked_up(head) {
        return Some(text.into());
    }
    if head.get(4..8) == Some(b"ftyp") && head.get(8..11) == Some(b"3gp") {
        return Some("video/3gpp".into());
    }
    match infer::get(head).map(|kind| kind.mime_type()) {
        Some("audio/opus") => Some("audio/ogg".into()),
        Some("audio/m4a") => Some("audio/mp4".into()),
        Some("audio/x-wav") => Some("audio/wav".into()),
        Some(known) => Some(known.into()),
        None => is_text(head).then_some("text/plain".into()),
    }
}

/// Markup, whatever `infer` thinks: browsers look past a byte order mark and spaces, and so do we.
fn marked_up(head: &[u8]) -> Option<&'static str> {
    let head = head.strip_prefix(b"\xef\xbb\xbf").unwrap_or(head);
    let start = head.iter().position(|byte| !byte.is_ascii_whitespace())?;
    let begins = String::from_utf8_lossy(&head[start..head.len().min(start + 64)]).to_ascii_lowercase();
    let found = MARKUP.iter().find(|mark| begins.starts_with(**mark))?;
    if !matches!(*found, "<svg" | "<?xml") {
        return Some("text/html");
    }
    let all = String::from_utf8_lossy(head).to_ascii_lowercase();
    Some(if all.contains("<svg") { "image/svg+xml" } else { "text/xml" })
}

/// No byte that no text of any usual encoding has: what Excel writes is often not UTF-8.
fn is_text(head: &[u8]) -> bool {
    !head.is_empty() && head.iter().all(|byte| !matches!(byte, 0..=8 | 11 | 14..=26 | 28..=31 | 127))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn content_is_told_by_its_first_bytes() {
        let table: [(&[u8], Option<&str>); 12] = [
            (b"\x89PNG\r\n\x1a\n____", Some("image/png")),
            (b"\xff\xd8\xff\xe0____", Some("image/jpeg")),
            (b"GIF89a____", Some("image/gif")),
            (b"%PDF-1.7", Some("application/pdf")),
            (b"OggS\0\x02_______________________OpusHead", Some("audio/ogg")),
            (b"#!AMR\n____", Some("audio/amr")),
            (b"\0\0\0\x18ftyp3gp5____________", Some("video/3gpp")),
            (b"MZ\x90\0____________________", Some("application/vnd.microsoft.portable-executable")),
            (b"nome;telefone\nZ\xe9;11\n", Some("text/plain")),
            (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1____", Some(OLE_MIME)),
            (b"\0\x01\x02\x03", None),
            (b"", None),
        ];
        for (head, expected) in table {
            assert_eq!(sniff(head).as_deref(), expected, "{}", String::from_utf8_lossy(head));
        }
    }

    #[test]
    fn markup_is_never_plain_text_whatever_stands_before_it() {
        for (text, expected) in [
            ("<!DOCTYPE html><p>", "text/html"),
            ("\u{feff}  \n<HTML>", "text/html"),
            ("<script>alert(1)</script>", "text/html"),
            ("<?xml version='1.0'?><svg onload='x'/>", "image/svg+xml"),
            ("  <svg xmlns='http://www.w3.org/2000/svg'>", "image/svg+xml"),
            ("<?xml version='1.0'?><a/>", "text/xml"),
        ] {
            assert_eq!(sniff(text.as_bytes()).as_deref(), Some(expected), "{text}");
        }
    }
}
