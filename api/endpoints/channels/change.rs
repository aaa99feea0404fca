use domain::channel::ProviderKind;
use domain::id::ChannelId;
use domain::phone;
use providers::{Credentials, webhook};
use serde_json::json;

use super::body::{ChannelChange, NewChannel};
use crate::again::again;
use crate::audit::{Action, Entity, audit};
use crate::auth::Principal;
use crate::channels::{self, Draft};
use crate::context::Context;
use crate::error::{ApiError, Code};
use crate::etag;
use crate::idempotency::{Outcome, idempotent};

/// What the provider is asked again after.
const VERIFIED: [&str; 3] = ["baseUrl", "apiVersion", "credentials"];

pub(super) async fn create(
    cx: &Context,
    who: &Principal,
    key: Option<&str>,
    body: NewChannel,
) -> Result<Outcome, ApiError> {
    let draft = draft(cx, &body)?;
    let request = json!([
        "createChannel",
        body.name,
        body.provider,
        body.external_key,
        body.base_url,
        body.phone,
        body.waba_id,
        body.credentials.access_token,
        body.credentials.app_secret,
        body.credentials.verify_token,
        body.credentials.api_key,
        body.credentials.hmac_key,
        body.insecure_webhook,
        body.max_per_second,
    ]);
    let draft = &draft;
    idempotent(cx, who, key, &request, |ticket| async move {
        let ticket = &ticket;
        let id = again(|| async move {
            let tx = cx.begin(who.company_id).await?;
            let mut row = channels::row(cx, &tx, draft.clone())?;
            row.is_default = !tx.channels().list_kept().await?.iter().any(|channel| channel.is_default);
            if !tx.channels().add(&row).await? {
                return Err(Code::ChannelExists.into());
            }
            ticket.done(&tx, row.id).await?;
            tx.channels().announce(row.id, cx.clock.now()).await?;
            audit(&tx, cx, who, Action::Create, Entity::Channel, Some(row.id), &[]).await?;
            tx.commit().await?;
            Ok(row.id)
        })
        .await?;
        channels::told(cx, id).await;
        Ok(id)
    })
    .await
}

fn draft(cx: &Context, body: &NewChannel) -> Result<Draft, ApiError> {
    let settings = &cx.settings;
    let external_key = body.external_key.as_deref().unwrap_or_default().trim().to_owned();
    if external_key.is_empty() && body.provider != ProviderKind::Sandbox {
        return Err(ApiError::validation("externalKey", "required"));
    }
    may_be_insecure(cx, body.provider, body.insecure_webhook)?;
    let base_url = body.base_url.as_deref();
    let base_url = base_url.map(|url| channels::base_url("baseUrl", url, &settings.private_hosts)).transpose()?;
    if body.provider == ProviderKind::Waha && base_url.is_none() && settings.waha_url.is_none() {
        return Err(ApiError::validation("baseUrl", "required"));
    }
    let mut credentials = Credentials::default();
    body.credentials.over(&mut credentials);
    Ok(Draft {
        name: body.name.trim().to_owned(),
        provider: body.provider,
        external_key,
        phone: body.phone.as_deref().map(own_phone).transpose()?,
        base_url,
        api_version: body.api_version.clone(),
        waba_id: body.waba_id.clone(),
        credentials,
        insecure_webhook: body.insecure_webhook,
        max_per_second: body.max_per_second,
        settings: body.settings.clone().unwrap_or_default(),
    })
}

fn own_phone(text: &str) -> Result<String, ApiError> {
    phone::parse(text, "55").ok_or_else(|| ApiError::validation("phone", "not a phone number"))
}

/// Unsigned webhooks: never of META, and elsewhere only where the installation lets them in.
fn may_be_insecure(cx: &Context, provider: ProviderKind, wanted: bool) -> Result<(), ApiError> {
    if !wanted {
        return Ok(());
    }
    if provider == ProviderKind::Meta {
        return Err(ApiError::validation("insecureWebhook", "META signs every webhook"));
    }
    let allowed = cx.settings.profile == "embedded" || cx.settings.allow_insecure_webhooks;
    if allowed { Ok(()) } else { Err(Code::ChannelInsecureRefused.into()) }
}

pub(super) async fn update(
    cx: &Context,
    who: &Principal,
    id: ChannelId,
    if_match: Option<&str>,
    change: ChannelChange,
) -> Result<(), ApiError> {
    let base_url = match &change.base_url {
        Some(Some(url)) => Some(Some(channels::base_url("baseUrl", url, &cx.settings.private_hosts)?)),
        Some(None) => Some(None),
        None => None,
    };
    let phone = match &change.phone {
        Some(Some(text)) => Some(Some(own_phone(text)?)),
        Some(None) => Some(None),
        None => None,
    };
    let (change, base_url, phone) = (&change, &base_url, &phone);
    let asks_again = again(|| async move {
        let now = cx.clock.now();
        let tx = cx.begin(who.company_id).await?;
        let mut row = tx.channels().lock_kept(id).await?.ok_or_else(ApiError::not_found)?;
        etag::check(if_match, row.version)?;
        may_be_insecure(cx, row.provider.0, change.insecure_webhook == Some(true) && !row.insecure_webhook)?;
        let mut changed = Vec::new();
        if let Some(name) = &change.name {
            changed.push("name");
            name.trim().clone_into(&mut row.name);
        }
        if let Some(phone) = phone {
            changed.push("phone");
            row.phone.clone_from(phone);
        }
        if let Some(base_url) = base_url {
            changed.push("baseUrl");
            row.base_url.clone_from(base_url);
        }
        if let Some(api_version) = &change.api_version {
            changed.push("apiVersion");
            row.api_version.clone_from(api_version);
        }
        if let Some(waba_id) = &change.waba_id {
            changed.push("wabaId");
            row.waba_id.clone_from(waba_id);
        }
        if let Some(rate) = change.max_per_second {
            changed.push("maxPerSecond");
            row.max_per_second = rate;
        }
        if let Some(settings) = &change.settings {
            changed.push("settings");
            row.settings = serde_json::to_value(settings).map_err(ApiError::internal)?;
        }
        if let Some(insecure) = change.insecure_webhook {
            changed.push("insecureWebhook");
            row.insecure_webhook = insecure;
        }
        let mut secrets = channels::credentials(&tx, &row)?;
        if change.credentials.over(&mut secrets) {
            changed.push("credentials");
            let sealed = serde_json::to_vec(&secrets).map_err(ApiError::internal)?;
            row.credentials_enc = tx.channels().seal(id, &sealed)?;
        }
        if row.provider == ProviderKind::Waha && row.base_url.is_none() && cx.settings.waha_url.is_none() {
            return Err(ApiError::validation("baseUrl", "required"));
        }
        // Another server, or another key to it: what was known of the channel is of the one before.
        let asks_again = row.provider != ProviderKind::Sandbox && changed.iter().any(|field| VERIFIED.contains(field));
        tx.channels().save(row, now).await?;
        tx.channels().announce(id, cx.clock.now()).await?;
        audit(&tx, cx, who, Action::Update, Entity::Channel, Some(id), &changed).await?;
        tx.commit().await?;
        Ok(asks_again)
    })
    .await?;
    channels::told(cx, id).await;
    if asks_again {
        channels::verify(cx, who.company_id, id).await?;
    }
    Ok(())
}

pub(super) async fn make_default(cx: &Context, who: &Principal, id: ChannelId) -> Result<(), ApiError> {
    again(|| async move {
        let now = cx.clock.now();
        let tx = cx.begin(who.company_id).await?;
        tx.channels().clear_default(now).await?;
        let mut row = tx.channels().lock_kept(id).await?.ok_or_else(ApiError::not_found)?;
        row.is_default = true;
        tx.channels().save(row, now).await?;
        tx.channels().announce(id, cx.clock.now()).await?;
        audit(&tx, cx, who, Action::Update, Entity::Channel, Some(id), &["isDefault"]).await?;
        tx.commit().await?;
        Ok(())
    })
    .await?;
    channels::told(cx, id).await;
    Ok(())
}

/// The new secret of the channel's webhooks, told this once.
pub(super) async fn rotate(cx: &Context, who: &Principal, id: ChannelId) -> Result<String, ApiError> {
    let secret = webhook::secret(&webhook::draw_key());
    let drawn = &secret;
    again(|| async move {
        let now = cx.clock.now();
        let tx = cx.begin(who.company_id).await?;
        let mut row = tx.channels().lock_kept(id).await?.ok_or_else(ApiError::not_found)?;
        let mut secrets = channels::credentials(&tx, &row)?;
        let place = if row.provider == ProviderKind::Meta { &mut secrets.verify_token } else { &mut secrets.hmac_key };
        *place = Some(drawn.clone());
        let sealed = serde_json::to_vec(&secrets).map_err(ApiError::internal)?;
        row.credentials_enc = tx.channels().seal(id, &sealed)?;
        tx.channels().save(row, now).await?;
        tx.channels().announce(id, cx.clock.now()).await?;
        audit(&tx, cx, who, Action::Rotate, Entity::Channel, Some(id), &["credentials"]).await?;
        tx.commit().await?;
        Ok(())
    })
    .await?;
    channels::told(cx, id).await;
    Ok(secret)
}
