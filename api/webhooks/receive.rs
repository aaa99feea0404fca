//! One webhook: which channels it may mean, who signed it, what is stored, whom to tell. No provider is called here, and no
//! contact is locked.

use std::collections::{BTreeSet, HashSet};
use std::sync::Arc;
use std::time::Instant;

use domain::channel::{InboxKind, InboxState, ProviderKind};
use domain::id::ChannelId;
use entities::Arrival;
use jobs::Envelope;
use jobs::definitions::{ApplyStatus, ProcessInbound};
use poem::{Request, RequestBody, Response};
use providers::{Element, Headers, Signature, Target};

use super::channels::{Ask, Channels, Known};
use super::decide::{Answer, Candidate, Entrance, Place, decide};
use super::traffic::{Strangers, Traffic};
use super::{Handshake, body};
use crate::error::{ApiError, Code};
use crate::state::AppState;

/// Numbers that one body may name. META's own batches stay far below.
const TARGETS: usize = 256;
/// Tokens pushed for one webhook: each makes a worker look at whatever lanes are due.
const NUDGES: usize = 8;

/// The receiver. One per process.
pub(super) struct Hooks {
    state: AppState,
    channels: Channels,
    traffic: Traffic,
    strangers: Strangers,
}

impl Hooks {
    pub(super) fn start(state: AppState) -> Self {
        let channels = Channels::start(state.webhook_store.clone(), &state.bus, Arc::clone(&state.settings));
        Self { channels, traffic: Traffic::default(), strangers: Strangers::default(), state }
    }

    /// [`Hooks::receive`], counted.
    pub(super) async fn timed(
        &self,
        provider: ProviderKind,
        path_id: Option<ChannelId>,
        request: &Request,
        body: &mut RequestBody,
    ) -> Result<Response, ApiError> {
        let begun = Instant::now();
        let answered = self.receive(provider, path_id, request, body).await;
        let status = match &answered {
            Ok(response) => response.status(),
            Err(error) => error.code().status(),
        };
        self.state.queue.figures().webhook(&format!("{provider:?}"), status.as_u16(), begun.elapsed());
        answered
    }

    /// Take one webhook. `path_id` is the channel that the address names.
    async fn receive(
        &self,
        provider: ProviderKind,
        path_id: Option<ChannelId>,
        request: &Request,
        body: &mut RequestBody,
    ) -> Result<Response, ApiError> {
        let own = match path_id {
            Some(id) => Some(self.own(provider, id).await?),
            None => None,
        };
        let raw = body::raw(request, body, provider).await?;
        let headers = body::headers(request);
        if let Some(own) = &own {
            let candidate = self.candidate(own, &headers, &raw);
            if !(candidate.signature == Signature::Valid || candidate.accepts_unsigned()) {
                return Err(Code::InvalidSignature.into());
            }
        }
        let elements = self.state.providers.of(provider).split(&headers, &raw).map_err(|error| {
            tracing::debug!(?provider, bytes = raw.len(), "a webhook's body cannot be read");
            ApiError::new(Code::MalformedJson).caused_by(error)
        })?;
        let known = self.candidates(provider, own.as_ref(), &elements).await?;
        let candidates: Vec<Candidate> = known.iter().map(|known| self.candidate(known, &headers, &raw)).collect();
        let targets: Vec<Target> = elements.iter().map(|element| element.target.clone()).collect();
        let decision = decide(path_id.map_or(Entrance::Shared, Entrance::Channel), &candidates, &targets);
        match decision.answer {
            Answer::NoChannel => self.strangers.saw(provider, self.state.clock.now()),
            Answer::Ambiguous => {
                let ids: Vec<ChannelId> = candidates.iter().map(|candidate| candidate.id).collect();
                tracing::error!(?provider, channels = ?ids, "several channels share a name and a secret: nothing was stored");
            }
            _ => {}
        }
        let arrivals = self.arrivals(&known, &elements, &decision.places);
        self.store(arrivals).await?;
        decision.answer.respond()
    }

    /// Answer META's handshake, for one channel or for all.
    pub(super) async fn handshake(&self, path_id: Option<ChannelId>, request: &Request) -> Result<Response, ApiError> {
        let handshake: Handshake = request.params().map_err(|_| ApiError::forbidden())?;
        let (channels, installation) = if let Some(id) = path_id {
            (vec![self.own(ProviderKind::Meta, id).await?], None)
        } else {
            let all = self.channels.find(Ask::All(ProviderKind::Meta)).await?;
            (all.to_vec(), self.state.settings.meta_verify_token.as_deref())
        };
        let own = channels.iter().filter_map(|known| known.access.credentials.verify_token.as_deref());
        handshake.answer(own.chain(installation))
    }

    async fn own(&self, provider: ProviderKind, id: ChannelId) -> Result<Arc<Known>, ApiError> {
        let known = self.channels.by_id(id).await?;
        known.filter(|known| known.access.provider == provider).ok_or_else(ApiError::not_found)
    }

    /// Every channel that an element may mean, each once; that of the address first.
    async fn candidates(
        &self,
        provider: ProviderKind,
        own: Option<&Arc<Known>>,
        elements: &[Element],
    ) -> Result<Vec<Arc<Known>>, ApiError> {
        let mut found: Vec<Arc<Known>> = own.cloned().into_iter().collect();
        let mut ids: HashSet<ChannelId> = found.iter().map(|known| known.access.id).collect();
        let targets: HashSet<&Target> = elements.iter().map(|element| &element.target).collect();
        if targets.len() > TARGETS {
            return Err(Code::TooLarge.into());
        }
        for target in targets {
            if own.is_some_and(|own| matches!(target, Target::ExternalKey(key) if *key == own.access.external_key)) {
                continue;
            }
            let ask = match target {
                Target::ExternalKey(key) => Ask::Key(provider, key.clone()),
                Target::Waba(id) => Ask::Waba(id.clone()),
            };
            let known = self.channels.find(ask).await?;
            let trusted = known.iter().filter(|known| own.is_none_or(|own| own.company_id == known.company_id));
            found.extend(trusted.filter(|known| ids.insert(known.access.id)).cloned());
        }
        Ok(found)
    }

    fn candidate(&self, known: &Known, headers: &Headers, raw: &[u8]) -> Candidate {
        let signature = if known.is_sealed {
            Signature::Invalid
        } else {
            self.state.providers.of(known.access.provider).verify(&known.access, headers, raw)
        };
        Candidate {
            id: known.access.id,
            company_id: known.company_id,
            external_key: known.access.external_key.clone(),
            waba_id: known.waba_id.clone(),
            signature,
            insecure: known.access.insecure_webhook,
        }
    }

    fn arrivals(&self, known: &[Arc<Known>], elements: &[Element], places: &[Place]) -> Vec<Arrival> {
        let oldest = self.state.clock.now() - self.state.settings.webhook_max_age;
        let arrival = |place: &Place| {
            let channel = known.iter().find(|known| known.access.id == place.channel)?;
            let element = elements.get(place.element)?;
            let is_stale = element.posted_at.is_some_and(|posted| posted < oldest);
            let kind = if place.unknown { InboxKind::Unknown } else { element.kind };
            // What is not understood still takes its turn, in the channel's own lane.
            let lane = if place.unknown { Some("") } else { element.lane.as_deref() };
            let body = element.body.clone();
            let arrival = Arrival::new(channel.company_id, place.channel, kind, &element.external_id, lane, body);
            let parked = is_stale || !channel.company_is_active;
            Some(if parked { Arrival { state: InboxState::Parked, ..arrival } } else { arrival })
        };
        places.iter().filter_map(arrival).collect()
    }

    async fn store(&self, arrivals: Vec<Arrival>) -> Result<(), ApiError> {
        if arrivals.is_empty() {
            return Ok(());
        }
        let pending = || arrivals.iter().filter(|arrival| arrival.state == InboxState::Pending);
        let lanes = pending().filter_map(|arrival| arrival.lane_key.as_ref()).collect::<BTreeSet<_>>().len();
        let statuses = pending().filter(|arrival| arrival.kind == InboxKind::Status);
        let statuses: BTreeSet<_> = statuses.map(|arrival| (arrival.channel, arrival.company)).collect();
        let seen: BTreeSet<_> = arrivals.iter().map(|arrival| (arrival.channel, arrival.company)).collect();
        self.state.receiver.store(arrivals).await?;

        // Nobody waits for a slow queue: what is not pushed is found by the due-scan.
        let state = self.state.clone();
        tokio::spawn(async move {
            for _ in 0..lanes.min(NUDGES) {
                state.push(ProcessInbound {}).await;
            }
            for (channel_id, company) in statuses {
                state.push(Envelope::new(ApplyStatus { channel_id }).company(company)).await;
            }
        });
        for (channel, company) in seen {
            self.traffic.saw(&self.state, company, channel);
        }
        Ok(())
    }
}
