//! What a caller may see (SPEC 3.0).

use domain::id::ConversationId;
use entities::{Conversation, Mode, Scope, Visibility};

use crate::auth::Principal;
use crate::error::ApiError;

pub(crate) fn sees(user: &Principal, row: &Conversation) -> bool {
    user.sees(row.assigned_user_id, row.last_attendant_id, row.department_id)
}

/// Everything that the user may see.
pub(crate) fn all(user: &Principal) -> Visibility {
    within(user, &user.department_ids)
}

/// The same, narrowed to the departments where the user chose to work now: for lists.
pub(crate) fn now_worked_in(user: &Principal) -> Visibility {
    let chosen = &user.active_department_ids;
    within(user, if chosen.is_empty() { &user.department_ids } else { chosen })
}

fn within(user: &Principal, departments: &[uuid::Uuid]) -> Visibility {
    if user.role.supervises() {
        return Visibility::Company;
    }
    Visibility::Agent { user: user.user_id, departments: departments.to_vec(), in_root: user.in_root }
}

/// A conversation that the user may see; `not_found` for every other.
pub(crate) async fn find<M: Mode>(
    scope: &Scope<M>,
    user: &Principal,
    id: ConversationId,
) -> Result<Conversation, ApiError> {
    let found = scope.conversations().find(id).await?;
    found.filter(|row| sees(user, row)).ok_or_else(ApiError::not_found)
}
