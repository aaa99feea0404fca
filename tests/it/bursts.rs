//! G8: an album, or a customer in a hurry, is one episode.

use futures_util::future::join_all;
use serde_json::json;

use crate::harness::{App, Setup};
use crate::team::{GREETING, Team, draw, texts, times};

#[tokio::test]
async fn ten_messages_of_a_new_phone_at_once_are_one_episode_with_one_greeting() {
    let app = App::with(Setup::of(4, 2)).await;
    let team = Team::of(&app).await;
    let line = team.line(&app, "WAHA").await;
    let phone = line.phone("+5511988887777");
    // The provider puts the greeting off for two seconds, so that all ten are older than the menu.
    phone.faults(json!({"sendError": {"code": 429, "next": 1}})).await;

    let ids: Vec<String> = (0..10).map(|_| draw()).collect();
    join_all(ids.iter().map(|id| line.deliver(&app, &phone, id, "1", 2))).await;
    let asked = team.asked(&phone, "Escolha o departamento").await;
    assert_eq!((&asked["flowState"], &asked["departmentId"]), (&json!("GREETING"), &json!(null)), "{asked:#}");
    let messages = team.company.messages(asked["id"].as_str().unwrap()).await;
    assert_eq!(texts(&messages, "INBOUND"), ["1"; 10]);
    assert_eq!(texts(&messages, "OUTBOUND"), [GREETING]);
    assert_eq!(asked["unreadCount"], 10);
    let mut order: Vec<i64> = messages.iter().filter_map(|message| message["seq"].as_i64()).collect();
    order.sort_unstable();
    order.dedup();
    assert_eq!(order.len(), 11, "each has a place of its own");

    line.deliver(&app, &phone, &draw(), "2", 1).await;
    team.served_by(&phone, &team.bia).await;
    assert_eq!(team.episodes(&phone).await, 1);
    assert_eq!(phone.hears("Bem-vindo").await.copies, 1);
    if let Some(postgres) = &app.postgres {
        assert_eq!(postgres.query("SELECT count(*) FROM contacts"), ["1"]);
        assert_eq!(postgres.query("SELECT count(*) FROM contact_identities"), ["1"]);
    }
    app.is_sound().await;
}

#[tokio::test]
async fn a_crowd_of_new_phones_gets_one_greeting_each() {
    let app = App::with(Setup { apis: 2, workers: 2, ..Setup::default() }).await;
    let team = Team::of(&app).await;
    let line = team.line(&app, "META").await;
    let phones: Vec<_> = (0..8).map(|n| line.phone(&format!("+551198880{n:04}"))).collect();
    // The provider puts every greeting off for six seconds, so that each phone's three are older than its menu.
    phones[0].faults(json!({"sendError": {"code": 131_056, "next": phones.len()}})).await;
    join_all(phones.iter().map(async |phone| {
        join_all(["Oi", "bom dia", "quero encomendar"].map(async |words| {
            line.deliver(&app, phone, &draw(), words, 2).await;
        }))
        .await;
    }))
    .await;
    for phone in &phones {
        let asked = team.asked(phone, "Escolha o departamento").await;
        let messages = team.company.messages(asked["id"].as_str().unwrap()).await;
        let mut inbound = texts(&messages, "INBOUND");
        inbound.sort_unstable();
        assert_eq!(inbound, ["Oi", "bom dia", "quero encomendar"]);
        assert_eq!(times(&messages, ""), 1, "{messages:#?}");
        assert_eq!(team.episodes(phone).await, 1);
    }
    app.is_sound().await;
}
