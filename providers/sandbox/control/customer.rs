//! The customer's side: writing, noise, sessions that bounce, phones that answer by themselves.

use std::sync::Arc;
use std::time::Duration;

use domain::channel::ProviderKind;
use domain::clock::Time;
use domain::id::{ChannelId, new_id};

use super::super::channel::SimChannel;
use super::super::deliver::{Order, Piece};
use super::super::event::NativeBody;
use super::super::faults::draw;
use super::super::file::SimFile;
use super::super::phone::Extra;
use super::super::simulator::Core;
use super::super::world::{Author, Entry, Person, lid_of};
use super::super::{meta, native, waha};
use super::{ControlError, InboundAnswer, InboundCall, SimType, invalid, wire_id, written};

const DEFAULT_CUSTOMER: &str = "+5511999990000";
const REPEAT_MAX: u32 = 5000;

impl Core {
    pub(super) fn message(&self, id: ChannelId, message: &str) -> Result<Entry, ControlError> {
        self.with(id, |line| line.find(message).cloned())?.ok_or(ControlError::UnknownMessage)
    }

    /// Post what is about one message, after what was posted of its customer before.
    pub(super) fn tell(self: &Arc<Self>, id: ChannelId, entry: &Entry, piece: Piece) {
        let text = entry.text.clone().unwrap_or_default();
        let who = entry.person.key();
        drop(self.emit(id, &who, &text, Some(&entry.id), piece, Order::Lane(who.clone())));
    }

    pub(super) fn inbound(self: &Arc<Self>, id: ChannelId, call: &InboundCall) -> Result<InboundAnswer, ControlError> {
        let channel = self.channel(id)?;
        let repeat = call.repeat.unwrap_or(1);
        if !(1..=REPEAT_MAX).contains(&repeat) {
            return Err(invalid("repeat", "must be between 1 and 5000"));
        }
        if call.from.as_ref().is_some_and(|from| !from.contains(|c: char| c.is_ascii_digit())) {
            return Err(invalid("from", "must be a phone"));
        }
        let mut person = match (&call.from, &call.bsuid, &call.lid) {
            (Some(from), _, _) => Person::of_phone(from),
            (None, None, None) => Person::of_phone(DEFAULT_CUSTOMER),
            _ => Person::default(),
        };
        person.bsuid.clone_from(&call.bsuid);
        person.lid = call.lid.as_ref().map(|lid| format!("{}@lid", lid.trim_end_matches("@lid")));
        person.name.clone_from(&call.name);
        let at = call.timestamp.unwrap_or_else(|| self.clock.now());
        let delay = Duration::from_millis(call.delay_ms.unwrap_or(0));
        let mut order: Vec<u32> = (1..=repeat).collect();
        if call.shuffle {
            let seed = self.with(id, |line| line.faults.faults.seed)?;
            let who = person.key();
            order.sort_by(|a, b| {
                let place = |n: &u32| draw(seed, "shuffle", &who, u64::from(*n));
                place(a).total_cmp(&place(b))
            });
        }
        let mut written = Vec::new();
        for number in 1..=repeat {
            let text = call.text.clone().unwrap_or_default().replace("{n}", &number.to_string());
            written.push(self.write(id, &channel, person.clone(), text, call, at)?);
        }
        for number in order {
            let (entry, pieces) = &written[number as usize - 1];
            self.post_written(id, entry, pieces, call, delay);
        }
        Ok(InboundAnswer { message_ids: written.iter().map(|(entry, _)| wire_id(&channel, entry)).collect() })
    }

    /// Post the webhooks of one customer message, in the call's order.
    fn post_written(
        self: &Arc<Self>,
        id: ChannelId,
        entry: &Entry,
        pieces: &[Piece],
        call: &InboundCall,
        delay: Duration,
    ) {
        let who = entry.person.key();
        let text = entry.text.clone().unwrap_or_default();
        for piece in pieces {
            let order = if call.shuffle || pieces.len() > 1 || !delay.is_zero() {
                Order::Free(delay)
            } else {
                Order::Lane(who.clone())
            };
            drop(self.emit(id, &who, &text, Some(&entry.id), piece.clone(), order));
        }
    }

    /// Keep one customer message and write its webhooks.
    fn write(
        &self,
        id: ChannelId,
        channel: &SimChannel,
        person: Person,
        text: String,
        call: &InboundCall,
        at: Time,
    ) -> Result<(Entry, Vec<Piece>), ControlError> {
        let who = person.key();
        let named = call.lid.is_some();
        let file = SimFile::of_call(call, &channel.external_key, at)?;
        let extra = extra(call)?;
        let is_message = call.kind == SimType::Text || file.is_some() || extra.is_some();
        let (entry, double, hidden) = self.with(id, |line| {
            let double = line.faults.fires("doubleEvent", |f| &mut f.double_event, &who, &text).is_some();
            let hidden = line.faults.fires("lidSender", |f| &mut f.lid_sender, &who, &text);
            let mut person = person;
            if hidden.is_some() && person.lid.is_none() {
                person.lid = person.digits().map(lid_of);
            }
            let known = line.meet(person.clone());
            let entry = written(channel, known, Author::Customer, Some(text), call.reply_to.clone(), at);
            let mut entry = entry;
            if let Some(file) = file {
                entry.kind = file.kind;
                entry.text = entry.text.filter(|text| !text.is_empty());
                entry.file = Some(file);
            }
            entry.extra = extra;
            // Noise is nobody's message: it is posted and forgotten.
            let entry = if is_message { line.add(entry) } else { entry };
            (entry, double, hidden)
        })?;
        let lid = entry.person.lid.clone().filter(|_| hidden.is_some() || named);
        let with_phone = hidden.as_ref().is_some_and(|fault| fault.with_phone) || (named && call.from.is_some());
        if !is_message {
            return Ok((entry.clone(), vec![noise(channel, &entry, call.kind)]));
        }
        let piece = match channel.dialect {
            ProviderKind::Meta => Piece::Meta(meta::message(&entry)),
            ProviderKind::Waha => {
                let lid = lid.as_deref().map(|lid| (lid, with_phone));
                Piece::Waha { event: "message", payload: waha::customer_message(channel, &entry, lid) }
            }
            ProviderKind::Sandbox => {
                let mut message = native::message(&entry);
                if lid.is_none() {
                    message.person.lid = None;
                } else if !with_phone {
                    message.person.phone = None;
                }
                Piece::Native(NativeBody::Message(message))
            }
        };
        let second = match &piece {
            Piece::Waha { payload, .. } if double => {
                Some(Piece::Waha { event: "message.any", payload: payload.clone() })
            }
            _ => None,
        };
        Ok((entry, [Some(piece), second].into_iter().flatten().collect()))
    }

    /// Change the session and post it, when it is another one.
    pub(in super::super) fn change_session(self: &Arc<Self>, id: ChannelId, status: &str) {
        let at = self.clock.now();
        let changed = self.with(id, |line| {
            let changed = line.session != status;
            status.clone_into(&mut line.session);
            line.linked |= status == "WORKING";
            (changed, line.channel.dialect)
        });
        let piece = match changed {
            Ok((true, ProviderKind::Waha)) => waha::session_status(status, at),
            Ok((true, ProviderKind::Sandbox)) => Piece::Native(NativeBody::Session { status: status.to_owned(), at }),
            _ => return,
        };
        drop(self.emit(id, "", "", None, piece, Order::Lane(String::new())));
    }

    pub(super) async fn bounce(self: Arc<Self>, id: ChannelId, pause: Duration) {
        loop {
            tokio::time::sleep(pause / 2).await;
            let fires =
                self.with(id, |line| line.faults.fires("sessionBounce", |f| &mut f.session_bounce, "", "").is_some());
            match fires {
                Ok(true) => self.change_session(id, "FAILED"),
                Ok(false) => {}
                Err(_) => return,
            }
            tokio::time::sleep(pause / 2).await;
            self.change_session(id, "WORKING");
        }
    }

    /// The customer's phone answers a text by itself, when it is told to.
    pub(in super::super) fn answer_by_itself(self: &Arc<Self>, id: ChannelId, entry: &Entry) {
        let who = entry.person.key();
        let text = entry.text.clone().unwrap_or_default();
        let fired = self.with(id, |line| line.faults.fires("autoReply", |f| &mut f.auto_reply, &who, &text));
        let Ok(Some(reply)) = fired else { return };
        if reply.phone.as_deref().is_some_and(|phone| Person::of_phone(phone).key() != who) {
            return;
        }
        let call = InboundCall {
            from: entry.person.phone.clone(),
            bsuid: entry.person.bsuid.clone(),
            text: Some(reply.text.unwrap_or(text)),
            ..InboundCall::default()
        };
        // The channel is known: a message just went through it.
        let _ = self.inbound(id, &call);
    }
}

/// What is neither text nor file, for the types that are so.
fn extra(call: &InboundCall) -> Result<Option<Extra>, ControlError> {
    match call.kind {
        SimType::Location => {
            let place = call.location.clone().ok_or_else(|| invalid("location", "is needed for this type"))?;
            if !(-90.0..=90.0).contains(&place.latitude) || !(-180.0..=180.0).contains(&place.longitude) {
                return Err(invalid("location", "is not on the earth"));
            }
            Ok(Some(Extra::Place(place)))
        }
        SimType::Contact => {
            let card = call.contact.clone().ok_or_else(|| invalid("contact", "is needed for this type"))?;
            Ok(Some(Extra::Card(card)))
        }
        _ => Ok(None),
    }
}

/// A message of no customer.
fn noise(channel: &SimChannel, entry: &Entry, kind: SimType) -> Piece {
    let number = 120_363_000_000_000_000_u64 + u64::try_from(new_id().as_u128() % 1_000_000_000).unwrap_or(0);
    let chat = match kind {
        SimType::Newsletter => format!("{number}@newsletter"),
        SimType::Broadcast => format!("{number}@broadcast"),
        SimType::Status => "status@broadcast".to_owned(),
        _ => format!("{number}@g.us"),
    };
    match channel.dialect {
        // Graph shows none of these to a number that is in none; a message of a kind unknown to it comes nearest.
        ProviderKind::Meta => Piece::Meta(meta::unsupported(entry)),
        ProviderKind::Waha => {
            let mut payload = waha::customer_message(channel, entry, None);
            let author = entry.person.chat_id();
            payload["id"] = serde_json::json!(format!("false_{chat}_{}_{author}", entry.id));
            payload["from"] = serde_json::json!(chat);
            payload["participant"] = serde_json::json!(author);
            Piece::Waha { event: "message", payload }
        }
        ProviderKind::Sandbox => Piece::Native(NativeBody::Noise { chat }),
    }
}
