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
    // Online already, so that her connection changes nothing.
    team.company.admin.goes("ONLINE").await;
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
    let names = names(&team, &episodes);
    let heard =
        phone.received().await.into_iter().map(|message| json!({"text": message.text, "copies": message.copies}));
    let mut story = json!({"episodes": episodes, "events": told, "phone": heard.collect::<Vec<_>>()});
    redact(&mut story, &names);
    insta::assert_json_snapshot!("both_profiles", story);
    app.is_sound().await;
}

/// Greeted, served, transferred, resolved, thanking, and back again.
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

/// The events of the log, in their order, from the customer's first message on: what the set-up left may still be on its way to a
/// socket that opens right behind it. Statuses are told in the order in which they come true, which is the provider's, and
/// what is merely shown for a moment is no part of the story.
async fn events(socket: &mut Socket) -> Vec<Value> {
    socket.listen(Duration::from_secs(1)).await;
    let logged = socket.seen.iter().filter(|frame| frame.seq.is_some() && frame.event != "message-status");
    let story = logged.skip_while(|frame| frame.event != "conversation-created");
    story.map(|frame| json!({"event": frame.event, "data": frame.data})).collect()
}

/// What was drawn, each with the name that the story gives it.
fn names(team: &Team, episodes: &[Value]) -> Vec<(String, String)> {
    let known = [
        (&team.ana.id, "Ana"),
        (&team.bia.id, "Bia"),
        (&team.company.admin.id, "admin"),
        (&team.company.id, "company"),
        (&team.sales, "Vendas"),
        (&team.support, "Suporte"),
    ];
    let mut names: Vec<(String, String)> =
        known.into_iter().map(|(drawn, name)| (drawn.clone(), format!("[{name}]"))).collect();
    for (n, episode) in (1..).zip(episodes) {
        let conversation = &episode["conversation"];
        names.push((id(conversation), format!("[episode {n}]")));
        names.push((conversation["protocol"].as_str().unwrap().to_owned(), format!("[protocol {n}]")));
        for (m, message) in (1..).zip(episode["messages"].as_array().into_iter().flatten()) {
            names.push((id(message), format!("[message {n}.{m}]")));
        }
    }
    names
}

pub(crate) fn redact(value: &mut Value, names: &[(String, String)]) {
    match value {
        Value::Array(items) => items.iter_mut().for_each(|item| redact(item, names)),
        Value::Object(fields) => redact_fields(fields, names),
        Value::String(text) => {
            for (drawn, name) in names {
                *text = text.replace(drawn, name);
            }
            if is_id(text) {
                "[id]".clone_into(text);
            } else if chrono::DateTime::parse_from_rfc3339(text).is_ok() {
                "[time]".clone_into(text);
            }
        }
        Value::Null | Value::Bool(_) | Value::Number(_) => {}
    }
}

fn redact_fields(fields: &mut Map<String, Value>, names: &[(String, String)]) {
    for (name, value) in fields {
        if DRAWN.contains(&name.as_str()) && !value.is_null() {
            *value = json!(format!("[{name}]"));
        }
        redact(value, names);
    }
}

fn is_id(text: &str) -> bool {
    uuid::Uuid::try_parse(text).is_ok()
}
