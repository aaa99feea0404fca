//! An episode that the company begins (T34).

use std::sync::Arc;

use domain::clock::Time;
use domain::conversation::StartedBy;
use domain::flow::{self, Start, State};
use domain::id::new_id;
use entities::{Channel, Conversation, Person, Scope, StoreError, Text, Writing};

use crate::directory::Company;
use crate::hand::Attendance;
use crate::rows;

/// Begin an episode of a contact that is locked and has none active on this channel. [`Attendance::start`] says whose it is.
/// `window_expires_at` = until when the customer may be written to freely, where the provider asks for that.
pub async fn begin_for<'a>(
    tx: &'a Scope<Writing>,
    company: Arc<Company>,
    person: Person,
    channel: &Channel,
    started_by: StartedBy,
    window_expires_at: Option<Time>,
    now: Time,
) -> Result<Attendance<'a>, StoreError> {
    for _ in 0..5 {
        let protocol = flow::protocol(&company.rules, rand::random(), now);
        let mut state = State::new(protocol, rows::contact(&person), started_by, None, now);
        state.window_expires_at = window_expires_at;
        let mut row = blank(&company, channel, &person, &state, now);
        rows::write(&mut row, &state)?;
        // A protocol drawn before is drawn again: under the contact's lock nothing else can conflict.
        if let Some(row) = tx.conversations().insert(row).await? {
            return Ok(Attendance::assemble(tx, company, person, channel.clone(), row, None, state, now));
        }
    }
    Err(StoreError::invalid("no protocol number could be drawn"))
}

/// A row with nothing in it but whose it is; `rows::write` puts the state in.
pub(crate) fn blank(company: &Company, channel: &Channel, person: &Person, state: &State, now: Time) -> Conversation {
    Conversation {
        id: new_id(),
        company_id: company.id,
        protocol: state.protocol.clone(),
        channel_id: channel.id,
        contact_id: person.contact.id,
        status: Text(state.status),
        flow_state: Text(state.flow_state),
        department_id: None,
        assigned_user_id: None,
        preferred_user_id: None,
        timeout_at: None,
        timeout_kind: None,
        timeout_round: 0,
        redirect_count: 0,
        nudged_at: None,
        queued_at: None,
        idle_since: None,
        routed_at: None,
        assigned_at: None,
        greeting_sent_at: None,
        greeting_failures: 0,
        menu_message_id: None,
        suggested_department_id: None,
        suggested_user_id: None,
        suggestion_state: None,
        invalid_count: 0,
        queue_notice_sent_at: None,
        first_customer_at: None,
        first_response_at: None,
        last_message_at: now,
        last_customer_at: None,
        last_agent_at: None,
        window_expires_at: None,
        bot_paused_until: None,
        last_department_id: None,
        last_attendant_id: None,
        resolved_at: None,
        resolved_by_id: None,
        archived_at: None,
        started_by: Text(state.started_by),
        unread_count: 0,
        message_seq: 0,
        metadata: serde_json::json!({}),
        texts_gone_to: None,
        version: 0,
        created_at: now,
        updated_at: now,
    }
}

impl Attendance<'_> {
    /// Let the episode that [`begin_for`] made begin with whom it is for.
    pub async fn start(&mut self, how: &Start) -> Result<(), StoreError> {
        let State { protocol, contact, started_by, window_expires_at, .. } = self.state.clone();
        let company = Arc::clone(&self.company);
        let mut step = flow::start(protocol, contact, started_by, how, &company.rules, self.now);
        step.next.window_expires_at = window_expires_at;
        self.take(step, "start").await
    }
}
