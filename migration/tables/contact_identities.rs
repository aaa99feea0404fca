//! What the providers know a contact by.

use crate::sql::{Migration, Sql};

pub(super) const MIGRATION: Migration = Migration {
    name: "m0008_contact_identities",
    up: &[Sql::Both(
        "
            create table contact_identities (
                id uuid not null primary key,
                company_id uuid not null,
                contact_id uuid not null,
                kind text not null check (kind in ('PHONE', 'WAHA_LID', 'META_BSUID')),
                value text not null,
                canonical text not null,
                verified_by text not null check (verified_by in ('PROVIDER', 'AGENT', 'DERIVED')),
                last_seen_at timestamptz,
                negative_until timestamptz,
                created_at timestamptz not null,
                updated_at timestamptz not null,
                unique (company_id, kind, canonical),
                foreign key (company_id, contact_id) references contacts (company_id, id)
            );
            create index contact_identities_contact on contact_identities (contact_id);
            ",
    )],
};
