//! A company's settings: what is changed counts at once, what is wrong is named by its path.

use reqwest::Method;
use serde_json::{Value, json};

use crate::harness::{Answer, App, PATIENCE, wait_until};
use crate::team::{Team, id};

#[tokio::test]
async fn settings_are_merged_versioned_and_told() {
    let app = App::start().await;
    let company = app.company().await;
    let supervisor = company.hire("Sueli", "SUPERVISOR", &[]).await;
    let agent = company.agent("Bia", &[]).await;
    let mut socket = agent.socket().await;
    let answer = company.api().get("/api/settings").await;
    let tag = answer.header("etag").expect("a version").to_owned();
    let before = answer.ok();
    let defaults = json!({
        "companyName": "Padaria Central", "locale": "pt-BR", "timezone": "America/Sao_Paulo", "greetingMessage": null,
        "texts": {}, "autoAssignEnabled": true, "agentPrefixEnabled": true, "skipMenuWhenSingleDepartment": true,
        "maxInvalidChoices": 3, "menuTimeoutMinutes": 15, "suggestionEnabled": true, "suggestionMaxAgeDays": 0,
        "queueNotice": {"enabled": true, "position": true}, "defaultMaxConversations": 10, "courtesyMinutes": 10,
        "affinityMinutes": 10, "phoneReplyPauseMinutes": 120, "botMessageTtlMinutes": 15,
        "closingMessageEnabled": true, "transferMessageEnabled": true, "assignedMessageEnabled": true,
        "retentionDays": {"rawBodies": 14, "media": 0, "messages": 0, "audit": 365},
    });
    for (key, value) in defaults.as_object().unwrap() {
        assert_eq!(&before[key], value, "{key}");
    }
    let hours = &before["businessHours"];
    assert_eq!((&hours["enabled"], &hours["outOfHoursMode"]), (&json!(false), &json!("QUEUE")));
    assert_eq!(hours["weekly"]["sun"], json!([{"start": "08:00", "end": "18:00"}]));

    assert_eq!(supervisor.api.get("/api/settings").await.ok(), before, "supervisors read");
    agent.api.get("/api/settings").await.problem(403, "forbidden");
    supervisor.api.patch("/api/settings", json!({})).await.problem(403, "forbidden");
    let known = company.api().request(Method::GET, "/api/settings").header("if-none-match", &tag);
    assert_eq!(Answer::of(known).await.status, 304);

    let patch = json!({
        "companyName": "Padaria Nova", "agentPrefixEnabled": false, "queueNotice": {"position": false},
        "texts": {"closing": "Até logo, {name}!"}, "businessHours": {"weekly": {"sun": []}},
    });
    let answer = company.api().patch("/api/settings", patch).await;
    let newer = answer.header("etag").expect("a version").to_owned();
    assert_ne!(newer, tag);
    let mut expected = before.clone();
    expected["companyName"] = json!("Padaria Nova");
    expected["agentPrefixEnabled"] = json!(false);
    expected["queueNotice"]["position"] = json!(false);
    expected["texts"]["closing"] = json!("Até logo, {name}!");
    expected["businessHours"]["weekly"]["sun"] = json!([]);
    assert_eq!(answer.ok(), expected, "what is not named stays");
    socket.next_event("settings-updated").await;
    let own = agent.api.get("/api/auth/me").await.ok()["company"].clone();
    assert_eq!((&own["name"], &own["agentPrefixEnabled"]), (&json!("Padaria Nova"), &json!(false)), "for agents too");

    let stale = company.api().request(Method::PATCH, "/api/settings").header("if-match", &tag);
    Answer::of(stale.json(&json!({"locale": "en"}))).await.problem(409, "stale");
    let back = json!({"companyName": "Padaria Central", "agentPrefixEnabled": true, "queueNotice": null,
        "texts": {"closing": null}, "businessHours": {"weekly": {"sun": [{"start": "08:00", "end": "18:00"}]}}});
    let fresh = company.api().request(Method::PATCH, "/api/settings").header("if-match", &newer).json(&back);
    assert_eq!(Answer::of(fresh).await.ok(), before, "null brings a default back");
    app.is_sound().await;
}

#[tokio::test]
async fn what_is_wrong_is_named_by_its_path_and_nothing_is_kept() {
    let app = App::start().await;
    let company = app.company().await;
    let before = company.api().get("/api/settings").await.ok();
    let cases = [
        (json!({"texts": {"closing": "Até {nome}!"}}), 422, "texts.closing"),
        (json!({"texts": {"goodbye": "Até!"}}), 422, "texts.goodbye"),
        (json!({"texts": {"closing": "x".repeat(1025)}}), 422, "texts.closing"),
        (json!({"texts": {"closing": 7}}), 422, "texts.closing"),
        (json!({"greetingMessage": "Oi {who}"}), 422, "greetingMessage"),
        (json!({"companyName": "  "}), 422, "companyName"),
        (json!({"companyName": null}), 422, "companyName"),
        (json!({"locale": "fr"}), 422, "locale"),
        (json!({"timezone": "America/Nowhere"}), 422, "timezone"),
        (json!({"maxInvalidChoices": 0}), 422, "maxInvalidChoices"),
        (json!({"menuTimeoutMinutes": -1}), 422, "menuTimeoutMinutes"),
        (json!({"queueNotice": {"enabled": "yes"}}), 422, "queueNotice.enabled"),
        (json!({"retentionDays": {"audit": 99999}}), 422, "retentionDays.audit"),
        (
            json!({"businessHours": {"weekly": {"mon": [{"start": "8h", "end": "18:00"}]}}}),
            422,
            "businessHours.weekly.mon[0].start",
        ),
        (
            json!({"businessHours": {"holidays": [{"date": "2026-02-30", "name": "x", "intervals": []}]}}),
            422,
            "businessHours.holidays[0].date",
        ),
        (json!({"colour": "red"}), 400, "colour"),
        (
            json!({"businessHours": {"weekly": {"mon": [{"start": "08:00", "end": "18:00", "lunch": 1}]}}}),
            400,
            "businessHours.weekly.mon[0].lunch",
        ),
    ];
    for (patch, status, field) in cases {
        let code = if status == 400 { "unknown_field" } else { "validation" };
        let problem = company.api().patch("/api/settings", patch.clone()).await.problem(status, code);
        assert_eq!(problem["errors"][0]["field"], field, "{patch}");
    }
    assert_eq!(company.api().get("/api/settings").await.ok(), before);
    app.is_sound().await;
}

#[tokio::test]
async fn words_are_tried_before_they_are_used() {
    let app = App::start().await;
    let company = app.company().await;
    company.department("Vendas", "vendas").await;
    let hours = json!({"enabled": true, "weekly": {"sun": []}});
    company.api().patch("/api/settings", json!({"businessHours": hours})).await.ok();
    let body = json!({
        "greetingMessage": "Olá da {company}!", "texts": {"closing": "Tchau, {name}."}, "at": "2026-11-22T15:00:00.000Z",
    });
    let shown = company.api().post("/api/settings/preview", body).await.ok();
    assert_eq!(shown["texts"]["closing"], "Tchau, Maria.");
    let greeting = shown["texts"]["greeting"].as_str().unwrap();
    assert!(greeting.starts_with("Olá da Padaria Central!\n\n") && greeting.contains("2 - Vendas"), "{greeting}");
    // A Sunday; Monday at eight in São Paulo.
    assert_eq!((&shown["isOpen"], &shown["nextOpening"]), (&json!(false), &json!("2026-11-23T11:00:00.000Z")));
    let refused = company.api().post("/api/settings/preview", json!({"texts": {"closing": "{x}"}})).await;
    assert_eq!(refused.problem(422, "validation")["errors"][0]["field"], "texts.closing");
    assert_eq!(company.api().get("/api/settings").await.ok()["greetingMessage"], Value::Null, "nothing is kept");
    app.is_sound().await;
}

#[tokio::test]
async fn turning_assignment_on_serves_who_waits() {
    let app = App::start().await;
    let team = Team::of(&app).await;
    let api = team.company.api();
    api.patch("/api/settings", json!({"autoAssignEnabled": false, "maxInvalidChoices": 1})).await.ok();
    let phone = team.company.phone("+5511988887777").await;
    phone.says("Oi").await;
    team.asked(&phone, "Escolha o departamento").await;
    phone.says("1").await;
    let waits = team.company.conversation(&phone, "in the queue", |row| row["queuedAt"].is_string()).await;
    team.company.settled().await;
    let still = api.get(&format!("/api/conversations/{}", id(&waits))).await.ok();
    assert_eq!((&still["status"], &still["departmentId"]), (&json!("OPEN"), &json!(team.sales)));
    api.patch("/api/settings", json!({"autoAssignEnabled": true})).await.ok();
    wait_until("an agent", PATIENCE, async || {
        let row = api.get(&format!("/api/conversations/{}", id(&waits))).await.ok();
        (row["assignedUserId"] == team.ana.id.as_str()).then_some(())
    })
    .await;
    app.is_sound().await;
}
