//! What META says of a number, and when the templates of its account are read anew.

use crate::sql::{Migration, Sql};

pub(super) const MIGRATION: Migration = Migration {
    name: "m0080_channel_health",
    up: &[Sql::Both(
        "
            alter table channels add column quality text;
            alter table channels add column messaging_limit text;
            alter table channels add column next_sync_at timestamptz;
            ",
    )],
};
