//! What a company does not keep goes after its days (settings, `retentionDays`), and nothing of an open conversation with it.

use chrono::Duration;
use serde_json::{Value, json};

use crate::harness::{App, Company, PATIENCE, Setup, wait_until};
use crate::media::sends_a_picture;
use crate::team::{Team, id};

/// The repair pass runs every thirty seconds.
const TWO_TICKS: std::time::Duration = PATIENCE.saturating_mul(6);

async fn count(app: &App, what: &str, sql: &str, wanted: &str) {
    wait_until(what, TWO_TICKS, async || (app.query(sql) == [wanted]).then_some(())).await;
}

async fn message(company: &Company, conversation: &str, words: &str) -> Option<Value> {
    company.messages(conversation).await.into_iter().find(|message| message["content"] == words)
}

#[tokio::test]
async fn what_is_kept_too_long_goes_by_its_days_and_an_open_conversation_stays_whole() {
    let mut app = App::with(Setup::default().env("JWT_EXPIRATION", "365d")).await;
    let team = Team::of(&app).await;
    let line = team.line(&app, "WAHA").await;
    let api = team.company.api();
    let keep = json!({"retentionDays": {"rawBodies": 3, "media": 5, "messages": 12, "audit": 12}});
    api.patch("/api/settings", keep).await.ok();
    let mut both = Vec::new();
    for number in ["+5511988887777", "+5511988886666"] {
        let phone = line.phone(number);
        phone.says("É segredo").await;
        team.asked(&phone, "Escolha o departamento").await;
        phone.says("1").await;
        let conversation = id(&team.served_by(&phone, &team.ana).await);
        let media = sends_a_picture(&team.company, &phone, &conversation).await;
        both.push((conversation, media));
    }
    team.company.settled().await;
    let [(open, open_media), (ended, ended_media)] = both.try_into().unwrap();
    api.post(&format!("/api/conversations/{ended}/resolve"), json!({"sendMessage": false})).await.ok();
    let messages = app.query("select count(*) from messages");
    // What comes later is new, and stays.
    let newest = app.query("select max(id) from inbox_events").remove(0);
    let inbox = format!("select count(*) from inbox_events where id <= {newest}");
    let known = app.query(&inbox);
    let media = app.directory().join("data").join("media");
    assert_eq!(walk(&media), 2);
    assert_ne!(app.query("select count(*) from inbox_events where length(body) > 0"), ["0"]);

    app.later(Duration::days(6)).await;
    count(&app, "the bodies to go", &format!("{inbox} and length(body) > 0"), "0").await;
    count(&app, "the file to go", "select count(*) from media where state = 'EXPIRED'", "1").await;
    assert_eq!(app.query(&inbox), known, "a second copy is still known");
    assert_eq!(walk(&media), 1);
    api.get(&format!("/api/media/{ended_media}")).await.problem(410, "media_gone");
    assert_eq!(api.get(&format!("/api/media/{open_media}")).await.status, 200);
    assert!(message(&team.company, &ended, "É segredo").await.is_some());

    app.later(Duration::days(8)).await;
    let gone = "select count(*) from conversations where texts_gone_to = last_message_at";
    count(&app, "the texts to go", gone, "1").await;
    assert!(message(&team.company, &ended, "É segredo").await.is_none());
    assert!(message(&team.company, &open, "É segredo").await.is_some());
    let ended_texts = "select count(*) from messages m join conversations c on c.id = m.conversation_id
        where c.texts_gone_to is not null and m.content is not null";
    assert_eq!(app.query(ended_texts), ["0"]);
    let found = api.get("/api/messages/search?query=segredo").await.ok();
    assert_eq!(found.as_array().map(Vec::len), Some(1), "{found:#}");
    let more = app.query("select count(*) from messages");
    assert!(more[0].parse::<i64>().unwrap() >= messages[0].parse::<i64>().unwrap(), "rows stay: they are counted");
    let old = "select count(*) from audit_logs where action = 'create' and entity = 'department'";
    count(&app, "the audit entries to go", old, "0").await;

    app.later(Duration::days(31)).await;
    count(&app, "the events to be forgotten", &inbox, "0").await;
    assert!(message(&team.company, &open, "É segredo").await.is_some());
    app.is_sound().await;
}

#[tokio::test]
async fn texts_that_go_are_gone_from_a_log_that_is_kept_longer() {
    let mut app = App::with(Setup::default().env("JWT_EXPIRATION", "365d")).await;
    let team = Team::of(&app).await;
    let line = team.line(&app, "WAHA").await;
    let api = team.company.api();
    // For its sake the log is kept for thirty days.
    let endpoint = json!({"url": "http://127.0.0.1:9/", "eventFilter": ["settings-updated"]});
    let endpoint = id(&api.post("/api/webhook-endpoints", endpoint).await.created());
    api.post(&format!("/api/webhook-endpoints/{endpoint}/pause"), json!({})).await.ok();
    api.patch("/api/settings", json!({"retentionDays": {"messages": 12}})).await.ok();
    let phone = line.phone("+5511988887777");
    phone.says("É segredo").await;
    team.asked(&phone, "Escolha o departamento").await;
    phone.says("1").await;
    let conversation = id(&team.served_by(&phone, &team.ana).await);
    team.company.settled().await;
    api.post(&format!("/api/conversations/{conversation}/resolve"), json!({"sendMessage": false})).await.ok();
    let telling = "select count(*) from events where cast(payload as text) like '%segredo%'";
    assert_eq!(app.query(telling), ["1"]);
    let events = app.query("select count(*) from events where name = 'message-received'");
    app.later(Duration::days(14)).await;
    count(&app, "the texts to go from the log", telling, "0").await;
    assert_eq!(app.query("select count(*) from events where name = 'message-received'"), events, "events stay");
    app.is_sound().await;
}

/// The conversation of somebody who may wait for an hour, while nobody is there.
async fn in_the_queue(team: &Team) -> String {
    let path = format!("/api/departments/{}", team.sales);
    team.company.api().patch(&path, json!({"responseTimeoutMinutes": 60})).await.ok();
    team.ana.goes("OFFLINE").await;
    team.bia.goes("OFFLINE").await;
    let phone = team.company.phone("+5511988887777").await;
    phone.says("Oi").await;
    team.asked(&phone, "Escolha o departamento").await;
    phone.says("1").await;
    id(&team.company.conversation(&phone, "in the queue", |row| row["queuedAt"].is_string()).await)
}

#[tokio::test]
async fn minutes_that_a_crash_left_uncounted_are_counted_by_the_workers() {
    let app = App::start().await;
    let team = Team::of(&app).await;
    let api = team.company.api();
    let path = format!("/api/conversations/{}", in_the_queue(&team).await);
    // As a process leaves it that dies right after the rules were changed.
    let sql = app.sql();
    let long_ago = sql
        .either("SELECT now() - interval '1 minute'", "SELECT strftime('%Y-%m-%dT%H:%M:%f+00:00', 'now', '-1 minute')");
    let nil = sql
        .either("SELECT '''00000000-0000-0000-0000-000000000000'''", "SELECT 'x''00000000000000000000000000000000'''");
    app.query("update departments set response_timeout_minutes = 10");
    app.query("update companies set rules_version = rules_version + 1");
    app.query(&format!(
        "insert into rearmings (company_id, department_id, round, after_id, touched_at, created_at)
         select id, {nil}, 1, {nil}, '{at}', '{at}' from companies",
        nil = nil[0],
        at = long_ago[0],
    ));
    wait_until("the minutes of now", TWO_TICKS, async || {
        let row = api.get(&path).await.ok();
        let at = row["timeoutAt"].as_str()?.parse::<chrono::DateTime<chrono::Utc>>().ok()?;
        (at - domain::clock::Clock::system().now() < Duration::minutes(11)).then_some(())
    })
    .await;
    count(&app, "nothing left to count", "select count(*) from rearmings", "0").await;
    app.is_sound().await;
}

/// Files below a folder.
fn walk(folder: &std::path::Path) -> usize {
    let entries = std::fs::read_dir(folder).into_iter().flatten().flatten();
    entries.map(|entry| if entry.path().is_dir() { walk(&entry.path()) } else { 1 }).sum()
}

#[tokio::test]
async fn who_waits_has_the_minutes_of_new_hours_and_response_times() {
    let app = App::start().await;
    let team = Team::of(&app).await;
    let api = team.company.api();
    let path = format!("/api/conversations/{}", in_the_queue(&team).await);
    let mut socket = team.company.admin.socket().await;
    let due = async || {
        let row = api.get(&path).await.ok();
        let at = row["timeoutAt"].as_str().unwrap().parse::<chrono::DateTime<chrono::Utc>>().unwrap();
        (row["timeoutKind"].as_str().unwrap().to_owned(), at - domain::clock::Clock::system().now())
    };
    let (kind, before) = due().await;
    assert_eq!(kind, "QUEUE");
    assert!(before > Duration::minutes(50), "{before}");

    api.patch(&format!("/api/departments/{}", team.sales), json!({"responseTimeoutMinutes": 10})).await.ok();
    let (_, sooner) = due().await;
    assert!(sooner < Duration::minutes(11), "{sooner}");
    let mine = |data: &Value| data["changed"].as_array().is_some_and(|all| all.contains(&json!("timeoutAt")));
    socket.event_where("conversation-updated", mine).await;

    // Never open: as if there were no opening ahead, which is fourteen days.
    let never = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"].map(|day| (day.to_owned(), json!([])));
    let weekly: serde_json::Map<String, Value> = never.into_iter().collect();
    api.patch("/api/settings", json!({"businessHours": {"enabled": true, "weekly": weekly}})).await.ok();
    let (_, never) = due().await;
    assert!(never > Duration::days(13), "{never}");

    api.patch("/api/settings", json!({"businessHours": {"enabled": false}})).await.ok();
    let (_, again) = due().await;
    assert!(again < Duration::minutes(11), "{again}");
    app.is_sound().await;
}
