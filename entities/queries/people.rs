//! Contacts with their identities. Whoever writes a conversation locks its contact first: the order of that lock is the order of
//! everything that happens to the person.

use domain::channel::ProviderKind;
use domain::clock::Time;
use domain::id::{ContactId, new_id};
use domain::identity::{Identity, IdentityKind, VerifiedBy};
use domain::wire::TagRef;
use sea_orm::sea_query::ExprTrait as _;
use sea_orm::sea_query::{Expr, LockType, OnConflict};
use sea_orm::{
    ActiveModelTrait as _, ColumnTrait as _, Condition, DbErr, EntityTrait as _, FromQueryResult, IntoActiveModel as _,
    QueryFilter as _, QueryOrder as _, QueryResult, QuerySelect as _, Set, TryInsertResult,
};

use super::beside::beside;
use super::carried;
use crate::error::StoreError;
use crate::scope::{Mode, Scope, Writing};
use crate::tables::{contact, contact_identity};
use crate::{Contact, ContactIdentity, Text};

/// A contact and all that identifies it, the identity last seen first.
#[derive(Debug, Clone, PartialEq)]
pub struct Person {
    pub contact: Contact,
    pub identities: Vec<ContactIdentity>,
    /// By name.
    pub tags: Vec<TagRef>,
}

impl Person {
    /// This identity, as it was last seen.
    pub fn find(&self, identity: &Identity) -> Option<&ContactIdentity> {
        self.identities.iter().find(|known| known.kind == identity.kind && known.canonical == identity.canonical)
    }

    /// `E.164` with its `+`, when known.
    pub fn phone(&self) -> Option<&str> {
        self.identity(IdentityKind::Phone).map(|identity| identity.value.as_str())
    }

    /// Where to write to at `provider`: the address it used last.
    pub fn address(&self, provider: ProviderKind) -> Option<Identity> {
        let usable = |kind: IdentityKind| match provider {
            ProviderKind::Meta => kind != IdentityKind::WahaLid,
            ProviderKind::Waha => kind != IdentityKind::MetaBsuid,
            ProviderKind::Sandbox => true,
        };
        self.identities.iter().find(|identity| usable(identity.kind.0)).map(|identity| Identity {
            kind: identity.kind.0,
            value: identity.value.clone(),
            canonical: identity.canonical.clone(),
        })
    }

    /// Who was merged into another, or erased, has no address and is nobody any more.
    pub fn is_somebody(&self) -> bool {
        !self.identities.is_empty() && self.is_there()
    }

    /// The contact's own row says that nothing became of it. It is right under the lock, even where the identities beside it were read
    /// before it was waited for.
    pub fn is_there(&self) -> bool {
        self.contact.merged_into_id.is_none() && self.contact.erasing_at.is_none()
    }

    fn identity(&self, kind: IdentityKind) -> Option<&ContactIdentity> {
        self.identities.iter().find(|identity| identity.kind == kind)
    }
}

pub struct People<'a, M>(pub(super) &'a Scope<M>);

impl<M> Scope<M> {
    pub fn people(&self) -> People<'_, M> {
        People(self)
    }
}

impl<M: Mode> People<'_, M> {
    pub async fn find(&self, id: ContactId) -> Result<Option<Person>, StoreError> {
        Ok(self.people(self.contacts().filter(contact::Column::Id.eq(id)), false).await?.pop())
    }

    /// Several at once, in order of their ids.
    pub async fn find_all(&self, ids: &[ContactId]) -> Result<Vec<Person>, StoreError> {
        self.people(self.contacts().filter(contact::Column::Id.is_in(ids.iter().copied())), false).await
    }

    /// The contact that has this identity.
    pub async fn of_identity(&self, identity: &Identity) -> Result<Option<Person>, StoreError> {
        let known = self
            .identities()
            .filter(contact_identity::Column::Kind.eq(Text(identity.kind)))
            .filter(contact_identity::Column::Canonical.eq(identity.canonical.as_str()))
            .one(&self.0.db())
            .await?;
        match known {
            Some(known) => self.find(known.contact_id).await,
            None => Ok(None),
        }
    }

    /// The contacts that have any of `identities`, in one statement.
    pub async fn matching(&self, identities: &[Identity]) -> Result<Vec<Person>, StoreError> {
        self.people(self.owners(identities), false).await
    }

    fn owners(&self, identities: &[Identity]) -> sea_orm::Select<contact::Entity> {
        let any = identities.iter().fold(Condition::any(), |any, identity| {
            any.add(
                contact_identity::Column::Kind
                    .eq(Text(identity.kind))
                    .and(contact_identity::Column::Canonical.eq(identity.canonical.as_str())),
            )
        });
        let owners = sea_orm::QueryTrait::into_query(
            self.identities().filter(any).select_only().column(contact_identity::Column::ContactId),
        );
        self.contacts().filter(contact::Column::Id.in_subquery(owners))
    }

    pub(super) fn contacts(&self) -> sea_orm::Select<contact::Entity> {
        contact::Entity::find().filter(contact::Column::CompanyId.eq(self.0.company))
    }

    fn identities(&self) -> sea_orm::Select<contact_identity::Entity> {
        contact_identity::Entity::find().filter(contact_identity::Column::CompanyId.eq(self.0.company))
    }

    /// Contacts in order of their ids, each with its tags and its identities, the last seen first: one statement. Only the contacts are locked.
    pub(super) async fn people(
        &self,
        contacts: sea_orm::Select<contact::Entity>,
        lock: bool,
    ) -> Result<Vec<Person>, StoreError> {
        let own = Expr::col((contact_identity::Entity, contact_identity::Column::ContactId))
            .eq(Expr::col((contact::Entity, contact::Column::Id)));
        let mut rows = beside(contacts, contact_identity::Entity, IDENTITY)
            .column_as(carried::by(&self.0.db(), "contact_tags", "contact_id", "contacts.id"), carried::TAGS)
            .order_by_asc(contact::Column::Id)
            .order_by_desc(contact_identity::Column::LastSeenAt)
            .order_by_desc(contact_identity::Column::Id);
        let select = sea_orm::QuerySelect::query(&mut rows).left_join(contact_identity::Entity, own);
        if lock {
            select.lock_with_tables(LockType::NoKeyUpdate, [contact::Entity]);
        }
        let rows = rows.into_model::<Row>().all(&self.0.db()).await?;
        let mut people: Vec<Person> = Vec::new();
        for row in rows {
            match people.last_mut().filter(|person| person.contact.id == row.contact.id) {
                Some(person) => person.identities.extend(row.identity),
                None => people.push(Person {
                    contact: row.contact,
                    identities: row.identity.into_iter().collect(),
                    tags: row.tags,
                }),
            }
        }
        Ok(people)
    }
}

const IDENTITY: &str = "identity_";

/// A contact beside one of its identities.
struct Row {
    contact: Contact,
    identity: Option<ContactIdentity>,
    tags: Vec<TagRef>,
}

impl FromQueryResult for Row {
    fn from_query_result(row: &QueryResult, prefix: &str) -> Result<Self, DbErr> {
        let identity = Option::<ContactIdentity>::from_query_result(row, &format!("{prefix}{IDENTITY}"))?;
        Ok(Self { contact: Contact::from_query_result(row, prefix)?, identity, tags: carried::tags(row, prefix)? })
    }
}

impl People<'_, Writing> {
    /// Lock one contact. Must be the transaction's first lock.
    pub async fn lock(&self, id: ContactId) -> Result<Option<Person>, StoreError> {
        Ok(self.people(self.contacts().filter(contact::Column::Id.eq(id)), true).await?.pop())
    }

    /// Lock every contact that has one of `identities`, in id order. Must be the transaction's first lock.
    pub async fn lock_matching(&self, identities: &[Identity]) -> Result<Vec<Person>, StoreError> {
        self.people(self.owners(identities), true).await
    }

    /// Make a contact of `identities`. `None` when another transaction made one of them first: look again.
    pub async fn create(
        &self,
        identities: &[Identity],
        push_name: Option<&str>,
        now: Time,
    ) -> Result<Option<Person>, StoreError> {
        let contact = contact::ActiveModel {
            id: Set(new_id()),
            company_id: Set(self.0.company),
            push_name: Set(push_name.map(str::to_owned)),
            last_message_at: Set(Some(now)),
            created_at: Set(now),
            updated_at: Set(now),
            ..Default::default()
        };
        let contact = contact.insert(&self.0.db()).await?;
        let mut rows = Vec::new();
        for identity in identities {
            let Some(row) = self.add_identity(contact.id, identity, VerifiedBy::Provider, now).await? else {
                contact::Entity::delete_by_id(contact.id).exec(&self.0.db()).await?;
                return Ok(None);
            };
            rows.push(row);
        }
        Ok(Some(Person { contact, identities: rows, tags: Vec::new() }))
    }

    /// Give a contact one more identity. `None` when it is somebody's already.
    pub async fn add_identity(
        &self,
        contact: ContactId,
        identity: &Identity,
        verified_by: VerifiedBy,
        now: Time,
    ) -> Result<Option<ContactIdentity>, StoreError> {
        let row = ContactIdentity {
            id: new_id(),
            company_id: self.0.company,
            contact_id: contact,
            kind: Text(identity.kind),
            value: identity.value.clone(),
            canonical: identity.canonical.clone(),
            verified_by: Text(verified_by),
            last_seen_at: Some(now),
            negative_until: None,
            created_at: now,
            updated_at: now,
        };
        // Not with the row returned: where it is another's already, there would be none to return.
        let inserted = contact_identity::Entity::insert(row.clone().into_active_model())
            .on_conflict(OnConflict::new().do_nothing().to_owned())
            .try_insert()
            .exec_without_returning(&self.0.db())
            .await?;
        Ok(matches!(inserted, TryInsertResult::Inserted(rows) if rows > 0).then_some(row))
    }

    /// Note the spelling a provider used last and when: the address for sending. Callers do this at most every ten minutes.
    pub async fn saw(&self, identity: &ContactIdentity, value: &str, now: Time) -> Result<(), StoreError> {
        let row = contact_identity::ActiveModel {
            id: Set(identity.id),
            value: Set(value.to_owned()),
            last_seen_at: Set(Some(now)),
            updated_at: Set(now),
            ..Default::default()
        };
        row.update(&self.0.db()).await?;
        Ok(())
    }

    /// Write a contact that this transaction has locked; its version moves on.
    pub async fn save(&self, contact: Contact, now: Time) -> Result<Contact, StoreError> {
        let version = contact.version + 1;
        let mut row = contact.into_active_model().reset_all();
        row.version = Set(version);
        row.updated_at = Set(now);
        Ok(row.update(&self.0.db()).await?)
    }
}
