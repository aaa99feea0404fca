mod body;
mod change;
mod view;

use poem_openapi::OpenApi;
use poem_openapi::param::{Header, Path};
use uuid::Uuid;

use super::Tag;
use crate::audit::{Action, Entity, audit};
use crate::auth::User;
use crate::auth::scheme::{Caller, Who};
use crate::auth::{Principal, Scope};
use crate::channels;
use crate::context::Context;
use crate::error::ApiError;
use crate::payload::{Body, Created, List, Reply};

pub use body::{ChannelChange, NewChannel, Secrets};
pub use view::ChannelView;

/// The company's numbers. Secrets go in and never come out.
pub struct ChannelsApi;

#[OpenApi(prefix_path = "/api/channels", tag = "Tag::Channels")]
impl ChannelsApi {
    /// List the company's channels, the oldest first.
    #[oai(path = "/", method = "get", operation_id = "listChannels")]
    async fn list(&self, Caller(who): Caller, cx: Context) -> Result<List<ChannelView>, ApiError> {
        may_read(&who)?;
        let scope = cx.company(who.company_id());
        let rows = scope.channels().list().await?;
        let views = rows.into_iter().map(|row| view::view(&cx, &scope, row)).collect();
        Ok(List::new(views, None))
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
    async fn get(&self, Caller(who): Caller, cx: Context, id: Path<Uuid>) -> Result<Reply<ChannelView>, ApiError> {
        may_read(&who)?;
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

    /// Ask the provider whether the channel works: ACTIVE, or the reason why not.
    #[oai(path = "/:id/verify", method = "post", operation_id = "verifyChannel")]
    async fn verify(&self, User(user): User, cx: Context, id: Path<Uuid>) -> Result<Reply<ChannelView>, ApiError> {
        user.admin()?;
        channels::verify(&cx, user.company_id, id.0).await?;
        note(&cx, &user, id.0, "status").await?;
        reply(&cx, user.company_id, id.0).await
    }

    /// Make this the channel that is used when none is named.
    #[oai(path = "/:id/default", method = "post", operation_id = "setDefaultChannel")]
    async fn default(&self, User(user): User, cx: Context, id: Path<Uuid>) -> Result<Reply<ChannelView>, ApiError> {
        user.admin()?;
        change::make_default(&cx, &user, id.0).await?;
        reply(&cx, user.company_id, id.0).await
    }
}

fn may_read(who: &Who) -> Result<(), ApiError> {
    who.allows(Scope::ChannelsRead)?;
    who.user().map_or(Ok(()), Principal::supervisor)
}

async fn note(cx: &Context, who: &Principal, id: Uuid, field: &str) -> Result<(), ApiError> {
    let tx = cx.begin(who.company_id).await?;
    audit(&tx, cx, who, Action::Update, Entity::Channel, Some(id), &[field]).await?;
    Ok(tx.commit().await?)
}

async fn load(cx: &Context, company: Uuid, id: Uuid) -> Result<(ChannelView, i32), ApiError> {
    let scope = cx.company(company);
    let row = scope.channels().find(id).await?.ok_or_else(ApiError::not_found)?;
    let version = row.version;
    Ok((view::view(cx, &scope, row), version))
}

async fn reply(cx: &Context, company: Uuid, id: Uuid) -> Result<Reply<ChannelView>, ApiError> {
    let (view, version) = load(cx, company, id).await?;
    Ok(Reply::new(view).version(version))
}
