//! A file on its way into the store, and then its message (SPEC 9.3). What is refused leaves nothing behind.

use attendance::AgentFile;
use domain::id::{ConversationId, MessageId, new_id};
use domain::media::{MediaKind, MediaState};
use domain::message::MessageType;
use domain::wire;
use entities::{Media, Text};
use media::{Kept, Limits, MediaError, Sendable, Upload};
use poem::web::{Field, Multipart};
use poem::{FromRequest, Request, RequestBody};
use poem_openapi::registry::{MetaMediaType, MetaRequest, MetaSchema, MetaSchemaRef, Registry};
use poem_openapi::{ApiExtractor, ApiExtractorType, ExtractParamOptions};
use tokio::io::{AsyncRead, AsyncReadExt as _};

use super::send::{self, Letter};
use crate::auth::Actor;
use crate::context::Context;
use crate::endpoints::conversations::sight;
use crate::error::{ApiError, Code, Language};
use crate::payload::{Created, discard};

/// Bytes of a field that is no file.
const FIELD: u64 = 16 * 1024;
const CHUNK: usize = 64 * 1024;

/// A form that is read field by field, as it comes.
pub(super) struct Form(Multipart);

impl<'a> ApiExtractor<'a> for Form {
    const TYPES: &'static [ApiExtractorType] = &[ApiExtractorType::RequestObject];
    const PARAM_IS_REQUIRED: bool = true;

    type ParamType = ();
    type ParamRawType = ();

    fn register(_registry: &mut Registry) {}

    fn request_meta() -> Option<MetaRequest> {
        let text = |format: Option<&'static str>| {
            let schema = MetaSchema { format, ..MetaSchema::new("string") };
            MetaSchemaRef::Inline(Box::new(schema))
        };
        let flag = || MetaSchemaRef::Inline(Box::new(MetaSchema::new("boolean")));
        let mut schema = MetaSchema::new("object");
        schema.required = vec!["conversationId", "file"];
        schema.properties = vec![
            ("conversationId", text(Some("uuid"))),
            ("file", text(Some("binary"))),
            ("caption", text(None)),
            ("replyToId", text(Some("uuid"))),
            ("voice", flag()),
            ("keepBot", flag()),
            ("senderName", text(None)),
        ];
        let schema = MetaSchemaRef::Inline(Box::new(schema));
        let content = vec![MetaMediaType { content_type: "multipart/form-data", schema }];
        Some(MetaRequest { description: None, content, required: true })
    }

    async fn from_request(
        request: &'a Request,
        body: &mut RequestBody,
        _options: ExtractParamOptions<()>,
    ) -> poem::Result<Self> {
        let kind = request.content_type().unwrap_or_default().to_ascii_lowercase();
        if !kind.starts_with("multipart/form-data") {
            return Err(ApiError::new(Code::UnsupportedMediaType).into());
        }
        Ok(Self(<Multipart as FromRequest>::from_request(request, body).await?))
    }
}

/// The fields of the form.
#[derive(Default)]
struct Fields {
    conversation: Option<ConversationId>,
    caption: String,
    reply_to: Option<MessageId>,
    voice: bool,
    keep_bot: bool,
    sender_name: Option<String>,
    file: Option<(String, Kept)>,
}

pub(super) async fn send(
    cx: &Context,
    who: &dyn Actor,
    language: Language,
    key: Option<&str>,
    form: Form,
) -> Result<Created<wire::Message>, ApiError> {
    let mut fields = Fields::default();
    let read = read(cx, who, form.0, &mut fields).await;
    let object = fields.file.as_ref().map(|(_, kept)| kept.key.clone());
    let sent = match read {
        Ok(()) => message(cx, who, language, key, fields).await,
        Err(error) => Err(error),
    };
    let unused = match &sent {
        Ok(created) => created.is_replayed(),
        Err(_) => true,
    };
    if let Some(key) = object.filter(|_| unused)
        && let Err(error) = cx.media.delete(&key).await
    {
        tracing::warn!(%error, "a refused upload stays until it is pruned");
    }
    sent
}

async fn read(cx: &Context, who: &dyn Actor, mut form: Multipart, fields: &mut Fields) -> Result<(), ApiError> {
    let broken = |error| ApiError::new(Code::Validation).caused_by(error);
    while let Some(field) = form.next_field().await.map_err(broken)? {
        match field.name().unwrap_or_default() {
            "file" if fields.file.is_none() => {
                let name = shown_name(field.file_name().unwrap_or_default());
                fields.file = Some((name, store(cx, who, field).await?));
            }
            "file" => return Err(ApiError::validation("file", "one file a message")),
            "conversationId" => fields.conversation = text(field).await?.parse().ok(),
            "caption" => text(field).await?.trim().clone_into(&mut fields.caption),
            "replyToId" => {
                let id = text(field).await?;
                let unknown = || ApiError::validation("replyToId", "no message of this customer");
                fields.reply_to = if id.is_empty() { None } else { Some(id.parse().map_err(|_| unknown())?) };
            }
            "voice" => fields.voice = text(field).await? == "true",
            "keepBot" => fields.keep_bot = text(field).await? == "true",
            "senderName" => fields.sender_name = send::signature(who, Some(&text(field).await?))?,
            other => return Err(ApiError::new(Code::UnknownField).field(other, "unknown field")),
        }
    }
    Ok(())
}

async fn text(field: Field) -> Result<String, ApiError> {
    let mut text = String::new();
    let name = field.name().unwrap_or_default().to_owned();
    let read = field.into_async_read().take(FIELD + 1).read_to_string(&mut text).await;
    if read.is_err() || text.len() as u64 > FIELD || text.contains('\0') {
        return Err(ApiError::validation(name, "must be text"));
    }
    Ok(text)
}

/// A name without folders and control characters, short enough to show.
fn shown_name(name: &str) -> String {
    let last = name.rsplit(['/', '\\']).next().unwrap_or_default();
    let clean: String = last.chars().filter(|c| !c.is_control()).collect();
    let extra = clean.chars().count().saturating_sub(200);
    clean.chars().skip(extra).collect()
}

async fn store(cx: &Context, who: &dyn Actor, field: Field) -> Result<Kept, ApiError> {
    let begun = cx.media.begin(who.company_id(), cx.settings.max_upload, cx.clock.now()).await;
    let mut upload = begun.map_err(trouble)?;
    let mut reader = Box::pin(field.into_async_read());
    match copy(&mut reader, &mut upload).await {
        Ok(()) => upload.finish().await.map_err(trouble),
        Err(error) => {
            if let Err(error) = upload.abort().await {
                tracing::warn!(%error, "a broken upload is left to be swept");
            }
            // Who is still sending hears why only after that.
            discard(reader).await;
            Err(error)
        }
    }
}

async fn copy(reader: &mut (impl AsyncRead + Unpin), upload: &mut Upload) -> Result<(), ApiError> {
    loop {
        let mut chunk = bytes::BytesMut::with_capacity(CHUNK);
        let broken = |error| ApiError::new(Code::MalformedJson).caused_by(error);
        if reader.read_buf(&mut chunk).await.map_err(broken)? == 0 {
            return Ok(());
        }
        upload.write(chunk.freeze()).await.map_err(trouble)?;
    }
}

fn trouble(error: MediaError) -> ApiError {
    match error {
        MediaError::TooLarge { limit } => ApiError::new(Code::TooLarge).with("limit", limit),
        error => ApiError::internal(error),
    }
}

async fn message(
    cx: &Context,
    who: &dyn Actor,
    language: Language,
    key: Option<&str>,
    fields: Fields,
) -> Result<Created<wire::Message>, ApiError> {
    let scope = cx.company(who.company_id());
    let conversation = fields.conversation.ok_or_else(ApiError::not_found)?;
    let row = sight::find(&scope, who, conversation).await?;
    let (name, kept) = fields.file.ok_or_else(|| ApiError::validation("file", "is missing"))?;
    let channel = scope.channels().find(row.channel_id).await?.ok_or_else(ApiError::not_found)?;
    let provider = channel.provider.0;
    let Sendable { kind, mime } =
        media::sendable(&name, kept.sniffed.as_deref(), provider).ok_or(Code::MediaRefused)?;
    let limit = Limits::of(provider, kind);
    if kept.size > limit {
        return Err(ApiError::new(Code::TooLarge).with("limit", limit));
    }
    if kept.size == 0 {
        return Err(ApiError::validation("file", "is empty"));
    }
    if kind == MessageType::Audio && !fields.caption.is_empty() {
        return Err(ApiError::validation("caption", "audio has none"));
    }
    let now = cx.clock.now();
    let media = Media {
        id: new_id(),
        company_id: who.company_id(),
        message_id: None,
        kind: Text(MediaKind::Outbound),
        state: Text(MediaState::Ready),
        storage_key: Some(kept.key),
        file_name: Some(name),
        declared_mime: None,
        sniffed_mime: Some(mime.to_owned()),
        size: i64::try_from(kept.size).ok(),
        sha256: Some(kept.sha256),
        width: kept.pixels.map(|(width, _)| width),
        height: kept.pixels.map(|(_, height)| height),
        duration_ms: kept.duration_ms,
        provider_ref: serde_json::json!({}),
        attempts: 0,
        next_attempt_at: None,
        nudged_at: None,
        error_code: None,
        created_at: now,
        updated_at: now,
    };
    let voice = fields.voice && kind == MessageType::Audio;
    let letter = Letter {
        conversation,
        content: fields.caption,
        reply_to: fields.reply_to,
        resend_of: None,
        keep_bot: fields.keep_bot,
        sender_name: fields.sender_name,
        file: Some(AgentFile { media, kind, voice }),
        template: None,
    };
    send::send(cx, who, language, key, &letter).await
}

#[cfg(test)]
mod tests {
    use super::shown_name;

    #[test]
    fn a_name_has_no_folders_and_keeps_its_extension() {
        assert_eq!(shown_name("C:\\Users\\ana\\foto.png"), "foto.png");
        assert_eq!(shown_name("../../etc/passwd"), "passwd");
        assert_eq!(shown_name("a\r\nb\0.pdf"), "ab.pdf");
        let long = shown_name(&format!("{}.pdf", "x".repeat(500)));
        assert!(long.chars().count() == 200 && long.ends_with("x.pdf"));
    }
}
