//! G48: the same scenario on both profiles gives the same answers; both compare with the one snapshot file.

use std::time::Duration;

use serde_json::{Map, Value, json};

use crate::harness::{App, PATIENCE, Phone, Socket, wait_until};
use crate::team::{Team, id};

/// What differs from run to run by nature: who was drawn an id, and when it was.
const DRAWN: [&str; 6] = ["whatsappMessageId", "version", "externalKey", "email", "providerId", "seq"];

#[tokio::test]
async fn both_profiles_tell_the_same_story() {
    let app = App::start().await;
    let team = Team::of(&app).await;
    let phone = team.line(&app, "SANDBOX").await.phone("+5511988887777");
    let mut socket = team.company.admin.socket().await;
    play(&team, &phone).await;

    let told = events(&mut socket).await;
    let mut conversations = team.company.conversations().await;
    conversations.sort_by_key(|row| row["createdAt"].as_str().unwrap_or_default().to_owned());
    let mut episodes = Vec::new();
    for conversation in conversations {
        let path = format!("/api/conversations/{}", id(&conversation));
        let (messages, timeline, decisions) = (
            team.company.messages(&id(&conversation)).await,
            team.company.api().get(&format!("{path}/timeline")).await.ok(),
            team.company.api().get(&format!("{path}/decisions")).await.ok(),
        );
        episodes.push(json!({
            "conversation": conversation, "messages": messages, "timeline": timeline["items"],
            "decisions": decisions["items"],
        }));
    }
    let protocols: Vec<String> =
        episodes.iter().filter_map(|row| row["conversation"]["protocol"].as_str()).map(str::to_owned).collect();
    let heard =
        phone.received().await.into_iter().map(|message| json!({"text": message.text, "copies": message.copies}));
    let mut story = json!({"episodes": episodes, "events": told, "phone": heard.collect::<Vec<_>>()});
    redact(&mut story, &protocols);
    insta::assert_json_snapshot!("both_profiles", story);
    app.is_sound().await;
}

/// Greeted, misunderstood, served, transferred, resolved, thanking, and back again.
async fn play(team: &Team, phone: &Phone) {
    phone.sends(json!({"type": "text", "text": "Oi", "name": "Zé"})).await;
    team.asked(phone, "Escolha o departamento").await;
    phone.says("1").await;
    let conversation = team.served_by(phone, &team.ana).await;
    arrived(team, phone, "Você está sendo atendido").await;
    team.ana.says(&id(&conversation), "Bom dia! Como posso ajudar?").await;
    arrived(team, phone, "Como posso ajudar").await;
    phone.says("A máquina não liga").await;
    team.stored(phone, "A máquina não liga").await;
    let path = format!("/api/conversations/{}", id(&conversation));
    team.ana.api.post(&format!("{path}/transfer"), json!({"departmentId": team.support})).await.ok();
    arrived(team, phone, "Sua conversa foi transferida").await;
    team.bia.says(&id(&conversation), "Já está na tomada?").await;
    arrived(team, phone, "tomada").await;
    team.bia.api.post(&format!("{path}/resolve"), json!({})).await.ok();
    arrived(team, phone, "encerrado").await;
    phone.says("obrigado").await;
    team.stored(phone, "obrigado").await;
    phone.says("Parou de novo").await;
    arrived(team, phone, "Deseja falar com Suporte Técnico?").await;
    phone.says("sim").await;
    team.served_by(phone, &team.bia).await;
    arrived(team, phone, "Você está sendo atendido por *Bia*").await;
}

/// Wait until the provider told that the last message arrived, so that the next step never overtakes its status.
async fn arrived(team: &Team, phone: &Phone, words: &str) {
    wait_until(&format!("\"{words}\" to arrive"), PATIENCE, async || {
        let last = team.newest(phone).await?["lastMessage"].clone();
        (last["status"] == "DELIVERED" && last["content"].as_str()?.contains(words)).then_some(())
    })
    .await;
}

/// The events of the log, in their order. Statuses are told in the order in which they come true, which is the provider's, and
/// what is merely shown for a moment is no part of the story.
async fn events(socket: &mut Socket) -> Vec<Value> {
    socket.listen(Duration::from_secs(1)).await;
    let logged = socket.seen.iter().filter(|frame| frame.seq.is_some() && frame.event != "message-status");
    logged.map(|frame| json!({"event": frame.event, "data": frame.data})).collect()
}

fn redact(value: &mut Value, protocols: &[String]) {
    match value {
        Value::Array(items) => items.iter_mut().for_each(|item| redact(item, protocols)),
        Value::Object(fields) => redact_fields(fields, protocols),
        Value::String(text) => {
            if is_id(text) {
                "[id]".clone_into(text);
            } else if chrono::DateTime::parse_from_rfc3339(text).is_ok() {
                "[time]".clone_into(text);
            }
            for (n, protocol) in protocols.iter().enumerate() {
                *text = text.replace(protocol, &format!("[protocol {}]", n + 1));
            }
        }
        Value::Null | Value::Bool(_) | Value::Number(_) => {}
    }
}

fn redact_fields(fields: &mut Map<String, Value>, protocols: &[String]) {
    for (name, value) in fields {
        if DRAWN.contains(&name.as_str()) && !value.is_null() {
            *value = json!(format!("[{name}]"));
        }
        redact(value, protocols);
    }
}

fn is_id(text: &str) -> bool {
    uuid::Uuid::try_parse(text).is_ok()
}
