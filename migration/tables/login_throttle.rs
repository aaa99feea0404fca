//! Failed sign-ins.

use crate::sql::{Migration, Sql};

pub(super) const MIGRATION: Migration = Migration {
    name: "m0022_login_throttle",
    up: &[Sql::Both(
        r#"
            create table login_throttle (
                "key" text not null primary key,
                failures int not null default 0,
                window_start timestamptz not null,
                locked_until timestamptz,
                created_at timestamptz not null,
                updated_at timestamptz not null
            );
            "#,
    )],
};
