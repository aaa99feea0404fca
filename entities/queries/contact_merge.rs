//! Two contacts that are one person become one.

use domain::clock::Time;
use domain::conversation::Status;
use domain::id::{ChannelId, ContactId};
use sea_orm::sea_query::{Alias, Expr, ExprTrait as _, OnConflict, Query};
use sea_orm::{ColumnTrait as _, EntityTrait as _, QueryFilter as _, QuerySelect as _, Set};

use super::people::{People, Person};
use crate::error::StoreError;
use crate::scope::{Mode, Writing};
use crate::tables::{contact, contact_identity, contact_tag, conversation, event, message, outbox};
use crate::{Contact, NameSource, Text};

impl<M: Mode> People<'_, M> {
    /// Both have an active conversation on one channel, and there may be only one.
    pub async fn clash(&self, one: ContactId, other: ContactId) -> Result<bool, StoreError> {
        let active: Vec<(ChannelId, ContactId)> = self
            .0
            .conversations()
            .all()
            .select_only()
            .column(conversation::Column::ChannelId)
            .column(conversation::Column::ContactId)
            .filter(conversation::Column::ContactId.is_in([one, other]))
            .filter(conversation::Column::Status.is_in([Text(Status::Open), Text(Status::Assigned)]))
            .into_tuple()
            .all(&self.0.db())
            .await?;
        let on = |contact: ContactId| active.iter().filter(move |row| row.1 == contact).map(|row| row.0);
        Ok(on(one).any(|channel| on(other).any(|another| another == channel)))
    }
}

impl People<'_, Writing> {
    /// Lock these contacts, in the order of their ids. Must be the transaction's first lock.
    pub async fn lock_all(&self, ids: &[ContactId]) -> Result<Vec<Person>, StoreError> {
        self.people(self.contacts().filter(contact::Column::Id.is_in(ids.iter().copied())), true).await
    }

    /// Everything of `from` is of `into` from now on, and `from` is nobody. Both are locked, and do not clash.
    pub async fn merge(&self, into: Person, from: Person, now: Time) -> Result<Person, StoreError> {
        let (kept, gone) = (into.contact.id, from.contact.id);
        let db = self.0.db();
        self.let_duplicates_be(kept, gone).await?;
        contact_identity::Entity::update_many()
            .col_expr(contact_identity::Column::ContactId, Expr::value(kept))
            .filter(contact_identity::Column::CompanyId.eq(self.0.company))
            .filter(contact_identity::Column::ContactId.eq(gone))
            .exec(&db)
            .await?;
        conversation::Entity::update_many()
            .col_expr(conversation::Column::ContactId, Expr::value(kept))
            .col_expr(conversation::Column::Version, Expr::col(conversation::Column::Version).add(1))
            .filter(conversation::Column::CompanyId.eq(self.0.company))
            .filter(conversation::Column::ContactId.eq(gone))
            .exec(&db)
            .await?;
        message::Entity::update_many()
            .col_expr(message::Column::ContactId, Expr::value(kept))
            .filter(message::Column::CompanyId.eq(self.0.company))
            .filter(message::Column::ContactId.eq(gone))
            .exec(&db)
            .await?;
        outbox::Entity::update_many()
            .col_expr(outbox::Column::ContactId, Expr::value(kept))
            .filter(outbox::Column::CompanyId.eq(self.0.company))
            .filter(outbox::Column::ContactId.eq(gone))
            .exec(&db)
            .await?;
        event::Entity::update_many()
            .col_expr(event::Column::ContactId, Expr::value(kept))
            .filter(event::Column::CompanyId.eq(self.0.company))
            .filter(event::Column::ContactId.eq(gone))
            .exec(&db)
            .await?;
        self.move_tags(&from, kept, now).await?;
        let mut emptied = Contact { merged_into_id: Some(kept), ..from.contact.clone() };
        emptied.forget();
        self.save(emptied, now).await?;
        self.save(joined(into.contact, from.contact), now).await?;
        self.find(kept).await?.ok_or_else(|| StoreError::invalid("a merged contact is gone"))
    }

    /// A message that came to both keeps its text twice, and one key: the later statuses go to the one that was there.
    async fn let_duplicates_be(&self, kept: ContactId, gone: ContactId) -> Result<(), StoreError> {
        let own = Alias::new("own");
        let same = |column: message::Column| Expr::col((own.clone(), column)).eq(Expr::col((message::Entity, column)));
        let twin = Query::select()
            .expr_as(Expr::value(1), Alias::new("one"))
            .from_as(message::Entity, own.clone())
            .and_where(Expr::col((own.clone(), message::Column::ContactId)).eq(kept))
            .and_where(same(message::Column::ChannelId))
            .and_where(same(message::Column::ProviderKey))
            .and_where(same(message::Column::Direction))
            .to_owned();
        message::Entity::update_many()
            .col_expr(message::Column::ProviderKey, Expr::value(Option::<String>::None))
            .filter(message::Column::CompanyId.eq(self.0.company))
            .filter(message::Column::ContactId.eq(gone))
            .filter(message::Column::ProviderKey.is_not_null())
            .filter(Expr::exists(twin))
            .exec(&self.0.db())
            .await?;
        Ok(())
    }

    async fn move_tags(&self, from: &Person, kept: ContactId, now: Time) -> Result<(), StoreError> {
        contact_tag::Entity::delete_many()
            .filter(contact_tag::Column::CompanyId.eq(self.0.company))
            .filter(contact_tag::Column::ContactId.eq(from.contact.id))
            .exec(&self.0.db())
            .await?;
        if from.tags.is_empty() {
            return Ok(());
        }
        let rows = from.tags.iter().map(|tag| contact_tag::ActiveModel {
            contact_id: Set(kept),
            tag_id: Set(tag.id),
            company_id: Set(self.0.company),
            created_at: Set(now),
        });
        contact_tag::Entity::insert_many(rows)
            .on_conflict(OnConflict::new().do_nothing().to_owned())
            .try_insert()
            .exec_without_returning(&self.0.db())
            .await?;
        Ok(())
    }
}

/// What is known of both; where both know something, `kept` is right. Whoever was blocked or opted out stays so.
fn joined(mut kept: Contact, gone: Contact) -> Contact {
    let gone_is_newer = gone.last_attended_at > kept.last_attended_at;
    let named = |contact: &Contact| contact.name_source == Some(Text(NameSource::Agent));
    if kept.name.is_none() || named(&gone) && !named(&kept) {
        kept.name_source = gone.name_source;
        kept.name = gone.name.or(kept.name);
    }
    kept.push_name = kept.push_name.or(gone.push_name);
    kept.email = kept.email.or(gone.email);
    kept.note = match (kept.note, gone.note) {
        (Some(own), Some(other)) => Some(format!("{own}\n{other}")),
        (own, other) => own.or(other),
    };
    if let (Some(own), serde_json::Value::Object(other)) = (kept.attributes.as_object_mut(), gone.attributes) {
        for (name, value) in other {
            own.entry(name).or_insert(value);
        }
    }
    kept.avatar_media_id = kept.avatar_media_id.or(gone.avatar_media_id);
    kept.blocked |= gone.blocked;
    kept.opted_out_at = kept.opted_out_at.or(gone.opted_out_at);
    if gone_is_newer {
        kept.last_department_id = gone.last_department_id;
        kept.last_attendant_id = gone.last_attendant_id;
        kept.last_attended_at = gone.last_attended_at;
    }
    kept.last_closed_text_at = Ord::max(kept.last_closed_text_at, gone.last_closed_text_at);
    kept.last_message_at = Ord::max(kept.last_message_at, gone.last_message_at);
    kept
}

impl Contact {
    /// Leave nothing that says who this was.
    pub fn forget(&mut self) {
        self.name = None;
        self.name_source = None;
        self.push_name = None;
        self.email = None;
        self.attributes = serde_json::json!({});
        self.avatar_media_id = None;
        self.note = None;
        self.last_message_at = None;
    }
}
