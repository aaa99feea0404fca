//! From channels that may be meant, and elements that name one, to what is stored and what is answered. The signatures were
//! checked before, over the raw bytes, for each candidate.

use domain::id::{ChannelId, CompanyId};
use poem::http::StatusCode;
use poem::{IntoResponse as _, Response};
use providers::{Signature, Target};

use crate::error::{ApiError, Code};

/// Where the webhook came in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Entrance {
    /// `/webhooks/whatsapp`, `/webhooks/waha`: the body says which channel.
    Shared,
    /// `/webhooks/waha/{channelId}`: the address says it.
    Channel(ChannelId),
}

/// A channel, not disabled, that the body or the address may mean. For [`Entrance::Channel`]: that channel and the others of its
/// company that an element names.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Candidate {
    pub id: ChannelId,
    pub company_id: CompanyId,
    pub external_key: String,
    /// META business account.
    pub waba_id: Option<String>,
    /// Of the whole body, with this channel's secret.
    pub signature: Signature,
    /// Unsigned webhooks are taken.
    pub insecure: bool,
}

/// One element for one channel.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Place {
    /// Position among the elements.
    pub element: usize,
    pub channel: ChannelId,
    /// Kept, but not interpreted: it names a number that is none of this company's.
    pub unknown: bool,
}

/// What the provider is told.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Answer {
    Ok,
    /// 200 as well, because a retry would change nothing; counted, and warned about now and then.
    NoChannel,
    /// 404: no such channel, or a disabled one.
    UnknownChannel,
    /// 401. A retry is harmless: what verified was stored, and is recognised.
    InvalidSignature,
    /// 409: several channels share the secret and the number; nothing was stored.
    Ambiguous,
}

/// What to store, then what to answer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Decision {
    pub places: Vec<Place>,
    pub answer: Answer,
}

impl Answer {
    pub fn respond(self) -> Result<Response, ApiError> {
        match self {
            Self::Ok | Self::NoChannel => Ok("OK".with_status(StatusCode::OK).into_response()),
            Self::UnknownChannel => Err(ApiError::not_found()),
            Self::InvalidSignature => Err(Code::InvalidSignature.into()),
            Self::Ambiguous => Err(Code::AmbiguousChannel.into()),
        }
    }
}

/// Decide for one request. `elements` are the targets in the order of the body.
pub fn decide(entrance: Entrance, candidates: &[Candidate], elements: &[Target]) -> Decision {
    match entrance {
        Entrance::Shared => shared(candidates, elements),
        Entrance::Channel(id) => match candidates.iter().find(|candidate| candidate.id == id) {
            None => Decision { places: Vec::new(), answer: Answer::UnknownChannel },
            Some(own) if own.signature == Signature::Valid || own.accepts_unsigned() => {
                addressed(own, candidates, elements)
            }
            Some(_) => Decision { places: Vec::new(), answer: Answer::InvalidSignature },
        },
    }
}

impl Candidate {
    fn is_meant(&self, target: &Target) -> bool {
        match target {
            Target::ExternalKey(key) => self.external_key == *key,
            Target::Waba(id) => self.waba_id.as_deref() == Some(id),
        }
    }

    pub(super) fn accepts_unsigned(&self) -> bool {
        self.insecure && self.signature == Signature::NoSecret
    }
}

fn shared(candidates: &[Candidate], elements: &[Target]) -> Decision {
    let mut places = Vec::new();
    let mut matched = false;
    let mut failed = false;
    for (element, target) in elements.iter().enumerate() {
        let meant: Vec<&Candidate> = candidates.iter().filter(|candidate| candidate.is_meant(target)).collect();
        matched |= !meant.is_empty();
        let verified: Vec<&Candidate> =
            meant.iter().copied().filter(|candidate| candidate.signature == Signature::Valid).collect();
        let chosen = match (target, verified.as_slice(), meant.as_slice()) {
            (_, _, []) => continue,
            (Target::Waba(_), [_, ..], _) | (Target::ExternalKey(_), [_], _) => verified,
            (Target::ExternalKey(_), [_, _, ..], _) => {
                return Decision { places: Vec::new(), answer: Answer::Ambiguous };
            }
            // Unsigned, and nobody else in the installation could be meant.
            (_, [], [only]) if only.accepts_unsigned() => meant,
            (_, [], _) => {
                failed = true;
                continue;
            }
        };
        places.extend(chosen.into_iter().map(|channel| Place { element, channel: channel.id, unknown: false }));
    }
    let answer = match (failed, matched || elements.is_empty()) {
        (true, _) => Answer::InvalidSignature,
        (false, true) => Answer::Ok,
        (false, false) => Answer::NoChannel,
    };
    Decision { places, answer }
}

fn addressed(own: &Candidate, candidates: &[Candidate], elements: &[Target]) -> Decision {
    let mut places = Vec::new();
    for (element, target) in elements.iter().enumerate() {
        let trusted = |other: &&Candidate| {
            other.company_id == own.company_id
                && other.is_meant(target)
                && (other.id == own.id || other.signature == Signature::Valid)
        };
        let meant: Vec<&Candidate> = candidates.iter().filter(trusted).collect();
        match (target, meant.as_slice()) {
            (_, []) => places.push(Place { element, channel: own.id, unknown: true }),
            (Target::Waba(_), all) => {
                places.extend(all.iter().map(|channel| Place { element, channel: channel.id, unknown: false }));
            }
            (Target::ExternalKey(_), [first, ..]) => {
                // The address says which, should the company have the number twice.
                let channel = if own.is_meant(target) { own.id } else { first.id };
                places.push(Place { element, channel, unknown: false });
            }
        }
    }
    Decision { places, answer: Answer::Ok }
}

#[cfg(test)]
mod tests;
