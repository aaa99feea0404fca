//! What a client asks for (SPEC 4.3).

use domain::id::ConversationId;
use domain::role::OnlineStatus;
use entities::StoreError;
use jobs::Nudge;
use serde_json::{Value, json};
use tokio::time::Instant;

use poem::http::StatusCode;

use super::end::End;
use super::login;
use super::session::Session;
use crate::audit::{Action, Entity};
use crate::auth::Who;
use crate::error::Code;
use crate::realtime::protocol::{ClientFrame, Command, ServerFrame, TypingSource};

/// What a command came to: data for `ok`, or the code for `error`.
type Answer = Result<Value, Code>;

impl Session {
    /// Do it, and answer when asked to. Only a renewal of the token that is none ends the socket.
    pub(super) async fn obey(&mut self, frame: ClientFrame) -> Result<(), End> {
        let answer = match frame.command {
            Ok(command) => self.run(command).await?,
            Err(refusal) => Err(refusal.0),
        };
        let reply = match (answer, &frame.id) {
            (Ok(data), Some(id)) => ServerFrame::ok(id, &data),
            (Ok(_), None) => return Ok(()),
            (Err(code), id) => ServerFrame::error(id.as_ref(), code, self.language),
        };
        self.hub.push(self.id, reply);
        Ok(())
    }

    async fn run(&mut self, command: Command) -> Result<Answer, End> {
        Ok(match command {
            Command::Auth { token, .. } => {
                if let Some(token) = token {
                    let login = login::renew(&self.hub, &self.who, &token).await?;
                    self.proof = login.proof;
                }
                Ok(json!({}))
            }
            Command::JoinCompany(company) => {
                let own = company.is_none_or(|company| company == self.who.company_id());
                if own { Ok(json!({ "companyId": self.who.company_id() })) } else { Err(Code::NotFound) }
            }
            Command::JoinConversation(id) => self.join(id).await,
            Command::LeaveConversation(id) => {
                if self.hub.leave(self.id, id) {
                    self.after_leaving(id).await;
                }
                Ok(json!({ "conversationId": id }))
            }
            Command::AgentStatus(status) => self.set_status(status).await,
            Command::Heartbeat => {
                if let Who::User(user) = &self.who {
                    self.hub.heartbeat(user).await;
                }
                self.hub.watermark(self.id);
                Ok(json!({}))
            }
            Command::Typing { conversation_id, is_typing } => self.type_in(conversation_id, is_typing).await,
        })
    }

    async fn join(&mut self, id: ConversationId) -> Answer {
        if !self.sees(id).await.map_err(|error| unavailable(&error))? {
            return Err(Code::NotFound);
        }
        if self.hub.join(self.id, id) {
            // It may have been taken away between the look and the join, when nobody would have told this socket.
            if !self.sees(id).await.unwrap_or(false) {
                self.hub.leave(self.id, id);
                return Err(Code::NotFound);
            }
            self.hub.tell_viewers(self.who.company_id(), id).await;
        }
        Ok(json!({ "conversationId": id }))
    }

    /// Whether this viewer may see a conversation now. An API key sees what supervisors see.
    pub(super) async fn sees(&self, id: ConversationId) -> Result<bool, StoreError> {
        let row = self.hub.deps().store.company(self.who.company_id()).conversations().find(id).await?;
        Ok(row.is_some_and(|row| {
            let user = self.who.user();
            user.is_none_or(|user| user.sees(row.assigned_user_id, row.last_attendant_id, row.department_id))
        }))
    }

    /// A conversation is not this viewer's to see any more.
    pub(super) async fn lose(&mut self, id: ConversationId) {
        if self.hub.leave(self.id, id) {
            self.hub.push(self.id, ServerFrame::left_conversation(id, "not_visible"));
            self.after_leaving(id).await;
        }
    }

    async fn after_leaving(&mut self, id: ConversationId) {
        if self.typing.stop(id) {
            self.tell_typing(id, false).await;
        }
        self.hub.tell_viewers(self.who.company_id(), id).await;
    }

    async fn set_status(&self, status: OnlineStatus) -> Answer {
        let Who::User(user) = &self.who else { return Err(Code::Forbidden) };
        let entry =
            self.origin.entry(Some(user), Action::StatusChange, Entity::User, Some(user.user_id), StatusCode::OK);
        let set = self.hub.deps().presence.set(user, status, entry).await;
        set.map_err(|error| error.code())?;
        Ok(json!({ "status": status }))
    }

    async fn type_in(&mut self, id: ConversationId, is_typing: bool) -> Answer {
        if self.who.user().is_none() {
            return Err(Code::Forbidden);
        }
        if !self.hub.has_joined(self.id, id) {
            return Err(Code::NotFound);
        }
        if self.typing.says(id, is_typing, Instant::now(), &self.hub.deps().timing) {
            self.tell_typing(id, is_typing).await;
        }
        Ok(json!({ "conversationId": id }))
    }

    pub(super) async fn tell_typing(&self, id: ConversationId, is_typing: bool) {
        let Some(user) = self.who.user() else { return };
        self.hub.deps().signs.typing(user.company_id, id, is_typing);
        let frame = ServerFrame::typing(id, Some((user.user_id, &user.name)), is_typing, TypingSource::Agent);
        let Ok(frame) = serde_json::from_str(&frame.text) else { return };
        let rooms = vec![domain::event::Room::Conversation(id).key()];
        self.hub.deps().nudge(Nudge::Ephemeral { company: user.company_id, rooms, frame }).await;
    }

    /// The socket is gone, and so is whoever typed.
    pub(super) async fn stop_typing(&mut self) {
        for conversation in self.hub.joined(self.id) {
            if self.typing.stop(conversation) {
                self.tell_typing(conversation, false).await;
            }
        }
    }
}

fn unavailable(error: &StoreError) -> Code {
    tracing::warn!(%error, "a conversation's visibility cannot be read");
    Code::DatabaseUnavailable
}
