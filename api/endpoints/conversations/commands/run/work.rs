//! What each command demands and does, under the locks.

use attendance::Attendance;
use chrono::Duration;
use domain::clock::Time;
use domain::conversation::Status;
use domain::event::{TransferReason, UnassignReason};
use domain::flow::{Assign, Input, Transfer, Unassign};
use domain::id::{DepartmentId, UserId};
use entities::{Scope, Writing};
use serde_json::json;
use uuid::Uuid;

use super::Command;
use crate::auth::Actor;
use crate::endpoints::conversations::takers;
use crate::error::{ApiError, Code};

/// A command under the lock.
pub(super) struct Work<'a> {
    pub(super) tx: &'a Scope<Writing>,
    pub(super) who: &'a dyn Actor,
    pub(super) now: Time,
    pub(super) hand: Attendance<'a>,
}

impl Work<'_> {
    /// `false` = it is so already.
    pub(super) async fn perform(&mut self, command: &Command) -> Result<bool, ApiError> {
        match command {
            Command::Assign { to, force } => self.assign(*to, *force).await,
            Command::Unassign => self.unassign().await,
            Command::Transfer { department, to, force, .. } => self.transfer(*department, *to, *force).await,
            Command::Resolve { say_goodbye } => self.resolve(*say_goodbye).await,
            Command::Archive => self.archive().await,
            Command::Reopen { to_me } => self.reopen(*to_me).await,
            Command::Rename { name } => {
                self.hand.rename(name.clone());
                Ok(true)
            }
            Command::Read => self.mark(Input::Read, 0).await,
            Command::Unread => self.mark(Input::Unread, 1).await,
            Command::Tag { tags } => self.tag(tags).await,
            Command::Bot { paused, minutes } => self.bot(*paused, *minutes).await,
            Command::Impossible => Err(Code::InvalidTransition.into()),
        }
    }

    fn supervises(&self) -> bool {
        self.who.supervises()
    }

    fn holder(&self) -> Option<UserId> {
        self.hand.row.assigned_user_id
    }

    fn must_be_active(&self) -> Result<(), ApiError> {
        if self.hand.row.status.is_active() { Ok(()) } else { Err(Code::InvalidTransition.into()) }
    }

    /// Nobody but supervisors touches what a colleague holds.
    fn must_not_be_anothers(&self, code: Code) -> Result<(), ApiError> {
        let anothers = self.holder().is_some_and(|holder| Some(holder) != self.who.user_id());
        if anothers && !self.supervises() { Err(code.into()) } else { Ok(()) }
    }

    async fn assign(&mut self, to: UserId, force: bool) -> Result<bool, ApiError> {
        self.must_be_active()?;
        if self.holder() == Some(to) {
            return Ok(false);
        }
        self.must_not_be_anothers(Code::AlreadyAssigned)?;
        let own = Some(to) == self.who.user_id();
        // Agents take what is free, and hand on what is theirs.
        if !self.supervises() && !own && self.holder().is_none() {
            return Err(ApiError::forbidden());
        }
        let rules = takers::Rules {
            beyond_capacity: force && self.supervises(),
            without_membership: own && self.supervises(),
            offline: own,
        };
        let taker = takers::lock(self.tx, &self.hand, to, None, rules).await?;
        let named_recently = self.named_recently(to).await?;
        let assign = Assign { agent: takers::agent(&taker), by: self.who.user_id(), named_recently };
        self.hand.run(Input::Assign(assign), "assign").await?;
        Ok(true)
    }

    async fn unassign(&mut self) -> Result<bool, ApiError> {
        self.must_be_active()?;
        if self.holder().is_none() {
            return Ok(false);
        }
        self.must_not_be_anothers(Code::Forbidden)?;
        let unassign = Unassign { reason: UnassignReason::Released };
        self.hand.run(Input::Unassign(unassign), "unassign").await?;
        Ok(true)
    }

    async fn transfer(&mut self, department: DepartmentId, to: Option<UserId>, force: bool) -> Result<bool, ApiError> {
        self.must_be_active()?;
        self.must_not_be_anothers(Code::AlreadyAssigned)?;
        if self.hand.company().rules.active(department).is_none() {
            return Err(ApiError::not_found());
        }
        let row = &self.hand.row;
        // What rests there can still be put into the queue.
        let nothing_changes = match to {
            Some(to) => row.assigned_user_id == Some(to),
            None => row.idle_since.is_none(),
        };
        if row.department_id == Some(department) && nothing_changes {
            return Err(Code::SameDepartment.into());
        }
        let mut agent = None;
        let mut named_recently = false;
        if let Some(to) = to {
            let rules = takers::Rules {
                beyond_capacity: force && self.supervises() || self.holder() == Some(to),
                without_membership: false,
                offline: false,
            };
            let taker = takers::lock(self.tx, &self.hand, to, Some(department), rules).await?;
            named_recently = self.named_recently(to).await?;
            agent = Some(takers::agent(&taker));
        }
        let transfer = Transfer {
            department_id: department,
            agent,
            by: self.who.user_id(),
            reason: TransferReason::Manual,
            named_recently,
        };
        self.hand.run(Input::Transfer(transfer), "transfer").await?;
        Ok(true)
    }

    /// The holder, a supervisor, or a member while nobody holds it.
    fn must_be_allowed_to_end(&self) -> Result<(), ApiError> {
        self.must_not_be_anothers(Code::Forbidden)?;
        let free = self.holder().is_none();
        if free && !self.supervises() && !self.who.is_member(self.hand.row.department_id) {
            return Err(ApiError::forbidden());
        }
        Ok(())
    }

    async fn last_human_sender(&self) -> Result<Option<UserId>, ApiError> {
        if self.holder().is_some() {
            return Ok(None);
        }
        Ok(self.tx.messages().last_sender(self.hand.row.id).await?)
    }

    async fn resolve(&mut self, say_goodbye: bool) -> Result<bool, ApiError> {
        if self.hand.row.status == Status::Resolved {
            return Ok(false);
        }
        self.must_be_active()?;
        self.must_be_allowed_to_end()?;
        let last_human_sender = self.last_human_sender().await?;
        let by = self.who.user_id();
        self.hand.run(Input::Resolve { by, last_human_sender, say_goodbye }, "resolve").await?;
        Ok(true)
    }

    async fn archive(&mut self) -> Result<bool, ApiError> {
        if self.hand.row.status == Status::Archived {
            return Ok(false);
        }
        if self.hand.row.status.is_active() {
            self.must_be_allowed_to_end()?;
        }
        let last_human_sender = self.last_human_sender().await?;
        let by = self.who.user_id();
        self.hand.run(Input::Archive { by, last_human_sender }, "archive").await?;
        Ok(true)
    }

    async fn reopen(&mut self, to_me: bool) -> Result<bool, ApiError> {
        if self.hand.row.status.is_active() {
            return Err(Code::InvalidTransition.into());
        }
        let row = &self.hand.row;
        if self.tx.channels().find_kept(row.channel_id).await?.is_none() {
            return Err(Code::InvalidTransition.into());
        }
        let current = self.tx.conversations().current(row.channel_id, row.contact_id).await?;
        if let Some(other) = current.map(|episode| episode.row).filter(|other| other.status.is_active()) {
            let mut error = ApiError::new(Code::ActiveConversationExists);
            if self.who.sees(&other) {
                error = error.with("conversationId", json!(other.id));
            }
            return Err(error);
        }
        let mut to = None;
        if to_me {
            let me =
                self.who.user_id().ok_or_else(|| ApiError::validation("assignToMe", "a key is nobody to assign to"))?;
            let above = self.supervises();
            let rules = takers::Rules { beyond_capacity: above, without_membership: above, offline: true };
            let taker = takers::lock(self.tx, &self.hand, me, None, rules).await?;
            to = Some(takers::agent(&taker));
        }
        self.hand.run(Input::Reopen { to }, "reopen").await?;
        Ok(true)
    }

    async fn mark(&mut self, input: Input, unread: i32) -> Result<bool, ApiError> {
        if self.hand.row.unread_count == unread {
            return Ok(false);
        }
        self.hand.run(input, "mark").await?;
        Ok(true)
    }

    async fn tag(&mut self, ids: &[Uuid]) -> Result<bool, ApiError> {
        let tags = self.tx.tags().find_all(ids).await?;
        let mut wanted = ids.to_vec();
        wanted.sort_unstable();
        wanted.dedup();
        if tags.len() != wanted.len() {
            return Err(ApiError::not_found());
        }
        Ok(self.hand.tag(&tags).await?)
    }

    async fn bot(&mut self, paused: bool, minutes: Option<u32>) -> Result<bool, ApiError> {
        self.must_be_active()?;
        let until = minutes.map(|minutes| self.now + Duration::minutes(i64::from(minutes)));
        let input = if paused { Input::Pause { until } } else { Input::Unpause };
        self.hand.run(input, "bot").await?;
        Ok(true)
    }

    /// A text of the last minute told the customer this name.
    async fn named_recently(&self, agent: UserId) -> Result<bool, ApiError> {
        let said = self.tx.messages().bot_since(self.hand.row.id, self.now - Duration::minutes(1)).await?;
        let name = json!(agent);
        Ok(said.iter().any(|message| message.metadata.get("agentId") == Some(&name)))
    }
}
