//! Forgetting a person: what was counted stays counted, and nothing says any more who it was.

mod slices;
mod trail;

use domain::channel::InboxState;
use domain::clock::Time;
use domain::conversation::Status;
use domain::id::{CompanyId, ContactId, ConversationId};
use sea_orm::sea_query::{Expr, ExprTrait as _, Query, SelectStatement};
use sea_orm::{ColumnTrait as _, Condition, EntityTrait as _, QueryFilter as _, QuerySelect as _};
use serde_json::{Value, json};
use uuid::Uuid;

use self::trail::{TRAIL, Trail, raw_names};
use super::people::Person;
use crate::error::StoreError;
use crate::scope::{Mode, Scope, Writing};
use crate::system::System;
use crate::tables::{contact, contact_identity, contact_tag, conversation, inbox_event, lane, media, message, outbox};
use crate::{Media, Text};

/// Rows of a table that were erased.
pub type Erased = (&'static str, u64);

/// What stands in place of what was there.
fn nothing() -> Value {
    json!({"erased": true})
}

pub struct Erasure<'a, M> {
    scope: &'a Scope<M>,
    contact: ContactId,
}

impl<M> Scope<M> {
    /// What belongs to one contact, to be erased.
    pub fn erasure(&self, contact: ContactId) -> Erasure<'_, M> {
        Erasure { scope: self, contact }
    }
}

impl<M: Mode> System<M> {
    /// Contacts whose erasure is not over, and that nobody has worked on since `before`.
    pub async fn erasing(&self, before: Time) -> Result<Vec<(CompanyId, ContactId)>, StoreError> {
        let begun = contact::Entity::find()
            .select_only()
            .column(contact::Column::CompanyId)
            .column(contact::Column::Id)
            .filter(contact::Column::ErasingAt.lt(before))
            .limit(100)
            .into_tuple();
        Ok(begun.all(&self.db()).await?)
    }
}

impl<M: Mode> Erasure<'_, M> {
    fn conversations(&self) -> SelectStatement {
        Query::select()
            .column(conversation::Column::Id)
            .from(conversation::Entity)
            .and_where(conversation::Column::CompanyId.eq(self.scope.company))
            .and_where(conversation::Column::ContactId.eq(self.contact))
            .to_owned()
    }

    fn messages(&self) -> SelectStatement {
        Query::select()
            .column(message::Column::Id)
            .from(message::Entity)
            .and_where(message::Column::CompanyId.eq(self.scope.company))
            .and_where(message::Column::ContactId.eq(self.contact))
            .to_owned()
    }

    /// The conversations that are OPEN or ASSIGNED: they must end first.
    pub async fn active(&self) -> Result<Vec<ConversationId>, StoreError> {
        let active = conversation::Entity::find()
            .select_only()
            .column(conversation::Column::Id)
            .filter(conversation::Column::CompanyId.eq(self.scope.company))
            .filter(conversation::Column::ContactId.eq(self.contact))
            .filter(conversation::Column::Status.is_in([Text(Status::Open), Text(Status::Assigned)]))
            .into_tuple();
        Ok(active.all(&self.scope.db()).await?)
    }

    /// The contact and its conversations, as texts name them.
    async fn about(&self) -> Result<Vec<String>, StoreError> {
        let ids = conversation::Entity::find().select_only().column(conversation::Column::Id);
        let ids = ids.filter(conversation::Column::Id.in_subquery(self.conversations())).into_tuple::<Uuid>();
        let ids = ids.all(&self.scope.db()).await?;
        Ok(ids.into_iter().chain([self.contact]).map(|id| id.to_string()).collect())
    }

    /// Up to `limit` attachments that are still there. Their bytes go before their rows, so that a crash in between forgets none.
    pub async fn files(&self, limit: u64) -> Result<Vec<Media>, StoreError> {
        let own = media::Entity::find()
            .filter(media::Column::CompanyId.eq(self.scope.company))
            .filter(media::Column::MessageId.in_subquery(self.messages()));
        Ok(own.limit(limit).all(&self.scope.db()).await?)
    }

    /// Nobody else's row refers to these bytes.
    pub async fn is_only_ours(&self, key: &str) -> Result<bool, StoreError> {
        let others = media::Entity::find()
            .filter(media::Column::StorageKey.eq(key))
            .filter(media::Column::MessageId.is_null().or(media::Column::MessageId.not_in_subquery(self.messages())));
        Ok(others.one(&self.scope.db()).await?.is_none())
    }
}

impl Erasure<'_, Writing> {
    /// From here on the person is nobody: no address leads to them, nothing is sent to them, and what they sent but was not yet
    /// understood is gone. The contact is locked and has no active conversation.
    pub async fn begin(&self, person: &Person, now: Time) -> Result<Vec<Erased>, StoreError> {
        let db = self.scope.db();
        let company = self.scope.company;
        let mut erased = Vec::new();
        let unsent = outbox::Entity::delete_many()
            .filter(outbox::Column::CompanyId.eq(company))
            .filter(outbox::Column::ContactId.eq(self.contact));
        erased.push(("outbox", unsent.exec(&db).await?.rows_affected));
        message::Entity::update_many()
            .col_expr(message::Column::Status, Expr::value("FAILED"))
            .col_expr(message::Column::ErrorCode, Expr::value("canceled"))
            .col_expr(message::Column::FailedAt, Expr::value(now))
            .filter(message::Column::CompanyId.eq(company))
            .filter(message::Column::ContactId.eq(self.contact))
            .filter(message::Column::Status.eq("PENDING"))
            .exec(&db)
            .await?;

        let names: Vec<String> = person.identities.iter().flat_map(raw_names).collect();
        let by = |column: &dyn Fn(String) -> Condition| {
            names.iter().fold(Condition::any(), |any, name| any.add(column(format!("%{name}%"))))
        };
        // Only what still waits is few; the rest of the inbox is gone through in slices.
        let waiting = inbox_event::Entity::update_many()
            .col_expr(inbox_event::Column::State, Expr::value(Text(InboxState::Done)))
            .col_expr(inbox_event::Column::DoneAt, Expr::value(now))
            .filter(inbox_event::Column::CompanyId.eq(company))
            .filter(inbox_event::Column::State.is_in([Text(InboxState::Pending), Text(InboxState::Waiting)]))
            .filter(by(&|like| {
                Condition::any()
                    .add(inbox_event::Column::LaneKey.like(like.clone()))
                    .add(inbox_event::Column::ExternalId.like(like))
            }));
        waiting.exec(&db).await?;
        let newest = inbox_event::Entity::find().select_only().column_as(inbox_event::Column::Id.max(), "newest");
        let newest: Option<Option<i64>> = newest.into_tuple().one(&db).await?;
        let trail = Trail { names: names.clone(), up_to: newest.flatten().unwrap_or_default() };
        let lanes = lane::Entity::delete_many()
            .filter(lane::Column::CompanyId.eq(company))
            .filter(by(&|like| Condition::all().add(lane::Column::Key.like(like))));
        erased.push(("lanes", lanes.exec(&db).await?.rows_affected));

        let identities = contact_identity::Entity::delete_many()
            .filter(contact_identity::Column::CompanyId.eq(company))
            .filter(contact_identity::Column::ContactId.eq(self.contact));
        erased.push(("contact_identities", identities.exec(&db).await?.rows_affected));
        let tags = contact_tag::Entity::delete_many()
            .filter(contact_tag::Column::CompanyId.eq(company))
            .filter(contact_tag::Column::ContactId.eq(self.contact));
        erased.push(("contact_tags", tags.exec(&db).await?.rows_affected));
        let mut row = person.contact.clone();
        row.forget();
        row.attributes = json!({TRAIL: trail});
        row.erasing_at = Some(now);
        self.scope.people().save(row, now).await?;
        erased.push(("contacts", 1));
        Ok(erased)
    }

    /// Somebody works on it now.
    pub async fn goes_on(&self, now: Time) -> Result<(), StoreError> {
        contact::Entity::update_many()
            .col_expr(contact::Column::ErasingAt, Expr::value(now))
            .filter(contact::Column::CompanyId.eq(self.scope.company))
            .filter(contact::Column::Id.eq(self.contact))
            .filter(contact::Column::ErasingAt.is_not_null())
            .exec(&self.scope.db())
            .await?;
        Ok(())
    }

    /// These attachments, whose bytes are gone.
    pub async fn forget_files(&self, files: &[Media]) -> Result<u64, StoreError> {
        let gone = media::Entity::delete_many()
            .filter(media::Column::CompanyId.eq(self.scope.company))
            .filter(media::Column::Id.is_in(files.iter().map(|file| file.id)));
        Ok(gone.exec(&self.scope.db()).await?.rows_affected)
    }

    /// The end of it: everything else is erased.
    pub async fn end(&self, now: Time) -> Result<(), StoreError> {
        let db = self.scope.db();
        let company = self.scope.company;
        contact::Entity::update_many()
            .col_expr(contact::Column::ErasingAt, Expr::value(Option::<Time>::None))
            .col_expr(contact::Column::Attributes, Expr::value(json!({})))
            .col_expr(contact::Column::UpdatedAt, Expr::value(now))
            .filter(contact::Column::CompanyId.eq(company))
            .filter(contact::Column::Id.eq(self.contact))
            .exec(&db)
            .await?;
        Ok(())
    }
}
