//! The hourly counters: written by whoever reads the log for them ([`counting`]), read by the metrics.

pub(super) mod counting;

use domain::clock::Time;
use domain::conversation::Status;
use domain::id::DepartmentId;
use domain::metrics::{BUCKETS, Tally};
use sea_orm::{
    ColumnTrait as _, ConnectionTrait as _, DbBackend, EntityTrait as _, FromQueryResult, QueryFilter as _,
    QuerySelect as _, Statement, Value,
};
use uuid::Uuid;

use self::counting::OnlineSpan;
use crate::Text;
use crate::error::StoreError;
use crate::scope::{Mode, Scope};
use crate::tables::{conversation, online_span};

/// In the order of [`Tally::plain`].
const PLAIN: [&str; 12] = [
    "inbound",
    "outbound_agent",
    "outbound_bot",
    "outbound_api",
    "opened",
    "resolved",
    "bot_only",
    "archived",
    "assigned",
    "resolution_sum_ms",
    "resolution_n",
    "online_seconds",
];
const HISTOGRAMS: [&str; 2] = ["first_response", "queue_wait"];

/// By what the counters are added up.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Slice {
    Department,
    Channel,
    User,
    Hour,
}

/// Conversations of a status in a department now.
#[derive(Debug, Clone, PartialEq, Eq, FromQueryResult)]
pub struct LiveCount {
    pub status: Text<Status>,
    pub department_id: Option<DepartmentId>,
    pub count: i64,
}

fn columns() -> Vec<String> {
    let of = |name: &&str| {
        let buckets = (0..BUCKETS).map(move |n| format!("{name}_h{n}"));
        [format!("{name}_sum_ms"), format!("{name}_n")].into_iter().chain(buckets).collect::<Vec<_>>()
    };
    PLAIN.iter().map(|name| (*name).to_owned()).chain(HISTOGRAMS.iter().flat_map(of)).collect()
}

fn tally(numbers: &[i64]) -> Tally {
    let mut tally = Tally::default();
    let (plain, rest) = numbers.split_at(PLAIN.len());
    for (counter, number) in tally.counters().into_iter().zip(plain) {
        *counter = *number;
    }
    for (times, numbers) in [&mut tally.first_response, &mut tally.queue_wait].into_iter().zip(rest.chunks(2 + BUCKETS))
    {
        (times.sum, times.count) = (numbers[0], numbers[1]);
        times.buckets.copy_from_slice(&numbers[2..]);
    }
    tally
}

pub struct Rollups<'a, M>(&'a Scope<M>);

impl<M> Scope<M> {
    pub fn rollups(&self) -> Rollups<'_, M> {
        Rollups(self)
    }
}

impl<M: Mode> Rollups<'_, M> {
    /// The counters of the hours from `from` on and before `to`, added up by department, channel or user (nil = of none).
    pub async fn by(
        &self,
        slice: Slice,
        from: Time,
        to: Time,
        departments: Option<&[DepartmentId]>,
    ) -> Result<Vec<(Uuid, Tally)>, StoreError> {
        let column = match slice {
            Slice::Department => "department_id",
            Slice::Channel => "channel_id",
            _ => "user_id",
        };
        let rows = self.sums(column, from, to, departments).await?;
        rows.iter().map(|row| Ok((row.try_get("", "part")?, read(row)?))).collect()
    }

    /// Each hour's, all departments and channels together, in the order of time.
    pub async fn hours(
        &self,
        from: Time,
        to: Time,
        departments: Option<&[DepartmentId]>,
    ) -> Result<Vec<(Time, Tally)>, StoreError> {
        let rows = self.sums("hour", from, to, departments).await?;
        let mut hours: Vec<(Time, Tally)> =
            rows.iter().map(|row| Ok((row.try_get("", "part")?, read(row)?))).collect::<Result<_, StoreError>>()?;
        hours.sort_by_key(|(hour, _)| *hour);
        Ok(hours)
    }

    async fn sums(
        &self,
        part: &str,
        from: Time,
        to: Time,
        departments: Option<&[DepartmentId]>,
    ) -> Result<Vec<sea_orm::QueryResult>, StoreError> {
        let db = self.0.db();
        let backend = db.get_database_backend();
        let mark = if backend == DbBackend::Sqlite { '?' } else { '$' };
        let mut values: Vec<Value> = vec![self.0.company.into(), from.into(), to.into()];
        let only = departments.map(|departments| {
            let marks: Vec<String> = (4..4 + departments.len()).map(|n| format!("{mark}{n}")).collect();
            values.extend(departments.iter().map(|id| Value::from(*id)));
            if marks.is_empty() {
                "AND 1 = 0".to_owned()
            } else {
                format!("AND department_id IN ({})", marks.join(", "))
            }
        });
        let sums: Vec<String> = columns().iter().map(|name| format!("CAST(sum({name}) AS bigint) AS {name}")).collect();
        let sql = format!(
            "SELECT {part} AS part, {} FROM hourly_rollups
             WHERE company_id = {mark}1 AND hour >= {mark}2 AND hour < {mark}3 {} GROUP BY {part}",
            sums.join(", "),
            only.unwrap_or_default(),
        );
        Ok(db.query_all_raw(Statement::from_sql_and_values(backend, sql, values)).await?)
    }

    /// Who is online, as far as the counters know.
    pub async fn online(&self) -> Result<Vec<OnlineSpan>, StoreError> {
        let rows = online_span::Entity::find().filter(online_span::Column::CompanyId.eq(self.0.company));
        Ok(rows.into_model::<OnlineSpan>().all(&self.0.db()).await?)
    }

    /// How many conversations are open and assigned at this moment, by department.
    pub async fn live(&self) -> Result<Vec<LiveCount>, StoreError> {
        use conversation::Column;

        let rows = conversation::Entity::find()
            .select_only()
            .columns([Column::Status, Column::DepartmentId])
            .column_as(Column::Id.count(), "count")
            .filter(Column::CompanyId.eq(self.0.company))
            .filter(Column::Status.is_in([Text(Status::Open), Text(Status::Assigned)]))
            .group_by(Column::Status)
            .group_by(Column::DepartmentId);
        Ok(rows.into_model::<LiveCount>().all(&self.0.db()).await?)
    }

    /// How many wait in each department, and since when the first.
    pub async fn queues(&self) -> Result<Vec<(DepartmentId, i64, Time)>, StoreError> {
        use conversation::Column;
        use domain::conversation::FlowState;

        let rows = conversation::Entity::find()
            .select_only()
            .column(Column::DepartmentId)
            .column_as(Column::Id.count(), "count")
            .column_as(Column::QueuedAt.min(), "oldest")
            .filter(Column::CompanyId.eq(self.0.company))
            .filter(Column::Status.eq(Text(Status::Open)))
            .filter(Column::FlowState.eq(Text(FlowState::DepartmentSelected)))
            .filter(Column::IdleSince.is_null())
            .group_by(Column::DepartmentId);
        Ok(rows.into_tuple().all(&self.0.db()).await?)
    }
}

fn read(row: &sea_orm::QueryResult) -> Result<Tally, StoreError> {
    let numbers: Vec<i64> = columns().iter().map(|name| row.try_get("", name)).collect::<Result<_, _>>()?;
    Ok(tally(&numbers))
}
