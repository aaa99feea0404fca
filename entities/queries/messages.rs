//! Messages. What makes a message one and only is the unique index over (channel, provider key, direction, contact).

use domain::clock::Time;
use domain::id::{ChannelId, ContactId, ConversationId, MessageId, UserId, new_id};
use domain::message::{Direction, MessageStatus};
use sea_orm::sea_query::ExprTrait as _;
use sea_orm::sea_query::{Expr, LockType, OnConflict, Query};
use sea_orm::{
    ActiveModelTrait as _, ColumnTrait as _, Condition, EntityTrait as _, IntoActiveModel as _, Iterable as _,
    QueryFilter as _, QueryOrder as _, QuerySelect as _, Select, TryInsertResult,
};

use super::conversation_lists::Visibility;
use crate::error::StoreError;
use crate::scope::{Mode, Scope, Writing};
use crate::tables::{conversation, message, message_revision};
use crate::{Message, MessageRevision, Text};

pub struct Messages<'a, M>(pub(super) &'a Scope<M>);

impl<M> Scope<M> {
    pub fn messages(&self) -> Messages<'_, M> {
        Messages(self)
    }
}

/// Where a page of messages ended: display time, then arrival.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct MessagePlace {
    pub sent_at: Time,
    pub seq: i64,
}

impl<M: Mode> Messages<'_, M> {
    pub(crate) fn all(&self) -> Select<message::Entity> {
        message::Entity::find().filter(message::Column::CompanyId.eq(self.0.company))
    }

    pub async fn find(&self, id: MessageId) -> Result<Option<Message>, StoreError> {
        Ok(self.all().filter(message::Column::Id.eq(id)).one(&self.0.db()).await?)
    }

    pub async fn find_all(&self, ids: &[MessageId]) -> Result<Vec<Message>, StoreError> {
        Ok(self.all().filter(message::Column::Id.is_in(ids.iter().copied())).all(&self.0.db()).await?)
    }

    /// Newest first, from below `before`.
    pub async fn page(
        &self,
        conversation: ConversationId,
        before: Option<MessagePlace>,
        limit: u64,
    ) -> Result<Vec<Message>, StoreError> {
        let mut page = self.all().filter(message::Column::ConversationId.eq(conversation));
        if let Some(place) = before {
            let tie = message::Column::SentAt.eq(place.sent_at).and(message::Column::Seq.lt(place.seq));
            page = page.filter(Condition::any().add(message::Column::SentAt.lt(place.sent_at)).add(tie));
        }
        let newest_first = page.order_by_desc(message::Column::SentAt).order_by_desc(message::Column::Seq);
        Ok(newest_first.limit(limit).all(&self.0.db()).await?)
    }

    /// The message sent under this `Idempotency-Key`.
    pub async fn by_client_id(
        &self,
        conversation: ConversationId,
        client_id: &str,
    ) -> Result<Option<Message>, StoreError> {
        let own = self.all().filter(message::Column::ConversationId.eq(conversation));
        Ok(own.filter(message::Column::ClientId.eq(client_id)).one(&self.0.db()).await?)
    }
}

impl Messages<'_, Writing> {
    /// Add a message; `false` when the same one is there already.
    pub async fn insert(&self, row: &Message) -> Result<bool, StoreError> {
        let inserted = message::Entity::insert(row.clone().into_active_model().reset_all())
            .on_conflict(OnConflict::new().do_nothing().to_owned())
            .try_insert()
            .exec_without_returning(&self.0.db())
            .await?;
        Ok(matches!(inserted, TryInsertResult::Inserted(1..)))
    }

    /// Lock one message: the news of its delivery is written without its contact's lock.
    pub async fn lock(&self, id: MessageId) -> Result<Option<Message>, StoreError> {
        let row = self.all().filter(message::Column::Id.eq(id)).lock(LockType::NoKeyUpdate);
        Ok(row.one(&self.0.db()).await?)
    }

    pub async fn save(&self, row: Message) -> Result<Message, StoreError> {
        Ok(row.into_active_model().reset_all().update(&self.0.db()).await?)
    }

    /// Keep what a message said until now.
    pub async fn keep_revision(&self, row: &Message, at: Time) -> Result<(), StoreError> {
        let revision = MessageRevision {
            id: new_id(),
            company_id: self.0.company,
            message_id: row.id,
            content: row.content.clone(),
            at,
        };
        message_revision::Entity::insert(revision.into_active_model().reset_all())
            .exec_without_returning(&self.0.db())
            .await?;
        Ok(())
    }

    /// Write only what is different from `before`: a status must not touch what an index sees.
    pub async fn save_changes(&self, before: &Message, row: Message) -> Result<Message, StoreError> {
        let old = before.clone().into_active_model();
        let mut new = row.into_active_model();
        for column in message::Column::iter() {
            if old.get(column) != new.get(column) {
                new.reset(column);
            }
        }
        Ok(new.update(&self.0.db()).await?)
    }
}

impl<M: Mode> Messages<'_, M> {
    /// A message of ours by the provider's bare id.
    pub async fn own(&self, channel: ChannelId, provider_key: &str) -> Result<Option<Message>, StoreError> {
        let own = self
            .all()
            .filter(message::Column::ChannelId.eq(channel))
            .filter(message::Column::ProviderKey.eq(provider_key))
            .filter(message::Column::Direction.eq(Text(Direction::Outbound)));
        Ok(own.one(&self.0.db()).await?)
    }

    /// Messages of ours to a contact, made since then, that no provider's id is known of. Oldest first.
    pub async fn nameless(
        &self,
        channel: ChannelId,
        contact: ContactId,
        since: Time,
    ) -> Result<Vec<Message>, StoreError> {
        let nameless = self
            .all()
            .filter(message::Column::ContactId.eq(contact))
            .filter(message::Column::SentAt.gte(since))
            .filter(message::Column::ChannelId.eq(channel))
            .filter(message::Column::Direction.eq(Text(Direction::Outbound)))
            .filter(message::Column::ProviderKey.is_null())
            .order_by_asc(message::Column::SentAt)
            .order_by_asc(message::Column::Seq);
        Ok(nameless.all(&self.0.db()).await?)
    }

    /// Whether a contact wrote on a channel, or was reached on it.
    pub async fn were_exchanged(&self, channel: ChannelId, contact: ContactId) -> Result<bool, StoreError> {
        let reached = [MessageStatus::Sent, MessageStatus::Delivered, MessageStatus::Read].map(Text);
        let exchanged = self
            .all()
            .filter(message::Column::ContactId.eq(contact))
            .filter(message::Column::ChannelId.eq(channel))
            .filter(message::Column::Direction.eq(Text(Direction::Inbound)).or(message::Column::Status.is_in(reached)))
            .select_only()
            .column(message::Column::Id)
            .limit(1);
        Ok(exchanged.into_tuple::<MessageId>().one(&self.0.db()).await?.is_some())
    }

    /// The messages that repeat one.
    pub async fn resends_of(&self, original: &Message) -> Result<Vec<Message>, StoreError> {
        let resent = self
            .all()
            .filter(message::Column::ConversationId.eq(original.conversation_id))
            .filter(message::Column::ResendOfId.eq(original.id));
        Ok(resent.all(&self.0.db()).await?)
    }

    /// Any message of a channel by the provider's bare id.
    pub async fn on_channel(&self, channel: ChannelId, key: &str) -> Result<Option<Message>, StoreError> {
        let known =
            self.all().filter(message::Column::ChannelId.eq(channel)).filter(message::Column::ProviderKey.eq(key));
        Ok(known.one(&self.0.db()).await?)
    }

    /// A message of a contact's conversations by the provider's bare id, whoever wrote it.
    pub async fn by_provider_key(&self, contact: ContactId, key: &str) -> Result<Option<Message>, StoreError> {
        let known =
            self.all().filter(message::Column::ContactId.eq(contact)).filter(message::Column::ProviderKey.eq(key));
        Ok(known.one(&self.0.db()).await?)
    }
}

impl<M: Mode> Messages<'_, M> {
    /// The newest message of each conversation. One statement; each is one step down the timeline's index.
    pub async fn newest_of(&self, conversations: &[ConversationId]) -> Result<Vec<Message>, StoreError> {
        if conversations.is_empty() {
            return Ok(Vec::new());
        }
        let newest = Expr::cust(
            "(SELECT newest.id FROM messages newest WHERE newest.conversation_id = conversations.id \
             ORDER BY newest.sent_at DESC, newest.seq DESC LIMIT 1)",
        );
        let ids = Query::select()
            .expr(newest)
            .from(conversation::Entity)
            .and_where(conversation::Column::CompanyId.eq(self.0.company))
            .and_where(conversation::Column::Id.is_in(conversations.iter().copied()))
            .to_owned();
        Ok(self.all().filter(message::Column::Id.in_subquery(ids)).all(&self.0.db()).await?)
    }

    /// Newest first over the episodes of a contact up to the one begun at `until`, as far as they are `visible`.
    pub async fn contact_page(
        &self,
        contact: ContactId,
        until: Time,
        visible: &Visibility,
        before: Option<(Time, MessageId)>,
        limit: u64,
    ) -> Result<Vec<Message>, StoreError> {
        let episodes = Query::select()
            .column(conversation::Column::Id)
            .from(conversation::Entity)
            .and_where(conversation::Column::CompanyId.eq(self.0.company))
            .and_where(conversation::Column::ContactId.eq(contact))
            .and_where(conversation::Column::CreatedAt.lte(until))
            .cond_where(visible.condition())
            .to_owned();
        let mut page = self
            .all()
            .filter(message::Column::ContactId.eq(contact))
            .filter(message::Column::ConversationId.in_subquery(episodes));
        if let Some((at, id)) = before {
            page = page.filter(older(at, id));
        }
        let newest_first = page.order_by_desc(message::Column::SentAt).order_by_desc(message::Column::Id);
        Ok(newest_first.limit(limit).all(&self.0.db()).await?)
    }

    /// What the customer wrote last, newest first.
    pub async fn of_customer(&self, conversation: ConversationId, limit: u64) -> Result<Vec<Message>, StoreError> {
        let written = self
            .all()
            .filter(message::Column::ConversationId.eq(conversation))
            .filter(message::Column::Direction.eq(Text(Direction::Inbound)))
            .order_by_desc(message::Column::SentAt)
            .order_by_desc(message::Column::Seq);
        Ok(written.limit(limit).all(&self.0.db()).await?)
    }

    /// Who of the company wrote last.
    pub async fn last_sender(&self, conversation: ConversationId) -> Result<Option<UserId>, StoreError> {
        let written = self
            .all()
            .filter(message::Column::ConversationId.eq(conversation))
            .filter(message::Column::SenderId.is_not_null())
            .order_by_desc(message::Column::SentAt)
            .order_by_desc(message::Column::Seq);
        Ok(written.one(&self.0.db()).await?.and_then(|message| message.sender_id))
    }

    /// What the bot said since an instant, newest first.
    pub async fn bot_since(&self, conversation: ConversationId, since: Time) -> Result<Vec<Message>, StoreError> {
        let said = self
            .all()
            .filter(message::Column::ConversationId.eq(conversation))
            .filter(message::Column::SentAt.gte(since))
            .filter(message::Column::IsBot.eq(true))
            .order_by_desc(message::Column::SentAt)
            .order_by_desc(message::Column::Seq);
        Ok(said.all(&self.0.db()).await?)
    }
}

/// Below a place in a list by display time and id.
pub(super) fn older(at: Time, id: MessageId) -> Condition {
    let tie = message::Column::SentAt.eq(at).and(message::Column::Id.lt(id));
    Condition::any().add(message::Column::SentAt.lt(at)).add(tie)
}
