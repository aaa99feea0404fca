//! Elements of webhooks on their way into the inbox, whoever brought them.

use domain::channel::{InboxKind, InboxState};
use domain::clock::Time;
use domain::id::{ChannelId, CompanyId};
use sea_orm::{ColumnTrait as _, EntityTrait as _, QueryFilter as _, QuerySelect as _};
use sha2::{Digest as _, Sha256};

use super::inbox::Arrival;
use crate::Text;
use crate::error::StoreError;
use crate::scope::Writing;
use crate::system::System;
use crate::tables::inbox_event;

/// Bytes of an identity or a lane; an index takes no more than some 2,700.
const LONGEST_KEY: usize = 512;

impl Arrival {
    /// To be interpreted. `lane` is the raw sender.
    pub fn new(
        company: CompanyId,
        channel: ChannelId,
        kind: InboxKind,
        external_id: &str,
        lane: Option<&str>,
        body: Vec<u8>,
    ) -> Self {
        let lane_key = lane.map(|lane| format!("{channel}:{}", fitting(lane)));
        Self { company, channel, kind, external_id: fitting(external_id), lane_key, body, state: InboxState::Pending }
    }
}

/// Text that every column and index takes: a digest in place of what is too long or has a zero byte.
fn fitting(text: &str) -> String {
    if text.len() <= LONGEST_KEY && !text.contains('\0') {
        return text.to_owned();
    }
    format!("sha256:{}", hex::encode(Sha256::digest(text)))
}

impl System<Writing> {
    /// Store those that are not there yet, and bother no lane for the others. Returns how many were new.
    pub async fn receive_unknown(&self, arrivals: &[Arrival], now: Time) -> Result<u64, StoreError> {
        let ids = arrivals.iter().map(|arrival| arrival.external_id.as_str());
        let channels = arrivals.iter().map(|arrival| arrival.channel);
        let known: Vec<(ChannelId, Text<InboxKind>, String)> = inbox_event::Entity::find()
            .select_only()
            .columns([inbox_event::Column::ChannelId, inbox_event::Column::Kind, inbox_event::Column::ExternalId])
            .filter(inbox_event::Column::ChannelId.is_in(channels))
            .filter(inbox_event::Column::ExternalId.is_in(ids))
            .into_tuple()
            .all(&self.db())
            .await?;
        let is_known = |arrival: &Arrival| {
            known.iter().any(|(channel, kind, id)| {
                *channel == arrival.channel && kind.0 == arrival.kind && *id == arrival.external_id
            })
        };
        let new: Vec<Arrival> = arrivals.iter().filter(|arrival| !is_known(arrival)).cloned().collect();
        if new.is_empty() { Ok(0) } else { self.receive(&new, now).await }
    }
}
