//! One of the names a provider knows a contact by.

use domain::identity::{IdentityKind, VerifiedBy};
use sea_orm::entity::prelude::*;

use crate::text::Text;

#[derive(Debug, Clone, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "contact_identities")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    pub company_id: Uuid,
    pub contact_id: Uuid,
    pub kind: Text<IdentityKind>,
    /// The address used for sending.
    pub value: String,
    /// The match key, unique with company and kind.
    pub canonical: String,
    pub verified_by: Text<VerifiedBy>,
    /// To 10 min.
    pub last_seen_at: Option<DateTimeUtc>,
    /// A LID without a phone: not to be asked about again before.
    pub negative_until: Option<DateTimeUtc>,
    pub created_at: DateTimeUtc,
    pub updated_at: DateTimeUtc,
}

#[derive(Debug, Clone, Copy, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
