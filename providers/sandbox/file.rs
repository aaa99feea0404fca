//! Files of the simulated WhatsApp: what customers send, and what was sent to them.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use bytes::Bytes;
use domain::clock::Time;
use domain::id::{ChannelId, new_id};
use domain::message::MessageType;
use serde_json::{Value, json};
use sha2::{Digest as _, Sha256};

use super::control::{ControlError, InboundCall, MediaView, SimType, invalid};
use super::http::{Request, Response};
use super::simulator::Core;

/// The newest so many keep their bytes.
pub(super) const FILES_KEPT: usize = 200;

#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct SimFile {
    pub(super) id: String,
    pub(super) kind: MessageType,
    pub(super) mime: String,
    pub(super) name: Option<String>,
    /// `voice`, `sticker`, or nothing special.
    pub(super) nature: Option<&'static str>,
    /// It travels inside the webhook.
    pub(super) inline: bool,
    pub(super) bytes: Bytes,
    pub(super) at: Time,
}

impl SimFile {
    /// The file of a control call; `None` for texts and noise.
    pub(super) fn of_call(call: &InboundCall, external_key: &str, at: Time) -> Result<Option<Self>, ControlError> {
        let (kind, nature, mime) = match call.kind {
            SimType::Image => (MessageType::Image, None, "image/jpeg"),
            SimType::Sticker => (MessageType::Image, Some("sticker"), "image/webp"),
            SimType::Video => (MessageType::Video, None, "video/mp4"),
            SimType::Audio => (MessageType::Audio, None, "audio/mpeg"),
            SimType::Voice => (MessageType::Audio, Some("voice"), "audio/ogg; codecs=opus"),
            SimType::Document => (MessageType::Document, None, "application/octet-stream"),
            SimType::Text
            | SimType::Location
            | SimType::Contact
            | SimType::Group
            | SimType::Newsletter
            | SimType::Broadcast
            | SimType::Status => {
                return Ok(None);
            }
        };
        let data = call.media_base64.as_deref().ok_or_else(|| invalid("mediaBase64", "is needed for this type"))?;
        let bytes = STANDARD.decode(data).map_err(|_| invalid("mediaBase64", "is not base64"))?;
        Ok(Some(Self {
            id: fresh_id(external_key),
            kind,
            mime: call.mime_type.clone().unwrap_or_else(|| mime.to_owned()),
            name: call.file_name.clone(),
            nature,
            inline: call.inline,
            bytes: bytes.into(),
            at,
        }))
    }

    pub(super) fn base64(&self) -> String {
        STANDARD.encode(&self.bytes)
    }

    pub(super) fn sha256(&self) -> String {
        hex::encode(Sha256::digest(&self.bytes))
    }

    pub(super) fn view(&self) -> MediaView {
        MediaView {
            mime_type: self.mime.clone(),
            file_name: self.name.clone(),
            size: self.bytes.len() as u64,
            sha256: self.sha256(),
            voice: self.nature == Some("voice"),
        }
    }

    /// META's word for it.
    pub(super) fn meta_type(&self) -> &'static str {
        match (self.kind, self.nature) {
            (_, Some("sticker")) => "sticker",
            (MessageType::Image, _) => "image",
            (MessageType::Video, _) => "video",
            (MessageType::Audio, _) => "audio",
            (MessageType::Document | MessageType::Text, _) => "document",
        }
    }

    /// META's object of it in a webhook.
    pub(super) fn meta_object(&self, caption: Option<&str>) -> Value {
        let mut object =
            json!({"id": self.id, "mime_type": self.mime, "sha256": STANDARD.encode(Sha256::digest(&self.bytes))});
        if let Some(caption) = caption.filter(|caption| !caption.is_empty()) {
            object["caption"] = json!(caption);
        }
        if self.kind == MessageType::Audio {
            object["voice"] = json!(self.nature == Some("voice"));
        }
        if self.kind == MessageType::Document {
            object["filename"] = json!(self.name);
        }
        object
    }

    /// WAHA's word for it.
    pub(super) fn waha_type(&self) -> &'static str {
        match (self.kind, self.nature) {
            (_, Some("voice")) => "ptt",
            (_, Some("sticker")) => "sticker",
            (MessageType::Image, _) => "image",
            (MessageType::Video, _) => "video",
            (MessageType::Audio, _) => "audio",
            (MessageType::Document | MessageType::Text, _) => "document",
        }
    }

    /// WAHA's `media`. As a server does that was never told its own name, it calls itself localhost.
    pub(super) fn waha_media(&self, session: &str) -> Value {
        let mut media = json!({"mimetype": self.mime, "filename": self.name, "error": null, "s3": null});
        if self.inline {
            media["data"] = json!(self.base64());
        } else {
            media["url"] = json!(format!("http://localhost:3000/api/files/{session}/{}", self.id));
        }
        media
    }
}

/// Of one channel, for whoever finds it in a path.
pub(super) fn fresh_id(external_key: &str) -> String {
    format!("{external_key}.{}", new_id().simple())
}

impl Core {
    /// A file that a customer sent, unless a switch says that it is gone.
    pub(super) fn file(&self, channel: ChannelId, id: &str) -> Option<SimFile> {
        let now = self.clock.now();
        let found = self.with(channel, |line| {
            let sent = line.messages.iter().rev().filter_map(|entry| Some((entry.person.key(), entry.file.as_ref()?)));
            let (who, file) = sent.into_iter().find(|(_, file)| file.id == id)?;
            let file = file.clone();
            let name = file.name.clone().unwrap_or_default();
            let faults = &mut line.faults;
            if faults.fires("mediaGone", |f| &mut f.media_gone, &who, &name).is_some() {
                return None;
            }
            let expires = faults.fires("mediaExpires", |f| &mut f.media_expires, &who, &name);
            let old = expires.is_some_and(|fault| now - file.at >= chrono::Duration::seconds(i64::from(fault.s)));
            (!old && !file.bytes.is_empty()).then_some(file)
        });
        found.ok().flatten()
    }
}

/// The bytes of a file.
pub(super) fn bytes(file: &SimFile) -> Response {
    Response { status: 200, headers: vec![("content-type".to_owned(), file.mime.clone())], body: file.bytes.to_vec() }
}

/// The one file of a form, with its name and its type.
pub(super) fn form_file(request: &Request) -> Option<(Option<String>, String, Bytes)> {
    let boundary = request.header("content-type")?.split("boundary=").nth(1)?.trim_matches('"');
    let mark = format!("\r\n--{boundary}");
    let body = [b"\r\n", request.body.as_slice()].concat();
    let mut rest = body.as_slice();
    while let Some(start) = find(rest, mark.as_bytes()) {
        rest = &rest[start + mark.len()..];
        let part = &rest[..find(rest, mark.as_bytes())?];
        let head = find(part, b"\r\n\r\n")?;
        let names = String::from_utf8_lossy(&part[..head]).into_owned();
        if names.contains("name=\"file\"") {
            let quoted = |name: &str| names.split(&format!("{name}=\"")).nth(1)?.split('"').next().map(str::to_owned);
            let mime = names.lines().find_map(|line| line.strip_prefix("content-type: "));
            let mime = mime.unwrap_or("application/octet-stream").trim().to_owned();
            return Some((quoted("filename"), mime, Bytes::copy_from_slice(&part[head + 4..])));
        }
    }
    None
}

fn find(text: &[u8], wanted: &[u8]) -> Option<usize> {
    text.windows(wanted.len()).position(|window| window == wanted)
}
