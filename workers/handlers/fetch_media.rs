//! Attachments of customers, from their providers into the store.

use std::time::Duration;

use domain::channel::ProviderKind;
use domain::clock::Time;
use domain::id::CompanyId;
use domain::media::MediaState;
use entities::{Media, Text};
use jobs::Envelope;
use jobs::definitions::FetchMedia;
use media::{Kept, MediaError};
use providers::{Download, FetchClass, FetchFailure};

use crate::context::Context;
use crate::execute::{JobError, persist};

const HOLD_EVERY: Duration = Duration::from_secs(5);
/// Waits after the first attempts: WAHA keeps a file for three minutes.
const SOON: [i64; 5] = [2, 5, 10, 20, 40];
/// What a provider that keeps files for days is given after that.
const SLOWEST: i64 = 6 * 3600;

/// What came of an attempt.
enum Brought {
    Stored(Kept),
    /// It is not to be had, or not to be kept.
    Over(MediaState, &'static str),
    Later(&'static str, String),
}

/// Bring one attachment. The row says whether it is due, and when it is to be tried again.
pub(crate) async fn fetch_media(context: Context, envelope: Envelope<FetchMedia>) -> Result<(), JobError> {
    let deps = &context.deps;
    let company = envelope.company.ok_or_else(|| JobError::Fatal("the job names no company".to_owned()))?;
    let tx = deps.store.begin(company).await?;
    let claimed = tx.media().claim(envelope.payload.media_id, deps.clock.now()).await?;
    tx.commit().await?;
    let Some(held) = claimed else { return Ok(()) };
    let brought = tokio::select! {
        brought = bring(&context, company, &held) => brought?,
        lost = hold(&context, company, &held) => return lost,
    };
    let key = if let Brought::Stored(kept) = &brought { Some(kept.key.clone()) } else { None };
    let now = deps.clock.now();
    let after = concluded(held, brought, now);
    let kept = after.state == MediaState::Ready;
    let told = persist(|| async {
        let tx = deps.store.begin(company).await?;
        let told = attendance::conclude_media(&tx, &deps.directory, &after, deps.clock.now()).await?;
        if told.is_some() {
            tx.commit().await?;
        }
        Ok(told)
    })
    .await?;
    if let Some(key) = key.filter(|_| !kept || told.is_none())
        && let Err(error) = deps.media.delete(&key).await
    {
        tracing::warn!(%error, "an object that nobody needs stays until it is pruned");
    }
    if let Some(told) = told {
        deps.told(company, told).await;
    }
    Ok(())
}

/// Returns only when the row is lost.
async fn hold(context: &Context, company: CompanyId, held: &Media) -> Result<(), JobError> {
    loop {
        tokio::time::sleep(HOLD_EVERY).await;
        let tx = context.deps.store.begin(company).await?;
        let kept = tx.media().hold(held, context.deps.clock.now()).await?;
        tx.commit().await?;
        if !kept {
            return Ok(());
        }
    }
}

async fn bring(context: &Context, company: CompanyId, held: &Media) -> Result<Brought, JobError> {
    let deps = &context.deps;
    let scope = deps.store.company(company);
    let message = match held.message_id {
        Some(id) => scope.messages().find(id).await?,
        None => None,
    };
    let Some(message) = message else { return Ok(Brought::Over(MediaState::Failed, "message_gone")) };
    let known = context.channel(company, message.channel_id).await?;
    let provider = deps.providers.of(known.row.provider.0);
    let begun = if held.provider_ref["inline"] == true {
        let raw = message.whatsapp_message_id.as_deref().unwrap_or_default();
        match scope.inbox().body_of_message(message.channel_id, raw).await? {
            Some(body) => provider.inline_media(&body),
            None => Err(FetchFailure::new(FetchClass::Gone, "the event is pruned")),
        }
    } else {
        provider.fetch_media(&known.access, &held.provider_ref).await
    };
    let brought = match begun {
        Ok(download) => store(context, company, download).await,
        Err(failure) => Err(failure),
    };
    Ok(match brought {
        Ok(Brought::Stored(kept)) if !media::nature_fits(message.kind.0, kept.sniffed.as_deref()) => {
            remove(context, &kept.key).await;
            Brought::Over(MediaState::Refused, "content_mismatch")
        }
        Ok(brought) => brought,
        Err(FetchFailure { class: FetchClass::Gone, .. }) => Brought::Over(MediaState::Expired, "gone"),
        Err(FetchFailure { class: FetchClass::Refused, detail }) => {
            tracing::warn!(media = %held.id, detail, "an attachment's address was refused");
            Brought::Over(MediaState::Failed, "address_refused")
        }
        Err(FetchFailure { class: FetchClass::Retry, detail }) => {
            match wait(known.row.provider.0, held, deps.clock.now()) {
                Some(_) => Brought::Later("provider_unreachable", detail),
                None => Brought::Over(MediaState::Failed, "provider_unreachable"),
            }
        }
    })
}

async fn store(context: &Context, company: CompanyId, mut download: Download) -> Result<Brought, FetchFailure> {
    let deps = &context.deps;
    let trouble = |error: &MediaError| FetchFailure::new(FetchClass::Retry, error.to_string());
    let begun = deps.media.begin(company, deps.max_inbound, deps.clock.now()).await;
    let mut upload = begun.map_err(|error| trouble(&error))?;
    let written = loop {
        match download.chunk().await {
            Ok(Some(chunk)) => match upload.write(chunk).await {
                Ok(()) => {}
                Err(MediaError::TooLarge { .. }) => break Ok(Some("too_large")),
                Err(error) => break Err(trouble(&error)),
            },
            Ok(None) if upload.size() == 0 => break Ok(Some("empty")),
            Ok(None) => break Ok(None),
            Err(failure) => break Err(failure),
        }
    };
    if !matches!(written, Ok(None)) {
        if let Err(error) = upload.abort().await {
            tracing::warn!(%error, "a broken upload is left to be swept");
        }
        return written.map(|code| Brought::Over(MediaState::Failed, code.unwrap_or("empty")));
    }
    let kept = upload.finish().await.map_err(|error| trouble(&error))?;
    if download.sha256.as_ref().is_some_and(|expected| *expected != kept.sha256) {
        remove(context, &kept.key).await;
        return Err(FetchFailure::new(FetchClass::Retry, "it hashes to something else"));
    }
    Ok(Brought::Stored(kept))
}

async fn remove(context: &Context, key: &str) {
    if let Err(error) = context.deps.media.delete(key).await {
        tracing::warn!(%error, "an object that nobody needs stays until it is pruned");
    }
}

/// The row after an attempt.
fn concluded(held: Media, brought: Brought, now: Time) -> Media {
    let over = Media { next_attempt_at: None, nudged_at: None, error_code: None, ..held };
    match brought {
        Brought::Stored(kept) => Media {
            state: Text(MediaState::Ready),
            storage_key: Some(kept.key),
            sniffed_mime: kept.sniffed.map(String::from),
            size: i64::try_from(kept.size).ok(),
            sha256: Some(kept.sha256),
            width: kept.pixels.map(|(width, _)| width),
            height: kept.pixels.map(|(_, height)| height),
            duration_ms: kept.duration_ms,
            ..over
        },
        Brought::Over(state, code) => Media { state: Text(state), error_code: Some(code.to_owned()), ..over },
        Brought::Later(code, detail) => {
            tracing::info!(media = %over.id, attempt = over.attempts, detail, "an attachment did not come; later");
            let wait = seconds(over.attempts);
            let next_attempt_at = Some(now + chrono::Duration::seconds(wait));
            Media { next_attempt_at, error_code: Some(code.to_owned()), ..over }
        }
    }
}

fn seconds(attempts: i32) -> i64 {
    let done = usize::try_from(attempts).unwrap_or(1).max(1) - 1;
    SOON.get(done).copied().unwrap_or_else(|| {
        let doublings = u32::try_from(done - SOON.len()).unwrap_or(u32::MAX).min(10);
        (300_i64 << doublings).min(SLOWEST)
    })
}

/// Until when it is tried: META keeps files for a week, a WAHA server for minutes.
fn wait(provider: ProviderKind, held: &Media, now: Time) -> Option<i64> {
    let patience = match provider {
        ProviderKind::Meta => chrono::Duration::days(7),
        ProviderKind::Waha | ProviderKind::Sandbox => chrono::Duration::hours(1),
    };
    let next = seconds(held.attempts);
    (now + chrono::Duration::seconds(next) <= held.created_at + patience).then_some(next)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn attempts_come_quickly_at_first_and_slower_for_days() {
        let waits: Vec<i64> = (1..=9).map(seconds).collect();
        assert_eq!(waits, [2, 5, 10, 20, 40, 300, 600, 1200, 2400]);
        assert_eq!(seconds(100), 6 * 3600);
    }
}
