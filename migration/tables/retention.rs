//! How far the texts of an ended conversation are gone, and where to look for what is kept too long.

use crate::sql::{Migration, Sql};

pub(super) const MIGRATION: Migration = Migration {
    name: "m0075_retention",
    up: &[Sql::Both(
        "
            alter table conversations add column texts_gone_to timestamptz;
            create index conversations_texts on conversations (company_id, last_message_at)
                where status in ('RESOLVED', 'ARCHIVED') and (texts_gone_to is null or texts_gone_to < last_message_at);
            create index media_age on media (company_id, created_at) where state = 'READY';
            ",
    )],
};
