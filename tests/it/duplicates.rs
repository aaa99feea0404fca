//! G6 and G7: what a provider repeats changes nothing, and what failed once is not taken for a repetition.

use std::time::Duration;

use chrono::Duration as Span;
use serde_json::json;

use crate::harness::{App, PATIENCE, Phone, Profile, Setup, wait_until};
use crate::team::{Team, draw, texts, times};

fn two_of_each() -> Setup {
    Setup { apis: 2, workers: 2, ..Setup::default() }
}

#[tokio::test]
async fn a_message_delivered_ten_times_is_one_message_in_every_state() {
    let mut app = App::with(two_of_each()).await;
    let team = Team::of(&app).await;
    team.ana.goes("OFFLINE").await;
    let line = team.line(&app, "WAHA").await;
    let phone = line.phone("+5511988887777");

    line.deliver(&app, &phone, &draw(), "Oi", 5).await;
    team.asked(&phone, "Escolha o departamento").await;
    // Beyond the ten seconds in which nonsense is not counted.
    app.later(Span::seconds(15)).await;
    line.deliver(&app, &phone, &draw(), "banana", 5).await;
    team.asked(&phone, "Não entendi essa opção").await;
    line.deliver(&app, &phone, &draw(), "1", 5).await;
    team.asked(&phone, "Você é o nº 1 da fila").await;
    line.deliver(&app, &phone, &draw(), "Tem alguém?", 5).await;
    team.stored(&phone, "Tem alguém?").await;
    team.ana.goes("ONLINE").await;
    team.served_by(&phone, &team.ana).await;
    team.asked(&phone, "Você está sendo atendido").await;
    let last = draw();
    line.deliver(&app, &phone, &last, "Quero um pão", 5).await;

    // A lane keeps its order: when the last word is there, every repetition before it is done with.
    phone.says("fim").await;
    let messages = team.stored(&phone, "fim").await;
    assert_eq!(texts(&messages, "INBOUND"), ["Oi", "banana", "1", "Tem alguém?", "Quero um pão", "fim"]);
    let replies = ["Bem-vindo", "Não entendi", "Você é o nº 1", "Você está sendo atendido"];
    for (said, words) in texts(&messages, "OUTBOUND").into_iter().zip(replies) {
        assert!(said.contains(words), "{said}");
    }
    assert_eq!(texts(&messages, "OUTBOUND").len(), replies.len());
    let conversation = team.served_by(&phone, &team.ana).await;
    assert_eq!(conversation["unreadCount"], 6);
    assert_eq!(phone.received().await.iter().map(|heard| heard.copies).collect::<Vec<_>>(), [1, 1, 1]);

    // Late repetitions open nothing.
    team.resolve(&team.ana, &conversation).await;
    line.deliver(&app, &phone, &last, "Quero um pão", 5).await;
    phone.says("obrigado").await;
    let messages = team.stored(&phone, "obrigado").await;
    assert_eq!(texts(&messages, "INBOUND").len(), 7);
    assert_eq!(team.episodes(&phone).await, 1);
    app.is_sound().await;
}

#[tokio::test]
async fn a_message_delivered_ten_times_is_one_answer_to_the_question_and_one_word_to_a_late_agent() {
    let mut app = App::with(two_of_each()).await;
    let team = Team::of(&app).await;
    let line = team.line(&app, "WAHA").await;
    let phone = line.phone("+5511988887777");
    line.deliver(&app, &phone, &draw(), "Oi", 5).await;
    team.asked(&phone, "Escolha o departamento").await;
    line.deliver(&app, &phone, &draw(), "1", 5).await;
    team.asked(&phone, "Você está sendo atendido").await;
    let first = team.served_by(&phone, &team.ana).await;
    team.resolve(&team.ana, &first).await;

    // AWAITING_ROUTING_CONFIRMATION: asked once, asked again once, and a second nonsense would be the menu.
    line.deliver(&app, &phone, &draw(), "Voltei", 5).await;
    let asked = team.asked(&phone, "Deseja falar com Vendas? (SIM/NÃO)").await;
    assert_eq!(asked["flowState"], "AWAITING_ROUTING_CONFIRMATION");
    // Beyond the ten seconds in which nonsense is not counted.
    app.later(Span::seconds(15)).await;
    line.deliver(&app, &phone, &draw(), "talvez", 5).await;
    let asked = team.asked(&phone, "SIM").await;
    assert_eq!(asked["flowState"], "AWAITING_ROUTING_CONFIRMATION");
    line.deliver(&app, &phone, &draw(), "SIM", 5).await;
    team.served_by(&phone, &team.ana).await;
    team.asked(&phone, "Você está sendo atendido").await;

    // TIMEOUT_REDIRECT: Ana is silent for too long, and Bia has not answered yet.
    app.later(Span::minutes(6)).await;
    let redirected = team.served_by(&phone, &team.bia).await;
    assert_eq!(redirected["flowState"], "TIMEOUT_REDIRECT");
    team.asked(&phone, "Desculpe a espera!").await;
    line.deliver(&app, &phone, &draw(), "Alô?", 5).await;
    phone.says("fim").await;

    let messages = team.stored(&phone, "fim").await;
    assert_eq!(texts(&messages, "INBOUND"), ["Voltei", "talvez", "SIM", "Alô?", "fim"]);
    assert_eq!(texts(&messages, "OUTBOUND").len(), 4, "{messages:#?}");
    let own = team.served_by(&phone, &team.bia).await;
    assert_eq!((&own["unreadCount"], &own["flowState"]), (&json!(5), &json!("TIMEOUT_REDIRECT")));
    assert_eq!(team.episodes(&phone).await, 2);
    app.is_sound().await;
}

#[tokio::test]
async fn a_repeating_provider_of_any_dialect_is_heard_once() {
    let app = App::with(two_of_each()).await;
    let team = Team::of(&app).await;
    for (provider, number) in [("SANDBOX", "+5511988880001"), ("WAHA", "+5511988880002"), ("META", "+5511988880003")] {
        let phone = team.line(&app, provider).await.phone(number);
        phone.faults(json!({"duplicateWebhook": {"k": 5, "newDeliveryId": true}, "doubleEvent": {}})).await;
        phone.says("Oi").await;
        team.asked(&phone, "Escolha o departamento").await;
        phone.says("1").await;
        team.served_by(&phone, &team.ana).await;
        team.asked(&phone, "Você está sendo atendido").await;
        phone.says("Quero um pão").await;
        team.stored(&phone, "Quero um pão").await;
        phone.says("fim").await;
        let messages = team.stored(&phone, "fim").await;
        assert_eq!(texts(&messages, "INBOUND"), ["Oi", "1", "Quero um pão", "fim"], "{provider}");
        assert_eq!(texts(&messages, "OUTBOUND").len(), 2, "{provider}: {messages:#?}");
        assert_eq!(team.served_by(&phone, &team.ana).await["unreadCount"], 4, "{provider}");
        let heard = phone.received().await;
        assert!(heard.len() == 2 && heard.iter().all(|message| message.copies == 1), "{provider}: {heard:?}");
    }
    app.is_sound().await;
}

/// The database refuses the message once, after its inbox row was committed; and once somebody else holds the contact for too long.
async fn fail_once_in_the_database(app: &App, team: &Team, phone: &Phone) {
    let postgres = app.postgres.as_ref().expect("a cluster has a database");
    postgres.query(
        "CREATE SEQUENCE refusals; \
         CREATE FUNCTION refuse_once() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN \
           IF NEW.content = 'recusada uma vez' AND nextval('refusals') = 1 THEN RAISE EXCEPTION 'refused once'; END IF; \
           RETURN NEW; END $$; \
         CREATE TRIGGER refuse_once BEFORE INSERT ON messages FOR EACH ROW EXECUTE FUNCTION refuse_once();",
    );
    phone.says("recusada uma vez").await;
    team.stored(phone, "recusada uma vez").await;
    assert_eq!(postgres.query("SELECT last_value FROM refusals"), ["2"]);

    let url = postgres.url();
    let holder = std::thread::spawn(move || {
        std::process::Command::new("psql")
            .args([
                &url,
                "--quiet",
                "--command",
                "BEGIN; SELECT id FROM contacts FOR UPDATE; SELECT pg_sleep(5); COMMIT",
            ])
            .output()
            .expect("psql runs")
    });
    wait_until("the lock on the contact", PATIENCE, async || {
        let held = postgres
            .query("SELECT 1 FROM pg_stat_activity WHERE wait_event = 'PgSleep' AND datname = current_database()");
        (!held.is_empty()).then_some(())
    })
    .await;
    phone.says("com o contato preso").await;
    tokio::time::sleep(Duration::from_millis(3500)).await;
    assert!(app.logs().contains("an event failed"), "the first try ran out of time");
    team.stored(phone, "com o contato preso").await;
    assert!(holder.join().expect("the holder ends").status.success());
}

#[tokio::test]
async fn a_message_whose_processing_failed_is_processed_exactly_once() {
    let mut app = App::start().await;
    let team = Team::of(&app).await;
    let line = team.line(&app, "WAHA").await;
    let phone = line.phone("+5511988887777");
    line.deliver(&app, &phone, &draw(), "Oi", 1).await;
    team.asked(&phone, "Escolha o departamento").await;
    line.deliver(&app, &phone, &draw(), "1", 1).await;
    team.asked(&phone, "Você está sendo atendido").await;

    let mut expected = vec!["Oi".to_owned(), "1".to_owned()];
    if app.profile == Profile::Cluster {
        fail_once_in_the_database(&app, &team, &phone).await;
        expected.extend(["recusada uma vez".to_owned(), "com o contato preso".to_owned()]);
    }
    // The process dies between the answer to the webhook and the end of the work on it, at some point of it.
    for round in 0..3 {
        let (message, words) = (draw(), format!("antes da queda {round}"));
        line.deliver(&app, &phone, &message, &words, 1).await;
        app.crash("workers-1").await;
        // The provider, unsure as providers are, says it again.
        line.deliver(&app, &phone, &message, &words, 2).await;
        // A lane that the dead process held is free again when its lease is over, after 15 seconds.
        team.stored_within(3 * PATIENCE, &phone, &words).await;
        expected.push(words);
    }
    phone.says("fim").await;
    expected.push("fim".to_owned());
    let messages = team.stored(&phone, "fim").await;
    assert_eq!(texts(&messages, "INBOUND"), expected);
    assert_eq!(times(&messages, ""), 2, "{messages:#?}");
    app.is_sound().await;
}
