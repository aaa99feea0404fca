//! Which conversations: what somebody may see, and what they look for.

use domain::clock::Time;
use domain::conversation::{FlowState, Status};
use domain::id::{ChannelId, ContactId, ConversationId, DepartmentId, UserId};
use sea_orm::sea_query::{ExprTrait as _, Query};
use sea_orm::{ColumnTrait as _, Condition, ConnectionTrait as _, QueryFilter as _, Select};
use uuid::Uuid;

use super::{order::waits, search};
use crate::Text;
use crate::queries::conversations::Conversations;
use crate::scope::Mode;
use crate::tables::{conversation, conversation_tag};

/// What of a company somebody may see (SPEC 3.0).
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Visibility {
    Company,
    Agent {
        user: UserId,
        departments: Vec<DepartmentId>,
        /// Member of the root, which has the conversations without a department.
        in_root: bool,
    },
}

impl Visibility {
    /// The condition over columns of `conversations`.
    pub(in crate::queries) fn condition(&self) -> Condition {
        match self {
            Self::Company => Condition::all(),
            Self::Agent { user, departments, in_root } => {
                let mut seen = Condition::any()
                    .add(conversation::Column::AssignedUserId.eq(*user))
                    .add(conversation::Column::LastAttendantId.eq(*user));
                if !departments.is_empty() {
                    seen = seen.add(conversation::Column::DepartmentId.is_in(departments.iter().copied()));
                }
                if *in_root {
                    seen = seen.add(conversation::Column::DepartmentId.is_null());
                }
                seen
            }
        }
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Assignee {
    Nobody,
    /// Who holds it or, once it is closed, who held it last.
    User(UserId),
}

/// Which conversations; everything that is set must hold.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ConversationFilter {
    pub visible: Visibility,
    /// Empty = all.
    pub statuses: Vec<Status>,
    pub department: Option<DepartmentId>,
    pub assignee: Option<Assignee>,
    pub channel: Option<ChannelId>,
    pub contact: Option<ContactId>,
    pub unread: Option<bool>,
    /// In the queue of its department, or not.
    pub queued: Option<bool>,
    /// Talking with the bot, or not.
    pub bot: Option<bool>,
    /// The customer wrote last and nobody answered, or not.
    pub waiting: Option<bool>,
    /// Of the last message, from this instant on and before that one.
    pub from: Option<Time>,
    pub to: Option<Time>,
    /// Part of a name, of a phone in any format, of an e-mail address, or the start of a protocol number.
    pub search: Option<String>,
    /// Carrying this tag.
    pub tag: Option<Uuid>,
    /// None but these.
    pub only: Option<Vec<ConversationId>>,
    pub without: Vec<ConversationId>,
}

impl ConversationFilter {
    pub fn visible(visible: Visibility) -> Self {
        Self {
            visible,
            statuses: Vec::new(),
            department: None,
            assignee: None,
            channel: None,
            contact: None,
            unread: None,
            queued: None,
            bot: None,
            waiting: None,
            from: None,
            to: None,
            search: None,
            tag: None,
            only: None,
            without: Vec::new(),
        }
    }
}

impl<M: Mode> Conversations<'_, M> {
    /// The rows that the filter leaves, in no order.
    pub(super) fn chosen(&self, filter: &ConversationFilter, now: Time) -> Select<conversation::Entity> {
        use conversation::Column;
        let mut chosen = self.all().filter(filter.visible.condition());
        if !filter.statuses.is_empty() {
            chosen = chosen.filter(Column::Status.is_in(filter.statuses.iter().map(|status| Text(*status))));
        }
        if let Some(department) = filter.department {
            chosen = chosen.filter(Column::DepartmentId.eq(department));
        }
        match filter.assignee {
            Some(Assignee::Nobody) => chosen = chosen.filter(Column::AssignedUserId.is_null()),
            Some(Assignee::User(user)) => chosen = chosen.filter(held_by(user, &filter.statuses)),
            None => {}
        }
        if let Some(channel) = filter.channel {
            chosen = chosen.filter(Column::ChannelId.eq(channel));
        }
        if let Some(contact) = filter.contact {
            chosen = chosen.filter(Column::ContactId.eq(contact));
        }
        match filter.unread {
            Some(true) => chosen = chosen.filter(Column::UnreadCount.gt(0)),
            Some(false) => chosen = chosen.filter(Column::UnreadCount.eq(0)),
            None => {}
        }
        match filter.queued {
            Some(true) => chosen = chosen.filter(queued(now)),
            Some(false) => chosen = chosen.filter(queued(now).not()),
            None => {}
        }
        match filter.bot {
            Some(true) => chosen = chosen.filter(with_bot()),
            Some(false) => chosen = chosen.filter(with_bot().not()),
            None => {}
        }
        match filter.waiting {
            Some(true) => chosen = chosen.filter(waits()),
            Some(false) => chosen = chosen.filter(waits().not()),
            None => {}
        }
        if let Some(from) = filter.from {
            chosen = chosen.filter(Column::LastMessageAt.gte(from));
        }
        if let Some(to) = filter.to {
            chosen = chosen.filter(Column::LastMessageAt.lt(to));
        }
        if let Some(text) = &filter.search {
            chosen = chosen.filter(search::found(self.0.db().get_database_backend(), self.0.company, text));
        }
        if let Some(tag) = filter.tag {
            let marked = Query::select()
                .column(conversation_tag::Column::ConversationId)
                .from(conversation_tag::Entity)
                .and_where(conversation_tag::Column::CompanyId.eq(self.0.company))
                .and_where(conversation_tag::Column::TagId.eq(tag))
                .to_owned();
            chosen = chosen.filter(Column::Id.in_subquery(marked));
        }
        if let Some(only) = &filter.only {
            chosen = chosen.filter(Column::Id.is_in(only.iter().copied()));
        }
        if !filter.without.is_empty() {
            chosen = chosen.filter(Column::Id.is_not_in(filter.without.iter().copied()));
        }
        chosen
    }
}

/// Whose it is: who holds it or, once it is closed, who held it last.
fn held_by(user: UserId, statuses: &[Status]) -> Condition {
    let holds = Condition::any().add(conversation::Column::AssignedUserId.eq(user));
    // Nobody closed one that is under way: the list of one's own stays a walk along its index.
    if !statuses.is_empty() && statuses.iter().all(|status| status.is_active()) {
        return holds;
    }
    let closed = conversation::Column::Status.is_in([Status::Resolved, Status::Archived].map(Text));
    holds.add(closed.and(conversation::Column::LastAttendantId.eq(user)))
}

/// At whose desk somebody's unread count: theirs, and the unassigned ones where they work now.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Desk<'a> {
    /// None for who is nobody's user.
    pub user: Option<UserId>,
    pub departments: &'a [DepartmentId],
    /// Member of the root, which has the conversations without a department.
    pub in_root: bool,
}

impl Desk<'_> {
    /// Unread, under way, and this user's to answer.
    pub(super) fn unread(&self) -> Condition {
        use conversation::Column;
        let mut places = Condition::any();
        if !self.departments.is_empty() {
            places = places.add(Column::DepartmentId.is_in(self.departments.iter().copied()));
        }
        if self.in_root {
            places = places.add(Column::DepartmentId.is_null());
        }
        let free = Condition::all().add(Column::Status.eq(Text(Status::Open)));
        let free = if places.is_empty() { free.add(Column::Id.is_null()) } else { free.add(places) };
        let own = Condition::all()
            .add(Column::Status.eq(Text(Status::Assigned)))
            .add(Column::AssignedUserId.eq(self.user.unwrap_or_default()));
        Condition::all().add(Column::UnreadCount.gt(0)).add(Condition::any().add(own).add(free))
    }
}

/// Who waits in the queue of a department: as `Conversations::queued`.
pub(super) fn queued(now: Time) -> Condition {
    Condition::all()
        .add(conversation::Column::DepartmentId.is_not_null())
        .add(conversation::Column::Status.eq(Text(Status::Open)))
        .add(conversation::Column::FlowState.eq(Text(FlowState::DepartmentSelected)))
        .add(conversation::Column::IdleSince.is_null())
        .add(conversation::Column::BotPausedUntil.is_null().or(conversation::Column::BotPausedUntil.lte(now)))
}

/// Who still chooses: the bot greeted, listed the menu or asked.
pub(super) fn with_bot() -> Condition {
    Condition::all().add(conversation::Column::Status.eq(Text(Status::Open))).add(
        conversation::Column::FlowState.is_in([FlowState::Greeting, FlowState::AwaitingRoutingConfirmation].map(Text)),
    )
}
