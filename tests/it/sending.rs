//! G10 to G13: what leaves arrives once and in order, and what is told of it only ever rises.

mod every_order;

use std::time::{Duration, Instant};

use domain::channel::ProviderKind;
use providers::sandbox::SimStatus;
use serde_json::{Value, json};
use tokio::time::sleep;

use self::every_order::every_order;
use crate::harness::{App, Company, PATIENCE, ProviderLine, ProviderServer, Setup, is_long, wait_until};
use crate::team::{Team, id};

fn number(line: usize, n: usize) -> String {
    format!("+551198{line:02}{n:05}")
}

fn is_sent(message: &Value) -> bool {
    matches!(message["status"].as_str(), Some("SENT" | "DELIVERED" | "READ"))
}

/// The customer writes and is greeted; the conversation, once the greeting is known as sent.
pub(crate) async fn greeted(company: &Company, line: &ProviderLine, phone: &str) -> String {
    line.says(phone, "Oi");
    wait_until(&format!("a greeting of {phone}"), 2 * PATIENCE, async || {
        let own = conversation(company, phone).await?;
        (is_sent(&own["lastMessage"]) && own["lastMessage"]["direction"] == "OUTBOUND").then(|| id(&own))
    })
    .await
}

async fn conversation(company: &Company, phone: &str) -> Option<Value> {
    let path = "/api/conversations?limit=100";
    let all = company.api().get(path).await.ok();
    all.as_array()?.iter().find(|own| own["customerPhone"] == phone).cloned()
}

async fn message(company: &Company, conversation: &str, message: &Value) -> Value {
    let messages = company.messages(conversation).await;
    messages.into_iter().find(|row| row["id"] == message["id"]).expect("a message that was taken is kept")
}

async fn becomes(
    company: &Company,
    conversation: &str,
    sent: &Value,
    what: &str,
    patience: Duration,
    test: impl Fn(&Value) -> bool,
) -> Value {
    wait_until(&format!("{} to be {what}", sent["content"]), patience, async || {
        Some(message(company, conversation, sent).await).filter(&test)
    })
    .await
}

#[tokio::test]
async fn what_an_agent_writes_arrives_in_the_order_of_writing_whatever_the_provider_refuses() {
    let app = App::with(Setup { workers: 2, ..Setup::default() }).await;
    let company = app.company().await;
    let server = ProviderServer::start().await;
    // A pair of META may have 45 at once; the long run goes on at one in six seconds. WAHA's limit waits a second only.
    let lines = [(ProviderKind::Meta, 131_056, if is_long() { 200 } else { 36 }), (ProviderKind::Waha, 429, 200)];
    for (n, (provider, code, count)) in lines.into_iter().enumerate() {
        let line = server.line(&app, &company, provider, None, json!({})).await;
        let phone = number(n, 0);
        let conversation = greeted(&company, &line, &phone).await;
        line.faults(json!({"seed": 7, "sendError": {"code": code, "probability": 0.05}}));
        for text in 1..=count {
            company.admin.says(&conversation, &format!("texto {text}")).await;
        }
        let patience = if is_long() { Duration::from_mins(40) } else { Duration::from_mins(3) };
        wait_until("the last text", patience, async || {
            let last = format!("texto {count}");
            let heard = line.received(&phone);
            heard.last().and_then(|entry| entry.text.as_ref()).is_some_and(|text| text.ends_with(&last)).then_some(())
        })
        .await;
        let heard: Vec<String> = line.received(&phone).into_iter().filter_map(|entry| entry.text).collect();
        let heard: Vec<&str> = heard.iter().filter_map(|text| text.split_once("texto ").map(|(_, n)| n)).collect();
        let written: Vec<String> = (1..=count).map(|text| text.to_string()).collect();
        assert_eq!(heard, written, "{provider:?}");
        assert!(line.everything_received().iter().all(|entry| entry.client_copies == 1), "{provider:?}");
        line.faults(json!({}));
    }
    company.settled().await;
    app.is_sound().await;
}

#[tokio::test]
async fn answers_that_are_lost_and_workers_that_die_never_make_a_second_copy() {
    let (phones, texts, kills) = if is_long() { (50, 7, 60) } else { (8, 3, 5) };
    let setup = Setup { workers: 2, ..Setup::default() };
    let setup = setup.env("SEND_TIMEOUT_SECONDS", "2").env("SEND_UNKNOWN_GRACE_SECONDS", "20");
    let mut app = App::with(setup).await;
    let company = app.company().await;
    let server = ProviderServer::start().await;
    let kinds = [(ProviderKind::Meta, None), (ProviderKind::Waha, Some("GOWS")), (ProviderKind::Waha, Some("WEBJS"))];
    let mut lines = Vec::new();
    let mut written = Vec::new();
    for (n, (provider, engine)) in kinds.into_iter().enumerate() {
        let line = server.line(&app, &company, provider, engine, json!({})).await;
        let mut conversations = Vec::new();
        for phone in 0..phones {
            conversations.push(greeted(&company, &line, &number(n, phone)).await);
        }
        line.faults(json!({"seed": 11, "sendTimeoutAfterAccept": {"probability": 0.3, "holdMs": 4000}}));
        lines.push((line, conversations));
    }
    for (line, (_, conversations)) in lines.iter().enumerate() {
        for conversation in conversations {
            for text in 1..=texts {
                let sent = company.admin.says(conversation, &format!("texto {text} de {conversation}")).await;
                written.push((line, conversation.clone(), sent));
            }
        }
    }
    for kill in 0..kills {
        sleep(Duration::from_millis(700 + 311 * (kill % 4))).await;
        app.crash(if kill % 2 == 0 { "workers-1" } else { "workers-2" }).await;
    }
    let mut unknown = [0; 3];
    let patience = if is_long() { Duration::from_mins(20) } else { Duration::from_mins(4) };
    for (line, conversation, sent) in &written {
        let last = becomes(&company, conversation, sent, "final", patience, |row| row["status"] != "PENDING").await;
        if !is_sent(&last) {
            assert_eq!(last["error"]["code"], "outcome_unknown", "{last:#}");
            unknown[*line] += 1;
        }
    }
    println!("of {} texts, unknown by line: {unknown:?}", written.len());
    assert_eq!(unknown[1], 0, "an id of our own drawing makes every send repeatable");
    for (line, _) in &lines {
        line.delivered().await;
        let copies: Vec<_> = line.everything_received().into_iter().filter(|entry| entry.client_copies > 1).collect();
        assert!(copies.is_empty(), "{copies:#?}");
    }
    company.settled().await;
    app.is_sound().await;
}

#[tokio::test]
async fn news_of_meta_in_any_order_raise_a_message_and_never_lower_it() {
    every_order(ProviderKind::Meta).await;
}

#[tokio::test]
async fn news_of_waha_in_any_order_raise_a_message_and_never_lower_it() {
    every_order(ProviderKind::Waha).await;
}

#[tokio::test]
async fn news_that_overtake_the_answer_are_applied_with_it() {
    let app = App::start().await;
    let company = app.company().await;
    let server = ProviderServer::start().await;
    for (n, (provider, engine)) in
        [(ProviderKind::Meta, None), (ProviderKind::Waha, Some("GOWS")), (ProviderKind::Waha, Some("WEBJS"))]
            .into_iter()
            .enumerate()
    {
        let line = server.line(&app, &company, provider, engine, json!({})).await;
        let phone = number(6, n);
        let conversation = greeted(&company, &line, &phone).await;
        line.faults(json!({"statusBeforeResponse": {}, "autoRead": true}));
        let sent = company.admin.says(&conversation, "Bom dia").await;
        let accepted =
            becomes(&company, &conversation, &sent, "sent", PATIENCE, |row| row["sendPhase"] == "DONE").await;
        let since = Instant::now();
        becomes(&company, &conversation, &sent, "read", PATIENCE, |row| row["status"] == "READ").await;
        let late = since.elapsed();
        println!("{provider:?} {engine:?}: {} at the answer, READ {late:?} later", accepted["status"]);
        assert!(late <= Duration::from_secs(2), "{provider:?} {engine:?}: READ {late:?} after the answer");
    }
    app.is_sound().await;
}

#[tokio::test]
async fn a_question_whose_fate_nobody_knows_is_asked_again_where_the_channel_says_so() {
    let app = App::with(Setup::default().env("SEND_UNKNOWN_GRACE_SECONDS", "3")).await;
    // With two departments there is something to ask.
    let company = Team::of(&app).await.company;
    let server = ProviderServer::start().await;
    for (n, again) in [true, false].into_iter().enumerate() {
        let settings = json!({"resendUnknownBotMessages": again});
        let line = server.line(&app, &company, ProviderKind::Meta, None, settings).await;
        let phone = number(7, n);
        line.faults(json!({"send5xx": {"next": 1}}));
        line.says(&phone, "Oi");
        let lost = wait_until("a question that is given up", PATIENCE, async || {
            let own = conversation(&company, &phone).await?;
            let messages = company.messages(&id(&own)).await;
            messages.into_iter().find(|row| row["status"] == "FAILED")
        })
        .await;
        assert_eq!(lost["error"]["code"], "outcome_unknown");
        if again {
            line.hears(&phone, "Bem-vindo").await;
        }
        company.settled().await;
        let messages = company.messages(&id(&conversation(&company, &phone).await.unwrap())).await;
        let asked: Vec<&Value> = messages.iter().filter(|row| row["isBot"] == true).collect();
        assert_eq!(asked.len(), if again { 2 } else { 1 }, "{asked:#?}");
        assert_eq!(line.received(&phone).len(), usize::from(again));
        if again {
            assert_eq!(asked[1]["resendOfId"], lost["id"]);
            assert_eq!(asked[1]["content"], lost["content"]);
        }
    }
    app.is_sound().await;
}

#[tokio::test]
async fn late_news_revive_what_was_given_up_and_withdraw_what_repeats_it() {
    let app = App::with(Setup::default().env("SEND_UNKNOWN_GRACE_SECONDS", "3").env("SEND_TIMEOUT_SECONDS", "1")).await;
    let company = app.company().await;
    let server = ProviderServer::start().await;
    let line = server.line(&app, &company, ProviderKind::Meta, None, json!({})).await;
    let phone = number(8, 0);
    let conversation = greeted(&company, &line, &phone).await;
    line.faults(json!({"autoStatus": false, "sendTimeoutAfterAccept": {"next": 1}}));
    let sent = company.admin.says(&conversation, "Bom dia").await;
    let lost = becomes(&company, &conversation, &sent, "given up", PATIENCE, |row| row["status"] == "FAILED").await;
    assert_eq!(lost["error"]["code"], "outcome_unknown");

    // The second one has to wait for the limit of its pair.
    line.faults(json!({"autoStatus": false, "sendError": {"code": 131_056, "next": 5}}));
    let mut socket = company.admin.socket().await;
    let path = format!("/api/messages/{}/resend", id(&sent));
    let resent = company.api().post(&path, json!({})).await.created();
    sleep(Duration::from_secs(1)).await;
    line.tells(&line.hears(&phone, "Bom dia").await.id, SimStatus::Delivered);
    socket.event_where("message-failed", |data| data["messageId"] == sent["id"] && data["recovered"] == true).await;
    let alive = becomes(&company, &conversation, &sent, "alive", PATIENCE, |row| row["status"] == "DELIVERED").await;
    assert_eq!((&alive["error"], &alive["failedAt"]), (&Value::Null, &Value::Null), "{alive:#}");
    let dropped =
        becomes(&company, &conversation, &resent, "withdrawn", PATIENCE, |row| row["status"] == "FAILED").await;
    assert_eq!(dropped["error"]["code"], "canceled");
    company.settled().await;
    let copies: Vec<u32> = line.received(&phone).iter().map(|entry| entry.client_copies).collect();
    assert!(copies.iter().all(|copies| *copies == 1), "{copies:?}");
    app.is_sound().await;
}

#[tokio::test]
async fn an_echo_without_a_known_id_is_known_by_its_text() {
    let app = App::with(Setup::default().env("SEND_TIMEOUT_SECONDS", "2")).await;
    let company = app.company().await;
    let server = ProviderServer::start().await;
    // This engine draws no ids; the answers are lost, and the echoes come.
    let line = server.line(&app, &company, ProviderKind::Waha, Some("WEBJS"), json!({})).await;
    let phone = number(9, 0);
    let conversation = greeted(&company, &line, &phone).await;
    line.faults(json!({"sendTimeoutAfterAccept": {}}));
    let since = Instant::now();
    let sent = company.admin.says(&conversation, "Bom dia").await;
    becomes(&company, &conversation, &sent, "delivered", PATIENCE, |row| row["status"] == "DELIVERED").await;
    println!("known {:?} after it was written", since.elapsed());
    company.settled().await;
    let messages = company.messages(&conversation).await;
    let outbound: Vec<&Value> = messages.iter().filter(|row| row["direction"] == "OUTBOUND").collect();
    assert!(outbound.iter().all(|row| row["origin"] != "PHONE"), "{outbound:#?}");
    assert_eq!(line.received(&phone).iter().filter(|entry| entry.client_copies > 1).count(), 0);
    app.is_sound().await;
}
