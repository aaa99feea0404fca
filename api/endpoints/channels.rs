mod body;
mod change;
mod remove;
mod session;
mod view;

use poem_openapi::OpenApi;
use poem_openapi::param::{Header, Path, Query};
use uuid::Uuid;

use super::Tag;
use crate::audit::{Action, Entity, audit};
use crate::auth::{Actor as _, Caller, Principal, User, need};
use crate::channels;
use crate::context::Context;
use crate::error::ApiError;
use crate::payload::{Body, Created, List, NoContent, Reply};

pub use body::{ChannelChange, NewChannel, Secrets};
pub use session::SessionApi;
pub use view::{ChannelChoice, ChannelSecret, ChannelView};

/// The company's numbers. Secrets go in and never come out.
pub struct ChannelsApi;

#[OpenApi(prefix_path = "/api/channels", tag = "Tag::Channels")]
impl ChannelsApi {
    /// List the company's channels, the oldest first.
    #[oai(path = "/", method = "get", operation_id = "listChannels")]
    async fn list(&self, who: Caller<need::ChannelsRead>, cx: Context) -> Result<List<ChannelView>, ApiError> {
        who.must_supervise()?;
        let scope = cx.company(who.company_id());
        let rows = scope.channels().list_kept().await?;
        let views = rows.iter().map(|row| view::view(&cx, &scope, row)).collect();
        Ok(List::new(views, None))
    }

    /// List what one chooses from to begin an attendance: names and states, without anything of the providers.
    #[oai(path = "/choices", method = "get", operation_id = "listChannelChoices")]
    async fn choices(
        &self,
        who: Caller<need::ChannelsRead>,
        cx: Context,
    ) -> Result<Reply<Vec<ChannelChoice>>, ApiError> {
        let rows = cx.company(who.company_id()).channels().list_kept().await?;
        Ok(Reply::new(rows.into_iter().map(ChannelChoice::from).collect()))
    }

    /// Add a channel. Until it was verified, what it should send is held.
    #[oai(path = "/", method = "post", operation_id = "createChannel")]
    async fn create(
        &self,
        User(user): User,
        cx: Context,
        #[oai(name = "Idempotency-Key")] key: Header<Option<String>>,
        body: Body<NewChannel>,
    ) -> Result<Created<ChannelView>, ApiError> {
        user.admin()?;
        let outcome = change::create(&cx, &user, key.0.as_deref(), body.0).await?;
        let (view, _) = load(&cx, user.company_id, outcome.id).await?;
        Ok(if outcome.replayed { Created::replayed(view) } else { Created::new(view) })
    }

    /// Fetch one channel.
    #[oai(path = "/:id", method = "get", operation_id = "getChannel")]
    async fn get(
        &self,
        who: Caller<need::ChannelsRead>,
        cx: Context,
        id: Path<Uuid>,
    ) -> Result<Reply<ChannelView>, ApiError> {
        who.must_supervise()?;
        reply(&cx, who.company_id(), id.0).await
    }

    /// Change a channel. Secrets that are not named stay.
    #[oai(path = "/:id", method = "patch", operation_id = "updateChannel")]
    async fn update(
        &self,
        User(user): User,
        cx: Context,
        id: Path<Uuid>,
        #[oai(name = "If-Match")] if_match: Header<Option<String>>,
        body: Body<ChannelChange>,
    ) -> Result<Reply<ChannelView>, ApiError> {
        user.admin()?;
        change::update(&cx, &user, id.0, if_match.0.as_deref(), body.0).await?;
        reply(&cx, user.company_id, id.0).await
    }

    /// Take a channel away. Its conversations stay to be read; what is still going on is resolved first, or by `force`.
    #[oai(path = "/:id", method = "delete", operation_id = "deleteChannel")]
    async fn delete(
        &self,
        User(user): User,
        cx: Context,
        id: Path<Uuid>,
        force: Query<Option<bool>>,
        #[oai(name = "If-Match")] if_match: Header<Option<String>>,
    ) -> Result<NoContent, ApiError> {
        user.admin()?;
        remove::remove(&cx, &user, id.0, if_match.0.as_deref(), force.0.unwrap_or(false)).await?;
        Ok(NoContent)
    }

    /// Ask the provider whether the channel works: ACTIVE, or the reason why not.
    #[oai(path = "/:id/verify", method = "post", operation_id = "verifyChannel")]
    async fn verify(&self, User(user): User, cx: Context, id: Path<Uuid>) -> Result<Reply<ChannelView>, ApiError> {
        user.admin()?;
        channels::verify(&cx, user.company_id, id.0).await?;
        note(&cx, &user, id.0, "status").await?;
        reply(&cx, user.company_id, id.0).await
    }

    /// Draw another secret for the channel's webhooks: META's verify token, else the key that signs them. The one before ends now.
    #[oai(path = "/:id/rotate-secret", method = "post", operation_id = "rotateChannelSecret")]
    async fn rotate(&self, User(user): User, cx: Context, id: Path<Uuid>) -> Result<Reply<ChannelSecret>, ApiError> {
        user.admin()?;
        let secret = change::rotate(&cx, &user, id.0).await?;
        let (channel, version) = load(&cx, user.company_id, id.0).await?;
        Ok(Reply::new(ChannelSecret { channel, secret }).version(version))
    }

    /// Make this the channel that is used when none is named.
    #[oai(path = "/:id/default", method = "post", operation_id = "setDefaultChannel")]
    async fn default(&self, User(user): User, cx: Context, id: Path<Uuid>) -> Result<Reply<ChannelView>, ApiError> {
        user.admin()?;
        change::make_default(&cx, &user, id.0).await?;
        reply(&cx, user.company_id, id.0).await
    }
}

async fn note(cx: &Context, who: &Principal, id: Uuid, field: &str) -> Result<(), ApiError> {
    let tx = cx.begin(who.company_id).await?;
    audit(&tx, cx, who, Action::Update, Entity::Channel, Some(id), &[field]).await?;
    Ok(tx.commit().await?)
}

async fn load(cx: &Context, company: Uuid, id: Uuid) -> Result<(ChannelView, i32), ApiError> {
    let scope = cx.company(company);
    let row = scope.channels().find_kept(id).await?.ok_or_else(ApiError::not_found)?;
    let version = row.version;
    Ok((view::view(cx, &scope, &row), version))
}

async fn reply(cx: &Context, company: Uuid, id: Uuid) -> Result<Reply<ChannelView>, ApiError> {
    let (view, version) = load(cx, company, id).await?;
    Ok(Reply::new(view).version(version))
}
