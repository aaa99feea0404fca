//! The file of a message on its way out: read from the store, uploaded where sending takes two steps.

use chrono::{DateTime, Duration};
use domain::clock::Time;
use domain::send::{SendClass, SendFailure};
use media::MediaError;
use providers::Attachment;
use serde_json::{Value, json};

use super::prepare::{File, Ready};
use crate::context::Context;

/// META keeps uploads for thirty days.
const KNOWN_FOR: Duration = Duration::days(25);

/// The file as its provider takes it. Nothing reaches the customer by this.
pub(super) async fn ready(context: &Context, ready: &Ready) -> Result<Option<Attachment>, SendFailure> {
    let Some(file) = &ready.file else { return Ok(None) };
    let now = context.deps.clock.now();
    let mut attachment = Attachment {
        kind: file.kind,
        mime: file.media.sniffed_mime.clone().unwrap_or_else(|| "application/octet-stream".to_owned()),
        file_name: file.media.file_name.clone(),
        voice: file.voice,
        bytes: bytes::Bytes::new(),
        uploaded_id: known(file, ready, now),
    };
    if attachment.uploaded_id.is_some() {
        return Ok(Some(attachment));
    }
    let key = file.media.storage_key.as_deref().unwrap_or_default();
    attachment.bytes = context.deps.media.bytes(key).await.map_err(|error| unread(&error))?;
    let provider = context.deps.providers.of(ready.channel.provider.0);
    if let Some(id) = provider.upload(&ready.known.access, &attachment).await? {
        remember(context, file, ready, &id, now).await;
        attachment.bytes = bytes::Bytes::new();
        attachment.uploaded_id = Some(id);
    }
    Ok(Some(attachment))
}

fn known(file: &File, ready: &Ready, now: Time) -> Option<String> {
    let reference = &file.media.provider_ref;
    let at = reference["uploadedAt"].as_str().and_then(|at| DateTime::parse_from_rfc3339(at).ok())?;
    let here = reference["channelId"] == json!(ready.channel.id) && at.to_utc() + KNOWN_FOR > now;
    reference["id"].as_str().filter(|_| here).map(str::to_owned)
}

/// Best effort: forgotten, it is uploaded once more.
async fn remember(context: &Context, file: &File, ready: &Ready, id: &str, now: Time) {
    let reference: Value = json!({ "id": id, "channelId": ready.channel.id, "uploadedAt": now.to_rfc3339() });
    let written = async {
        let tx = context.deps.store.begin(ready.channel.company_id).await?;
        tx.media().uploaded(file.media.clone(), reference).await?;
        tx.commit().await
    };
    if let Err(error) = written.await {
        tracing::warn!(media = %file.media.id, %error, "the id of an upload could not be kept");
    }
}

fn unread(error: &MediaError) -> SendFailure {
    let class = if matches!(error, MediaError::Missing) { SendClass::Content } else { SendClass::NotSent };
    SendFailure { class, provider_code: None, http_status: None, detail: Some(error.to_string()), retry_after: None }
}
