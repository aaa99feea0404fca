//! What events carry, and to whom: the whole object to those who see it, ids to those who lose it.

use serde_json::{Value, json};

use crate::harness::{App, Frame, Phone};
use crate::team::{Team, id};

/// A customer whom Ana, of Vendas, answered.
async fn answered(team: &Team, phone: &Phone) -> (String, Value) {
    phone.says("Oi").await;
    team.asked(phone, "Escolha o departamento").await;
    phone.says("1").await;
    let conversation = id(&team.served_by(phone, &team.ana).await);
    let sent = team.ana.says(&conversation, "Bom dia!").await;
    (conversation, sent)
}

#[tokio::test]
async fn a_reaction_is_shown_with_the_whole_message_and_taken_back() {
    let app = App::start().await;
    let team = Team::of(&app).await;
    let line = team.line(&app, "WAHA").await;
    let phone = line.phone("+5511988887777");
    let (conversation, sent) = answered(&team, &phone).await;
    assert_eq!(sent["sendPhase"], "QUEUED");
    let heard = phone.hears("Bom dia!").await;
    let mut socket = team.ana.socket().await;
    let react = async |emoji: &str| {
        let body = json!({"messageId": heard.id, "emoji": emoji});
        let path = format!("/api/sandbox/{}/reaction", line.channel);
        assert!(team.company.api().post(&path, body).await.status < 300);
    };

    react("👍").await;
    let told = socket.next_event("message-updated").await.data;
    assert_eq!(told["conversationId"], conversation.as_str());
    assert_eq!(told["message"]["sender"], json!({"id": team.ana.id, "name": "Ana"}));
    let listed = async || {
        let messages = team.company.messages(&conversation).await;
        messages.into_iter().find(|message| message["id"] == sent["id"]).unwrap()
    };
    let message = listed().await;
    let reaction = &message["reactions"][0];
    assert_eq!((&reaction["actor"], &reaction["emoji"]), (&json!("customer"), &json!("👍")));
    assert!(reaction["at"].as_str().is_some_and(|at| at.ends_with('Z')), "{message:#}");
    assert_eq!(told["message"]["reactions"], message["reactions"]);
    assert!(message["metadata"]["reactions"].is_null(), "told once");

    react("").await;
    let told = socket.next_event("message-updated").await.data;
    assert_eq!((&told["message"]["reactions"], &listed().await["reactions"]), (&json!([]), &json!([])));
    app.is_sound().await;
}

/// The routing events among frames.
fn routing(frames: &[Frame]) -> Vec<&Frame> {
    let kinds = ["assigned", "unassigned", "queued", "transferred", "resolved", "archived", "reopened"];
    let named = |frame: &&Frame| frame.event.strip_prefix("conversation-").is_some_and(|name| kinds.contains(&name));
    frames.iter().filter(named).collect()
}

#[tokio::test]
async fn routing_events_carry_the_conversation_and_who_loses_it_gets_ids_only() {
    let app = App::start().await;
    let team = Team::of(&app).await;
    let phone = team.line(&app, "SANDBOX").await.phone("+5511988887777");
    let mut admin = team.company.admin.socket().await;
    let (conversation, _) = answered(&team, &phone).await;
    let assigned = admin.next_event("conversation-assigned").await.data;
    assert_eq!(assigned["conversation"]["assignedUserId"], team.ana.id.as_str(), "{assigned:#}");
    let carla = team.company.agent("Carla", &[&team.sales]).await;
    let (mut ana, mut bia) = (team.ana.socket().await, team.bia.socket().await);
    let carla = carla.socket().await;
    ana.ask("join-conversation", json!(conversation)).await.expect("Ana sees it");
    let is_answer =
        |data: &Value| data["changed"].as_array().is_some_and(|all| all.contains(&json!("firstResponseAt")));
    admin.event_where("conversation-updated", is_answer).await;
    let since = admin.last_seq.clone();

    let path = |what: &str| format!("/api/conversations/{conversation}/{what}");
    team.ana.api.post(&path("transfer"), json!({"departmentId": team.support})).await.ok();
    phone.says("Ainda o segredo").await;
    bia.event_where("message-received", |data| data["message"]["content"] == "Ainda o segredo").await;
    // Whoever wrote last is the last attendant, and may see what they closed.
    team.bia.says(&conversation, "Boa tarde!").await;
    team.bia.api.post(&path("unassign"), json!({})).await.ok();
    team.company.api().post(&path("resolve"), json!({"sendMessage": false})).await.ok();
    admin.next_event("conversation-resolved").await;
    bia.next_event("conversation-resolved").await;

    for (who, seen) in [("the administrator", &admin.seen), ("the new department", &bia.seen)] {
        let told = routing(seen);
        assert!(told.iter().any(|frame| frame.event == "conversation-transferred"), "{who}");
        assert!(told.iter().any(|frame| frame.event == "conversation-unassigned"), "{who}");
        for frame in told {
            assert_eq!(frame.data["conversation"]["id"], conversation.as_str(), "{who}: {frame:?}");
            assert_eq!(frame.data["conversationId"], conversation.as_str(), "{who}: {frame:?}");
        }
    }
    // Who lost it knows that it went, and nothing else; the same when they come back for it.
    let lost = ana.next_event("left-conversation").await.data;
    assert_eq!(lost["conversationId"], conversation.as_str());
    let again = crate::harness::Socket::open(&team.ana.api, since.as_deref()).await;
    for (who, mut socket) in [("who held it", ana), ("the old department", carla), ("a replay", again)] {
        socket.listen(std::time::Duration::from_secs(2)).await;
        let told = routing(&socket.seen);
        let gone = told.iter().find(|frame| frame.event == "conversation-transferred");
        let gone = gone.unwrap_or_else(|| panic!("{who} was not told: {:?}", socket.seen));
        assert_eq!(
            (&gone.data["toDepartmentId"], &gone.data["conversationId"]),
            (&json!(team.support), &json!(conversation)),
        );
        for frame in &socket.seen {
            let text = frame.data.to_string();
            for content in ["988887777", "segredo", "customerPhone", "Sua conversa foi transferida"] {
                assert!(!text.contains(content), "{who} hears {content}: {frame:?}");
            }
        }
    }
    app.is_sound().await;
}
