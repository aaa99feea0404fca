//! A message that is about to leave, with what decides whether it may: one read.

use domain::clock::Time;
use domain::id::MessageId;
use sea_orm::sea_query::{Expr, ExprTrait as _};
use sea_orm::{ColumnTrait as _, DbErr, FromQueryResult, QueryFilter as _, QueryResult, QuerySelect as _};

use super::beside::beside;
use super::messages::Messages;
use crate::error::StoreError;
use crate::scope::Mode;
use crate::tables::{channel, message};
use crate::{Channel, Message};

#[derive(Debug, Clone, PartialEq)]
pub struct Departure {
    pub message: Message,
    pub channel: Option<Channel>,
    /// Of its conversation (META).
    pub window_expires_at: Option<Time>,
    /// The provider's id of the message that it answers, as it came.
    pub quoted_provider_id: Option<String>,
}

const CHANNEL: &str = "channel_row_";
const WINDOW: &str = "conversation_window";
const QUOTED: &str = "quoted_provider_id";

impl FromQueryResult for Departure {
    fn from_query_result(row: &QueryResult, prefix: &str) -> Result<Self, DbErr> {
        Ok(Self {
            message: Message::from_query_result(row, prefix)?,
            channel: Option::<Channel>::from_query_result(row, &format!("{prefix}{CHANNEL}"))?,
            window_expires_at: row.try_get(prefix, WINDOW)?,
            quoted_provider_id: row.try_get(prefix, QUOTED)?,
        })
    }
}

impl<M: Mode> Messages<'_, M> {
    /// A message with its channel, its conversation's window and what it quotes, as they are now.
    pub async fn departure(&self, id: MessageId) -> Result<Option<Departure>, StoreError> {
        let window = "(SELECT own.window_expires_at FROM conversations own WHERE own.id = messages.conversation_id)";
        let quoted = "(SELECT quoted.whatsapp_message_id FROM messages quoted
            WHERE quoted.id = messages.reply_to_id AND quoted.company_id = messages.company_id)";
        let its_channel = Expr::col((channel::Entity, channel::Column::Id))
            .eq(Expr::col((message::Entity, message::Column::ChannelId)));
        let mut one = beside(self.all(), channel::Entity, CHANNEL)
            .expr_as(Expr::cust(window), WINDOW)
            .expr_as(Expr::cust(quoted), QUOTED)
            .filter(message::Column::Id.eq(id));
        sea_orm::QuerySelect::query(&mut one).left_join(channel::Entity, its_channel);
        Ok(one.into_model::<Departure>().one(&self.0.db()).await?)
    }
}
