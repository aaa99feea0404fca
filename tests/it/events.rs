//! GET /api/events: the log for those who poll it, filtered as of now, with a wait and an end.

use std::time::{Duration, Instant};

use insta::assert_json_snapshot;
use serde_json::{Value, json};

use crate::harness::{Api, App, Setup};
use crate::keys::key;
use crate::team::{Team, id};

/// Everything from `after` on, read to the end of the log.
pub(crate) async fn log(api: &Api, after: &str) -> Vec<Value> {
    let (mut all, mut after) = (Vec::new(), after.to_owned());
    loop {
        let page = api.get(&format!("/api/events?after={after}&limit=7")).await.ok();
        all.extend(page["events"].as_array().unwrap().clone());
        page["nextAfter"].as_str().unwrap().clone_into(&mut after);
        if page["events"].as_array().unwrap().is_empty() {
            return all;
        }
    }
}

fn names(events: &[Value]) -> Vec<&str> {
    events.iter().map(|event| event["event"].as_str().unwrap()).collect()
}

#[tokio::test]
async fn the_log_is_read_in_order_by_whom_it_concerns_now() {
    let app = App::start().await;
    let team = Team::of(&app).await;
    let line = team.line(&app, "SANDBOX").await;
    let (program, _) = key(&team.company, &["events:read"]).await;
    let start = program.get("/api/events").await.ok();
    assert_eq!(start["events"], json!([]));
    let start = start["nextAfter"].as_str().unwrap().to_owned();
    let phone = line.phone("+5511988887777");
    phone.says("Oi").await;
    team.asked(&phone, "Escolha o departamento").await;
    phone.says("1").await;
    let conversation = id(&team.served_by(&phone, &team.ana).await);
    team.ana.says(&conversation, "Bom dia!").await;
    phone.hears("Bom dia!").await;
    team.company.delivered(&conversation).await;
    team.company.settled().await;
    app.published().await;

    let all = log(&program, &start).await;
    let seqs: Vec<&str> = all.iter().map(|event| event["seq"].as_str().unwrap()).collect();
    assert!(seqs.is_sorted_by(|one, next| one < next), "{seqs:?}");
    for name in ["conversation-created", "message-received", "conversation-assigned", "message-sent", "message-status"]
    {
        assert!(names(&all).contains(&name), "{name} in {:?}", names(&all));
    }
    assert_eq!(log(team.company.api(), &start).await, all, "administrators and keys hear the same here");
    let first = all.iter().find(|event| event["event"] == "message-status").unwrap();
    assert_json_snapshot!(first, {
        ".seq" => "[seq]", ".occurredAt" => "[time]", ".data.messageId" => "[id]", ".data.conversationId" => "[id]",
        ".data.deliveredAt" => "[time or null]", ".data.status" => "[status]", ".data.sendPhase" => "[phase]",
    });

    // Bia is of the root, where it began: she hears nothing of what came after it left, until she belongs to this department.
    let told = log(&team.bia.api, &start).await;
    assert!(names(&told).contains(&"conversation-created"));
    assert!(!json!(told).to_string().contains("Bom dia!"), "{told:#?}");
    let member = format!("/api/users/{}/departments/{}", team.bia.id, team.sales);
    team.company.api().post(&member, json!({})).await.ok();
    app.published().await;
    assert!(names(&log(&team.bia.api, &start).await).contains(&"message-sent"));

    for (query, code) in [("after=x", "invalid_cursor"), ("limit=0", "invalid_query"), ("wait=26", "invalid_query")] {
        program.get(&format!("/api/events?{query}")).await.problem(400, code);
    }
    app.is_sound().await;
}

#[tokio::test]
async fn a_reader_may_wait_and_one_who_was_away_too_long_is_told() {
    let mut app = App::with(Setup::default().env("JWT_EXPIRATION", "30d")).await;
    let team = Team::of(&app).await;
    let line = team.line(&app, "SANDBOX").await;
    let (program, _) = key(&team.company, &["events:read"]).await;
    let mut start = program.get("/api/events").await.ok()["nextAfter"].as_str().unwrap().to_owned();

    // On a server that is shared, what the beginning left in the log may come a moment later.
    loop {
        let began = Instant::now();
        let page = program.get(&format!("/api/events?after={start}&wait=2")).await.ok();
        if page["events"] == json!([]) {
            assert!(began.elapsed() >= Duration::from_secs(2));
            break;
        }
        page["nextAfter"].as_str().unwrap().clone_into(&mut start);
    }
    let waiting = {
        let (program, start) = (program.clone(), start.clone());
        tokio::spawn(async move { program.get(&format!("/api/events?after={start}&wait=25")).await.ok() })
    };
    tokio::time::sleep(Duration::from_millis(500)).await;
    let phone = line.phone("+5511988887777");
    phone.says("Oi").await;
    let told = waiting.await.unwrap();
    assert!(!told["events"].as_array().unwrap().is_empty(), "{told:#}");

    // Eight days later the log is gone, and with it the way from there to here.
    team.company.settled().await;
    app.later(chrono::Duration::days(8)).await;
    crate::harness::wait_until("an end of the old events", Duration::from_secs(90), async || {
        let old = app.query("select count(*) from events where name = 'message-received'");
        (old == ["0"]).then_some(())
    })
    .await;
    phone.says("Voltei").await;
    let now = program.get("/api/events").await.ok()["nextAfter"].as_str().unwrap().to_owned();
    assert!(now > start);
    program.get(&format!("/api/events?after={start}")).await.problem(410, "cursor_expired");
    app.is_sound().await;
}
