//! META batches: every entry, every change, every message and status of it becomes an element of its own.

use domain::channel::InboxKind;
use serde_json::{Map, Value, json};

use crate::json::{fingerprint, first_text, text};
use crate::provider::{Element, SplitError, Target};

pub(super) fn split(raw: &[u8]) -> Result<Vec<Element>, SplitError> {
    let envelope: Value = serde_json::from_slice(raw).map_err(|error| SplitError(error.to_string()))?;
    let entries = envelope.get("entry").and_then(Value::as_array);
    let entries = entries.ok_or_else(|| SplitError("no list `entry`".to_owned()))?;
    let mut elements = Vec::new();
    for entry in entries {
        let waba = text(entry, "/id").unwrap_or_default();
        let changes = entry.get("changes").and_then(Value::as_array);
        match changes {
            Some(changes) => changes
                .iter()
                .for_each(|change| Change { at: entry.get("time"), ..Change::new(waba, change) }.split(&mut elements)),
            None => elements.push(whole(Target::Waba(waba.to_owned()), InboxKind::Unknown, entry)),
        }
    }
    Ok(elements)
}

/// One change, which may hold many messages and statuses of one number.
struct Change<'a> {
    waba: &'a str,
    whole: &'a Value,
    /// Of the entry: the same change may come again, weeks later.
    at: Option<&'a Value>,
    field: &'a str,
    value: &'a Value,
    target: Target,
}

impl<'a> Change<'a> {
    fn new(waba: &'a str, change: &'a Value) -> Self {
        static NOTHING: Value = Value::Null;
        let value = change.get("value").unwrap_or(&NOTHING);
        let target = match text(value, "/metadata/phone_number_id") {
            Some(number) => Target::ExternalKey(number.to_owned()),
            None => Target::Waba(waba.to_owned()),
        };
        Self { waba, whole: change, at: None, field: text(change, "/field").unwrap_or_default(), value, target }
    }

    fn split(&self, elements: &mut Vec<Element>) {
        let before = elements.len();
        match self.field {
            "messages" => {
                elements.extend(self.list("messages").iter().map(|message| self.message(message)));
                elements.extend(self.list("statuses").iter().map(|status| self.status(status)));
                elements.extend(self.list("errors").iter().map(|error| self.unknown("error", error)));
            }
            "smb_message_echoes" => {
                elements.extend(self.list("message_echoes").iter().map(|echo| self.echo(echo)));
            }
            "message_template_status_update" => elements.push(self.entire(InboxKind::Template)),
            "account_update" | "phone_number_quality_update" => elements.push(self.entire(InboxKind::Account)),
            "user_id_update" => match self.list("user_id_update") {
                [] => elements.push(self.entire(InboxKind::Identity)),
                updates => elements.extend(updates.iter().map(|update| self.new_id(update))),
            },
            _ => {}
        }
        if elements.len() == before {
            elements.push(self.entire(InboxKind::Unknown));
        }
    }

    fn list(&self, name: &str) -> &'a [Value] {
        self.value.get(name).and_then(Value::as_array).map_or(&[], Vec::as_slice)
    }

    fn message(&self, message: &Value) -> Element {
        // A message of the system may name the person by what it tells only.
        let sender = first_text(message, &["/from", "/from_user_id", "/system/user_id"]);
        let (Some(id), Some(sender)) = (text(message, "/id"), sender) else {
            return self.unknown("message", message);
        };
        let (kind, external_id) = match text(message, "/type") {
            Some("reaction") => {
                let target = text(message, "/reaction/message_id").unwrap_or_default();
                (InboxKind::Reaction, format!("{target}:{sender}:{id}"))
            }
            Some("edit") => (InboxKind::Edit, id.to_owned()),
            Some("revoke") => (InboxKind::Revoke, id.to_owned()),
            _ => (InboxKind::Message, id.to_owned()),
        };
        self.element(
            kind,
            external_id,
            Some(sender.to_owned()),
            &self.body("message", message, self.contact_of(message)),
        )
    }

    fn echo(&self, echo: &Value) -> Element {
        let peer = first_text(echo, &["/to", "/to_user_id", "/recipient_user_id"]);
        let (Some(id), Some(peer)) = (text(echo, "/id"), peer) else {
            return self.unknown("echo", echo);
        };
        let (kind, external_id) = match text(echo, "/type") {
            Some("reaction") => {
                let target = text(echo, "/reaction/message_id").unwrap_or_default();
                (InboxKind::Reaction, format!("{target}::{id}"))
            }
            Some("edit") => (InboxKind::Edit, id.to_owned()),
            Some("revoke") => (InboxKind::Revoke, id.to_owned()),
            _ => (InboxKind::Echo, id.to_owned()),
        };
        self.element(kind, external_id, Some(peer.to_owned()), &self.body("echo", echo, None))
    }

    /// In the lane of the person's messages; an erasure finds it by that name too.
    fn new_id(&self, update: &Value) -> Element {
        let body = self.body("update", update, None);
        let lane = first_text(update, &["/wa_id", "/user_id/current"]).unwrap_or_default();
        self.element(InboxKind::Identity, fingerprint(&body), Some(lane.to_owned()), &body)
    }

    fn status(&self, status: &Value) -> Element {
        let (Some(id), Some(state)) = (text(status, "/id"), text(status, "/status")) else {
            return self.unknown("status", status);
        };
        let recipients = ["/recipient_participant_id", "/recipient_id", "/recipient_user_id"];
        let recipient = first_text(status, &recipients).unwrap_or_default();
        self.element(InboxKind::Status, format!("{id}:{state}:{recipient}"), None, &self.body("status", status, None))
    }

    /// The contact that a message's sender is: by id, or the only one of a change that has only one sender.
    fn contact_of(&self, message: &Value) -> Option<&'a Value> {
        let contacts = self.list("contacts");
        let from = text(message, "/from");
        let user = text(message, "/from_user_id");
        let same = |contact: &&Value, key: &str, id: Option<&str>| id.is_some() && text(contact, key) == id;
        let by_id = contacts.iter().find(|contact| same(contact, "/wa_id", from) || same(contact, "/user_id", user));
        let sender = |message: &Value| first_text(message, &["/from", "/from_user_id"]).map(str::to_owned);
        let one_sender = || self.list("messages").iter().all(|other| sender(other) == sender(message));
        by_id.or_else(|| contacts.first().filter(|_| contacts.len() == 1 && one_sender()))
    }

    /// An element with what it needs of its envelope.
    fn body(&self, key: &str, part: &Value, contact: Option<&Value>) -> Value {
        let mut body = Map::new();
        body.insert("waba".into(), self.waba.into());
        body.insert("field".into(), self.field.into());
        if let Some(metadata) = self.value.get("metadata") {
            body.insert("metadata".into(), metadata.clone());
        }
        if let Some(contact) = contact {
            body.insert("contact".into(), contact.clone());
        }
        body.insert(key.into(), part.clone());
        Value::Object(body)
    }

    fn element(&self, kind: InboxKind, external_id: String, lane: Option<String>, body: &Value) -> Element {
        let body = body.to_string().into_bytes();
        Element { target: self.target.clone(), kind, external_id, lane, body, posted_at: None }
    }

    fn unknown(&self, key: &str, part: &Value) -> Element {
        whole(self.target.clone(), InboxKind::Unknown, &self.body(key, part, None))
    }

    fn entire(&self, kind: InboxKind) -> Element {
        whole(self.target.clone(), kind, &json!({ "waba": self.waba, "change": self.whole, "time": self.at }))
    }
}

/// An element without an id of its own, in its channel's own lane.
fn whole(target: Target, kind: InboxKind, body: &Value) -> Element {
    Element {
        target,
        kind,
        external_id: fingerprint(body),
        lane: Some(String::new()),
        body: body.to_string().into_bytes(),
        posted_at: None,
    }
}
