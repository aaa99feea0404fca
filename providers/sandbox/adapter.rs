//! The adapter of SANDBOX channels: the native dialect seen from our side.

mod call;
mod events;
mod stored;

use std::time::Duration;

use async_trait::async_trait;
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use domain::channel::InboxKind;
use domain::identity::{Identity, IdentityKind};
use domain::inbound::Inbound;
use domain::send::{Accepted, SendFailure};
use reqwest::Method;
use serde_json::{Value, json};

use self::call::unreadable;
use self::events::{address, interpret};
use super::client;
use super::event::{NativeBody, NativeEvent, NativePerson};
use super::native::{FileCall, SendCall, SentView, fresh_id};
use super::sign::{SANDBOX_SIGNATURE, hmac_sha256, native_subject, same, sha256_hex};
use crate::{
    Attachment, ChannelAccess, ChannelReport, Download, Element, Evidence, FetchClass, FetchFailure, Headers, Outgoing,
    Provider, Signature, SplitError, Target,
};

/// How long one call may take.
const CALL_TIMEOUT: Duration = Duration::from_secs(15);
const FILE_TIMEOUT: Duration = Duration::from_mins(1);

/// SANDBOX: needs no account, only the simulator.
#[derive(Debug, Clone)]
pub struct SandboxProvider {
    client: reqwest::Client,
    timeout: Duration,
}

impl SandboxProvider {
    /// Fails only when no HTTP client can be made.
    pub fn new() -> Result<Self, reqwest::Error> {
        Ok(Self { client: client()?, timeout: CALL_TIMEOUT })
    }

    /// Give up on a call after this long instead of 15 s.
    #[must_use]
    pub fn with_timeout(self, timeout: Duration) -> Self {
        Self { timeout, ..self }
    }
}

#[async_trait]
impl Provider for SandboxProvider {
    fn verify(&self, channel: &ChannelAccess, headers: &Headers, raw: &[u8]) -> Signature {
        let Some(secret) = channel.credentials.hmac_key.as_deref().filter(|secret| !secret.is_empty()) else {
            return Signature::NoSecret;
        };
        let given = headers.get(SANDBOX_SIGNATURE).map(String::as_str).unwrap_or_default();
        if same(given, &hmac_sha256(secret, raw)) { Signature::Valid } else { Signature::Invalid }
    }

    fn split(&self, _headers: &Headers, raw: &[u8]) -> Result<Vec<Element>, SplitError> {
        let value: Value = serde_json::from_slice(raw).map_err(|error| SplitError(error.to_string()))?;
        let key = value["channel"].as_str().ok_or_else(|| SplitError("it names no channel".to_owned()))?;
        let (kind, external_id, lane) = match serde_json::from_slice::<NativeEvent>(raw) {
            Ok(event) => address(&event),
            Err(_) => (InboxKind::Unknown, sha256_hex(value.to_string().as_bytes()), Some(String::new())),
        };
        let target = Target::ExternalKey(key.to_owned());
        Ok(vec![Element { target, kind, external_id, lane, body: raw.to_vec(), posted_at: None }])
    }

    fn normalise(&self, kind: InboxKind, body: &[u8]) -> Inbound {
        match serde_json::from_slice::<NativeEvent>(body) {
            Ok(event) if kind != InboxKind::Unknown => interpret(event),
            Ok(NativeEvent { body: NativeBody::Noise { .. }, .. }) => Inbound::Ignored("noise"),
            _ => Inbound::Unknown,
        }
    }

    async fn send(&self, channel: &ChannelAccess, message: &Outgoing) -> Result<Accepted, SendFailure> {
        let call = SendCall {
            to: person_of(&message.to),
            text: message.text.clone(),
            file: message.file.as_ref().map(file_call),
            reply_to: message.reply_to.clone(),
            correlation: Some(message.correlation.clone()),
            id: message.preallocated_id.clone(),
        };
        let body = json!(call).to_string().into_bytes();
        let (status, answer) = self.call(channel, Method::POST, "/messages", &[], body).await?;
        sent(status, answer)
    }

    async fn new_message_id(&self, _channel: &ChannelAccess) -> Result<Option<String>, SendFailure> {
        // The simulator takes any id that it has not seen, so no call is needed.
        Ok(Some(fresh_id()))
    }

    async fn find_sent(&self, channel: &ChannelAccess, evidence: &Evidence) -> Result<Option<Accepted>, SendFailure> {
        if let Some(id) = &evidence.preallocated_id {
            let path = format!("/messages/{id}");
            let (status, answer) = self.call(channel, Method::GET, &path, &[], Vec::new()).await?;
            let absent = status == 404 && answer["error"].is_object();
            return if absent { Ok(None) } else { sent(status, answer).map(Some) };
        }
        let query = [
            ("to", evidence.to.value.clone()),
            ("text", evidence.text.clone()),
            ("after", evidence.started_at.timestamp_millis().to_string()),
        ];
        let (status, mut answer) = self.call(channel, Method::GET, "/messages", &query, Vec::new()).await?;
        match answer["items"].get_mut(0).map(Value::take) {
            Some(found) => sent(status, found).map(Some),
            None => Ok(None),
        }
    }

    async fn fetch_media(&self, channel: &ChannelAccess, reference: &Value) -> Result<Download, FetchFailure> {
        let id =
            reference["id"].as_str().ok_or_else(|| FetchFailure::new(FetchClass::Gone, "the event named no file"))?;
        let mut url = channel.base_url.clone();
        let path = format!("/sandbox/native/{}/media/{id}", channel.id);
        url.set_path(&format!("{}{path}", url.path().trim_end_matches('/')));
        let secret = channel.credentials.hmac_key.as_deref().unwrap_or_default();
        let signature = hmac_sha256(secret, native_subject(&path, &[]));
        let answer = self.client.get(url).timeout(FILE_TIMEOUT).header(SANDBOX_SIGNATURE, signature).send().await;
        let answer = answer.map_err(|_| FetchFailure::new(FetchClass::Retry, "no connection"))?;
        match answer.status().as_u16() {
            200 => Ok(Download::of_response(answer)),
            404 => Err(FetchFailure::new(FetchClass::Gone, "answered 404")),
            status => Err(FetchFailure::new(FetchClass::Retry, format!("answered {status}"))),
        }
    }

    async fn resolve_lid(&self, channel: &ChannelAccess, lid: &str) -> Result<Option<Identity>, SendFailure> {
        let path = format!("/lids/{lid}");
        let (_, answer) = self.call(channel, Method::GET, &path, &[], Vec::new()).await?;
        Ok(answer["phone"].as_str().map(|phone| Identity::new(IdentityKind::Phone, phone)))
    }

    async fn react(
        &self,
        channel: &ChannelAccess,
        _to: &Identity,
        message: &str,
        emoji: Option<&str>,
    ) -> Result<(), SendFailure> {
        self.sign(channel, "/reaction", json!({ "messageId": message, "emoji": emoji })).await
    }

    async fn typing(
        &self,
        channel: &ChannelAccess,
        to: &Identity,
        _last: Option<&str>,
        is_typing: bool,
    ) -> Result<(), SendFailure> {
        self.sign(channel, "/typing", json!({ "to": person_of(to), "isTyping": is_typing })).await
    }

    async fn seen(&self, channel: &ChannelAccess, _to: &Identity, messages: &[String]) -> Result<(), SendFailure> {
        for message in messages {
            self.sign(channel, "/read", json!({ "messageId": message })).await?;
        }
        Ok(())
    }

    async fn check(&self, channel: &ChannelAccess) -> Result<ChannelReport, SendFailure> {
        let (status, answer) = self.call(channel, Method::GET, "", &[], Vec::new()).await?;
        let state = answer["status"].as_str().ok_or_else(|| unreadable(status))?;
        Ok(ChannelReport {
            works: state == "WORKING",
            state: state.to_owned(),
            phone: answer["phone"].as_str().map(str::to_owned),
            engine: None,
        })
    }
}

fn file_call(file: &Attachment) -> FileCall {
    FileCall {
        kind: file.kind,
        mime_type: file.mime.clone(),
        file_name: file.file_name.clone(),
        voice: file.voice,
        data: STANDARD.encode(&file.bytes),
    }
}

fn sent(status: u16, answer: Value) -> Result<Accepted, SendFailure> {
    let view: SentView = serde_json::from_value(answer).map_err(|_| unreadable(status))?;
    Ok(Accepted { provider_key: Some(view.id.clone()), provider_id: Some(view.id), note: None })
}

fn person_of(to: &Identity) -> NativePerson {
    let value = Some(to.value.clone());
    match to.kind {
        IdentityKind::Phone => NativePerson { phone: value, ..NativePerson::default() },
        IdentityKind::WahaLid => NativePerson { lid: value, ..NativePerson::default() },
        IdentityKind::MetaBsuid => NativePerson { bsuid: value, ..NativePerson::default() },
    }
}
