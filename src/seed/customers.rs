//! The customers of the demonstration, written by the same code that serves real ones: every state obeys every rule.

use attendance::{AgentText, Attendance, Received, receive, send_text};
use chrono::Duration;
use domain::clock::{Clock, Time};
use domain::flow::{Agent, Assign, Input};
use domain::id::{ConversationId, UserId, new_id};
use domain::identity::Identity;
use domain::inbound::InboundMessage;
use domain::message::{MessageStatus, MessageType};
use entities::{StoreError, Text};
use serde_json::json;

use super::team::Demo;
use crate::profile::Live;

/// Their history began some hours ago.
const SINCE: Duration = Duration::hours(5);

pub(super) async fn write(live: &Live, demo: &Demo) -> anyhow::Result<()> {
    // A clock of our own, so that messages are minutes apart without waiting.
    let clock = Clock::system();
    clock.advance(-SINCE);
    let story = Story { live, demo, clock };

    let marina =
        story.customer("5511988880001", "Marina Alves", &["Oi, boa tarde", "1", "Vocês entregam no sábado?"]).await?;
    story.agent_answers(marina, demo.agents[0], "Entregamos sim, até as 14h.").await?;
    story.resolved(marina, demo.agents[0]).await?;

    let joao =
        story.customer("5521977770002", "João Pedro", &["Bom dia", "boleto", "Não recebi o boleto deste mês"]).await?;
    story.agent_answers(joao, demo.agents[2], "Acabei de reenviar. Chegou?").await?;

    let paulo =
        story.customer("5581933330005", "Paulo Henrique", &["Boa noite", "1", "Qual o prazo para Recife?"]).await?;
    story.agent_answers(paulo, demo.agents[0], "São três dias úteis.").await?;
    story.resolved(paulo, demo.agents[0]).await?;
    story.archived(paulo, demo.agents[0]).await?;

    story.customer("5531966660003", "Luiza", &["Preciso de ajuda", "2", "Meu sistema não abre"]).await?;
    story.customer("5541955550004", "Roberto", &["Olá!"]).await?;
    // Whoever comes back is asked whether it is about the same.
    story.customer("5511988880001", "Marina Alves", &["Oi, sou eu de novo"]).await?;
    Ok(())
}

struct Story<'a> {
    live: &'a Live,
    demo: &'a Demo,
    clock: Clock,
}

impl Story<'_> {
    /// A customer writes these texts, some minutes apart.
    async fn customer(&self, digits: &str, name: &str, texts: &[&str]) -> anyhow::Result<ConversationId> {
        let mut last = None;
        for text in texts {
            self.clock.advance(Duration::minutes(2));
            let id = self.says(digits, name, text).await?;
            self.delivered(id).await?;
            last = Some(id);
        }
        last.ok_or_else(|| anyhow::anyhow!("a customer without a text"))
    }

    async fn says(&self, digits: &str, name: &str, text: &str) -> anyhow::Result<ConversationId> {
        let now = self.clock.now();
        let tx = self.live.stores.api.begin(self.demo.company).await?;
        let channel = tx.channels().find(self.demo.channel).await?;
        let channel = channel.ok_or_else(|| anyhow::anyhow!("the channel is gone"))?;
        let message = message(digits, name, text, now)?;
        let company = self.live.directory.company(&tx).await?;
        let received = receive(&tx, &company, &channel, &message, now, now).await?;
        let Received::Stored(hand, _) = received else { anyhow::bail!("a message of the story was not stored") };
        let (row, _) = hand.finish().await?;
        tx.commit().await?;
        Ok(row.id)
    }

    /// What the bot said has arrived: the demonstration does not text its customers again at the first start.
    async fn delivered(&self, conversation: ConversationId) -> Result<(), StoreError> {
        let now = self.clock.now();
        let tx = self.live.stores.api.begin(self.demo.company).await?;
        for mut message in tx.messages().page(conversation, None, 200).await? {
            if message.status == MessageStatus::Pending {
                tx.outbox().settle(message.id).await?;
                message.status = Text(MessageStatus::Delivered);
                message.delivered_at = Some(now);
                message.updated_at = now;
                tx.messages().save(message).await?;
            }
        }
        tx.commit().await
    }

    async fn agent_answers(&self, conversation: ConversationId, agent: UserId, text: &str) -> anyhow::Result<()> {
        self.clock.advance(Duration::minutes(3));
        let tx = self.live.stores.api.begin(self.demo.company).await?;
        let now = self.clock.now();
        let user = tx.agents().find(agent).await?.ok_or_else(|| anyhow::anyhow!("an agent is gone"))?;
        let Some(mut hand) = Attendance::open(&tx, &self.live.directory, conversation, now).await? else {
            anyhow::bail!("a conversation of the story is gone");
        };
        let taker = Agent { user_id: user.id, name: user.name.clone(), primary_department_id: user.department_id };
        hand.run(Input::Assign(Assign { agent: taker, by: Some(agent), named_recently: false }), "demo").await?;
        let text = AgentText {
            content: text.to_owned(),
            file: None,
            client_id: None,
            template: None,
            reply_to: None,
            resend_of: None,
        };
        send_text(&mut hand, &user, text).await?;
        hand.finish().await?;
        tx.commit().await?;
        Ok(self.delivered(conversation).await?)
    }

    async fn resolved(&self, conversation: ConversationId, agent: UserId) -> anyhow::Result<()> {
        self.clock.advance(Duration::minutes(5));
        self.ended(conversation, Input::Resolve { by: Some(agent), last_human_sender: None, say_goodbye: true }).await
    }

    async fn archived(&self, conversation: ConversationId, agent: UserId) -> anyhow::Result<()> {
        self.clock.advance(Duration::minutes(1));
        self.ended(conversation, Input::Archive { by: Some(agent), last_human_sender: None }).await
    }

    async fn ended(&self, conversation: ConversationId, end: Input) -> anyhow::Result<()> {
        let tx = self.live.stores.api.begin(self.demo.company).await?;
        if let Some(mut hand) = Attendance::open(&tx, &self.live.directory, conversation, self.clock.now()).await? {
            hand.run(end, "demo").await?;
            hand.finish().await?;
        }
        tx.commit().await?;
        Ok(self.delivered(conversation).await?)
    }
}

fn message(digits: &str, name: &str, text: &str, now: Time) -> anyhow::Result<InboundMessage> {
    let identity = Identity::from_digits(digits).ok_or_else(|| anyhow::anyhow!("{digits} is no phone"))?;
    let id = format!("DEMO{}", new_id().simple());
    Ok(InboundMessage {
        provider_id: id.clone(),
        provider_key: id,
        identities: vec![identity],
        asserts_pair: false,
        push_name: Some(name.to_owned()),
        kind: MessageType::Text,
        content: Some(text.to_owned()),
        flow_text: Some(text.to_owned()),
        by_api: false,
        system: false,
        media: None,
        reply_to_provider_id: None,
        provider_time: Some(now),
        metadata: json!({}),
    })
}
