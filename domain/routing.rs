//! Who may take a conversation, and who takes it (SPEC 6.1). Every decision is stored with the verdict on each candidate.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use strum::{EnumString, IntoStaticStr, VariantArray};

use crate::clock::Time;
use crate::conversation::EndReason;
use crate::id::UserId;
use crate::role::OnlineStatus;

/// Why a candidate was taken or passed over. The first that applies, in this order.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema, EnumString, IntoStaticStr, VariantArray,
)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
#[strum(serialize_all = "SCREAMING_SNAKE_CASE")]
pub enum Verdict {
    Inactive,
    NotActiveInDepartment,
    Offline,
    Busy,
    Full,
    Excluded,
    Eligible,
    Chosen,
}

/// A member of a department at the moment of a decision, as stored in `routing_decisions.candidates`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct Judged {
    pub user_id: UserId,
    pub name: String,
    pub online_status: OnlineStatus,
    /// Conversations ASSIGNED to the user, over the whole company.
    pub load: u32,
    /// 0 = unlimited.
    pub capacity: u32,
    pub last_assigned_at: Option<Time>,
    pub verdict: Verdict,
}

/// What a decision did.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema, EnumString, IntoStaticStr, VariantArray,
)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
#[strum(serialize_all = "SCREAMING_SNAKE_CASE")]
pub enum DecisionOutcome {
    Assigned,
    Queued,
    NoChange,
}

/// The holder of the newest closed assignment may not be picked at once for what they let go: until the next QUEUE deadline.
/// Give the result to [`choose`]; a deadline's own search excludes nobody this way.
pub fn excluded(newest_closed: Option<(UserId, EndReason)>, timeout_round: i32) -> Option<UserId> {
    let (user_id, reason) = newest_closed?;
    let let_go = match reason {
        EndReason::Released | EndReason::Timeout => true,
        EndReason::Transfer | EndReason::Reassigned | EndReason::Lost | EndReason::Resolved => false,
    };
    (let_go && timeout_round == 0).then_some(user_id)
}

/// A member of the department, as read for one decision.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Candidate {
    pub user_id: UserId,
    pub name: String,
    pub is_active: bool,
    /// The department is in the user's active set, or that set is empty.
    pub is_active_here: bool,
    pub online_status: OnlineStatus,
    /// Conversations ASSIGNED to the user, over the whole company.
    pub load: u32,
    /// 0 = unlimited.
    pub capacity: u32,
    pub last_assigned_at: Option<Time>,
}

/// Who takes it, and why not the others.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Decision {
    pub chosen: Option<UserId>,
    /// In the order of the candidates.
    pub judged: Vec<Judged>,
}

/// The preferred agent if eligible; else least load, then longest without a new one, then the user id.
pub fn choose(candidates: &[Candidate], preferred: Option<UserId>, excluded: Option<UserId>) -> Decision {
    let mut judged: Vec<Judged> = candidates.iter().map(|candidate| judge(candidate, excluded)).collect();
    let chosen = judged
        .iter()
        .filter(|judged| judged.verdict == Verdict::Eligible)
        .min_by_key(|judged| {
            // `None` sorts before every time: who never had one comes first.
            (Some(judged.user_id) != preferred, judged.load, judged.last_assigned_at, judged.user_id)
        })
        .map(|judged| judged.user_id);
    for judged in &mut judged {
        if Some(judged.user_id) == chosen {
            judged.verdict = Verdict::Chosen;
        }
    }
    Decision { chosen, judged }
}

fn judge(candidate: &Candidate, excluded: Option<UserId>) -> Judged {
    let verdict = if !candidate.is_active {
        Verdict::Inactive
    } else if !candidate.is_active_here {
        Verdict::NotActiveInDepartment
    } else if candidate.online_status == OnlineStatus::Offline {
        Verdict::Offline
    } else if candidate.online_status == OnlineStatus::Busy {
        Verdict::Busy
    } else if candidate.capacity > 0 && candidate.load >= candidate.capacity {
        Verdict::Full
    } else if Some(candidate.user_id) == excluded {
        Verdict::Excluded
    } else {
        Verdict::Eligible
    };
    Judged {
        user_id: candidate.user_id,
        name: candidate.name.clone(),
        online_status: candidate.online_status,
        load: candidate.load,
        capacity: candidate.capacity,
        last_assigned_at: candidate.last_assigned_at,
        verdict,
    }
}

#[cfg(test)]
mod tests {
    use chrono::DateTime;
    use uuid::Uuid;

    use super::*;

    fn agent(n: u128) -> Candidate {
        Candidate {
            user_id: Uuid::from_u128(n),
            name: format!("Agent {n}"),
            is_active: true,
            is_active_here: true,
            online_status: OnlineStatus::Online,
            load: 0,
            capacity: 10,
            last_assigned_at: None,
        }
    }

    fn at(second: i64) -> Option<Time> {
        DateTime::from_timestamp(second, 0)
    }

    fn chosen(candidates: &[Candidate]) -> Option<u128> {
        choose(candidates, None, None).chosen.map(|id| id.as_u128())
    }

    #[test]
    fn the_first_reason_that_applies_is_the_verdict() {
        let candidates = [
            Candidate { is_active: false, is_active_here: false, ..agent(1) },
            Candidate { is_active_here: false, online_status: OnlineStatus::Offline, ..agent(2) },
            Candidate { online_status: OnlineStatus::Offline, load: 10, ..agent(3) },
            Candidate { online_status: OnlineStatus::Busy, load: 10, ..agent(4) },
            Candidate { load: 10, ..agent(5) },
            agent(6),
            Candidate { load: 3, capacity: 0, ..agent(7) },
            Candidate { load: 2, ..agent(8) },
        ];
        let decision = choose(&candidates, None, Some(Uuid::from_u128(6)));
        let verdicts: Vec<Verdict> = decision.judged.iter().map(|judged| judged.verdict).collect();
        assert_eq!(
            verdicts,
            [
                Verdict::Inactive,
                Verdict::NotActiveInDepartment,
                Verdict::Offline,
                Verdict::Busy,
                Verdict::Full,
                Verdict::Excluded,
                Verdict::Eligible,
                Verdict::Chosen
            ]
        );
    }

    #[test]
    fn ties_go_to_who_never_had_one_then_longest_ago_then_the_id() {
        let load = |load, n| Candidate { load, ..agent(n) };
        assert_eq!(chosen(&[load(2, 1), load(1, 2)]), Some(2));
        let last = |second, n| Candidate { last_assigned_at: at(second), ..agent(n) };
        assert_eq!(chosen(&[last(5, 1), last(3, 2)]), Some(2));
        assert_eq!(chosen(&[last(5, 1), agent(3)]), Some(3));
        assert_eq!(chosen(&[agent(9), agent(3)]), Some(3));
        assert_eq!(chosen(&[]), None);
    }

    #[test]
    fn the_preferred_agent_wins_only_when_eligible() {
        let candidates = [Candidate { load: 9, ..agent(1) }, agent(2)];
        assert_eq!(choose(&candidates, Some(Uuid::from_u128(1)), None).chosen, Some(Uuid::from_u128(1)));
        let candidates = [Candidate { load: 10, ..agent(1) }, agent(2)];
        assert_eq!(choose(&candidates, Some(Uuid::from_u128(1)), None).chosen, Some(Uuid::from_u128(2)));
    }

    #[test]
    fn five_arrivals_go_round_three_agents() {
        let mut agents = [agent(1), agent(2), agent(3)];
        let mut order = Vec::new();
        for second in 0..5 {
            let chosen = chosen(&agents).unwrap();
            order.push(chosen);
            let agent = agents.iter_mut().find(|agent| agent.user_id.as_u128() == chosen).unwrap();
            agent.load += 1;
            agent.last_assigned_at = at(second);
        }
        assert_eq!(order, [1, 2, 3, 1, 2]);
    }

    #[test]
    fn who_let_it_go_is_excluded_until_the_next_deadline() {
        let user = Uuid::from_u128(1);
        assert_eq!(excluded(Some((user, EndReason::Released)), 0), Some(user));
        assert_eq!(excluded(Some((user, EndReason::Timeout)), 0), Some(user));
        assert_eq!(excluded(Some((user, EndReason::Released)), 1), None);
        assert_eq!(excluded(Some((user, EndReason::Lost)), 0), None);
        assert_eq!(excluded(None, 0), None);
    }
}
