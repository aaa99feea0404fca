//! What surrounds a job in the queue.

use std::borrow::Cow;

use domain::id::CompanyId;
use serde::{Deserialize, Serialize};

use crate::error::QueueError;
use crate::job::Job;

/// The version that this release writes. Every version up to it is read.
pub const VERSION: u32 = 1;

/// A job with what every job has.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Envelope<J> {
    /// Whose work it is; none for a token, which takes its company from the row it claims.
    pub company: Option<CompanyId>,
    /// 0 for the first attempt.
    pub attempt: u32,
    /// The trace that caused the job, for the logs.
    pub trace: Option<String>,
    pub payload: J,
}

impl<J: Job> Envelope<J> {
    pub fn new(payload: J) -> Self {
        Self { company: None, attempt: 0, trace: None, payload }
    }

    #[must_use]
    pub fn company(self, company: CompanyId) -> Self {
        Self { company: Some(company), ..self }
    }

    #[must_use]
    pub fn trace(self, trace: impl Into<String>) -> Self {
        Self { trace: Some(trace.into()), ..self }
    }

    /// The same job for its next attempt; none when it had its last.
    #[must_use]
    pub fn again(self) -> Option<Self> {
        let attempt = self.attempt + 1;
        (attempt < J::MAX_ATTEMPTS).then_some(Self { attempt, ..self })
    }

    /// As in the queue: `{"v":1,"job":"tick","attempt":0,"payload":{..}}`.
    pub fn encode(&self) -> Result<Vec<u8>, QueueError> {
        let wire = Wire {
            v: VERSION,
            job: Cow::Borrowed(J::NAME),
            company: self.company,
            attempt: self.attempt,
            trace: self.trace.as_deref().map(Cow::Borrowed),
            payload: &self.payload,
        };
        serde_json::to_vec(&wire).map_err(|source| QueueError::Payload { job: J::NAME, source })
    }

    /// Read what some release wrote.
    pub fn decode(bytes: &[u8]) -> Result<Self, Unreadable> {
        let wire: Wire<'_, serde_json::Value> = serde_json::from_slice(bytes).map_err(Unreadable::Envelope)?;
        if wire.v == 0 || wire.v > VERSION {
            return Err(Unreadable::Version(wire.v));
        }
        if wire.job != J::NAME {
            return Err(Unreadable::Job(wire.job.into_owned()));
        }
        let payload = serde_json::from_value(wire.payload).map_err(Unreadable::Payload)?;
        let trace = wire.trace.map(Cow::into_owned);
        Ok(Self { company: wire.company, attempt: wire.attempt, trace, payload })
    }
}

impl<J: Job> From<J> for Envelope<J> {
    fn from(payload: J) -> Self {
        Self::new(payload)
    }
}

#[derive(Serialize, Deserialize)]
struct Wire<'a, P> {
    v: u32,
    job: Cow<'a, str>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    company: Option<CompanyId>,
    #[serde(default)]
    attempt: u32,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    trace: Option<Cow<'a, str>>,
    payload: P,
}

/// A job that this release cannot carry out. It goes to the dead jobs with this as its reason.
#[derive(Debug, thiserror::Error)]
pub enum Unreadable {
    #[error("not an envelope: {0}")]
    Envelope(#[source] serde_json::Error),
    #[error("unknown version {0} of the envelope, written by a newer release")]
    Version(u32),
    #[error("a job `{0}` in the queue of another kind")]
    Job(String),
    #[error("the payload has another shape: {0}")]
    Payload(#[source] serde_json::Error),
}

/// The envelope of a job of which only the payload is left.
pub(crate) fn encode_again(
    job: &'static str,
    company: CompanyId,
    payload: &serde_json::Value,
) -> Result<Vec<u8>, QueueError> {
    let wire = Wire { v: VERSION, job: Cow::Borrowed(job), company: Some(company), attempt: 0, trace: None, payload };
    serde_json::to_vec(&wire).map_err(|source| QueueError::Payload { job, source })
}

/// What can be told of a dead job even when it is unreadable: its company and its payload (all of it, as text, when it
/// is not an envelope).
pub(crate) fn salvage(bytes: &[u8]) -> (Option<CompanyId>, u32, serde_json::Value) {
    match serde_json::from_slice::<Wire<'_, serde_json::Value>>(bytes) {
        Ok(wire) => (wire.company, wire.attempt, wire.payload),
        Err(_) => (None, 0, serde_json::Value::String(String::from_utf8_lossy(bytes).into_owned())),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::definitions::{RouteConversation, SweepHeartbeats, Tick};

    #[test]
    fn an_envelope_survives_the_queue() {
        let sent = Envelope::new(Tick { minute: 7, half: 1 }).company(domain::id::new_id()).trace("abc");
        assert_eq!(Envelope::<Tick>::decode(&sent.encode().unwrap()).unwrap(), sent);
    }

    #[test]
    fn an_envelope_without_the_later_fields_is_readable() {
        let old = br#"{"v":1,"job":"tick","payload":{"minute":7,"half":0}}"#;
        assert_eq!(Envelope::<Tick>::decode(old).unwrap(), Envelope::new(Tick { minute: 7, half: 0 }));
    }

    #[test]
    fn an_unknown_version_is_refused_with_its_number() {
        let new = br#"{"v":2,"job":"tick","payload":{"minute":7,"half":0}}"#;
        let error = Envelope::<Tick>::decode(new).unwrap_err();
        assert_eq!(error.to_string(), "unknown version 2 of the envelope, written by a newer release");
    }

    #[test]
    fn a_job_in_the_wrong_queue_is_refused() {
        let bytes = Envelope::new(SweepHeartbeats { minute: 7 }).encode().unwrap();
        assert!(matches!(Envelope::<Tick>::decode(&bytes), Err(Unreadable::Job(job)) if job == "sweep-heartbeats"));
    }

    #[test]
    fn a_job_without_a_row_is_tried_four_times() {
        let payload =
            RouteConversation { department_id: domain::id::new_id(), trigger: crate::definitions::RouteTrigger::New };
        let attempts = std::iter::successors(Some(Envelope::new(payload)), |envelope| envelope.clone().again());
        assert_eq!(attempts.count(), 4);
    }
}
