//! What happened in an hour, by department, channel and user; and who is online since when, which the next change of presence
//! turns into seconds of those hours. Both are made from the event log, and from nothing else.

use crate::sql::{Migration, Sql};

/// The nil uuid stands for none, since a part of a key cannot be null. Each bucket of a histogram is a column, so that the
/// database adds them up.
pub(super) const MIGRATION: Migration = Migration {
    name: "m0060_hourly_rollups",
    up: &[Sql::Both(
        "
            create table hourly_rollups (
                company_id uuid not null references companies (id),
                hour timestamptz not null,
                department_id uuid not null,
                channel_id uuid not null,
                user_id uuid not null,
                inbound bigint not null default 0,
                outbound_agent bigint not null default 0,
                outbound_bot bigint not null default 0,
                outbound_api bigint not null default 0,
                opened bigint not null default 0,
                resolved bigint not null default 0,
                bot_only bigint not null default 0,
                archived bigint not null default 0,
                assigned bigint not null default 0,
                resolution_sum_ms bigint not null default 0,
                resolution_n bigint not null default 0,
                online_seconds bigint not null default 0,
                first_response_sum_ms bigint not null default 0,
                first_response_n bigint not null default 0,
                first_response_h0 bigint not null default 0,
                first_response_h1 bigint not null default 0,
                first_response_h2 bigint not null default 0,
                first_response_h3 bigint not null default 0,
                first_response_h4 bigint not null default 0,
                first_response_h5 bigint not null default 0,
                first_response_h6 bigint not null default 0,
                first_response_h7 bigint not null default 0,
                first_response_h8 bigint not null default 0,
                first_response_h9 bigint not null default 0,
                first_response_h10 bigint not null default 0,
                first_response_h11 bigint not null default 0,
                queue_wait_sum_ms bigint not null default 0,
                queue_wait_n bigint not null default 0,
                queue_wait_h0 bigint not null default 0,
                queue_wait_h1 bigint not null default 0,
                queue_wait_h2 bigint not null default 0,
                queue_wait_h3 bigint not null default 0,
                queue_wait_h4 bigint not null default 0,
                queue_wait_h5 bigint not null default 0,
                queue_wait_h6 bigint not null default 0,
                queue_wait_h7 bigint not null default 0,
                queue_wait_h8 bigint not null default 0,
                queue_wait_h9 bigint not null default 0,
                queue_wait_h10 bigint not null default 0,
                queue_wait_h11 bigint not null default 0,
                created_at timestamptz not null,
                updated_at timestamptz not null,
                primary key (company_id, hour, department_id, channel_id, user_id)
            );
            create table online_spans (
                user_id uuid not null primary key,
                company_id uuid not null references companies (id),
                since timestamptz not null,
                created_at timestamptz not null,
                foreign key (company_id, user_id) references users (company_id, id)
            );
            create index online_spans_of_company on online_spans (company_id);
            ",
    )],
};
