//! What the company writes from its handset, to whom nobody may know.

use serde_json::{Value, json};

use super::{CHAT, LID, contacts, kinds, parked, stored, waha};
use crate::harness::{App, PATIENCE, waha_webhook, wait_until};
use crate::team::{Team, id};

#[tokio::test]
async fn an_own_message_to_a_hidden_id_is_parked_until_somebody_is_known_by_it() {
    let app = App::start().await;
    let team = Team::of(&app).await;
    let line = team.line(&app, "WAHA").await;
    waha(&app, &line, CHAT, None, "aberto").await;
    stored(&app, 1).await;
    let drawn = domain::id::new_id().simple().to_string().to_uppercase();
    let payload = json!({
        "id": format!("true_{LID}_{drawn}"), "from": "5511999990000@c.us", "to": LID, "fromMe": true, "source": "app",
        "body": "Do celular da loja", "hasMedia": false, "timestamp": domain::clock::Clock::system().now().timestamp(),
    });
    waha_webhook(&app.api(), &line.key, &line.secret, "message.any", payload).await.expect(200);
    let api = team.company.api();
    let event = parked(&team).await["id"].clone();
    let own = "select count(*) from messages where content = 'Do celular da loja'";
    assert_eq!(
        (app.query(own), app.query("select count(*) from contacts")),
        (vec!["0".to_owned()], vec!["1".to_owned()])
    );
    let again = format!("/api/jobs/inbox/{event}/retry");
    api.post(&again, json!({})).await.done();
    team.company.understood().await;
    assert_eq!(parked(&team).await["id"], event, "nobody knows it still");

    // The customer writes, and the provider tells whose the hidden id is.
    waha(&app, &line, LID, Some("5511988887777@s.whatsapp.net"), "sou eu").await;
    stored(&app, 2).await;
    api.post(&again, json!({})).await.done();
    let known = contacts(&team).await;
    assert_eq!((known.len(), kinds(&known[0])), (1, vec!["PHONE", "WAHA_LID"]));
    let episode = id(&team.company.conversations().await[0]);
    wait_until("the company's own message in the customer's thread", PATIENCE, async || {
        let messages = team.company.messages(&episode).await;
        let is_own = |row: &Value| row["content"] == "Do celular da loja" && row["direction"] == "OUTBOUND";
        messages.iter().any(is_own).then_some(())
    })
    .await;
    assert_eq!(app.query(own), ["1"]);

    // A customer whose phone nobody knows is welcome all the same.
    waha(&app, &line, "555555555555555@lid", None, "sou outro").await;
    stored(&app, 3).await;
    assert_eq!(contacts(&team).await.len(), 2);
    app.is_sound().await;
}

#[tokio::test]
async fn an_own_message_to_nobody_knows_whom_is_parked_and_in_no_thread() {
    let app = App::start().await;
    let team = Team::of(&app).await;
    let line = team.line(&app, "WAHA").await;
    let phone = line.phone("+5511988887777");
    phone.says("Oi").await;
    team.asked(&phone, "Escolha o departamento").await;
    let messages = app.query("select count(*) from messages");
    let payload = json!({
        "id": domain::id::new_id().simple().to_string().to_uppercase(), "fromMe": true, "body": "Segredo de outro",
        "hasMedia": false, "source": "app", "timestamp": domain::clock::Clock::system().now().timestamp(),
    });
    waha_webhook(&app.api(), &line.key, &line.secret, "message.any", payload).await.expect(200);
    parked(&team).await;
    assert_eq!(app.query("select count(*) from messages"), messages);
    assert_eq!(app.query("select count(*) from contacts"), ["1"]);
    app.is_sound().await;
}
