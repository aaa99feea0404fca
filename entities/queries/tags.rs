//! The company's marks, and what carries them.

use std::collections::HashMap;

use domain::clock::Time;
use domain::id::ConversationId;
use domain::wire::TagRef;
use sea_orm::sea_query::OnConflict;
use sea_orm::{
    ActiveModelTrait as _, ColumnTrait as _, EntityTrait as _, IntoActiveModel as _, QueryFilter as _, QueryOrder as _,
    Set, TryInsertResult,
};
use uuid::Uuid;

use crate::Tag;
use crate::error::StoreError;
use crate::scope::{Mode, Scope, Writing};
use crate::tables::{contact_tag, conversation_tag, tag};

pub struct Tags<'a, M>(pub(super) &'a Scope<M>);

impl<M> Scope<M> {
    pub fn tags(&self) -> Tags<'_, M> {
        Tags(self)
    }
}

impl<M: Mode> Tags<'_, M> {
    /// By name.
    pub async fn list(&self) -> Result<Vec<Tag>, StoreError> {
        let own = tag::Entity::find().filter(tag::Column::CompanyId.eq(self.0.company));
        Ok(own.order_by_asc(tag::Column::Name).order_by_asc(tag::Column::Id).all(&self.0.db()).await?)
    }

    pub async fn find(&self, id: Uuid) -> Result<Option<Tag>, StoreError> {
        let own = tag::Entity::find().filter(tag::Column::CompanyId.eq(self.0.company));
        Ok(own.filter(tag::Column::Id.eq(id)).one(&self.0.db()).await?)
    }

    /// Those that exist, by name.
    pub async fn find_all(&self, ids: &[Uuid]) -> Result<Vec<Tag>, StoreError> {
        let own = tag::Entity::find()
            .filter(tag::Column::CompanyId.eq(self.0.company))
            .filter(tag::Column::Id.is_in(ids.iter().copied()));
        Ok(own.order_by_asc(tag::Column::Name).order_by_asc(tag::Column::Id).all(&self.0.db()).await?)
    }

    /// The marks of each conversation, by name; one without any is absent. One statement.
    pub async fn of_conversations(
        &self,
        ids: &[ConversationId],
    ) -> Result<HashMap<ConversationId, Vec<TagRef>>, StoreError> {
        let marked: Vec<(conversation_tag::Model, Option<Tag>)> = conversation_tag::Entity::find()
            .filter(conversation_tag::Column::CompanyId.eq(self.0.company))
            .filter(conversation_tag::Column::ConversationId.is_in(ids.iter().copied()))
            .find_also_linked(conversation_tag::ToTag)
            .all(&self.0.db())
            .await?;
        let mut tags: HashMap<ConversationId, Vec<TagRef>> = HashMap::new();
        for (mark, tag) in marked {
            tags.entry(mark.conversation_id).or_default().extend(tag.map(|tag| tag.brief()));
        }
        for tags in tags.values_mut() {
            tags.sort_by(|one, other| (&one.name, one.id).cmp(&(&other.name, other.id)));
        }
        Ok(tags)
    }
}

impl Tags<'_, Writing> {
    /// `false` = another tag has the name.
    pub async fn insert(&self, tag: Tag) -> Result<bool, StoreError> {
        let inserted = tag::Entity::insert(tag.into_active_model().reset_all())
            .on_conflict(OnConflict::new().do_nothing().to_owned())
            .try_insert()
            .exec_without_returning(&self.0.db())
            .await?;
        Ok(matches!(inserted, TryInsertResult::Inserted(rows) if rows > 0))
    }

    /// A name that another tag has is `Duplicate`: the transaction is lost.
    pub async fn save(&self, tag: Tag, now: Time) -> Result<Tag, StoreError> {
        let mut row = tag.into_active_model().reset_all();
        row.updated_at = Set(now);
        Ok(row.update(&self.0.db()).await?)
    }

    /// Remove a tag from everything that carries it. `false` = it was gone.
    pub async fn delete(&self, id: Uuid) -> Result<bool, StoreError> {
        let db = self.0.db();
        let company = self.0.company;
        conversation_tag::Entity::delete_many()
            .filter(conversation_tag::Column::CompanyId.eq(company))
            .filter(conversation_tag::Column::TagId.eq(id))
            .exec(&db)
            .await?;
        contact_tag::Entity::delete_many()
            .filter(contact_tag::Column::CompanyId.eq(company))
            .filter(contact_tag::Column::TagId.eq(id))
            .exec(&db)
            .await?;
        let gone = tag::Entity::delete_many().filter(tag::Column::CompanyId.eq(company)).filter(tag::Column::Id.eq(id));
        Ok(gone.exec(&db).await?.rows_affected == 1)
    }

    /// Let a conversation, whose contact is locked, carry these and no others.
    pub async fn set(&self, conversation: ConversationId, tags: &[Tag], now: Time) -> Result<(), StoreError> {
        conversation_tag::Entity::delete_many()
            .filter(conversation_tag::Column::CompanyId.eq(self.0.company))
            .filter(conversation_tag::Column::ConversationId.eq(conversation))
            .exec(&self.0.db())
            .await?;
        if tags.is_empty() {
            return Ok(());
        }
        let rows = tags.iter().map(|tag| conversation_tag::ActiveModel {
            conversation_id: Set(conversation),
            tag_id: Set(tag.id),
            company_id: Set(self.0.company),
            created_at: Set(now),
        });
        conversation_tag::Entity::insert_many(rows).exec_without_returning(&self.0.db()).await?;
        Ok(())
    }
}

impl Tag {
    pub fn brief(&self) -> TagRef {
        TagRef { id: self.id, name: self.name.clone(), color: self.color.clone() }
    }
}
