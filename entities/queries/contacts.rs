//! The company's contacts as people see them: who may see which, lists, and what is written of them by hand.

use domain::clock::Time;
use domain::conversation::Status;
use domain::id::{ContactId, new_id};
use domain::identity::{Identity, VerifiedBy};
use sea_orm::sea_query::{Alias, Expr, ExprTrait as _, Query, SelectStatement};
use sea_orm::{
    ActiveModelTrait as _, ColumnTrait as _, Condition, ConnectionTrait as _, EntityTrait as _, QueryFilter as _,
    QueryOrder as _, QuerySelect as _, Select, Set,
};
use uuid::Uuid;

use super::conversation_lists::{Visibility, search};
use super::people::{People, Person};
use crate::error::StoreError;
use crate::scope::{Mode, Writing};
use crate::tables::{contact, contact_identity, contact_tag, conversation};
use crate::{Conversation, NameSource, Tag, Text};

/// Which contacts; everything that is set must hold.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ContactFilter {
    pub visible: Visibility,
    /// Part of a name, of a phone in any format, or of an e-mail address.
    pub search: Option<String>,
    /// Carrying this tag.
    pub tag: Option<Uuid>,
}

/// A contact that somebody writes down.
#[derive(Debug, Clone, PartialEq)]
pub struct NewContact {
    pub name: Option<String>,
    pub email: Option<String>,
    /// An object.
    pub attributes: serde_json::Value,
    pub phone: Identity,
}

impl<M: Mode> People<'_, M> {
    /// One page of at most `limit`, who wrote last first, those who never wrote at the end; after the place given.
    pub async fn list(
        &self,
        filter: &ContactFilter,
        after: Option<(Option<Time>, ContactId)>,
        limit: u64,
    ) -> Result<Vec<Person>, StoreError> {
        use contact::Column::{Id, LastMessageAt};
        let mut rows = Vec::new();
        // The silent ones are their own statement, so that the others come out of the index in order.
        if after.is_none_or(|(at, _)| at.is_some()) {
            let mut wrote = self.chosen(filter).filter(LastMessageAt.is_not_null());
            if let Some((Some(at), id)) = after {
                wrote =
                    wrote.filter(Condition::any().add(LastMessageAt.lt(at)).add(LastMessageAt.eq(at).and(Id.gt(id))));
            }
            rows = wrote.order_by_desc(LastMessageAt).order_by_asc(Id).limit(limit).all(&self.0.db()).await?;
        }
        let left = limit.saturating_sub(rows.len() as u64);
        if left > 0 {
            let mut silent = self.chosen(filter).filter(LastMessageAt.is_null());
            if let Some((None, id)) = after {
                silent = silent.filter(Id.gt(id));
            }
            rows.extend(silent.order_by_asc(Id).limit(left).all(&self.0.db()).await?);
        }
        let ids: Vec<ContactId> = rows.iter().map(|row| row.id).collect();
        let mut people = self.find_all(&ids).await?;
        people.sort_by_key(|person| ids.iter().position(|id| *id == person.contact.id));
        Ok(people)
    }

    /// A contact that is there and that the viewer may see.
    pub async fn find_visible(&self, id: ContactId, visible: &Visibility) -> Result<Option<Person>, StoreError> {
        Ok(self.people(self.seen(visible).filter(contact::Column::Id.eq(id)), false).await?.pop())
    }

    /// The conversations of these contacts that are OPEN or ASSIGNED and visible, newest first.
    pub async fn active_of(&self, ids: &[ContactId], visible: &Visibility) -> Result<Vec<Conversation>, StoreError> {
        let active = self
            .0
            .conversations()
            .all()
            .filter(conversation::Column::ContactId.is_in(ids.iter().copied()))
            .filter(conversation::Column::Status.is_in([Text(Status::Open), Text(Status::Assigned)]))
            .filter(visible.condition())
            .order_by_desc(conversation::Column::CreatedAt)
            .order_by_desc(conversation::Column::Id);
        Ok(active.all(&self.0.db()).await?)
    }

    /// The newest conversations of a contact, whatever became of them.
    pub async fn newest_of(&self, id: ContactId, limit: u64) -> Result<Vec<Conversation>, StoreError> {
        let newest = self
            .0
            .conversations()
            .all()
            .filter(conversation::Column::ContactId.eq(id))
            .order_by_desc(conversation::Column::CreatedAt)
            .order_by_desc(conversation::Column::Id);
        Ok(newest.limit(limit).all(&self.0.db()).await?)
    }

    fn chosen(&self, filter: &ContactFilter) -> Select<contact::Entity> {
        let mut chosen = self.seen(&filter.visible);
        if let Some(text) = &filter.search {
            let found = search::contacts(self.0.db().get_database_backend(), self.0.company, text).into_iter();
            chosen =
                chosen.filter(found.fold(Condition::any(), |any, own| any.add(contact::Column::Id.in_subquery(own))));
        }
        if let Some(tag) = filter.tag {
            let marked = Query::select()
                .column(contact_tag::Column::ContactId)
                .from(contact_tag::Entity)
                .and_where(contact_tag::Column::CompanyId.eq(self.0.company))
                .and_where(contact_tag::Column::TagId.eq(tag))
                .to_owned();
            chosen = chosen.filter(contact::Column::Id.in_subquery(marked));
        }
        chosen
    }

    /// As [`Person::is_somebody`] says.
    fn seen(&self, visible: &Visibility) -> Select<contact::Entity> {
        let there = self.contacts().filter(contact::Column::ErasingAt.is_null()).filter(
            contact::Column::Id.in_subquery(
                Query::select()
                    .column(contact_identity::Column::ContactId)
                    .from(contact_identity::Entity)
                    .and_where(contact_identity::Column::CompanyId.eq(self.0.company))
                    .to_owned(),
            ),
        );
        if *visible == Visibility::Company {
            return there;
        }
        let own = |which: Condition| -> SelectStatement {
            Query::select()
                .expr_as(Expr::value(1), Alias::new("one"))
                .from(conversation::Entity)
                .and_where(
                    Expr::col((conversation::Entity, conversation::Column::ContactId))
                        .eq(Expr::col((contact::Entity, contact::Column::Id))),
                )
                .cond_where(which)
                .to_owned()
        };
        let known = Expr::exists(own(Condition::all()));
        there.filter(Condition::any().add(known.not()).add(Expr::exists(own(visible.condition()))))
    }
}

impl People<'_, Writing> {
    /// Write down somebody who has not written yet. `None` when another contact has the phone.
    pub async fn write_down(&self, new: NewContact, now: Time) -> Result<Option<Person>, StoreError> {
        let row = contact::ActiveModel {
            id: Set(new_id()),
            company_id: Set(self.0.company),
            name_source: Set(new.name.as_ref().map(|_| Text(NameSource::Agent))),
            name: Set(new.name),
            email: Set(new.email),
            attributes: Set(new.attributes),
            created_at: Set(now),
            updated_at: Set(now),
            ..Default::default()
        };
        let contact = row.insert(&self.0.db()).await?;
        let Some(identity) = self.add_identity(contact.id, &new.phone, VerifiedBy::Agent, now).await? else {
            contact::Entity::delete_by_id(contact.id).exec(&self.0.db()).await?;
            return Ok(None);
        };
        Ok(Some(Person { contact, identities: vec![identity], tags: Vec::new() }))
    }

    /// Let a contact, which is locked, carry these tags and no others.
    pub async fn tag(&self, person: &mut Person, tags: &[Tag], now: Time) -> Result<(), StoreError> {
        let contact = person.contact.id;
        contact_tag::Entity::delete_many()
            .filter(contact_tag::Column::CompanyId.eq(self.0.company))
            .filter(contact_tag::Column::ContactId.eq(contact))
            .exec(&self.0.db())
            .await?;
        person.tags = tags.iter().map(Tag::brief).collect();
        if tags.is_empty() {
            return Ok(());
        }
        let rows = tags.iter().map(|tag| contact_tag::ActiveModel {
            contact_id: Set(contact),
            tag_id: Set(tag.id),
            company_id: Set(self.0.company),
            created_at: Set(now),
        });
        contact_tag::Entity::insert_many(rows).exec_without_returning(&self.0.db()).await?;
        Ok(())
    }
}
