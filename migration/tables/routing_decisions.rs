//! Why a conversation went where it went.

use crate::sql::{Migration, Sql};

pub(super) const MIGRATION: Migration = Migration {
    name: "m0014_routing_decisions",
    up: &[Sql::Both(
        r#"
            create table routing_decisions (
                id uuid not null primary key,
                company_id uuid not null,
                conversation_id uuid not null,
                department_id uuid not null,
                "trigger" text not null,
                outcome text not null check (outcome in ('ASSIGNED', 'QUEUED', 'NO_CHANGE')),
                chosen_user_id uuid,
                candidates jsonb not null default '[]',
                queue_position int,
                decided_at timestamptz not null,
                created_at timestamptz not null,
                foreign key (company_id, conversation_id) references conversations (company_id, id),
                foreign key (company_id, department_id) references departments (company_id, id),
                foreign key (company_id, chosen_user_id) references users (company_id, id)
            );
            create index routing_decisions_history on routing_decisions (conversation_id, decided_at);
            "#,
    )],
};
