//! Deadlines that count open minutes follow the hours and the response times of the company.

use attendance::{After, Rearmed, rearm_next};
use domain::id::{CompanyId, DepartmentId};

use crate::again::again;
use crate::error::ApiError;
use crate::state::AppState;

/// Who waits has the minutes of the new rules from now on, each in a transaction of their own. A row says how far that is: what is cut
/// off here, workers go on with.
pub(crate) async fn rearm(state: &AppState, company: CompanyId, department: Option<DepartmentId>) {
    let mut after = After::default();
    loop {
        // Boxed: an attendance is a large thing to carry in every future above.
        match again(|| Box::pin(next(state, company, department))).await {
            Ok(Rearmed::One(one)) => after.and(one),
            Ok(Rearmed::Over | Rearmed::Lost) => break,
            Err(error) => {
                tracing::warn!(%company, ?error, "the repair pass goes on with the deadlines");
                break;
            }
        }
    }
    state.told(company, after).await;
}

async fn next(state: &AppState, company: CompanyId, department: Option<DepartmentId>) -> Result<Rearmed, ApiError> {
    let tx = state.begin(company).await?;
    let rearmed = rearm_next(&tx, &state.directory, department, state.clock.now()).await?;
    if !matches!(rearmed, Rearmed::Lost) {
        tx.commit().await?;
    }
    Ok(rearmed)
}
