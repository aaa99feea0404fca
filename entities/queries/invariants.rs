//! What must hold at every moment between two transactions, beyond what the schema itself refuses. `doctor` runs it, and every
//! integration test ends with it.

use domain::channel::InboxState;
use sea_orm::{
    ColumnTrait as _, ConnectionTrait as _, EntityTrait as _, PaginatorTrait as _, QueryFilter as _, Statement,
};

use crate::Text;
use crate::error::StoreError;
use crate::scope::Mode;
use crate::system::System;
use crate::tables::{dead_job, inbox_event};

/// A rule that a row breaks.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Violation {
    pub rule: &'static str,
    /// Of the row: an id, or a lane's key.
    pub row: String,
}

/// Each query returns the offending rows as text, at most a hundred.
const RULES: [(&str, &str); 12] = [
    (
        "an ASSIGNED conversation has one open assignment, of its holder",
        "SELECT c.id FROM conversations c LEFT JOIN assignments a ON a.conversation_id = c.id AND a.unassigned_at IS NULL
         WHERE c.status = 'ASSIGNED' AND (a.id IS NULL OR a.user_id <> c.assigned_user_id)",
    ),
    (
        "an open assignment belongs to an ASSIGNED conversation",
        "SELECT a.conversation_id AS id FROM assignments a JOIN conversations c ON c.id = a.conversation_id
         WHERE a.unassigned_at IS NULL AND c.status <> 'ASSIGNED'",
    ),
    (
        // What was armed under other rules is left as it was.
        "an OPEN conversation has a deadline, unless it is idle or its menu waits for ever",
        "SELECT c.id FROM conversations c JOIN companies o ON o.id = c.company_id
         WHERE c.status = 'OPEN' AND c.timeout_at IS NULL AND c.idle_since IS NULL
         AND (c.flow_state <> 'GREETING' OR c.updated_at > o.updated_at AND coalesce(o.settings ->> 'menuTimeoutMinutes', '') <> '0')",
    ),
    (
        "a pending event has a ready lane",
        "SELECT DISTINCT i.lane_key AS id FROM inbox_events i LEFT JOIN lanes l ON l.key = i.lane_key
         WHERE i.state = 'PENDING' AND i.lane_key IS NOT NULL AND (l.key IS NULL OR l.ready_at IS NULL)",
    ),
    (
        "an event that waits for its message knows until when",
        "SELECT i.lane_key AS id FROM inbox_events i
         WHERE i.state = 'WAITING' AND i.lane_key IS NOT NULL AND i.next_attempt_at IS NULL",
    ),
    (
        "a lane belongs to a channel of its company",
        "SELECT l.key AS id FROM lanes l LEFT JOIN channels h ON h.id = l.channel_id AND h.company_id = l.company_id
         WHERE h.id IS NULL",
    ),
    (
        "a pending message of ours is in the outbox",
        "SELECT m.id FROM messages m LEFT JOIN outbox o ON o.message_id = m.id
         WHERE m.direction = 'OUTBOUND' AND m.status = 'PENDING' AND o.id IS NULL",
    ),
    (
        // A receipt may overtake the answer of the call that is under way (SPEC 8.5): that call's end takes the row away.
        "what is in the outbox is pending, or its call is under way",
        "SELECT m.id FROM outbox o JOIN messages m ON m.id = o.message_id WHERE m.status <> 'PENDING' AND o.phase <> 'SENDING'",
    ),
    (
        "a conversation's counter is the number of its newest message",
        "SELECT c.id FROM conversations c
         WHERE c.message_seq <> coalesce((SELECT max(m.seq) FROM messages m WHERE m.conversation_id = c.id), 0)",
    ),
    (
        // A person may mark a conversation without any as unread: that counts as one.
        "no more messages are unread than the customer wrote",
        "SELECT c.id FROM conversations c WHERE c.unread_count < 0 OR c.unread_count > 1 AND c.unread_count >
         (SELECT count(*) FROM messages m WHERE m.conversation_id = c.id AND m.direction = 'INBOUND')",
    ),
    (
        "a company has one root among its active departments",
        "SELECT o.id FROM companies o LEFT JOIN departments d ON d.company_id = o.id AND d.is_root AND d.is_active
         GROUP BY o.id HAVING count(d.id) <> 1",
    ),
    (
        "nobody who is gone holds a conversation",
        "SELECT c.id FROM conversations c JOIN users u ON u.id = c.assigned_user_id
         WHERE c.status = 'ASSIGNED' AND NOT u.is_active",
    ),
];

impl<M: Mode> System<M> {
    /// Everything that is not as it must be; empty in a healthy installation.
    pub async fn violations(&self) -> Result<Vec<Violation>, StoreError> {
        let db = self.db();
        let backend = db.get_database_backend();
        let mut violations = Vec::new();
        for (rule, sql) in RULES {
            let rows = db.query_all_raw(Statement::from_string(backend, format!("{sql} LIMIT 100"))).await?;
            for row in rows {
                let id = row.try_get::<uuid::Uuid>("", "id").map(|id| id.to_string());
                violations.push(Violation { rule, row: id.or_else(|_| row.try_get::<String>("", "id"))? });
            }
        }
        Ok(violations)
    }

    /// Events and jobs that were given up and that nobody has decided on.
    pub async fn dead_letters(&self) -> Result<u64, StoreError> {
        let jobs = dead_job::Entity::find().filter(dead_job::Column::ResolvedAt.is_null()).count(&self.db()).await?;
        let events = inbox_event::Entity::find().filter(inbox_event::Column::State.eq(Text(InboxState::Dead)));
        Ok(jobs + events.count(&self.db()).await?)
    }
}
