//! Who takes a conversation: candidates read and judged, the chosen one locked and looked at again (SPEC 6.2).
//!
//! Lock order: contact (held by the caller), department, user, conversation.

use domain::conversation::EndReason;
use domain::flow::{self, Agent, Route, Search, Step};
use domain::id::{DepartmentId, UserId};
use domain::routing::{self, Candidate, Decision, DecisionOutcome, Verdict};
use entities::{Conversation, Member, Mode, NewDecision, Scope, StoreError, User};

use crate::directory::Company;
use crate::hand::Attendance;

/// Earlier conversations of a queue that are looked at before one may be picked for its own.
const HEADS: u64 = 20;

/// Who waits longer than a conversation in its queue.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Line {
    Empty,
    /// Nobody may take any of them now.
    Stuck,
    /// Somebody may: it is their turn.
    Served,
}

pub(crate) fn agent(user: &User) -> Agent {
    Agent { user_id: user.id, name: user.name.clone(), primary_department_id: user.department_id }
}

impl Attendance<'_> {
    /// Finish a step that routes or searches.
    pub(crate) async fn complete(&mut self, step: Step, trigger: &str) -> Result<Step, StoreError> {
        if let Some(route) = step.route().cloned() {
            let then = self.route(&step, &route, trigger).await?;
            return Ok(step.and(then));
        }
        if let Some(search) = step.search().cloned() {
            let then = self.search(&step, &search, trigger).await?;
            return Ok(step.and(then));
        }
        Ok(step)
    }

    async fn route(&mut self, step: &Step, route: &Route, trigger: &str) -> Result<Step, StoreError> {
        self.reached_further = true;
        self.tx.agents().lock_department(route.department_id).await?;
        let mut waiting = self.row.clone();
        crate::rows::write(&mut waiting, &step.next)?;
        let line = if route.may_pick { self.line_before(&waiting, route.department_id).await? } else { Line::Served };
        if line != Line::Served {
            let (chosen, decision) =
                self.choose(route.department_id, route.preferred, step.next.timeout_round, None).await?;
            // Somebody may have become free since it was seen that those who wait longer have nobody: then it is their turn. Where
            // nobody waited longer, only who joins after this look could: they come after it.
            let is_own_turn = line == Line::Empty
                || chosen.is_none()
                || !self.someone_is_first(&waiting, route.department_id).await?;
            if is_own_turn {
                self.record(route.department_id, trigger, &decision, chosen.as_ref(), None).await?;
                if let Some(user) = chosen {
                    self.users.insert(user.id, user.clone());
                    let previous = route.previous_agent_id;
                    return Ok(flow::picked(&step.next, &agent(&user), previous, &self.company.rules, self.now));
                }
            }
        }
        let position = self.tx.conversations().queue_position(&waiting, self.now).await?;
        self.after.drain.insert(route.department_id);
        Ok(flow::not_picked(&step.next, route, position, &self.company.rules, self.now))
    }

    /// Somebody who waits longer in this queue could be served: then nobody is picked out of turn.
    pub(crate) async fn someone_is_first(
        &self,
        own: &Conversation,
        department: DepartmentId,
    ) -> Result<bool, StoreError> {
        Ok(self.line_before(own, department).await? == Line::Served)
    }

    async fn line_before(&self, own: &Conversation, department: DepartmentId) -> Result<Line, StoreError> {
        let queue = self.tx.conversations().queued(department, self.now, HEADS).await?;
        let is_earlier =
            |other: &Conversation| other.id != own.id && (other.queued_at, other.id) < (own.queued_at, own.id);
        let earlier: Vec<Conversation> = queue.into_iter().filter(is_earlier).collect();
        if earlier.is_empty() {
            return Ok(Line::Empty);
        }
        let members = self.tx.agents().members(department).await?;
        let candidates = self.candidates(&members, department);
        for head in earlier {
            let excluded = self.excluded(head.id, head.timeout_round).await?;
            if routing::choose(&candidates, head.preferred_user_id, excluded).chosen.is_some() {
                return Ok(Line::Served);
            }
        }
        Ok(Line::Stuck)
    }

    /// A deadline looks in one department after the other.
    async fn search(&mut self, step: &Step, search: &Search, trigger: &str) -> Result<Step, StoreError> {
        self.reached_further = true;
        for department in &search.departments {
            self.tx.agents().lock_department(*department).await?;
            let (chosen, decision) = self.choose(*department, None, 1, search.except).await?;
            self.record(*department, trigger, &decision, chosen.as_ref(), None).await?;
            if let Some(user) = chosen {
                self.users.insert(user.id, user.clone());
                return Ok(flow::found(&step.next, &agent(&user), *department, &self.company.rules, self.now));
            }
        }
        Ok(flow::none_found(&step.next, search.kind, &self.company.rules, self.now))
    }

    /// Judge a department's members for this conversation and lock the one chosen. A candidate who changed in between is judged
    /// again as they are now.
    pub(crate) async fn choose(
        &self,
        department: DepartmentId,
        preferred: Option<UserId>,
        round: i32,
        except: Option<UserId>,
    ) -> Result<(Option<User>, Decision), StoreError> {
        let mut members = self.tx.agents().members(department).await?;
        members.retain(|member| Some(member.user.id) != except);
        let excluded = self.excluded(self.row.id, round).await?;
        loop {
            let candidates = self.candidates(&members, department);
            let decision = routing::choose(&candidates, preferred, excluded);
            let Some(chosen) = decision.chosen else { return Ok((None, decision)) };
            let Some(locked) = self.tx.agents().lock_user(chosen).await? else {
                members.retain(|member| member.user.id != chosen);
                continue;
            };
            let still = self.candidates(std::slice::from_ref(&locked), department);
            let verdict = routing::choose(&still, None, None).judged.first().map(|judged| judged.verdict);
            if verdict == Some(Verdict::Chosen) {
                return Ok((Some(locked.user), decision));
            }
            for member in &mut members {
                if member.user.id == chosen {
                    *member = locked.clone();
                }
            }
        }
    }

    async fn excluded(&self, conversation: uuid::Uuid, round: i32) -> Result<Option<UserId>, StoreError> {
        let newest = self.tx.agents().last_closed_assignment(conversation).await?;
        let newest = newest.and_then(|closed| Some((closed.user_id, closed.end_reason?.0)));
        // What this very step lets go of is not in the rows yet.
        let newest = if conversation == self.row.id { self.letting_go.or(newest) } else { newest };
        Ok(routing::excluded(newest, round))
    }

    fn candidates(&self, members: &[Member], department: DepartmentId) -> Vec<Candidate> {
        candidates(members, department, &self.company)
    }

    pub(crate) async fn record(
        &self,
        department: DepartmentId,
        trigger: &str,
        decision: &Decision,
        chosen: Option<&User>,
        queue_position: Option<i32>,
    ) -> Result<(), StoreError> {
        let outcome = if chosen.is_some() { DecisionOutcome::Assigned } else { DecisionOutcome::Queued };
        let new = NewDecision {
            conversation: self.row.id,
            department,
            trigger: trigger.to_owned(),
            outcome,
            chosen: chosen.map(|user| user.id),
            judged: decision.judged.clone(),
            queue_position,
        };
        self.tx.agents().record_decision(new, self.now).await
    }
}

/// Who would get a new conversation of a department now, with the verdict on each member. Nothing is locked: another may take the
/// chosen one's last place in the next moment.
pub async fn preview<M: Mode>(
    scope: &Scope<M>,
    company: &Company,
    department: DepartmentId,
) -> Result<Decision, StoreError> {
    let members = scope.agents().members(department).await?;
    Ok(routing::choose(&candidates(&members, department, company), None, None))
}

fn candidates(members: &[Member], department: DepartmentId, company: &Company) -> Vec<Candidate> {
    let default = company.rules.settings.default_max_conversations;
    let candidate = |member: &Member| {
        let active = member.active_departments();
        Candidate {
            user_id: member.user.id,
            name: member.user.name.clone(),
            is_active: member.user.is_active,
            is_active_here: active.is_empty() || active.contains(&department),
            online_status: member.user.online_status.0,
            load: member.load,
            capacity: member.user.max_conversations.map_or(default, |own| u32::try_from(own).unwrap_or(0)),
            last_assigned_at: member.user.last_assigned_at,
        }
    };
    members.iter().map(candidate).collect()
}

/// What a step lets go of, for the exclusion rule.
pub(crate) fn letting_go(step: &Step) -> Option<(UserId, EndReason)> {
    step.effects.iter().find_map(|effect| match effect {
        flow::Effect::CloseAssignment { user_id, reason } => Some((*user_id, *reason)),
        _ => None,
    })
}
