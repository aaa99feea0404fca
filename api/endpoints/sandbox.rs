//! Plays the customer, the handset and the provider's bad days on a simulated channel.

use domain::channel::ChannelStatus;
use domain::id::ChannelId;
use poem::web::Data;
use poem_openapi::auth::ApiKey;
use poem_openapi::param::{Path, Query};
use poem_openapi::{OpenApi, SecurityScheme};
use providers::sandbox::{
    ControlError, Deliveries, EditCall, Faults, InboundAnswer, InboundCall, MessageId, OutboxEntry, OutboxQuery,
    PhoneReplyCall, RawAnswer, RawCall, ReactionCall, RevokeCall, SessionCall, SessionView, Simulator, StatusCall,
};
use subtle::ConstantTimeEq as _;
use uuid::Uuid;

use super::Tag;
use crate::auth::User;
use crate::error::{ApiError, Code};
use crate::payload::{Body, List, NoContent, Plain, Reply};
use crate::sandbox::simulated;
use crate::state::AppState;
use crate::webhooks::channels::Known;
use crate::webhooks::unavailable;

/// The control calls of SPEC 8.6, for administrators of the channel's company, or whoever has the token.
pub struct SandboxApi;

/// `SANDBOX_TOKEN`, which opens the control calls of every channel.
#[derive(SecurityScheme)]
#[oai(rename = "sandboxToken", ty = "api_key", key_name = "X-Sandbox-Token", key_in = "header")]
pub(super) struct SandboxToken(ApiKey);

/// Who plays.
#[derive(SecurityScheme)]
pub(super) enum Player {
    Token(SandboxToken),
    User(User),
}

#[OpenApi(tag = "Tag::Channels")]
impl SandboxApi {
    /// Let a customer write.
    ///
    /// Answers once the messages exist; their webhooks are posted behind it.
    #[oai(path = "/api/sandbox/:channelId/inbound", method = "post", operation_id = "sandboxInbound")]
    async fn inbound(
        &self,
        player: Player,
        state: Data<&AppState>,
        #[oai(name = "channelId")] channel_id: Path<Uuid>,
        call: Body<Plain<InboundCall>>,
    ) -> Result<Reply<InboundAnswer>, ApiError> {
        let simulator = enter(state.0, player, channel_id.0).await?;
        Ok(Reply::new(simulator.inbound(channel_id.0, &call.0.0).map_err(problem)?))
    }

    /// Tell what became of a message of ours.
    #[oai(path = "/api/sandbox/:channelId/status", method = "post", operation_id = "sandboxStatus")]
    async fn status(
        &self,
        player: Player,
        state: Data<&AppState>,
        #[oai(name = "channelId")] channel_id: Path<Uuid>,
        call: Body<Plain<StatusCall>>,
    ) -> Result<NoContent, ApiError> {
        let simulator = enter(state.0, player, channel_id.0).await?;
        simulator.status(channel_id.0, &call.0.0).map_err(problem)?;
        Ok(NoContent)
    }

    /// Write to a customer on the company's handset.
    #[oai(path = "/api/sandbox/:channelId/phone-reply", method = "post", operation_id = "sandboxPhoneReply")]
    async fn phone_reply(
        &self,
        player: Player,
        state: Data<&AppState>,
        #[oai(name = "channelId")] channel_id: Path<Uuid>,
        call: Body<Plain<PhoneReplyCall>>,
    ) -> Result<Reply<MessageId>, ApiError> {
        let simulator = enter(state.0, player, channel_id.0).await?;
        Ok(Reply::new(simulator.phone_reply(channel_id.0, &call.0.0).map_err(problem)?))
    }

    /// Let the writer of a message change its text.
    #[oai(path = "/api/sandbox/:channelId/edit", method = "post", operation_id = "sandboxEdit")]
    async fn edit(
        &self,
        player: Player,
        state: Data<&AppState>,
        #[oai(name = "channelId")] channel_id: Path<Uuid>,
        call: Body<Plain<EditCall>>,
    ) -> Result<NoContent, ApiError> {
        let simulator = enter(state.0, player, channel_id.0).await?;
        simulator.edit(channel_id.0, &call.0.0).map_err(problem)?;
        Ok(NoContent)
    }

    /// Let the writer of a message take it back.
    #[oai(path = "/api/sandbox/:channelId/revoke", method = "post", operation_id = "sandboxRevoke")]
    async fn revoke(
        &self,
        player: Player,
        state: Data<&AppState>,
        #[oai(name = "channelId")] channel_id: Path<Uuid>,
        call: Body<Plain<RevokeCall>>,
    ) -> Result<NoContent, ApiError> {
        let simulator = enter(state.0, player, channel_id.0).await?;
        simulator.revoke(channel_id.0, &call.0.0).map_err(problem)?;
        Ok(NoContent)
    }

    /// Let the customer react to a message.
    #[oai(path = "/api/sandbox/:channelId/reaction", method = "post", operation_id = "sandboxReaction")]
    async fn reaction(
        &self,
        player: Player,
        state: Data<&AppState>,
        #[oai(name = "channelId")] channel_id: Path<Uuid>,
        call: Body<Plain<ReactionCall>>,
    ) -> Result<NoContent, ApiError> {
        let simulator = enter(state.0, player, channel_id.0).await?;
        simulator.reaction(channel_id.0, &call.0.0).map_err(problem)?;
        Ok(NoContent)
    }

    /// Post any bytes to the channel's webhook.
    #[oai(path = "/api/sandbox/:channelId/raw", method = "post", operation_id = "sandboxRaw")]
    async fn raw(
        &self,
        player: Player,
        state: Data<&AppState>,
        #[oai(name = "channelId")] channel_id: Path<Uuid>,
        call: Body<Plain<RawCall>>,
    ) -> Result<Reply<RawAnswer>, ApiError> {
        let simulator = enter(state.0, player, channel_id.0).await?;
        Ok(Reply::new(simulator.raw(channel_id.0, &call.0.0).await.map_err(problem)?))
    }

    /// List what customers received, oldest first.
    #[oai(path = "/api/sandbox/:channelId/outbox", method = "get", operation_id = "sandboxOutbox")]
    async fn outbox(
        &self,
        player: Player,
        state: Data<&AppState>,
        #[oai(name = "channelId")] channel_id: Path<Uuid>,
        /// Only this customer.
        phone: Query<Option<String>>,
        /// Only after this: a `seq`, or a message's id.
        after: Query<Option<String>>,
    ) -> Result<List<OutboxEntry>, ApiError> {
        let simulator = enter(state.0, player, channel_id.0).await?;
        let query = OutboxQuery { phone: phone.0, after: after.0 };
        Ok(List::new(simulator.outbox(channel_id.0, &query).map_err(problem)?, None))
    }

    /// List the webhooks that were posted.
    #[oai(path = "/api/sandbox/:channelId/deliveries", method = "get", operation_id = "sandboxDeliveries")]
    async fn deliveries(
        &self,
        player: Player,
        state: Data<&AppState>,
        #[oai(name = "channelId")] channel_id: Path<Uuid>,
    ) -> Result<Reply<Deliveries>, ApiError> {
        let simulator = enter(state.0, player, channel_id.0).await?;
        Ok(Reply::new(simulator.deliveries(channel_id.0).map_err(problem)?))
    }

    /// List the customer messages that we marked as read, by their bare ids.
    #[oai(path = "/api/sandbox/:channelId/seen", method = "get", operation_id = "sandboxSeen")]
    async fn seen(
        &self,
        player: Player,
        state: Data<&AppState>,
        #[oai(name = "channelId")] channel_id: Path<Uuid>,
    ) -> Result<List<String>, ApiError> {
        let simulator = enter(state.0, player, channel_id.0).await?;
        Ok(List::new(simulator.seen(channel_id.0).map_err(problem)?, None))
    }

    /// Change the state of the session.
    #[oai(path = "/api/sandbox/:channelId/session", method = "post", operation_id = "sandboxSession")]
    async fn session(
        &self,
        player: Player,
        state: Data<&AppState>,
        #[oai(name = "channelId")] channel_id: Path<Uuid>,
        call: Body<Plain<SessionCall>>,
    ) -> Result<Reply<SessionView>, ApiError> {
        let simulator = enter(state.0, player, channel_id.0).await?;
        Ok(Reply::new(simulator.session(channel_id.0, &call.0.0).map_err(problem)?))
    }

    /// Read the fault switches.
    #[oai(path = "/api/sandbox/:channelId/faults", method = "get", operation_id = "sandboxFaults")]
    async fn faults(
        &self,
        player: Player,
        state: Data<&AppState>,
        #[oai(name = "channelId")] channel_id: Path<Uuid>,
    ) -> Result<Reply<Faults>, ApiError> {
        let simulator = enter(state.0, player, channel_id.0).await?;
        Ok(Reply::new(simulator.faults(channel_id.0).map_err(problem)?))
    }

    /// Set all fault switches; an absent one is off.
    #[oai(path = "/api/sandbox/:channelId/faults", method = "put", operation_id = "sandboxSetFaults")]
    async fn set_faults(
        &self,
        player: Player,
        state: Data<&AppState>,
        #[oai(name = "channelId")] channel_id: Path<Uuid>,
        faults: Body<Plain<Faults>>,
    ) -> Result<Reply<Faults>, ApiError> {
        let simulator = enter(state.0, player, channel_id.0).await?;
        Ok(Reply::new(simulator.set_faults(channel_id.0, faults.0.0).map_err(problem)?))
    }

    /// Forget everything that happened on the channel.
    #[oai(path = "/api/sandbox/:channelId/reset", method = "post", operation_id = "sandboxReset")]
    async fn reset(
        &self,
        player: Player,
        state: Data<&AppState>,
        #[oai(name = "channelId")] channel_id: Path<Uuid>,
    ) -> Result<NoContent, ApiError> {
        let simulator = enter(state.0, player, channel_id.0).await?;
        simulator.reset(channel_id.0).map_err(problem)?;
        Ok(NoContent)
    }
}

/// The simulator, with the channel made known to it. 404 for a channel of another company or of a real provider.
async fn enter(state: &AppState, player: Player, id: ChannelId) -> Result<&Simulator, ApiError> {
    let row = match player {
        Player::User(User(user)) => {
            user.admin()?;
            state.company(user.company_id).channels().find(id).await
        }
        Player::Token(SandboxToken(key)) => {
            admit(state, &key.key)?;
            state.store.system().channel(id).await
        }
    };
    let simulator = state.simulator.as_ref().ok_or_else(ApiError::not_found)?;
    let row = row.map_err(unavailable)?.filter(|row| row.status.0 != ChannelStatus::Disabled);
    let row = row.ok_or_else(ApiError::not_found)?;
    let known = Known::new(&state.store.system(), &row, true, &state.settings);
    let channel = simulated(&known, &state.settings.public_url).ok_or_else(ApiError::not_found)?;
    simulator.ensure_channel(channel);
    Ok(simulator)
}

fn admit(state: &AppState, given: &str) -> Result<(), ApiError> {
    match &state.settings.sandbox_token {
        Some(token) if bool::from(token.as_bytes().ct_eq(given.as_bytes())) => Ok(()),
        _ => Err(Code::Unauthenticated.into()),
    }
}

fn problem(error: ControlError) -> ApiError {
    match error {
        ControlError::UnknownChannel | ControlError::UnknownMessage => ApiError::not_found(),
        ControlError::Invalid { field, message } => ApiError::validation(field, message),
    }
}
