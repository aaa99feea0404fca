//! What a customer sees besides messages: that theirs were read, and that somebody writes. Nothing of it is kept or tried again.

use domain::channel::ChannelStatus;
use domain::id::{CompanyId, ConversationId};
use domain::identity::Identity;
use entities::Conversation;
use providers::ChannelAccess;

use crate::channels;
use crate::error::{ApiError, Code};
use crate::state::AppState;

/// So many of the customer's last messages are told as read.
const READ_AT_ONCE: u64 = 20;

/// Tells providers behind the answer of whoever asked.
#[derive(Clone)]
pub struct Signs(AppState);

impl Signs {
    pub fn new(state: &AppState) -> Self {
        Self(state.clone())
    }

    /// The customer's messages were read, where the channel's `markRead` is on.
    pub fn seen(&self, company: CompanyId, conversation: ConversationId) {
        let state = self.0.clone();
        behind(async move {
            let scope = state.company(company);
            let Some(row) = scope.conversations().find(conversation).await? else { return Ok(()) };
            let (to, line) = line(&state, &row).await?;
            if !line.settings.mark_read {
                return Ok(());
            }
            let read = scope.messages().of_customer(conversation, READ_AT_ONCE).await?;
            let ids: Vec<String> = read.into_iter().rev().filter_map(|message| message.whatsapp_message_id).collect();
            let told = state.providers.of(line.provider).seen(&line, &to, &ids).await;
            told.unwrap_or_else(|failure| {
                tracing::debug!(channel = %line.id, class = ?failure.class, "a receipt was not taken");
            });
            Ok(())
        });
    }

    /// Somebody writes to the customer, or no longer does.
    pub fn typing(&self, company: CompanyId, conversation: ConversationId, is_typing: bool) {
        let state = self.0.clone();
        behind(async move {
            let scope = state.company(company);
            let Some(row) = scope.conversations().find(conversation).await? else { return Ok(()) };
            if !row.status.is_active() || row.window_expires_at.is_some_and(|until| until <= state.clock.now()) {
                return Ok(());
            }
            let (to, line) = line(&state, &row).await?;
            let last = scope.messages().of_customer(conversation, 1).await?;
            let last = last.first().and_then(|message| message.whatsapp_message_id.as_deref());
            let shown = state.providers.of(line.provider).typing(&line, &to, last, is_typing).await;
            shown.unwrap_or_else(|failure| {
                tracing::debug!(channel = %line.id, class = ?failure.class, "that somebody writes was not shown");
            });
            Ok(())
        });
    }
}

fn behind(work: impl Future<Output = Result<(), ApiError>> + Send + 'static) {
    tokio::spawn(async move {
        if let Err(error) = work.await {
            tracing::debug!(%error, "a sign was not told");
        }
    });
}

/// The customer's address and the working channel of a conversation; `channel_cannot` where either is missing.
pub async fn line(state: &AppState, conversation: &Conversation) -> Result<(Identity, ChannelAccess), ApiError> {
    let scope = state.company(conversation.company_id);
    let channel = scope.channels().find(conversation.channel_id).await?;
    let channel = channel.filter(|channel| channel.status == ChannelStatus::Active).ok_or(Code::ChannelCannot)?;
    let person = scope.people().find(conversation.contact_id).await?.ok_or_else(ApiError::not_found)?;
    if person.contact.blocked {
        return Err(Code::ContactBlocked.into());
    }
    let to = person.address(channel.provider.0).ok_or(Code::ChannelCannot)?;
    let secrets = channels::credentials(&scope, &channel)?;
    Ok((to, channels::access(state, &channel, secrets)?))
}
