//! What concerns the whole installation, for whoever runs it: queues and metrics, behind `OPS_TOKEN`.

use std::collections::BTreeSet;

use serde_json::{Value, json};

use crate::harness::{App, PATIENCE, Profile, Setup, Socket, wait_until};
use crate::team::Team;

#[tokio::test]
async fn whoever_runs_the_installation_sees_its_queues_and_metrics_and_nobody_else_does() {
    let app = App::start().await;
    let team = Team::of(&app).await;
    let line = team.line(&app, "SANDBOX").await;
    let phone = line.phone("+5511988887777");
    phone.says("Oi").await;
    team.asked(&phone, "Escolha o departamento").await;

    let queues = app.ops().get("/api/ops/queues").await.ok();
    let names: BTreeSet<&str> =
        queues.as_array().unwrap().iter().map(|queue| queue["queue"].as_str().unwrap()).collect();
    assert!(names.contains("process-inbound") && names.contains("deliver-webhook"), "{names:?}");
    assert!(queues[0]["waiting"].is_u64() && queues[0]["inFlight"].is_u64(), "{queues:#}");
    for path in ["/api/ops/queues", "/metrics"] {
        team.company.api().get(path).await.problem(401, "unauthenticated");
        app.api().get(path).await.problem(401, "unauthenticated");
    }

    // Every process tells them, the workers too.
    let names: Vec<String> = app.processes.iter().map(|process| process.name.clone()).collect();
    assert_eq!(names.len(), if app.profile == Profile::Embedded { 1 } else { 2 });
    for name in names {
        let metrics = app.ops().at(&app.base_of(&name)).get("/metrics").await;
        let text = metrics.ok().as_str().unwrap().to_owned();
        for metric in [
            "wppconnector_waiting{kind=\"lanes\",state=\"\"}",
            "wppconnector_oldest_seconds",
            "wppconnector_queue_jobs",
        ] {
            assert!(text.contains(metric), "{metric} at {name}: {text}");
        }
        for secret in ["Padaria", "988887777", &team.company.id] {
            assert!(!text.contains(secret), "{secret} in {text}");
        }
    }
    wait_until("nothing dead", PATIENCE, async || {
        let text = app.ops().get("/metrics").await.ok().as_str().unwrap().to_owned();
        text.contains("wppconnector_waiting{kind=\"dead_letters\",state=\"job\"} 0").then_some(())
    })
    .await;
    app.is_sound().await;
}

#[tokio::test]
async fn who_is_told_to_wait_is_written_down_once_a_minute_with_how_often() {
    let app = App::with(Setup::default().env("RATE_ANONYMOUS_PER_MINUTE", &5)).await;
    let mut refused = 0;
    for _ in 0..20 {
        let body = json!({"email": "nobody@example.com", "password": "wrong password"});
        refused += i64::from(app.api().post("/api/auth/login", body).await.status == 429);
    }
    assert!(refused > 10, "{refused}");
    let rows = wait_until("the refusals to be written", PATIENCE * 6, async || {
        let rows = app.query("select metadata from audit_logs where status = 429 and outcome = 'DENIED'");
        (!rows.is_empty()).then_some(rows)
    })
    .await;
    let rows: Vec<Value> = rows.iter().map(|row| serde_json::from_str(row).unwrap()).collect();
    assert_eq!((rows.len(), &rows[0]["count"], &rows[0]["path"]), (1, &json!(refused), &json!("/api/auth/login")));
    app.is_sound().await;
}

#[tokio::test]
async fn what_a_process_did_is_counted_for_prometheus() {
    let app = App::start().await;
    let company = app.company().await;
    company.department("Vendas", "vendas").await;
    let phone = company.phone("+5511988887777").await;
    let _socket = company.admin.socket().await;
    phone.says("Oi").await;
    phone.received_at_least(1).await;
    company.settled().await;
    let scrape = async |base: &str| app.ops().at(base).get("/metrics").await.ok().as_str().unwrap().to_owned();
    let api = scrape(&app.base()).await;
    let workers = scrape(&app.base_of("workers-1")).await;
    for (text, line) in [
        (&api, "wppconnector_webhook_seconds_count{provider=\"sandbox\",status=\"200\"}"),
        (&api, "wppconnector_sockets 1"),
        (&api, "wppconnector_oldest_seconds{"),
        (&workers, "wppconnector_job_seconds_bucket{le=\"0.005\",queue=\"process-inbound\",outcome=\"done\"}"),
        (&workers, "wppconnector_sends_total{class=\"accepted\"}"),
    ] {
        assert!(text.contains(line), "{line} in {text}");
    }
    assert!(!api.contains(&company.id) && !workers.contains("988887777"));
    app.is_sound().await;
}

/// The samples of a name, over all processes.
async fn total(app: &App, sample: &str) -> u64 {
    let mut total = 0;
    for process in &app.processes {
        let text = app.ops().at(&app.base_of(&process.name)).get("/metrics").await.ok().as_str().unwrap().to_owned();
        let own = text.lines().filter_map(|line| line.strip_prefix(sample)?.trim().parse::<u64>().ok());
        total += own.sum::<u64>();
    }
    total
}

#[tokio::test]
async fn steps_waits_late_deadlines_and_replays_are_counted_for_prometheus() {
    let mut app = App::start().await;
    let team = Team::of(&app).await;
    team.ana.goes("OFFLINE").await;
    let phone = team.company.phone("+5511988887777").await;
    let before = team.company.api().get("/api/events").await.ok()["nextAfter"].as_str().unwrap().to_owned();
    phone.says("Oi").await;
    team.asked(&phone, "Escolha o departamento").await;
    phone.says("1").await;
    team.company.conversation(&phone, "in the queue", |row| row["queuedAt"].is_string()).await;
    team.ana.goes("ONLINE").await;
    team.served_by(&phone, &team.ana).await;
    let _socket = Socket::open(team.company.api(), Some(&before)).await;
    for sample in [
        "wppconnector_flow_steps_total{from=\"greeting\",to=\"greeting\"}",
        "wppconnector_flow_steps_total{from=\"greeting\",to=\"department_selected\"}",
        "wppconnector_flow_steps_total{from=\"department_selected\",to=\"assigned\"}",
        "wppconnector_queue_wait_seconds_count",
        "wppconnector_replay_events_count",
    ] {
        wait_until(sample, PATIENCE, async || (total(&app, sample).await == 1).then_some(())).await;
    }
    assert_eq!(total(&app, "wppconnector_replay_events_bucket{le=\"1.0\"}").await, 0, "more than one was replayed");

    // A day of silence: the time in which the agent was to answer is long over.
    app.later(chrono::Duration::days(1)).await;
    let late = "wppconnector_deadline_late_seconds_count";
    wait_until(late, PATIENCE, async || (total(&app, late).await > 0).then_some(())).await;
    assert_eq!(total(&app, "wppconnector_deadline_late_seconds_bucket{le=\"60.0\"}").await, 0, "it was late by hours");
    app.is_sound().await;
}
