//! The four flows of the owner's document, section 13, from both sides: what the phone hears and what the dashboard's API says.

use serde_json::{Value, json};

use crate::harness::{App, Phone};
use crate::team::{GREETING, Team, id};

async fn new_customer(team: &Team, phone: &Phone) -> Value {
    phone.says("Oi").await;
    team.asked(phone, "Escolha o departamento").await;
    assert_eq!(phone.received().await[0].text, GREETING);
    phone.says("1").await;
    let conversation =
        team.company.conversation(phone, "assigned to Ana", |c| c["assignedUserId"] == team.ana.id.as_str()).await;
    let protocol = conversation["protocol"].as_str().unwrap();
    let hello = phone.hears("Você está sendo atendido").await;
    assert_eq!(hello.text, format!("Você está sendo atendido por *Ana*, de *Vendas*.\nProtocolo {protocol}."));
    conversation
}

#[tokio::test]
async fn flow_13_1_a_new_customer_is_greeted_chooses_is_answered_and_resolved() {
    let app = App::start().await;
    let team = Team::of(&app).await;
    let phone = team.company.phone("+5511988887777").await;
    let mut socket = team.ana.socket().await;

    let conversation = new_customer(&team, &phone).await;
    let told = socket.next_event("conversation-assigned").await;
    assert_eq!(told.data["agentId"], team.ana.id.as_str());
    assert_eq!(told.data["reason"], "AUTO");

    let sent = team.ana.says(&id(&conversation), "Bom dia! Como posso ajudar?").await;
    assert_eq!((&sent["status"], &sent["sendPhase"]), (&json!("PENDING"), &json!("QUEUED")));
    let heard = phone.hears("Como posso ajudar").await;
    assert_eq!(heard.text, "*Ana - Vendas*: Bom dia! Como posso ajudar?");
    socket.event_where("message-status", |data| data["messageId"] == sent["id"] && data["status"] == "DELIVERED").await;

    team.ana.api.post(&format!("/api/conversations/{}/read", id(&conversation)), json!({})).await.ok();
    phone.says("Quero um pão").await;
    let received = socket.event_where("message-received", |data| data["message"]["content"] == "Quero um pão").await;
    assert_eq!(received.data["conversation"]["unreadCount"], 1);

    let resolved =
        team.ana.api.post(&format!("/api/conversations/{}/resolve", id(&conversation)), json!({})).await.ok();
    assert_eq!((&resolved["status"], &resolved["assignedUserId"]), (&json!("RESOLVED"), &Value::Null));
    assert_eq!(resolved["lastAttendantId"], team.ana.id.as_str());
    phone.hears("encerrado. Obrigado pelo contato!").await;
    app.is_sound().await;
}

#[tokio::test]
async fn flow_13_2_a_returning_customer_is_asked_and_gets_the_same_agent() {
    let app = App::start().await;
    let team = Team::of(&app).await;
    let phone = team.company.phone("+5511988887777").await;
    let first = new_customer(&team, &phone).await;
    team.ana.api.post(&format!("/api/conversations/{}/resolve", id(&first)), json!({})).await.ok();
    phone.hears("encerrado").await;

    phone.says("Voltei").await;
    team.asked(&phone, "Deseja falar com Vendas? (SIM/NÃO)").await;
    phone.says("sim").await;
    let again =
        team.company.conversation(&phone, "with Ana again", |c| c["assignedUserId"] == team.ana.id.as_str()).await;
    assert_ne!(again["id"], first["id"]);

    // The other answer brings the menu, once.
    let other = team.company.phone("+5511977776666").await;
    let episode = new_customer(&team, &other).await;
    team.ana
        .api
        .post(&format!("/api/conversations/{}/resolve", id(&episode)), json!({"sendMessage": false}))
        .await
        .ok();
    other.says("Oi de novo").await;
    team.asked(&other, "(SIM/NÃO)").await;
    other.says("não").await;
    team.asked(&other, "Certo! Vamos ao menu.").await;
    other.says("2").await;
    team.company.conversation(&other, "with Bia", |c| c["assignedUserId"] == team.bia.id.as_str()).await;
    let menus = other.received().await.iter().filter(|message| message.text.contains("Vamos ao menu")).count();
    assert_eq!(menus, 1);
    app.is_sound().await;
}

#[tokio::test]
async fn flow_13_3_a_transfer_finds_an_agent_of_the_other_department_and_tells_everybody() {
    let app = App::start().await;
    let team = Team::of(&app).await;
    let phone = team.company.phone("+5511988887777").await;
    let mut socket = team.bia.socket().await;
    let conversation = new_customer(&team, &phone).await;

    let path = format!("/api/conversations/{}/transfer", id(&conversation));
    let moved = team.ana.api.post(&path, json!({"departmentId": team.support})).await.ok();
    assert_eq!((&moved["departmentId"], &moved["assignedUserId"]), (&json!(team.support), &json!(team.bia.id)));
    let told = socket.next_event("conversation-transferred").await;
    assert_eq!((&told.data["fromDepartmentId"], &told.data["reason"]), (&json!(team.sales), &json!("manual")));
    phone.hears("Sua conversa foi transferida para *Suporte Técnico*.").await;
    team.ana.api.post(&path, json!({"departmentId": team.sales})).await.problem(404, "not_found");
    app.is_sound().await;
}

#[tokio::test]
async fn flow_13_4_a_wait_that_runs_out_looks_for_an_agent_anywhere_and_else_keeps_its_place() {
    let mut app = App::start().await;
    let team = Team::of(&app).await;
    team.ana.goes("OFFLINE").await;
    let supervisor = team.company.hire("Sara", "SUPERVISOR", &[]).await;
    let phone = team.company.phone("+5511988887777").await;
    phone.says("Oi").await;
    team.asked(&phone, "Escolha o departamento").await;
    phone.says("1").await;
    phone.hears("Você é o nº 1 da fila").await;
    let waiting = team.company.conversation(&phone, "in the queue", |c| c["flowState"] == "DEPARTMENT_SELECTED").await;

    // Bia, of the other department, is taken when the five minutes are over.
    app.later(chrono::Duration::minutes(6)).await;
    let taken = team.company.conversation(&phone, "with Bia", |c| c["assignedUserId"] == team.bia.id.as_str()).await;
    assert_eq!((&taken["id"], &taken["flowState"]), (&waiting["id"], &json!("TIMEOUT_REDIRECT")));
    phone.hears("Desculpe a espera! *Bia*, de *Suporte Técnico*, vai continuar seu atendimento.").await;
    drop(supervisor);
    app.is_sound().await;
}
