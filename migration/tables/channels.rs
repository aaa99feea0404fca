//! The numbers. Only a verified META number is exclusive, so that an unverified squatter blocks nobody.

use crate::sql::{Migration, Sql};

pub(super) const MIGRATION: Migration = Migration {
    name: "m0006_channels",
    up: &[
        Sql::Both(
            "
            create table channels (
                id uuid not null primary key,
                company_id uuid not null references companies (id),
                name text not null,
                provider text not null check (provider in ('META', 'WAHA', 'SANDBOX')),
                external_key text not null,
                phone text,
                base_url text,
                api_version text,
                waba_id text,
                credentials_enc bytea not null,
                insecure_webhook boolean not null default false,
                status text not null default 'PENDING' check (status in ('PENDING', 'ACTIVE', 'DEGRADED', 'STOPPED', 'DISABLED')),
                status_reason text,
                engine text,
                send_after timestamptz,
                last_event_at timestamptz,
                last_sent_at timestamptz,
                next_poll_at timestamptz,
                polled_to timestamptz,
                nudged_at timestamptz,
                is_default boolean not null default false,
                max_per_second int not null check (max_per_second > 0),
                settings jsonb not null default '{}',
                version int not null default 0,
                created_at timestamptz not null,
                updated_at timestamptz not null,
                unique (company_id, id),
                check (insecure_webhook = false or provider <> 'META')
            );
            create unique index channels_one_default on channels (company_id) where is_default;
            create unique index channels_of_company on channels (company_id, provider, external_key) where status <> 'DISABLED';
            create unique index channels_verified_meta on channels (provider, external_key)
                where provider = 'META' and status in ('ACTIVE', 'DEGRADED');
            create index channels_external_key on channels (provider, external_key);
            create index channels_waba on channels (waba_id);
            ",
        ),
    ],
};
