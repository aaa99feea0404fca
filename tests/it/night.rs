//! G30: at night everybody is told once, nobody is assigned, and the morning serves in the order of the night.

use chrono::{Duration, Timelike as _};
use serde_json::{Value, json};

use crate::harness::{App, PATIENCE, wait_until};
use crate::team::{Team, id, times};

#[tokio::test]
async fn the_night_tells_once_assigns_nobody_and_the_morning_serves_in_order() {
    let mut app = App::start().await;
    let team = Team::of(&app).await;
    let api = team.company.api().clone();
    let now = domain::clock::Clock::system().now();
    // Closed now and for at least two hours; open for two, every day. An end before its start is the next day's.
    let hour = |ahead: i64| format!("{:02}:00", (now + Duration::hours(ahead)).hour());
    let open = json!([{"start": hour(3), "end": hour(5)}]);
    let days = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"];
    let weekly: Value =
        days.iter().map(|day| ((*day).to_owned(), open.clone())).collect::<serde_json::Map<_, _>>().into();
    let hours = json!({"enabled": true, "weekly": weekly});
    api.patch("/api/settings", json!({"timezone": "UTC", "businessHours": hours})).await.ok();
    // Nobody chose a department: the root's only agent takes one at a time.
    api.patch(&format!("/api/users/{}", team.bia.id), json!({"maxConversations": 1})).await.ok();

    let mut waiting = Vec::new();
    for number in ["+5511988880001", "+5511988880002", "+5511988880003"] {
        let phone = team.company.phone(number).await;
        phone.says("Oi").await;
        let row = team.company.conversation(&phone, "in the queue", |row| row["queuedAt"].is_string()).await;
        phone.says("Alguém aí?").await;
        team.stored(&phone, "Alguém aí?").await;
        waiting.push((phone, id(&row)));
    }
    team.company.settled().await;
    for (_, conversation) in &waiting {
        let row = api.get(&format!("/api/conversations/{conversation}")).await.ok();
        assert_eq!((&row["status"], &row["departmentId"]), (&json!("OPEN"), &json!(team.support)), "{row:#}");
        let messages = team.company.messages(conversation).await;
        assert_eq!(times(&messages, "fechado agora"), 1, "told once: {messages:#?}");
        assert_eq!(messages.iter().filter(|message| message["isBot"] == true).count(), 1);
        let timeline = api.get(&format!("/api/conversations/{conversation}/decisions")).await.ok();
        let items = timeline["items"].as_array().unwrap();
        assert!(items.iter().all(|item| item["outcome"] != "ASSIGNED"), "{timeline:#}");
    }

    // The morning: the first hour of the opening, whichever minute it is now.
    let opening = 3 * 60 - i64::from(now.minute()) + 1;
    app.later(Duration::minutes(opening)).await;
    let mut desk = team.bia.socket().await;
    desk.send("heartbeat", Value::Null).await;
    // The repair pass looks at a queue whose department opened.
    wait_until("the first of the morning", 4 * PATIENCE, async || {
        let rows = team.company.conversations().await;
        rows.iter().any(|row| row["assignedUserId"] == team.bia.id.as_str()).then_some(())
    })
    .await;
    for (phone, conversation) in &waiting {
        let row = team.served_by(phone, &team.bia).await;
        assert_eq!(&id(&row), conversation);
        let others = team.company.conversations().await;
        let held = others.iter().filter(|row| row["assignedUserId"] == team.bia.id.as_str()).count();
        assert_eq!(held, 1, "one at a time, the longest wait first");
        team.resolve(&team.bia, &row).await;
    }

    // The next night is another one.
    app.later(Duration::hours(3)).await;
    let (phone, first) = &waiting[0];
    phone.says("Boa noite").await;
    let row = team.company.conversation(phone, "a new episode", |row| id(row) != *first && row["queuedAt"].is_string());
    let row = row.await;
    team.company.settled().await;
    assert_eq!(times(&team.company.messages(&id(&row)).await, "fechado agora"), 1);
    app.is_sound().await;
}
