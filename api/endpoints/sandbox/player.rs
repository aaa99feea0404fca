//! Who plays on a simulated channel, and the way to the simulator.

use domain::channel::ChannelStatus;
use domain::id::ChannelId;
use poem_openapi::SecurityScheme;
use poem_openapi::auth::ApiKey;
use providers::sandbox::Simulator;
use subtle::ConstantTimeEq as _;

use crate::auth::User;
use crate::error::{ApiError, Code};
use crate::sandbox::simulated;
use crate::state::AppState;
use crate::webhooks::channels::Known;

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

/// The simulator, with the channel made known to it. 404 for a channel of another company or of a real provider.
pub(super) async fn enter(state: &AppState, player: Player, id: ChannelId) -> Result<&Simulator, ApiError> {
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
    let row = row?.filter(|row| row.status.0 != ChannelStatus::Disabled);
    let row = row.ok_or_else(ApiError::not_found)?;
    let known = Known::new(&state.store.system(), &row, true, &state.settings);
    let channel = known.as_ref().and_then(|known| simulated(known, &state.settings.own_url));
    let channel = channel.ok_or_else(ApiError::not_found)?;
    simulator.ensure_channel(channel);
    Ok(simulator)
}

fn admit(state: &AppState, given: &str) -> Result<(), ApiError> {
    match &state.settings.sandbox_token {
        Some(token) if bool::from(token.as_bytes().ct_eq(given.as_bytes())) => Ok(()),
        _ => Err(Code::Unauthenticated.into()),
    }
}
