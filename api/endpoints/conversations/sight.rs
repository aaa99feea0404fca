//! What a caller may see (SPEC 3.0).

use domain::id::{ConversationId, DepartmentId};
use entities::{Conversation, Desk, Mode, Scope, Visibility};

use crate::auth::{Actor, Principal};
use crate::error::ApiError;

/// Everything that the caller may see.
pub(crate) fn all(who: &dyn Actor) -> Visibility {
    within(who, |user| &user.department_ids)
}

/// The same, narrowed to the departments where a user chose to work now: for lists.
pub(crate) fn now_worked_in(who: &dyn Actor) -> Visibility {
    within(who, working_in)
}

/// What is the caller's to answer, whatever more they see.
pub(super) fn desk(who: &dyn Actor) -> Desk<'_> {
    match who.user() {
        Some(user) => Desk { user: Some(user.user_id), departments: working_in(user), in_root: user.in_root },
        None => Desk { user: None, departments: &[], in_root: false },
    }
}

fn working_in(user: &Principal) -> &Vec<DepartmentId> {
    let chosen = &user.active_department_ids;
    if chosen.is_empty() { &user.department_ids } else { chosen }
}

fn within(who: &dyn Actor, departments: impl Fn(&Principal) -> &Vec<DepartmentId>) -> Visibility {
    match who.user() {
        Some(user) if !user.role.supervises() => {
            Visibility::Agent { user: user.user_id, departments: departments(user).clone(), in_root: user.in_root }
        }
        _ => Visibility::Company,
    }
}

/// A conversation that the caller may see; `not_found` for every other.
pub(crate) async fn find<M: Mode>(
    scope: &Scope<M>,
    who: &dyn Actor,
    id: ConversationId,
) -> Result<Conversation, ApiError> {
    let found = scope.conversations().find(id).await?;
    found.filter(|row| who.sees(row)).ok_or_else(ApiError::not_found)
}
