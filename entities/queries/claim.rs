//! Fair claims: a process takes a few due rows of each company in turn, no company more than half of what the process may hold while
//! another has due rows, and with its last free places only rows of companies of which it holds nothing.

use std::collections::HashMap;

use domain::clock::Time;
use domain::id::CompanyId;
use sea_orm::{ConnectionTrait as _, DatabaseExecutor, DbBackend, FromQueryResult, Statement};
use serde_json::json;

use crate::error::StoreError;

/// What a process may take in one claim.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Share {
    /// Rows of this claim.
    pub limit: u32,
    /// The most that this process may hold of one company while another has due rows.
    pub most: u32,
    /// What it holds now.
    pub held: HashMap<CompanyId, u32>,
    /// Leave out the companies of which it holds something.
    pub only_new: bool,
}

/// What is claimed: a table whose rows are `r` in the conditions.
pub(super) struct Claim {
    pub(super) table: &'static str,
    pub(super) key: &'static str,
    /// The column with the instant from which a row is due.
    pub(super) due: &'static str,
    /// What else makes a row due, beginning with AND. `$1` is now.
    pub(super) and: &'static str,
}

impl Claim {
    pub(super) async fn run<T: FromQueryResult>(
        &self,
        db: &DatabaseExecutor<'_>,
        worker: &str,
        share: &Share,
        now: Time,
        until: Time,
    ) -> Result<Vec<T>, StoreError> {
        let held = share.held.iter().map(|(company, leases)| json!({"company": company, "leases": leases}));
        let held = serde_json::Value::Array(held.collect()).to_string();
        let (limit, most) = (share.limit.into(), share.most.into());
        let values = [now.into(), limit, most, until.into(), worker.into(), held.into(), share.only_new.into()];
        let backend = db.get_database_backend();
        let sql = self.sql(if backend == DbBackend::Sqlite { SQLITE } else { POSTGRES });
        Ok(T::find_by_statement(Statement::from_sql_and_values(backend, sql, values)).all(db).await?)
    }

    fn sql(&self, text: &str) -> String {
        let is_due = "r.{due} <= $1 AND (r.lease_until IS NULL OR r.lease_until < $1) {and}";
        let text = text.replace("{is_due}", is_due).replace("{and}", self.and);
        text.replace("{table}", self.table).replace("{key}", self.key).replace("{due}", self.due)
    }
}

/// A loose scan over the companies that have due rows, then a few rows of each, skipping what another worker is taking.
const POSTGRES: &str = "
    WITH RECURSIVE company AS (
        (SELECT r.company_id FROM {table} r WHERE {is_due} ORDER BY r.company_id LIMIT 1)
        UNION ALL
        SELECT (SELECT r.company_id FROM {table} r WHERE r.company_id > company.company_id AND {is_due}
                ORDER BY r.company_id LIMIT 1)
        FROM company WHERE company.company_id IS NOT NULL
    ), share AS (
        SELECT company.company_id, CASE WHEN count(*) OVER () = 1 THEN $2::int
            ELSE least($2::int, greatest($3::int - coalesce(held.leases, 0), 0)) END AS k
        FROM company LEFT JOIN json_to_recordset($6::json) AS held (company uuid, leases int) ON held.company = company.company_id
        WHERE company.company_id IS NOT NULL AND NOT ($7::bool AND coalesce(held.leases, 0) > 0)
    ), due AS (
        SELECT r.claimed, r.at, row_number() OVER (PARTITION BY share.company_id ORDER BY r.at, r.claimed) AS place
        FROM share CROSS JOIN LATERAL (
            SELECT r.{key} AS claimed, r.{due} AS at FROM {table} r WHERE r.company_id = share.company_id AND {is_due}
            ORDER BY r.{due}, r.{key} LIMIT share.k FOR UPDATE OF r SKIP LOCKED
        ) r
    ), picked AS (
        SELECT claimed FROM due ORDER BY place, at, claimed LIMIT $2
    )
    UPDATE {table} SET lease_until = $4, leased_by = $5, lease_token = lease_token + 1
    WHERE {key} IN (SELECT claimed FROM picked) RETURNING *";

/// The same without LATERAL: what a company has due is listed as JSON, whose elements are numbered.
const SQLITE: &str = "
    WITH RECURSIVE company AS (
        SELECT (SELECT r.company_id FROM {table} r WHERE {is_due} ORDER BY r.company_id LIMIT 1) AS id
        UNION ALL
        SELECT (SELECT r.company_id FROM {table} r WHERE r.company_id > company.id AND {is_due}
                ORDER BY r.company_id LIMIT 1)
        FROM company WHERE company.id IS NOT NULL
    ), held AS (
        SELECT unhex(replace(json_extract(value, '$.company'), '-', '')) AS id, json_extract(value, '$.leases') AS leases
        FROM json_each($6)
    ), share AS (
        SELECT company.id, CASE WHEN count(*) OVER () = 1 THEN $2 ELSE $3 - coalesce(held.leases, 0) END AS k
        FROM company LEFT JOIN held ON held.id = company.id
        WHERE company.id IS NOT NULL AND NOT ($7 AND coalesce(held.leases, 0) > 0)
    ), due AS (
        SELECT nth.value AS claimed, nth.key AS place FROM share JOIN json_each((
            SELECT json_group_array(claimed) FROM (
                SELECT r.rowid AS claimed FROM {table} r WHERE r.company_id = share.id AND {is_due}
                ORDER BY r.{due}, r.{key} LIMIT $2)
        )) AS nth ON nth.key < share.k
    )
    UPDATE {table} SET lease_until = $4, leased_by = $5, lease_token = lease_token + 1
    WHERE rowid IN (
        SELECT due.claimed FROM due JOIN {table} r ON r.rowid = due.claimed
        ORDER BY due.place, r.{due}, r.{key} LIMIT $2
    ) RETURNING *";
