//! What is tried before it counts, asked for before it is given, and filled in before it is sent.

use serde_json::json;

use super::Album;
use crate::harness::App;
use crate::team::{Team, id};

#[tokio::test]
async fn words_to_try_forgotten_passwords_and_replies_to_fill_in() {
    let app = App::start().await;
    let team = Team::of(&app).await;
    let api = team.company.api();
    let mut admin = team.company.admin.socket().await;
    let mut album = Album::default();
    let wish = json!({
        "greetingMessage": "Olá da {company}!\n{menu}", "texts": {"closing": "Tchau, {name}.", "handover": null},
        "businessHours": {"enabled": true, "weekly": {"sun": []}}, "at": "2026-11-22T15:00:00.000Z",
    });
    album.answer("POST /settings/preview", api.post("/api/settings/preview", wish).await);
    let wrong = json!({"texts": {"closing": "{nome}", "goodbye": "Tchau"}});
    album.answer("POST /settings/preview, wrong", api.post("/api/settings/preview", wrong).await);
    album.answer("POST /settings/preview, agents", team.ana.api.post("/api/settings/preview", json!({})).await);

    let mut asked = Vec::new();
    for (person, email) in [(&team.ana, "ana.vendas@example.com"), (&team.bia, "bia.suporte@example.com")] {
        let path = format!("/api/users/{}", person.id);
        api.patch(&path, json!({"email": email})).await.ok();
        let wish = json!({"email": email, "reason": "Esqueci"});
        app.api().post("/api/auth/forgot-password", wish).await.ok();
        let told = admin.next_event("password-reset-requested").await.data;
        assert_eq!(told["userId"], person.id.as_str());
        asked.push(told);
    }
    album.put("event password-reset-requested", asked[0].clone());
    let list = "/api/users/password-resets?status=PENDING";
    album.answer("GET /users/password-resets", api.get(list).await);
    album.answer("GET /users/password-resets, agents", team.ana.api.get(list).await);
    let path =
        |n: usize, end: &str| format!("/api/users/password-resets/{}/{end}", asked[n]["requestId"].as_str().unwrap());
    let new = |password: &str| json!({"newPassword": password});
    let common = api.post(&path(0, "resolve"), new("12345678")).await;
    album.answer("POST /users/password-resets/{id}/resolve, too common", common);
    let given = api.post(&path(0, "resolve"), new("correct horse battery")).await;
    album.answer("POST /users/password-resets/{id}/resolve", given);
    let again = api.post(&path(0, "resolve"), new("correct horse battery")).await;
    album.answer("POST /users/password-resets/{id}/resolve, again", again);
    album.answer("POST /users/password-resets/{id}/reject", api.post(&path(1, "reject"), json!(null)).await);

    let phone = team.company.phone("+5511988887777").await;
    phone.sends(json!({"type": "text", "text": "Oi", "name": "Zé Pereira"})).await;
    team.asked(&phone, "Escolha o departamento").await;
    phone.says("2").await;
    let conversation = id(&team.served_by(&phone, &team.bia).await);
    // The greeting of the hour is left out: it is another in the evening.
    let reply = json!({"title": "Apresentação", "scope": "PERSONAL", "content": "{{customer.firstName}} ({{customer.name}}, \
        {{customer.phone}}), sou {{agent.name}}, de {{department.name}} da {{company.name}}. Protocolo {{protocol}}."});
    let reply = album.answer("POST /quick-replies, personal", team.bia.api.post("/api/quick-replies", reply).await);
    let render = format!("/api/quick-replies/{}/render", id(&reply));
    let wish = json!({"conversationId": conversation});
    album.answer("POST /quick-replies/{id}/render", team.bia.api.post(&render, wish.clone()).await);
    album.answer("POST /quick-replies/{id}/render, another's", api.post(&render, wish).await);
    let nowhere = json!({"conversationId": uuid::Uuid::nil()});
    album.answer("POST /quick-replies/{id}/render, nowhere", team.bia.api.post(&render, nowhere).await);
    let unknown = json!({"title": "Oi", "scope": "PERSONAL", "content": "{{customer.age}}"});
    album.answer("POST /quick-replies, unknown variable", team.bia.api.post("/api/quick-replies", unknown).await);
    insta::with_settings!({sort_maps => true}, { insta::assert_json_snapshot!("tried", album.0); });
    app.is_sound().await;
}
