//! G36: the name that an agent gave stays, whatever the customer's profile says.

use serde_json::{Value, json};

use crate::harness::App;
use crate::team::{Team, id};

#[tokio::test]
async fn the_name_that_an_agent_gave_wins_over_the_profile() {
    let app = App::start().await;
    let team = Team::of(&app).await;
    let line = team.line(&app, "WAHA").await;
    let phone = line.phone("+5511988887777");
    let named = |name: &'static str| move |row: &Value| row["customerName"] == name;

    phone.sends(json!({"type": "text", "text": "Oi", "name": "Zé"})).await;
    let conversation = team.company.conversation(&phone, "named Zé", named("Zé")).await;
    team.asked(&phone, "Escolha o departamento").await;
    phone.says("1").await;
    team.served_by(&phone, &team.ana).await;

    let path = format!("/api/conversations/{}/customer-name", id(&conversation));
    let renamed = team.ana.api.patch(&path, json!({"name": "Dona Maria"})).await.ok();
    assert_eq!(renamed["customerName"], "Dona Maria");
    let mut socket = team.ana.socket().await;
    phone.sends(json!({"type": "text", "text": "troquei o perfil", "name": "José"})).await;
    let told = socket.event_where("message-received", |data| data["message"]["content"] == "troquei o perfil").await;
    assert_eq!(told.data["conversation"]["customerName"], "Dona Maria");
    let after = team.company.conversation(&phone, "still hers", named("Dona Maria")).await;
    assert_eq!(after["contact"]["pushName"], "José");

    // Without a given name, the newest name of the profile counts, now and later.
    let given_back = team.ana.api.patch(&path, json!({"name": null})).await.ok();
    assert_eq!(given_back["customerName"], "José");
    phone.sends(json!({"type": "text", "text": "e de novo", "name": "Zeca"})).await;
    team.company.conversation(&phone, "named Zeca", named("Zeca")).await;

    // The name belongs to the contact: the next episode has it too.
    team.ana.api.patch(&path, json!({"name": "Dona Maria"})).await.ok();
    team.resolve(&team.ana, &conversation).await;
    phone.sends(json!({"type": "text", "text": "Voltei", "name": "Zé"})).await;
    let next = team.company.conversation(&phone, "the next episode", named("Dona Maria")).await;
    assert_ne!(next["id"], conversation["id"]);
    assert!(team.asked(&phone, "Olá de novo, Dona Maria!").await["lastMessage"]["isBot"] == true);
    app.is_sound().await;
}
