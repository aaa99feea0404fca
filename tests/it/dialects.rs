//! The adapters of WAHA and META end to end, at the simulated providers with the channels' own signatures.

use serde_json::{Value, json};

use crate::harness::App;
use crate::team::{GREETING, Team, id, texts};

#[tokio::test]
async fn a_waha_customer_is_greeted_chooses_is_answered_and_resolved() {
    whole_service("WAHA").await;
}

#[tokio::test]
async fn a_meta_customer_is_greeted_chooses_is_answered_and_resolved() {
    whole_service("META").await;
}

async fn whole_service(provider: &'static str) {
    let app = App::start().await;
    let team = Team::of(&app).await;
    let line = team.line(&app, provider).await;
    let phone = line.phone("+5511988887777");
    let mut socket = team.ana.socket().await;

    phone.sends(json!({"type": "text", "text": "Oi", "name": "Zé"})).await;
    team.asked(&phone, "Escolha o departamento").await;
    assert_eq!(phone.received().await[0].text, GREETING);
    phone.says("Vendas").await;
    let conversation = team.served_by(&phone, &team.ana).await;
    assert_eq!((&conversation["channelId"], &conversation["customerName"]), (&json!(line.channel), &json!("Zé")));
    assert_eq!(conversation["windowExpiresAt"].is_string(), provider == "META", "{conversation:#}");
    let protocol = conversation["protocol"].as_str().unwrap();
    let hello = phone.hears("Você está sendo atendido").await;
    assert_eq!(hello.text, format!("Você está sendo atendido por *Ana*, de *Vendas*.\nProtocolo {protocol}."));

    let sent = team.ana.says(&id(&conversation), "Bom dia! Como posso ajudar?").await;
    let heard = phone.hears("Como posso ajudar").await;
    assert_eq!((heard.text.as_str(), heard.copies), ("*Ana - Vendas*: Bom dia! Como posso ajudar?", 1));
    let of_it = |status: &'static str| {
        let message = sent["id"].clone();
        move |data: &Value| data["messageId"] == message && data["status"] == status
    };
    socket.event_where("message-status", of_it("DELIVERED")).await;
    phone.status(&heard.id, "read").await;
    socket.event_where("message-status", of_it("READ")).await;
    // A late and lower status changes nothing.
    phone.status(&heard.id, "delivered").await;

    phone.sends(json!({"type": "text", "text": "Quero um pão", "replyTo": heard.id})).await;
    let received = socket.event_where("message-received", |data| data["message"]["content"] == "Quero um pão").await;
    assert_eq!(received.data["message"]["replyTo"]["id"], sent["id"], "{:#}", received.data);
    let resolve = format!("/api/conversations/{}/resolve", id(&conversation));
    let resolved = team.ana.api.post(&resolve, json!({})).await.ok();
    assert_eq!((&resolved["status"], &resolved["unreadCount"]), (&json!("RESOLVED"), &json!(0)));
    phone.hears("encerrado. Obrigado pelo contato!").await;

    let messages = team.company.messages(&id(&conversation)).await;
    assert_eq!(texts(&messages, "INBOUND"), ["Oi", "Vendas", "Quero um pão"]);
    let answer = messages.iter().find(|message| message["id"] == sent["id"]).unwrap();
    assert_eq!((&answer["status"], &answer["sendPhase"]), (&json!("READ"), &json!("DONE")));
    assert!(answer["deliveredAt"].is_string() && answer["readAt"].is_string(), "{answer:#}");
    assert!(phone.received().await.iter().all(|heard| heard.copies == 1));
    app.is_sound().await;
}

#[tokio::test]
async fn a_customer_who_failed_to_get_an_answer_is_seen_as_such() {
    let app = App::start().await;
    let team = Team::of(&app).await;
    for (provider, number, code) in [("META", "+5511988880001", 131_026), ("WAHA", "+5511988880002", 400)] {
        let phone = team.line(&app, provider).await.phone(number);
        phone.says("Oi").await;
        team.asked(&phone, "Escolha o departamento").await;
        phone.says("1").await;
        let conversation = team.served_by(&phone, &team.ana).await;
        team.asked(&phone, "Você está sendo atendido").await;
        let mut socket = team.ana.socket().await;
        phone.faults(json!({"sendError": {"code": code, "next": 1}})).await;
        let sent = team.ana.says(&id(&conversation), "Alô?").await;
        let failed = socket.event_where("message-failed", |data| data["messageId"] == sent["id"]).await;
        assert!(failed.data["error"]["code"].is_string(), "{:#}", failed.data);

        let resent = team.ana.api.post(&format!("/api/messages/{}/resend", id(&sent)), json!({})).await.created();
        assert_eq!(resent["resendOfId"], sent["id"]);
        assert_eq!(phone.hears("Alô?").await.copies, 1, "{provider}");
        let messages = team.company.messages(&id(&conversation)).await;
        let original = messages.iter().find(|message| message["id"] == sent["id"]).unwrap();
        assert_eq!(original["status"], "FAILED");
        assert!(original["error"]["message"].as_str().is_some_and(|words| !words.is_empty()), "{original:#}");
    }
    app.is_sound().await;
}

#[tokio::test]
async fn a_hidden_sender_is_the_customer_whose_phone_is_known() {
    let app = App::start().await;
    let team = Team::of(&app).await;
    let phone = team.line(&app, "WAHA").await.phone("+5511988887777");
    phone.says("Oi").await;
    team.asked(&phone, "Escolha o departamento").await;
    // From now on the provider hides the phone behind an id, and tells the pair.
    phone.faults(json!({"lidSender": {"withPhone": true}})).await;
    phone.says("1").await;
    team.served_by(&phone, &team.ana).await;
    phone.faults(json!({"lidSender": {"withPhone": false}})).await;
    phone.says("Quero um pão").await;
    let messages = team.stored(&phone, "Quero um pão").await;
    assert_eq!(texts(&messages, "INBOUND"), ["Oi", "1", "Quero um pão"]);
    assert_eq!(team.company.conversations().await.len(), 1);
    app.is_sound().await;
}
