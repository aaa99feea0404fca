//! Plays the customer, the handset and the provider's bad days on a simulated channel.

mod player;

use std::time::Duration;

use poem::web::Data;
use poem_openapi::OpenApi;
use poem_openapi::param::{Path, Query};
use poem_openapi::payload::Binary;
use providers::sandbox::{
    ControlError, Deliveries, EditCall, Faults, InboundAnswer, InboundCall, MessageId, OutboxEntry, OutboxQuery,
    PhoneReplyCall, Phones, RawAnswer, RawCall, ReactionCall, RevokeCall, SessionCall, SessionView, Signs, StatusCall,
};
use uuid::Uuid;

use self::player::{Player, enter};
use super::Tag;
use crate::error::ApiError;
use crate::payload::{Body, List, NoContent, Plain, Reply};
use crate::state::AppState;

/// How long a call waits for news, in seconds: short enough to stand in no restart's way.
const WAIT_MAX: u64 = 10;

/// The control calls of SPEC 8.6, for administrators of the channel's company, or whoever has the token.
pub struct SandboxApi;

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

    /// Fetch what we showed the customers beside messages: reactions, that somebody writes, what was read.
    #[oai(path = "/api/sandbox/:channelId/signs", method = "get", operation_id = "sandboxSigns")]
    async fn signs(
        &self,
        player: Player,
        state: Data<&AppState>,
        #[oai(name = "channelId")] channel_id: Path<Uuid>,
    ) -> Result<Reply<Signs>, ApiError> {
        let simulator = enter(state.0, player, channel_id.0).await?;
        Ok(Reply::new(simulator.signs(channel_id.0).map_err(problem)?))
    }

    /// Fetch what the customers' phones show, and wait for what is new.
    ///
    /// Answers at once with what changed after `since`, or, when nothing did, with the first news within `wait` seconds.
    #[oai(path = "/api/sandbox/:channelId/phones", method = "get", operation_id = "sandboxPhones")]
    async fn phones(
        &self,
        player: Player,
        state: Data<&AppState>,
        #[oai(name = "channelId")] channel_id: Path<Uuid>,
        /// The `version` of the answer before; absent: everything.
        since: Query<Option<u64>>,
        /// Seconds, at most 10; absent: none.
        wait: Query<Option<u64>>,
    ) -> Result<Reply<Phones>, ApiError> {
        let simulator = enter(state.0, player, channel_id.0).await?;
        let wait = Duration::from_secs(wait.0.unwrap_or(0).min(WAIT_MAX));
        Ok(Reply::new(simulator.phones(channel_id.0, since.0.unwrap_or(0), wait).await.map_err(problem)?))
    }

    /// Read the file of a message as it lies on the customer's phone, which knows its type.
    #[oai(path = "/api/sandbox/:channelId/files/:messageId", method = "get", operation_id = "sandboxFile")]
    async fn file(
        &self,
        player: Player,
        state: Data<&AppState>,
        #[oai(name = "channelId")] channel_id: Path<Uuid>,
        #[oai(name = "messageId")] message_id: Path<String>,
    ) -> Result<Binary<Vec<u8>>, ApiError> {
        let simulator = enter(state.0, player, channel_id.0).await?;
        Ok(Binary(simulator.phone_file(channel_id.0, &message_id.0).map_err(problem)?.to_vec()))
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

fn problem(error: ControlError) -> ApiError {
    match error {
        ControlError::UnknownChannel | ControlError::UnknownMessage => ApiError::not_found(),
        ControlError::Invalid { field, message } => ApiError::validation(field, message),
    }
}
