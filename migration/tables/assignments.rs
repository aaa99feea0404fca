//! Who had a conversation, and when. At most one has it.

use crate::sql::{Migration, Sql};

pub(super) const MIGRATION: Migration = Migration {
    name: "m0013_assignments",
    up: &[
        Sql::Both(
            "
            create table assignments (
                id uuid not null primary key,
                company_id uuid not null,
                conversation_id uuid not null,
                user_id uuid not null,
                department_id uuid,
                assigned_at timestamptz not null,
                unassigned_at timestamptz,
                assigned_by text not null check (assigned_by in ('AUTO', 'SELF', 'USER', 'TRANSFER', 'TIMEOUT', 'START')),
                actor_id uuid,
                end_reason text
                    check (end_reason in ('RELEASED', 'TIMEOUT', 'TRANSFER', 'REASSIGNED', 'LOST', 'RESOLVED')),
                created_at timestamptz not null,
                updated_at timestamptz not null,
                foreign key (company_id, conversation_id) references conversations (company_id, id),
                foreign key (company_id, user_id) references users (company_id, id),
                foreign key (company_id, department_id) references departments (company_id, id),
                foreign key (company_id, actor_id) references users (company_id, id)
            );
            create unique index assignments_one_present on assignments (conversation_id) where unassigned_at is null;
            create index assignments_history on assignments (conversation_id, assigned_at);
            ",
        ),
    ],
};
