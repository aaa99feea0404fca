//! G29: the bot never loops, and never talks over people.

use chrono::Duration as Span;
use serde_json::json;

use crate::harness::{App, PATIENCE, wait_until};
use crate::team::{Team, id, texts, times};

/// maxInvalidChoices (3) and four more.
const MOST: usize = 7;

#[tokio::test]
async fn a_phone_that_answers_every_text_with_itself_is_soon_left_alone() {
    let app = App::start().await;
    let team = Team::of(&app).await;
    team.ana.goes("OFFLINE").await;
    team.bia.goes("OFFLINE").await;
    for (provider, reply, number) in [
        ("SANDBOX", json!({}), "+5511988880001"),
        ("WAHA", json!({"text": "Olá! Sou o assistente virtual."}), "+5511988880002"),
        ("META", json!({"text": "1"}), "+5511988880003"),
    ] {
        let phone = team.line(&app, provider).await.phone(number);
        phone.faults(json!({"autoReply": reply})).await;
        phone.says("Oi").await;
        team.asked(&phone, "").await;
        tokio::time::sleep(std::time::Duration::from_secs(3)).await;
        let heard = phone.received().await;
        assert!((1..=MOST).contains(&heard.len()), "{provider}: {heard:#?}");
    }
    app.is_sound().await;
}

#[tokio::test]
async fn a_patient_bot_on_the_other_side_ends_in_a_queue() {
    let mut app = App::start().await;
    let team = Team::of(&app).await;
    team.bia.goes("OFFLINE").await;
    let phone = team.line(&app, "WAHA").await.phone("+5511988887777");
    phone.says("Oi").await;
    team.asked(&phone, "Escolha o departamento").await;
    for round in 0..6 {
        // Slow enough that each of its texts counts.
        app.later(Span::seconds(12)).await;
        let words = format!("Olá! Sou o assistente virtual ({round}).");
        phone.says(&words).await;
        team.stored(&phone, &words).await;
    }
    let conversation =
        team.company.conversation(&phone, "in a queue", |row| row["flowState"] == "DEPARTMENT_SELECTED").await;
    assert_eq!(conversation["departmentId"], team.support.as_str(), "the root department");
    let messages = team.company.messages(&id(&conversation)).await;
    assert_eq!(times(&messages, "Não entendi"), 2, "{messages:#?}");
    assert_eq!(times(&messages, "Sem problema, vou chamar alguém"), 1);
    assert_eq!(times(&messages, ""), 4);
    app.is_sound().await;
}

#[tokio::test]
async fn after_an_answer_from_the_handset_the_bot_keeps_silent() {
    let mut app = App::start().await;
    let team = Team::of(&app).await;
    for (provider, number) in [("SANDBOX", "+5511988880001"), ("WAHA", "+5511988880002"), ("META", "+5511988880003")] {
        let phone = team.line(&app, provider).await.phone(number);
        phone.says("Oi").await;
        team.asked(&phone, "Escolha o departamento").await;
        phone.is_answered_by_handset("Já te ligo").await;
        let paused = team.company.conversation(&phone, "paused", |row| !row["botPausedUntil"].is_null()).await;
        for words in ["1", "menu", "Vendas", "oi?"] {
            phone.says(words).await;
        }
        let messages = team.stored(&phone, "oi?").await;
        assert_eq!(times(&messages, ""), 1, "{provider}: {messages:#?}");
        let own = messages.iter().filter(|row| row["origin"] == "PHONE").count();
        assert_eq!(own, 1, "{provider}: {messages:#?}");
        assert_eq!(team.newest(&phone).await.unwrap()["id"], paused["id"]);
    }
    // A new customer to whom a person wrote first, too.
    let phone = team.line(&app, "WAHA").await.phone("+5511988880009");
    phone.is_answered_by_handset("Seu pedido ficou pronto").await;
    wait_until("the echo", PATIENCE, async || team.newest(&phone).await).await;
    phone.says("Obrigada, passo aí").await;
    let messages = team.stored(&phone, "Obrigada, passo aí").await;
    assert_eq!(times(&messages, ""), 0, "{messages:#?}");

    // The pause ends, and who still waits is asked.
    app.later(Span::minutes(121)).await;
    team.asked(&phone, "Escolha o departamento").await;
    app.is_sound().await;
}

#[tokio::test]
async fn groups_lists_and_statuses_are_nobodys_conversation() {
    let app = App::start().await;
    let team = Team::of(&app).await;
    for (provider, number) in [("WAHA", "+5511988880001"), ("SANDBOX", "+5511988880002")] {
        let phone = team.line(&app, provider).await.phone(number);
        let before = team.company.conversations().await.len();
        for kind in ["group", "broadcast", "status", "newsletter"] {
            phone.sends(json!({"type": kind, "text": "Oi"})).await;
        }
        // A lane keeps its order: when the greeting is there, what came before it is done with.
        phone.says("Oi").await;
        let asked = team.asked(&phone, "Escolha o departamento").await;
        assert_eq!(texts(&team.company.messages(&id(&asked)).await, "INBOUND"), ["Oi"], "{provider}");
        assert_eq!(phone.received().await.len(), 1, "{provider}");
        assert_eq!(team.company.conversations().await.len(), before + 1, "{provider}");
    }
    app.is_sound().await;
}
