//! Episodes, and what must hold of them whoever writes.
//!
//! `menu_message_id` has no foreign key: messages come later, and point back here.

use crate::sql::{Migration, Sql};

pub(super) const MIGRATION: Migration = Migration {
    name: "m0009_conversations",
    up: &[
        Sql::Both(
            "
            create table conversations (
                id uuid not null primary key,
                company_id uuid not null,
                protocol text not null,
                channel_id uuid not null,
                contact_id uuid not null,
                status text not null default 'OPEN' check (status in ('OPEN', 'ASSIGNED', 'RESOLVED', 'ARCHIVED')),
                flow_state text not null default 'GREETING' check (flow_state in ('GREETING', 'DEPARTMENT_SELECTED', 'ASSIGNED',
                    'AWAITING_ROUTING_CONFIRMATION', 'TIMEOUT_REDIRECT', 'RESOLVED')),
                department_id uuid,
                assigned_user_id uuid,
                preferred_user_id uuid,
                timeout_at timestamptz,
                timeout_kind text check (timeout_kind in ('SUGGESTION', 'MENU', 'QUEUE', 'RESPONSE', 'PAUSE')),
                timeout_round int not null default 0,
                redirect_count int not null default 0,
                nudged_at timestamptz,
                queued_at timestamptz,
                idle_since timestamptz,
                routed_at timestamptz,
                assigned_at timestamptz,
                greeting_sent_at timestamptz,
                greeting_failures int not null default 0,
                menu_message_id uuid,
                suggested_department_id uuid,
                suggested_user_id uuid,
                suggestion_state text
                    check (suggestion_state in ('ASKED', 'REPROMPTED', 'ACCEPTED', 'DECLINED', 'EXPIRED')),
                invalid_count int not null default 0,
                queue_notice_sent_at timestamptz,
                first_customer_at timestamptz,
                first_response_at timestamptz,
                last_message_at timestamptz not null,
                last_customer_at timestamptz,
                last_agent_at timestamptz,
                window_expires_at timestamptz,
                bot_paused_until timestamptz,
                last_department_id uuid,
                last_attendant_id uuid,
                resolved_at timestamptz,
                resolved_by_id uuid,
                archived_at timestamptz,
                started_by text not null default 'CUSTOMER' check (started_by in ('CUSTOMER', 'AGENT', 'API')),
                unread_count int not null default 0,
                message_seq bigint not null default 0,
                metadata jsonb not null default '{}',
                version int not null default 0,
                created_at timestamptz not null,
                updated_at timestamptz not null,
                unique (company_id, id),
                unique (company_id, protocol),
                foreign key (company_id, channel_id) references channels (company_id, id),
                foreign key (company_id, contact_id) references contacts (company_id, id),
                foreign key (company_id, department_id) references departments (company_id, id),
                foreign key (company_id, assigned_user_id) references users (company_id, id),
                foreign key (company_id, preferred_user_id) references users (company_id, id),
                foreign key (company_id, suggested_department_id) references departments (company_id, id),
                foreign key (company_id, suggested_user_id) references users (company_id, id),
                foreign key (company_id, last_department_id) references departments (company_id, id),
                foreign key (company_id, last_attendant_id) references users (company_id, id),
                foreign key (company_id, resolved_by_id) references users (company_id, id),
                constraint conversations_assigned_has_user check ((status = 'ASSIGNED') = (assigned_user_id is not null)),
                constraint conversations_flow_fits_status check (case status
                    when 'OPEN' then flow_state in ('GREETING', 'AWAITING_ROUTING_CONFIRMATION', 'DEPARTMENT_SELECTED')
                    when 'ASSIGNED' then flow_state in ('ASSIGNED', 'TIMEOUT_REDIRECT')
                    else flow_state = 'RESOLVED' end),
                constraint conversations_department_known check (case flow_state
                    when 'DEPARTMENT_SELECTED' then department_id is not null and queued_at is not null
                    when 'ASSIGNED' then department_id is not null
                    else true end),
                constraint conversations_timer_has_kind check ((timeout_at is null) = (timeout_kind is null)),
                constraint conversations_closed_has_no_timer check (status in ('OPEN', 'ASSIGNED') or timeout_at is null),
                constraint conversations_idle_is_open check (idle_since is null or (status = 'OPEN' and timeout_at is null))
            );
            create unique index conversations_one_active on conversations (channel_id, contact_id)
                where status in ('OPEN', 'ASSIGNED');
            create index conversations_list on conversations (company_id, status, last_message_at desc, id);
            create index conversations_queue on conversations (department_id, queued_at, id)
                where status = 'OPEN' and flow_state = 'DEPARTMENT_SELECTED' and idle_since is null;
            create index conversations_load on conversations (assigned_user_id) where status = 'ASSIGNED';
            create index conversations_due on conversations (timeout_at) where timeout_at is not null;
            create index conversations_contact on conversations (contact_id, created_at);
            ",
        ),
        Sql::Postgres("alter table conversations set (fillfactor = 80, autovacuum_vacuum_scale_factor = 0.02);"),
    ],
};
