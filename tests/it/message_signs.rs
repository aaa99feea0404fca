//! What customers see besides texts: quotes, reactions, receipts, and that somebody writes.

use domain::channel::ProviderKind;
use serde_json::{Value, json};

use crate::harness::{App, PATIENCE, ProviderServer, wait_until};
use crate::team::{Team, id};

const PHONE: &str = "+5511988887777";

/// The bare id inside WAHA's composed one.
fn bare(id: &str) -> &str {
    id.strip_prefix("false_").and_then(|rest| rest.split('_').nth(1)).unwrap_or(id)
}

#[tokio::test]
async fn a_customer_sees_quotes_reactions_receipts_and_who_types() {
    let app = App::start().await;
    let team = Team::of(&app).await;
    let server = ProviderServer::start().await;
    for provider in [ProviderKind::Meta, ProviderKind::Waha] {
        let line = server.line(&app, &team.company, provider, None, json!({})).await;
        let asked = line.writes(PHONE, "Quero um bolo");
        let api = team.company.api();
        let (conversation, question) = wait_until("the question", PATIENCE, async || {
            let all = team.company.conversations().await;
            let own = all.into_iter().find(|row| row["channelId"] == json!(line.channel))?;
            let messages = team.company.messages(&id(&own)).await;
            let question = messages.into_iter().find(|row| row["content"] == "Quero um bolo")?;
            Some((id(&own), question))
        })
        .await;
        line.hears(PHONE, "Bem-vindo").await;

        let body = json!({"conversationId": conversation, "content": "De quê?", "replyToId": question["id"]});
        let answer = api.post("/api/messages/send", body).await.created();
        assert_eq!(answer["replyTo"]["content"], "Quero um bolo", "{answer:#}");
        let heard = line.hears(PHONE, "De quê?").await;
        assert_eq!(heard.reply_to.as_deref(), Some(bare(&asked)), "{provider:?}");

        let reaction = format!("/api/messages/{}/reaction", id(&question));
        let mut socket = team.company.admin.socket().await;
        let loved = api.put(&reaction, json!({"emoji": "🎂"})).await.ok();
        assert_eq!(loved["reactions"][0]["emoji"], "🎂");
        assert_eq!(loved["reactions"][0]["actor"], team.company.admin.id.as_str());
        socket.event_where("message-updated", |data| data["message"]["reactions"][0]["emoji"] == "🎂").await;
        assert_eq!(line.reactions().get(bare(&asked)).map(String::as_str), Some("🎂"));
        // The customer sees one reaction of the company, and so do we.
        let boss = team.company.hire("Caio", "SUPERVISOR", &[]).await;
        let liked = boss.api.put(&reaction, json!({"emoji": "👍"})).await.ok();
        assert_eq!(liked["reactions"].as_array().map(Vec::len), Some(1), "{liked:#}");
        assert_eq!(line.reactions().get(bare(&asked)).map(String::as_str), Some("👍"));
        let taken = boss.api.delete(&reaction).await.ok();
        assert_eq!(taken["reactions"], json!([]));
        assert!(line.reactions().is_empty());
        api.put(&reaction, json!({"emoji": " "})).await.problem(422, "validation");
        let stranger = team.company.agent("Rui", &[&team.support]).await;
        let refused = stranger.api.put(&reaction, json!({"emoji": "👎"})).await;
        assert!(matches!(refused.status, 403 | 404), "{:#}", refused.body);

        let before = line.typing(PHONE);
        socket.ask("join-conversation", json!({"conversationId": conversation})).await.expect("it may be seen");
        socket.ask("typing", json!({"conversationId": conversation, "isTyping": true})).await.expect("joined");
        wait_until("the sign of typing", PATIENCE, async || (line.typing(PHONE) > before).then_some(())).await;

        let again = line.writes(PHONE, "De cenoura");
        let path = format!("/api/conversations/{conversation}");
        wait_until("the unread message", PATIENCE, async || {
            let unread = api.get(&path).await.ok()["unreadCount"].as_i64().unwrap_or_default();
            (unread > 0 && has(&team.company.messages(&conversation).await, "De cenoura")).then_some(())
        })
        .await;
        api.post(&format!("{path}/read"), json!({})).await.ok();
        wait_until("the receipt", PATIENCE, async || line.seen().iter().any(|seen| seen == bare(&again)).then_some(()))
            .await;
    }
    app.is_sound().await;
}

fn has(messages: &[Value], words: &str) -> bool {
    messages.iter().any(|row| row["content"] == words)
}

#[tokio::test]
async fn a_channel_that_tells_no_receipts_tells_none() {
    let app = App::start().await;
    let company = app.company().await;
    let server = ProviderServer::start().await;
    let line = server.line(&app, &company, ProviderKind::Meta, None, json!({"markRead": false})).await;
    line.says(PHONE, "Oi");
    line.hears(PHONE, "Bem-vindo").await;
    let conversation = wait_until("the conversation", PATIENCE, async || {
        company.conversations().await.into_iter().find(|row| row["unreadCount"] != 0)
    })
    .await;
    company.api().post(&format!("/api/conversations/{}/read", id(&conversation)), json!({})).await.ok();
    company.settled().await;
    assert!(line.seen().is_empty());
    app.is_sound().await;
}
