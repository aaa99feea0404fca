//! What happened, counted: the figures of the company and of each agent.

mod period;
mod view;

use std::collections::HashMap;

use domain::id::{DepartmentId, UserId};
use domain::metrics::Tally;
use entities::{Slice, UserFilter};
use poem_openapi::OpenApi;
use poem_openapi::param::Query;

use self::period::Period;
use super::Tag;
use crate::auth::{Actor, Caller, need};
use crate::context::Context;
use crate::error::ApiError;
use crate::payload::Reply;

pub use view::{AgentMetrics, Dashboard};

/// The most users that are told of.
const MOST: u64 = 1_000;

/// Counted by the hour, a few seconds behind what happens. Times are milliseconds.
pub struct MetricsApi;

#[OpenApi(prefix_path = "/api/metrics", tag = "Tag::Metrics")]
impl MetricsApi {
    /// Tell how the company does. Who only serves is told of their own departments.
    #[oai(path = "/dashboard", method = "get", operation_id = "getDashboard")]
    async fn dashboard(
        &self,
        who: Caller<need::MetricsRead>,
        cx: Context,
        /// `1d`, `7d`, `30d` or `90d`: so many days of the company's calendar with today. `7d` when left out.
        period: Query<Option<String>>,
        /// Instead of a period: its beginning, to the hour.
        from: Query<Option<String>>,
        /// Its end, now when left out.
        to: Query<Option<String>>,
    ) -> Result<Reply<Dashboard>, ApiError> {
        let scope = cx.company(who.company_id());
        let company = cx.directory.company(&scope).await?;
        let now = cx.clock.now();
        let period =
            Period::read(period.0.as_deref(), from.0.as_deref(), to.0.as_deref(), company.rules.timezone, now)?;
        let only = departments_of(&who.who, company.root_id());
        let only = only.as_deref();
        let rollups = scope.rollups();
        let facts = view::Facts {
            hours: rollups.hours(period.from, period.to, only).await?,
            today: rollups.hours(period.today, now + chrono::Duration::hours(1), only).await?,
            by_department: rollups.by(Slice::Department, period.from, period.to, only).await?,
            by_channel: rollups.by(Slice::Channel, period.from, period.to, only).await?,
            live: rollups.live().await?,
            queues: rollups.queues().await?,
            departments: scope.departments().list(true).await?,
            channels: scope.channels().list().await?,
        };
        Ok(Reply::new(facts.dashboard(&period, only, now)))
    }

    /// Tell how each agent does, by name. Who only serves is told of themselves.
    #[oai(path = "/agents", method = "get", operation_id = "getAgentMetrics")]
    async fn agents(
        &self,
        who: Caller<need::MetricsRead>,
        cx: Context,
        period: Query<Option<String>>,
        from: Query<Option<String>>,
        to: Query<Option<String>>,
    ) -> Result<Reply<Vec<AgentMetrics>>, ApiError> {
        let scope = cx.company(who.company_id());
        let company = cx.directory.company(&scope).await?;
        let now = cx.clock.now();
        let period =
            Period::read(period.0.as_deref(), from.0.as_deref(), to.0.as_deref(), company.rules.timezone, now)?;
        let mut users = scope.users().list(&UserFilter::default(), MOST).await?;
        if !who.supervises() {
            users.retain(|user| Some(user.id) == who.user_id());
        }
        let mut tallies: HashMap<UserId, Tally> =
            scope.rollups().by(Slice::User, period.from, period.to, None).await?.into_iter().collect();
        for span in scope.rollups().online().await? {
            // They are still there: the hours do not have it yet.
            let seconds = (period.to.min(now) - period.from.max(span.since)).num_seconds();
            tallies.entry(span.user_id).or_default().online_seconds += seconds.max(0);
        }
        let ids: Vec<UserId> = users.iter().map(|user| user.id).collect();
        let loads = scope.agents().loads(&ids).await?;
        users.retain(|user| user.is_active || tallies.contains_key(&user.id));
        let rows = users.into_iter().map(|user| {
            let (tally, load) = (tallies.get(&user.id).copied().unwrap_or_default(), loads.get(&user.id).copied());
            view::agent(user, &tally, load.unwrap_or(0))
        });
        Ok(Reply::new(rows.collect()))
    }
}

/// The departments that the caller may be told of; `None` = the whole company. The nil id stands for conversations without one.
fn departments_of(who: &dyn Actor, root: Option<DepartmentId>) -> Option<Vec<DepartmentId>> {
    if who.supervises() {
        return None;
    }
    let mut own = who.user().map(|user| user.department_ids.clone()).unwrap_or_default();
    if root.is_some_and(|root| own.contains(&root)) {
        own.push(DepartmentId::nil());
    }
    Some(own)
}
