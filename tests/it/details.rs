//! What a dashboard asks beside the main road: small answers, each with what it is for.

use reqwest::Method;
use reqwest::header::HeaderValue;
use serde_json::{Value, json};

use crate::harness::{Answer, App};
use crate::team::{Team, id};

#[tokio::test]
async fn who_talks_with_the_bot_is_counted_and_listed_apart() {
    let app = App::start().await;
    let team = Team::of(&app).await;
    let line = team.line(&app, "SANDBOX").await;
    team.ana.goes("OFFLINE").await;
    let (reading, waiting) = (line.phone("+5511988880001"), line.phone("+5511988880002"));
    reading.says("Oi").await;
    let asked = team.asked(&reading, "Escolha o departamento").await;
    waiting.says("Oi").await;
    team.asked(&waiting, "Escolha o departamento").await;
    waiting.says("1").await;
    team.company.conversation(&waiting, "in the queue", |row| row["queuedAt"].is_string()).await;
    let counts = team.company.api().get("/api/conversations/counts").await.ok();
    assert_eq!((&counts["bot"], &counts["queued"], &counts["open"]), (&json!(1), &json!(1), &json!(2)), "{counts:#}");
    let list = team.company.api().get("/api/conversations?bot=true").await.ok();
    assert_eq!(list.as_array().unwrap().iter().map(id).collect::<Vec<_>>(), [id(&asked)]);
    let others = team.company.api().get("/api/conversations?bot=false").await.ok();
    assert_eq!(others.as_array().unwrap().len(), 1, "{others:#}");
    app.is_sound().await;
}

#[tokio::test]
async fn unread_counts_for_whoever_is_to_answer_and_who_waits_is_listed_apart() {
    let app = App::start().await;
    let team = Team::of(&app).await;
    let line = team.line(&app, "SANDBOX").await;
    team.ana.goes("OFFLINE").await;
    let phone = line.phone("+5511988880003");
    phone.says("Oi").await;
    team.asked(&phone, "Escolha o departamento").await;
    phone.says("1").await;
    let talk = id(&team.company.conversation(&phone, "in the queue", |row| row["queuedAt"].is_string()).await);
    let admin = team.company.api();
    let listed = async |query: &str| {
        let list = admin.get(&format!("/api/conversations?{query}")).await.ok();
        list.as_array().unwrap().iter().map(id).collect::<Vec<_>>()
    };
    let mut unread = Vec::new();
    for api in [&team.ana.api, &team.bia.api, admin] {
        let counts = api.get("/api/conversations/counts").await.ok();
        unread.push((counts["unreadForMe"].clone(), counts["unread"].clone()));
    }
    assert_eq!(unread, [(json!(1), json!(1)), (json!(0), json!(0)), (json!(0), json!(1))], "in sales, with nobody");
    assert_eq!((listed("waiting=true").await, listed("waiting=false").await), (vec![talk.clone()], vec![]));

    let answer = json!({"conversationId": talk, "content": "Pois não?"});
    team.ana.api.post("/api/messages/send", answer).await.created();
    assert_eq!((listed("waiting=true").await, listed("waiting=false").await), (vec![], vec![talk.clone()]));
    phone.says("Tem bolo?").await;
    team.company.conversation(&phone, "waiting again", |row| row["waitingSince"].is_string()).await;
    assert_eq!(team.ana.api.get("/api/conversations/counts").await.ok()["unreadForMe"], 1);
    team.ana.api.post(&format!("/api/conversations/{talk}/read"), json!({})).await.ok();
    assert_eq!(team.ana.api.get("/api/conversations/counts").await.ok()["unreadForMe"], 0);
    app.is_sound().await;
}

#[tokio::test]
async fn a_refused_field_is_explained_in_the_language_of_its_reader() {
    let app = App::start().await;
    let company = app.company().await;
    let said = async |language: &str, body: Value| {
        let request = company.api().request(Method::POST, "/api/departments").header("Accept-Language", language);
        let answer = Answer::of(request.json(&body)).await;
        answer.body["errors"].as_array().unwrap().iter().map(|error| error["message"].clone()).collect::<Vec<_>>()
    };
    let wrong = json!({"name": "", "slug": "Não", "responseTimeoutMinutes": 0});
    let english = said("en", wrong.clone()).await;
    let portuguese = said("pt-BR", wrong).await;
    assert!(
        english.contains(&json!("1 to 50 of a-z, 0-9 and -")) && english.contains(&json!("lower than 1")),
        "{english:?}"
    );
    assert!(portuguese.contains(&json!("de 1 a 50 caracteres entre a-z, 0-9 e -")), "{portuguese:?}");
    assert!(portuguese.contains(&json!("menor que 1")), "{portuguese:?}");
    assert_eq!(said("pt-BR", json!({"slug": "vendas"})).await, ["obrigatório"]);

    // A key that nobody can read is no key: whoever sent it must not believe in it.
    let key = HeaderValue::from_bytes("chave-\u{e9}".as_bytes()).unwrap();
    let request = company.api().request(Method::POST, "/api/tags").header("Idempotency-Key", key);
    let refused = Answer::of(request.json(&json!({"name": "VIP"}))).await;
    assert_eq!(refused.body["errors"][0]["field"], "Idempotency-Key", "{refused:?}");
    refused.problem(400, "invalid_query");
    assert_eq!(company.api().get("/api/tags").await.ok(), json!([]));
    app.is_sound().await;
}

#[tokio::test]
async fn a_new_password_ends_every_session_but_the_one_that_chose_it() {
    let app = App::start().await;
    let company = app.company().await;
    let bia = company.agent("Bia", &[]).await;
    let unchanged = bia.api.patch("/api/users/me", json!({"name": "Bia Maria"})).await.ok();
    assert_eq!((&unchanged["token"], &unchanged["name"]), (&Value::Null, &json!("Bia Maria")));
    let change = json!({"password": "outra-senha-bem-longa-42", "currentPassword": crate::harness::PASSWORD});
    let answer = bia.api.patch("/api/users/me", change).await;
    assert!(answer.header("set-cookie").is_some_and(|cookie| cookie.starts_with("wpc_media=")), "{answer:?}");
    let renewed = answer.ok();
    bia.api.get("/api/auth/me").await.problem(401, "unauthenticated");
    let api = bia.api.with_token(renewed["token"].as_str().unwrap());
    assert_eq!(api.get("/api/auth/me").await.ok()["id"], bia.id.as_str());

    let preferences = json!({"theme": "dark", "sound": false});
    api.patch("/api/users/me", json!({"preferences": preferences})).await.ok();
    assert_eq!(api.get("/api/auth/me").await.ok()["preferences"], preferences);
    api.patch("/api/users/me", json!({"preferences": {"theme": "pink"}})).await.problem(422, "validation");
    app.is_sound().await;
}

#[tokio::test]
async fn hours_are_tried_before_they_count_and_texts_are_read_as_they_are_written() {
    let app = App::start().await;
    let company = app.company().await;
    let api = company.api();
    // A Sunday at noon in São Paulo.
    let at = "2026-03-08T15:00:00Z";
    let hours = |enabled: bool, start: &str| {
        let day = json!([{"start": start, "end": "18:00"}]);
        let week = json!({"mon": day, "tue": day, "wed": day, "thu": day, "fri": day, "sat": day, "sun": []});
        json!({"at": at, "businessHours": {"enabled": enabled, "weekly": week, "holidays": []}})
    };
    let tried = async |wish: Value| api.post("/api/settings/preview", wish).await;
    let shut = tried(hours(true, "08:00")).await.ok();
    assert_eq!(
        (&shut["isOpen"], &shut["nextOpening"]),
        (&json!(false), &json!("2026-03-09T11:00:00.000Z")),
        "{shut:#}"
    );
    assert_eq!(tried(hours(false, "08:00")).await.ok()["isOpen"], true);
    let mut tokyo = hours(true, "08:00");
    tokyo["timezone"] = json!("Asia/Tokyo");
    assert_eq!(tried(tokyo).await.ok()["nextOpening"], "2026-03-08T23:00:00.000Z");
    let refused = tried(hours(true, "8h")).await;
    assert_eq!(refused.body["errors"][0]["field"], "businessHours.weekly.mon[0].start", "{refused:?}");
    assert_eq!(api.get("/api/settings").await.ok()["businessHours"]["enabled"], false, "nothing was kept");

    api.patch("/api/settings", json!({"texts": {"closing": "Até logo, {name}!"}})).await.ok();
    let texts = api.get("/api/settings/texts").await.ok();
    let text = |key: &str| texts.as_array().unwrap().iter().find(|text| text["key"] == key).unwrap().clone();
    assert_eq!(text("closing")["own"], "Até logo, {name}!");
    assert_eq!(text("handover")["own"], Value::Null);
    assert!(text("greeting")["default"].as_str().unwrap().contains("{menu}"));
    app.is_sound().await;
}

#[tokio::test]
async fn agents_choose_a_channel_and_a_template_without_seeing_how_the_channel_is_connected() {
    let app = App::start().await;
    let team = Team::of(&app).await;
    let line = team.line(&app, "META").await;
    team.ana.api.get("/api/channels").await.problem(403, "forbidden");
    let choices = team.ana.api.get("/api/channels/choices").await.ok();
    let meta = choices.as_array().unwrap().iter().find(|row| row["id"] == line.channel.as_str()).unwrap();
    let mut fields: Vec<&str> = meta.as_object().unwrap().keys().map(String::as_str).collect();
    fields.sort_unstable();
    assert_eq!(fields, ["id", "isDefault", "name", "phone", "provider", "status"]);
    team.ana.api.get(&format!("/api/channels/{}/templates", line.channel)).await.ok();

    let mut socket = team.company.admin.socket().await;
    let path = format!("/api/channels/{}", line.channel);
    team.company.api().patch(&path, json!({"name": "Balcão"})).await.ok();
    let told = socket.event_where("channel-updated", |data| data["channel"]["name"] == "Balcão").await.data;
    assert_eq!((&told["id"], &told["channel"]["id"]), (&json!(line.channel), &json!(line.channel)), "{told:#}");
    for secret in ["webhookUrl", "secretsSet", "credentialHint"] {
        assert!(told["channel"].get(secret).is_none(), "{told:#}");
    }
    app.is_sound().await;
}
