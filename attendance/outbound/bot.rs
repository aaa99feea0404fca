//! What the bot says, and says once more.

use chrono::Duration;
use domain::channel::ChannelSettings;
use domain::flow::{BotMessage, Phase, QuestionKind, State};
use domain::id::MessageId;
use domain::message::Origin;
use entities::{Message, StoreError};
use serde_json::json;

use super::merge;
use crate::hand::Attendance;
use crate::rows::{self, Asked};

impl Attendance<'_> {
    /// Store the one message of a step. Its metadata remembers what it asked.
    pub(crate) async fn store_bot_text(&mut self, text: &BotMessage, next: &State) -> Result<MessageId, StoreError> {
        let keys: Vec<&str> = text.keys.iter().map(|key| key.name()).collect();
        let mut metadata = json!({ "texts": keys });
        if let Some(kind) = text.question {
            let asked = Asked {
                question: Asked::name(kind).to_owned(),
                departments: if kind == QuestionKind::Menu { text.departments.clone() } else { Vec::new() },
                earlier_sent: next.question.as_ref().is_some_and(|question| question.earlier_sent),
                ..Asked::default()
            };
            merge(&mut metadata, serde_json::to_value(asked).unwrap_or_default());
        }
        if let Some(agent) = text.agent_id {
            metadata["agentId"] = json!(agent);
        }
        let message = self.outbound(Origin::Bot, Some(text.text.clone()), metadata);
        self.queue(&message, self.bot_patience()).await?;
        Ok(message.id)
    }

    /// Ask the question once more whose fate nobody knows, where the channel is set so and it is still the question.
    pub(crate) async fn ask_again(&mut self, lost: &Message) -> Result<(), StoreError> {
        let settings: ChannelSettings = serde_json::from_value(self.channel.settings.clone()).unwrap_or_default();
        let paused = self.row.bot_paused_until.is_some_and(|until| until > self.now);
        let again = settings.resend_unknown_bot_messages && lost.is_bot && lost.resend_of_id.is_none() && !paused;
        let question = self.state.question.as_ref().filter(|question| question.message_id == Some(lost.id));
        if !again || question.is_none() {
            return Ok(());
        }
        let mut metadata = lost.metadata.clone();
        // The customer may have the first one, and answer it.
        merge(&mut metadata, json!({ "earlierSent": true, "startedAt": null, "acceptedAt": null }));
        let mut message = self.outbound(Origin::Bot, lost.content.clone(), metadata);
        message.resend_of_id = Some(lost.id);
        self.queue(&message, self.bot_patience()).await?;
        if let Some(question) = &mut self.state.question {
            question.message_id = Some(message.id);
            question.phase = Phase::Queued;
            question.created_at = self.now;
            question.earlier_sent = true;
        }
        rows::write(&mut self.row, &self.state)
    }

    fn bot_patience(&self) -> Duration {
        Duration::minutes(i64::from(self.company.rules.settings.bot_message_ttl_minutes))
    }
}
