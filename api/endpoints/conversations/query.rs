//! The query parameters of the list and of its counts.

use domain::clock::Time;
use domain::conversation::Status;
use entities::{Assignee, ConversationFilter, ConversationOrder};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::sight;
use crate::auth::Actor;
use crate::cursor::{Cursors, Position};
use crate::error::{ApiError, Code};
use crate::query;

/// What was asked for, not yet read.
pub(super) struct Asked {
    pub(super) status: Option<String>,
    pub(super) department: Option<String>,
    pub(super) search: Option<String>,
    pub(super) assignee: Option<String>,
    pub(super) channel: Option<String>,
    pub(super) contact: Option<String>,
    pub(super) unread: Option<bool>,
    pub(super) queue: Option<bool>,
    pub(super) bot: Option<bool>,
    pub(super) waiting: Option<bool>,
    pub(super) from: Option<Time>,
    pub(super) to: Option<Time>,
    pub(super) tag: Option<String>,
}

impl Asked {
    pub(super) fn filter(&self, who: &dyn Actor) -> Result<ConversationFilter, ApiError> {
        let assignee = match self.assignee.as_deref() {
            Some("me") => Some(Assignee::User(who.user_id().unwrap_or_default())),
            Some("none") => Some(Assignee::Nobody),
            other => query::id(other).map(Assignee::User),
        };
        let search = self.search.as_deref().map(|text| text.replace('\0', "").trim().to_owned());
        Ok(ConversationFilter {
            statuses: query::choices::<Status>("status", self.status.as_deref())?,
            department: query::id(self.department.as_deref()),
            assignee,
            channel: query::id(self.channel.as_deref()),
            contact: query::id(self.contact.as_deref()),
            unread: self.unread,
            queued: self.queue,
            bot: self.bot,
            waiting: self.waiting,
            from: self.from,
            to: self.to,
            tag: query::id(self.tag.as_deref()),
            search: search.filter(|text| !text.is_empty()),
            ..ConversationFilter::visible(sight::now_worked_in(who))
        })
    }
}

/// The order of the list.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub(super) enum Sort {
    LastMessageAt,
    Waiting,
    CreatedAt,
}

impl Sort {
    pub(super) fn read(value: Option<&str>) -> Result<Self, ApiError> {
        match value {
            None | Some("lastMessageAt") => Ok(Self::LastMessageAt),
            Some("waiting") => Ok(Self::Waiting),
            Some("createdAt") => Ok(Self::CreatedAt),
            Some(_) => Err(ApiError::invalid_query("sort", "lastMessageAt, waiting or createdAt")),
        }
    }

    pub(super) fn order(self, cursors: &Cursors, cursor: Option<&str>) -> Result<ConversationOrder, ApiError> {
        let place: Option<Place> = cursors.read_optional(cursor)?;
        if place.as_ref().is_some_and(|place| place.sort != self) {
            return Err(Code::InvalidCursor.into());
        }
        Ok(match self {
            Self::LastMessageAt => ConversationOrder::LastMessage(place.map(|place| (place.at, place.id))),
            Self::CreatedAt => ConversationOrder::Created(place.map(|place| (place.at, place.id))),
            Self::Waiting => ConversationOrder::Waiting(place.map(|place| (place.waits, place.at, place.id))),
        })
    }
}

/// After which row the next page begins.
#[derive(Debug, Serialize, Deserialize)]
pub(super) struct Place {
    sort: Sort,
    waits: bool,
    at: Time,
    id: Uuid,
}

impl Position for Place {
    const LIST: &'static str = "conversations";
}

impl Place {
    pub(super) fn of(sort: Sort, row: &entities::Conversation) -> Self {
        let waiting_since = row.last_customer_at.filter(|_| row.status.is_active() && row.customer_waits());
        let at = match (sort, waiting_since) {
            (Sort::CreatedAt, _) => row.created_at,
            (Sort::Waiting, Some(since)) => since,
            (Sort::Waiting | Sort::LastMessageAt, _) => row.last_message_at,
        };
        Self { sort, waits: waiting_since.is_some(), at, id: row.id }
    }
}
