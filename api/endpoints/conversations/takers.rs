//! The user who is to get a conversation by hand: locked, and judged by the rules of SPEC 3.3.

use attendance::Attendance;
use domain::flow::Agent;
use domain::id::{DepartmentId, UserId};
use domain::role::OnlineStatus;
use entities::{Member, Scope, User, Writing};

use crate::error::{ApiError, Code};

/// Which rules apply.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Rules {
    /// Full agents may get one more.
    pub(crate) beyond_capacity: bool,
    /// Users of other departments may get it.
    pub(crate) without_membership: bool,
    /// Who is away may get it: only oneself.
    pub(crate) offline: bool,
}

/// Lock who is to get the conversation, after the department in which they get it. `department` = `None` is the conversation's own,
/// else the user's primary, else the root.
pub(crate) async fn lock(
    tx: &Scope<Writing>,
    hand: &Attendance<'_>,
    id: UserId,
    department: Option<DepartmentId>,
    rules: Rules,
) -> Result<User, ApiError> {
    let known = tx.agents().find(id).await?.ok_or_else(ApiError::not_found)?;
    let department = department.or(hand.row.department_id).or(known.department_id).or_else(|| hand.company().root_id());
    if let Some(department) = department {
        tx.agents().lock_department(department).await?;
    }
    let Some(Member { user, load }) = tx.agents().lock_user(id).await? else {
        return Err(ApiError::not_found());
    };
    if !user.is_active || !rules.offline && user.online_status == OnlineStatus::Offline {
        return Err(Code::AgentUnavailable.into());
    }
    if let Some(department) = department
        && !rules.without_membership
        && !tx.agents().is_member(id, department).await?
    {
        return Err(Code::AssigneeNotMember.into());
    }
    let default = hand.company().rules.settings.default_max_conversations;
    let capacity = user.max_conversations.map_or(default, |own| u32::try_from(own).unwrap_or(0));
    if capacity > 0 && load >= capacity && !rules.beyond_capacity {
        return Err(Code::AgentAtCapacity.into());
    }
    Ok(user)
}

pub(crate) fn agent(user: &User) -> Agent {
    Agent { user_id: user.id, name: user.name.clone(), primary_department_id: user.department_id }
}
