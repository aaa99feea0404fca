//! Contacts with their identities. Whoever writes a conversation locks its contact first: the order of that lock is the order of
//! everything that happens to the person.

use domain::channel::ProviderKind;
use domain::clock::Time;
use domain::id::{ContactId, new_id};
use domain::identity::{Identity, IdentityKind, VerifiedBy};
use sea_orm::sea_query::ExprTrait as _;
use sea_orm::sea_query::{LockType, OnConflict};
use sea_orm::{
    ActiveModelTrait as _, ColumnTrait as _, Condition, EntityTrait as _, QueryFilter as _, QueryOrder as _,
    QuerySelect as _, Set, TryInsertResult,
};

use crate::error::StoreError;
use crate::scope::{Mode, Scope, Writing};
use crate::tables::{contact, contact_identity};
use crate::{Contact, ContactIdentity, Text};

/// A contact and all that identifies it, the identity last seen first.
#[derive(Debug, Clone, PartialEq)]
pub struct Person {
    pub contact: Contact,
    pub identities: Vec<ContactIdentity>,
}

impl Person {
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

    fn identity(&self, kind: IdentityKind) -> Option<&ContactIdentity> {
        self.identities.iter().find(|identity| identity.kind == kind)
    }
}

pub struct People<'a, M>(&'a Scope<M>);

impl<M> Scope<M> {
    pub fn people(&self) -> People<'_, M> {
        People(self)
    }
}

impl<M: Mode> People<'_, M> {
    pub async fn find(&self, id: ContactId) -> Result<Option<Person>, StoreError> {
        let contact = self.contacts().filter(contact::Column::Id.eq(id)).one(&self.0.db()).await?;
        self.with_identities(contact).await
    }

    /// Several at once, in no order. Two statements however many there are.
    pub async fn find_all(&self, ids: &[ContactId]) -> Result<Vec<Person>, StoreError> {
        let contacts = self.contacts().filter(contact::Column::Id.is_in(ids.iter().copied())).all(&self.0.db()).await?;
        let identities = self.identities_of(ids).await?;
        Ok(contacts.into_iter().map(|contact| Person::assemble(contact, &identities)).collect())
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

    fn contacts(&self) -> sea_orm::Select<contact::Entity> {
        contact::Entity::find().filter(contact::Column::CompanyId.eq(self.0.company))
    }

    fn identities(&self) -> sea_orm::Select<contact_identity::Entity> {
        contact_identity::Entity::find().filter(contact_identity::Column::CompanyId.eq(self.0.company))
    }

    async fn identities_of(&self, ids: &[ContactId]) -> Result<Vec<ContactIdentity>, StoreError> {
        let of = contact_identity::Column::ContactId.is_in(ids.iter().copied());
        let last_seen_first = contact_identity::Column::LastSeenAt;
        Ok(self
            .identities()
            .filter(of)
            .order_by_desc(last_seen_first)
            .order_by_desc(contact_identity::Column::Id)
            .all(&self.0.db())
            .await?)
    }

    async fn with_identities(&self, contact: Option<Contact>) -> Result<Option<Person>, StoreError> {
        let Some(contact) = contact else { return Ok(None) };
        let identities = self.identities_of(&[contact.id]).await?;
        Ok(Some(Person { contact, identities }))
    }
}

impl Person {
    fn assemble(contact: Contact, identities: &[ContactIdentity]) -> Self {
        let own = identities.iter().filter(|identity| identity.contact_id == contact.id).cloned().collect();
        Self { contact, identities: own }
    }
}

impl People<'_, Writing> {
    /// Lock one contact. Must be the transaction's first lock.
    pub async fn lock(&self, id: ContactId) -> Result<Option<Person>, StoreError> {
        let contact =
            self.contacts().filter(contact::Column::Id.eq(id)).lock(LockType::NoKeyUpdate).one(&self.0.db()).await?;
        self.with_identities(contact).await
    }

    /// Lock every contact that has one of `identities`, in id order. Must be the transaction's first lock.
    pub async fn lock_matching(&self, identities: &[Identity]) -> Result<Vec<Person>, StoreError> {
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
        let contacts = self
            .contacts()
            .filter(contact::Column::Id.in_subquery(owners))
            .order_by_asc(contact::Column::Id)
            .lock(LockType::NoKeyUpdate)
            .all(&self.0.db())
            .await?;
        let ids: Vec<ContactId> = contacts.iter().map(|contact| contact.id).collect();
        let identities = if ids.is_empty() { Vec::new() } else { self.identities_of(&ids).await? };
        Ok(contacts.into_iter().map(|contact| Person::assemble(contact, &identities)).collect())
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
        Ok(Some(Person { contact, identities: rows }))
    }

    /// Give a contact one more identity. `None` when it is somebody's already.
    pub async fn add_identity(
        &self,
        contact: ContactId,
        identity: &Identity,
        verified_by: VerifiedBy,
        now: Time,
    ) -> Result<Option<ContactIdentity>, StoreError> {
        let row = contact_identity::ActiveModel {
            id: Set(new_id()),
            company_id: Set(self.0.company),
            contact_id: Set(contact),
            kind: Set(Text(identity.kind)),
            value: Set(identity.value.clone()),
            canonical: Set(identity.canonical.clone()),
            verified_by: Set(Text(verified_by)),
            last_seen_at: Set(Some(now)),
            created_at: Set(now),
            updated_at: Set(now),
            ..Default::default()
        };
        let inserted = contact_identity::Entity::insert(row)
            .on_conflict(OnConflict::new().do_nothing().to_owned())
            .try_insert()
            .exec_with_returning(&self.0.db())
            .await?;
        Ok(match inserted {
            TryInsertResult::Inserted(row) => Some(row),
            TryInsertResult::Empty | TryInsertResult::Conflicted => None,
        })
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
        use sea_orm::IntoActiveModel as _;
        let version = contact.version + 1;
        let mut row = contact.into_active_model().reset_all();
        row.version = Set(version);
        row.updated_at = Set(now);
        Ok(row.update(&self.0.db()).await?)
    }
}
