//! The adapter of SANDBOX channels: the native dialect seen from our side.

use std::time::Duration;

use async_trait::async_trait;
use domain::channel::InboxKind;
use domain::clock::Time;
use domain::identity::{Identity, IdentityKind};
use domain::inbound::{Inbound, InboundMessage, InboundStatus, StatusNews};
use domain::message::MessageType;
use domain::send::{Accepted, SendClass, SendFailure};
use reqwest::Method;
use serde_json::{Value, json};

use super::class;
use super::control::SimStatus;
use super::event::{NativeBody, NativeEvent, NativeMessage, NativePerson};
use super::native::{SendCall, SentView, fresh_id};
use super::sign::{SANDBOX_SIGNATURE, hmac_sha256, native_subject, same, sha256_hex};
use crate::{
    ChannelAccess, ChannelReport, Element, Evidence, Headers, Outgoing, Provider, Signature, SplitError, Target,
};

/// How long one call may take.
const CALL_TIMEOUT: Duration = Duration::from_secs(15);

/// SANDBOX: needs no account, only the simulator.
#[derive(Debug, Clone)]
pub struct SandboxProvider {
    client: reqwest::Client,
    timeout: Duration,
}

impl SandboxProvider {
    pub fn new(client: reqwest::Client) -> Self {
        Self { client, timeout: CALL_TIMEOUT }
    }

    /// Give up on a call after this long instead of 15 s.
    #[must_use]
    pub fn with_timeout(self, timeout: Duration) -> Self {
        Self { timeout, ..self }
    }

    /// One signed call below `/sandbox/native/{channelId}`. `Ok` for 2xx and 404, with the body or `Null`.
    async fn call(
        &self,
        channel: &ChannelAccess,
        method: Method,
        path: &str,
        query: &[(&str, String)],
        body: Vec<u8>,
    ) -> Result<(u16, Value), SendFailure> {
        let mut url = channel.base_url.clone();
        url.set_path(&format!("{}/sandbox/native/{}{path}", url.path().trim_end_matches('/'), channel.id));
        if !query.is_empty() {
            url.query_pairs_mut().extend_pairs(query);
        }
        // A proxy may serve us below a path of its own, which is not ours to sign.
        let signed = url[url::Position::BeforePath..].to_owned();
        let signed = signed.find("/sandbox/native/").map_or(signed.as_str(), |at| &signed[at..]);
        let secret = channel.credentials.hmac_key.as_deref().unwrap_or_default();
        let signature = hmac_sha256(secret, native_subject(signed, &body));
        let mut request = self.client.request(method, url.clone()).timeout(self.timeout);
        request = request.header(SANDBOX_SIGNATURE, signature);
        if !body.is_empty() {
            request = request.header("content-type", "application/json").body(body);
        }
        let answer = request.send().await.map_err(|error| class::of_transport(&error))?;
        let status = answer.status().as_u16();
        let retry_after = answer.headers().get("retry-after").and_then(|value| value.to_str().ok());
        let retry_after = retry_after.and_then(|value| value.parse().ok()).map(Duration::from_secs);
        let bytes = answer.bytes().await.map_err(|error| class::of_transport(&error))?;
        let json = serde_json::from_slice::<Value>(&bytes).unwrap_or(Value::Null);
        if (200..300).contains(&status) || status == 404 {
            return Ok((status, json));
        }
        Err(refusal(status, &json, retry_after))
    }
}

/// A refusal in our words: by its code, else by its status.
fn refusal(status: u16, body: &Value, retry_after: Option<Duration>) -> SendFailure {
    let code = body["error"]["code"].as_i64();
    SendFailure {
        class: code.map_or_else(|| class::of_status(status), class::of_code),
        provider_code: code.map(|code| code.to_string()),
        http_status: Some(status),
        detail: body["error"]["message"].as_str().map(str::to_owned),
        retry_after,
    }
}

/// An answer that is not of this dialect: the message may or may not be there.
fn unreadable(status: u16) -> SendFailure {
    SendFailure {
        class: if status == 404 { SendClass::Other } else { SendClass::Unknown },
        provider_code: None,
        http_status: Some(status),
        detail: Some("the answer is not the sandbox's".to_owned()),
        retry_after: None,
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

    async fn resolve_lid(&self, channel: &ChannelAccess, lid: &str) -> Result<Option<Identity>, SendFailure> {
        let path = format!("/lids/{lid}");
        let (_, answer) = self.call(channel, Method::GET, &path, &[], Vec::new()).await?;
        Ok(answer["phone"].as_str().map(|phone| identity(IdentityKind::Phone, phone)))
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

fn sent(status: u16, answer: Value) -> Result<Accepted, SendFailure> {
    let view: SentView = serde_json::from_value(answer).map_err(|_| unreadable(status))?;
    Ok(Accepted { provider_key: Some(view.id.clone()), provider_id: Some(view.id), note: None })
}

/// Where an event is stored: its kind, its id and its lane.
fn address(event: &NativeEvent) -> (InboxKind, String, Option<String>) {
    let lane = |person: &NativePerson| Some(address_of(person));
    match &event.body {
        NativeBody::Message(message) => (InboxKind::Message, message.id.clone(), lane(&message.person)),
        NativeBody::Echo(message) => (InboxKind::Echo, message.id.clone(), lane(&message.person)),
        NativeBody::Status(status) => {
            let id = format!("{}:{}:{}", status.message_id, status.status.word(), status.recipient);
            (InboxKind::Status, id, None)
        }
        NativeBody::Reaction { id, target, person, .. } => {
            (InboxKind::Reaction, format!("{target}:{}:{id}", address_of(person)), lane(person))
        }
        NativeBody::Edit { id, person, .. } => (InboxKind::Edit, id.clone(), lane(person)),
        NativeBody::Revoke { id, person, .. } => (InboxKind::Revoke, id.clone(), lane(person)),
        NativeBody::Session { .. } => (InboxKind::Session, event.id.clone(), Some(String::new())),
        NativeBody::Noise { chat } => (InboxKind::Unknown, event.id.clone(), Some(chat.clone())),
    }
}

fn interpret(event: NativeEvent) -> Inbound {
    match event.body {
        NativeBody::Message(message) => Inbound::Message(stored(message)),
        NativeBody::Echo(message) => Inbound::Echo(stored(message)),
        NativeBody::Status(status) => Inbound::Status(InboundStatus {
            provider_id: status.message_id.clone(),
            provider_key: status.message_id,
            correlation: status.correlation,
            news: news(status.status, status.code),
            at: Some(status.at),
        }),
        NativeBody::Reaction { target, person, emoji, at, .. } => match identities(&person).into_iter().next() {
            Some(actor) => Inbound::Reaction { target_provider_key: target, actor, emoji, at: Some(at) },
            None => Inbound::Unknown,
        },
        NativeBody::Edit { target, text, at, .. } => {
            Inbound::Edit { target_provider_key: target, content: Some(text), at: Some(at) }
        }
        NativeBody::Revoke { target, at, .. } => Inbound::Revoke { target_provider_key: target, at: Some(at) },
        NativeBody::Session { status, at } => Inbound::Session { status, at: Some(at) },
        NativeBody::Noise { .. } => Inbound::Ignored("noise"),
    }
}

fn news(status: SimStatus, code: Option<i64>) -> StatusNews {
    match status {
        SimStatus::Sent => StatusNews::Sent,
        SimStatus::Delivered => StatusNews::Delivered,
        SimStatus::Read => StatusNews::Read,
        SimStatus::Played => StatusNews::Played,
        SimStatus::Failed => StatusNews::Failed {
            provider_code: code.map(|code| code.to_string()),
            class: code.map_or(SendClass::Other, class::of_code),
            detail: None,
        },
    }
}

fn stored(message: NativeMessage) -> InboundMessage {
    let identities = identities(&message.person);
    let at: Time = message.at;
    InboundMessage {
        provider_id: message.id.clone(),
        provider_key: message.id,
        asserts_pair: identities.len() > 1,
        identities,
        push_name: message.person.name,
        kind: message.kind,
        flow_text: message.text.clone().filter(|_| message.kind == MessageType::Text),
        content: message.text,
        system: false,
        media: None,
        reply_to_provider_id: message.reply_to,
        provider_time: Some(at),
        metadata: json!({}),
    }
}

/// The address that an event used: the hidden id when it hides, else the phone.
fn address_of(person: &NativePerson) -> String {
    let known = [&person.lid, &person.phone, &person.bsuid];
    known.into_iter().flatten().next().cloned().unwrap_or_default()
}

/// Everything an event says of a person, the address it used first.
fn identities(person: &NativePerson) -> Vec<Identity> {
    let known = [
        (IdentityKind::WahaLid, &person.lid),
        (IdentityKind::Phone, &person.phone),
        (IdentityKind::MetaBsuid, &person.bsuid),
    ];
    known.into_iter().filter_map(|(kind, value)| value.as_deref().map(|value| identity(kind, value))).collect()
}

fn person_of(to: &Identity) -> NativePerson {
    let value = Some(to.value.clone());
    match to.kind {
        IdentityKind::Phone => NativePerson { phone: value, ..NativePerson::default() },
        IdentityKind::WahaLid => NativePerson { lid: value, ..NativePerson::default() },
        IdentityKind::MetaBsuid => NativePerson { bsuid: value, ..NativePerson::default() },
    }
}

fn identity(kind: IdentityKind, value: &str) -> Identity {
    Identity::new(kind, value)
}
