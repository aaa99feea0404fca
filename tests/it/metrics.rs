//! The figures (SPEC 3.7) against the truth: after much work in an order that nobody wrote down, and a death in the middle of it, they
//! say what messages, assignments and conversations say.

use chrono::Timelike as _;
use domain::clock::Clock;
use serde_json::{Value, json};

use crate::harness::{App, PATIENCE, wait_until};
use crate::team::{Team, id};

/// Draws numbers: the same ones for the same seed.
struct Dice(u64);

impl Dice {
    fn roll(&mut self, sides: u64) -> u64 {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) % sides
    }
}

fn number(app: &App, sql: &str) -> i64 {
    app.query(sql).first().and_then(|row| row.trim().parse().ok()).unwrap_or(0)
}

/// What the tables say, in the words of the dashboard.
fn truth(app: &App) -> Value {
    let messages = |what: &str| number(app, &format!("SELECT count(*) FROM messages WHERE {what}"));
    let conversations = |what: &str| number(app, &format!("SELECT count(*) FROM conversations WHERE {what}"));
    let (inbound, outbound) = (messages("direction = 'INBOUND'"), messages("direction = 'OUTBOUND'"));
    json!({
        "open": conversations("status = 'OPEN'"), "assigned": conversations("status = 'ASSIGNED'"),
        "resolved": conversations("resolved_at IS NOT NULL"), "opened": conversations("1 = 1"),
        "inbound": inbound, "outbound": outbound, "total": inbound + outbound, "today": inbound + outbound,
        "bot": messages("origin = 'BOT'"),
        "answered": conversations("first_response_at IS NOT NULL AND first_customer_at IS NOT NULL"),
        "botOnly": conversations("resolved_at IS NOT NULL AND first_response_at IS NULL"),
    })
}

fn told(dashboard: &Value) -> Value {
    let (conversations, messages) = (&dashboard["conversations"], &dashboard["messages"]);
    let sum = |part: &str, name: &str| -> i64 {
        dashboard[part].as_array().unwrap().iter().map(|row| row[name].as_i64().unwrap()).sum()
    };
    assert_eq!(sum("series", "inbound"), messages["inbound"].as_i64().unwrap(), "{dashboard:#}");
    assert_eq!(sum("byDepartment", "outbound"), messages["outbound"].as_i64().unwrap(), "{dashboard:#}");
    assert_eq!(sum("byChannel", "resolved"), conversations["resolved"].as_i64().unwrap(), "{dashboard:#}");
    json!({
        "open": conversations["open"], "assigned": conversations["assigned"], "resolved": conversations["resolved"],
        "opened": sum("series", "opened"), "inbound": messages["inbound"], "outbound": messages["outbound"],
        "total": messages["total"], "today": messages["today"], "bot": dashboard["botMessages"],
        "answered": dashboard["firstResponse"]["count"], "botOnly": dashboard["botOnly"],
    })
}

/// Its clocks show noon: what happens in this test happens on one of its days.
async fn at_noon(team: &Team) {
    let ahead = 12 - i32::try_from(Clock::system().now().hour()).unwrap();
    // The signs of these names are those of POSIX: GMT+3 is three hours behind.
    let timezone = format!("Etc/GMT{:+}", -ahead);
    team.company.api().patch("/api/settings", json!({"timezone": timezone})).await.ok();
}

#[tokio::test]
async fn the_figures_are_what_the_tables_say_after_any_work_and_any_death() {
    let mut app = App::start().await;
    let team = Team::of(&app).await;
    at_noon(&team).await;
    let line = team.line(&app, "SANDBOX").await;
    let mut dice = Dice(u64::from(std::process::id()));
    for round in 0..6 {
        let phone = line.phone(&format!("+551198888{:04}", 1000 + round));
        phone.says("Oi").await;
        team.asked(&phone, "Escolha o departamento").await;
        let (choice, agent) = if dice.roll(2) == 0 { ("1", &team.ana) } else { ("2", &team.bia) };
        phone.says(choice).await;
        let path = format!("/api/conversations/{}", id(&team.served_by(&phone, agent).await));
        let mut last = choice.to_owned();
        for _ in 0..dice.roll(3) {
            agent.says(path.rsplit('/').next().unwrap(), "Pois não?").await;
            last = format!("É o {}", dice.roll(1000));
            phone.says(&last).await;
        }
        match dice.roll(3) {
            0 if round != 3 => {
                agent.api.post(&format!("{path}/resolve"), json!({})).await.ok();
            }
            // Resolved, not so after all, and again: one conversation.
            _ if round == 3 => {
                // A word on its way would begin another one in between.
                team.stored(&phone, &last).await;
                team.company.understood().await;
                for status in ["RESOLVED", "OPEN", "RESOLVED"] {
                    agent.api.patch(&format!("{path}/status"), json!({"status": status})).await.ok();
                }
            }
            1 => {
                let other = if choice == "1" { &team.support } else { &team.sales };
                agent.api.post(&format!("{path}/transfer"), json!({"departmentId": other})).await.ok();
            }
            _ => {}
        }
        if round == 2 {
            let name = app.processes.last().unwrap().name.clone();
            app.crash(&name).await;
            app.ready().await;
        }
    }
    team.company.settled().await;

    let told = wait_until("the figures to be the truth", 3 * PATIENCE, async || {
        let dashboard = team.company.api().get("/api/metrics/dashboard?period=1d").await.ok();
        let (told, truth) = (told(&dashboard), truth(&app));
        if told != truth {
            eprintln!("told {told}\ntrue {truth}");
        }
        (told == truth).then_some(dashboard)
    })
    .await;
    // What the tables say about times: each to the millisecond, since both are made of the same instants.
    let average = app.sql().either(
        "SELECT floor(avg(round(extract(epoch FROM first_response_at - first_customer_at) * 1000))) FROM conversations
         WHERE first_response_at IS NOT NULL",
        "SELECT cast(avg(round((julianday(first_response_at) - julianday(first_customer_at)) * 86400000)) AS integer)
         FROM conversations WHERE first_response_at IS NOT NULL",
    );
    let average: i64 = average.first().and_then(|row| row.trim().parse().ok()).unwrap_or(0);
    let answered = told["avgFirstResponseTime"].as_i64().unwrap();
    assert!((average - answered).abs() <= 2, "{average} {told:#}");

    let instant = |bar: &Value| bar["bucket"].as_str().unwrap().parse::<chrono::DateTime<chrono::Utc>>().unwrap();
    let bars: Vec<_> = told["series"].as_array().unwrap().iter().map(instant).collect();
    assert!(bars.windows(2).all(|pair| pair[1] - pair[0] == chrono::Duration::hours(1)), "no gaps: {bars:?}");

    let agents = team.company.api().get("/api/metrics/agents").await.ok();
    for agent in agents.as_array().unwrap() {
        let of = |table: &str, column: &str| {
            let own = match app.sql() {
                crate::harness::Sql::Postgres(_) => format!("{column} = '{}'", agent["userId"].as_str().unwrap()),
                crate::harness::Sql::Sqlite(_) => {
                    format!("hex({column}) = '{}'", agent["userId"].as_str().unwrap().replace('-', "").to_uppercase())
                }
            };
            number(&app, &format!("SELECT count(*) FROM {table} WHERE {own}"))
        };
        assert_eq!(agent["totalAssignments"], of("assignments", "user_id"), "{agent:#}");
        assert_eq!(agent["totalMessagesSent"], of("messages", "sender_id"), "{agent:#}");
        assert_eq!(agent["resolved"], of("conversations", "resolved_by_id"), "{agent:#}");
    }
    let ana = agents.as_array().unwrap().iter().find(|agent| agent["userId"] == team.ana.id.as_str()).unwrap();
    assert_eq!(ana["onlineStatus"], "ONLINE");
    assert!(ana["onlineSeconds"].as_i64().unwrap() > 0, "{ana:#}");
    app.is_sound().await;
}

#[tokio::test]
async fn agents_see_their_own_figures_and_supervisors_the_board() {
    let app = App::start().await;
    let team = Team::of(&app).await;
    let line = team.line(&app, "SANDBOX").await;
    let phone = line.phone("+5511988887777");
    team.ana.goes("OFFLINE").await;
    phone.says("Oi").await;
    team.asked(&phone, "Escolha o departamento").await;
    phone.says("1").await;
    let supervisor = team.company.hire("Sueli", "SUPERVISOR", &[]).await;
    let board = wait_until("somebody who waits on the board", PATIENCE, async || {
        let board = supervisor.api.get("/api/board").await.ok();
        let sales = board["departments"].as_array()?.iter().find(|row| row["id"] == team.sales.as_str())?.clone();
        (sales["waiting"] == 1).then_some(sales)
    })
    .await;
    assert_eq!(board["queue"][0]["position"], 1, "{board:#}");
    assert_eq!(board["agents"][0]["onlineStatus"], "OFFLINE", "{board:#}");
    assert_eq!((&board["timeoutsLastHour"], &board["timeouts"]), (&json!(0), &json!([])));
    assert_eq!(board["queue"][0]["reason"], "new", "{board:#}");
    assert!(board["queue"][0]["queuedAt"].is_string(), "{board:#}");

    let queue = |who: &crate::harness::Person| {
        let api = who.api.clone();
        async move { api.get("/api/metrics/dashboard").await.ok()["queue"]["waiting"].clone() }
    };
    assert_eq!(
        (queue(&team.ana).await, queue(&team.bia).await, queue(&supervisor).await),
        (1.into(), 0.into(), 1.into())
    );
    let own = team.ana.api.get("/api/metrics/agents").await.ok();
    assert_eq!((own.as_array().unwrap().len(), &own[0]["userId"]), (1, &json!(team.ana.id)));
    team.ana.api.get("/api/board").await.problem(403, "forbidden");
    supervisor.api.get("/api/metrics/dashboard?period=2d").await.problem(400, "invalid_query");
    app.is_sound().await;
}

/// Where the buckets of the histograms end, in milliseconds (domain/metrics.rs).
const BOUNDS: [i64; 11] =
    [5_000, 15_000, 30_000, 60_000, 120_000, 300_000, 600_000, 1_200_000, 2_400_000, 4_800_000, 14_400_000];

/// What is told lies in the bucket of the value that so many of a hundred do not exceed.
fn fits(told: &Value, times: &[i64], percent: usize) {
    let rank = (times.len() * percent).div_ceil(100).max(1) - 1;
    let bucket = BOUNDS.partition_point(|bound| *bound <= times[rank]);
    let from = bucket.checked_sub(1).map_or(0, |before| BOUNDS[before]);
    let to = BOUNDS.get(bucket).copied().unwrap_or(i64::MAX);
    let told = told.as_i64().unwrap();
    assert!((from..=to).contains(&told), "{told} is not within {from}..={to}: {times:?}, {percent}%");
}

#[tokio::test]
async fn medians_and_nineties_are_those_of_the_tables() {
    let mut app = App::start().await;
    let team = Team::of(&app).await;
    at_noon(&team).await;
    let line = team.line(&app, "SANDBOX").await;
    for agent in [&team.ana, &team.bia] {
        agent.goes("OFFLINE").await;
    }
    let mut waiting = Vec::new();
    for n in 0..5 {
        let phone = line.phone(&format!("+551198888{:04}", 1000 + n));
        phone.says("Oi").await;
        team.asked(&phone, "Escolha o departamento").await;
        phone.says("1").await;
        let queued = team.company.conversation(&phone, "in the queue", |row| row["queuedAt"].is_string()).await;
        waiting.push(id(&queued));
    }
    for (minutes, conversation) in [0, 1, 2, 4, 25].into_iter().zip(&waiting) {
        app.later(chrono::Duration::minutes(minutes)).await;
        team.ana.says(conversation, "Pois não?").await;
    }
    let times = |from: &str, to: &str| -> Vec<i64> {
        let rows = app.sql().either(
            &format!("SELECT round(extract(epoch FROM {to} - {from}) * 1000)::bigint FROM conversations ORDER BY 1"),
            &format!(
                "SELECT cast(round((julianday({to}) - julianday({from})) * 86400000) AS integer) FROM conversations ORDER BY 1"
            ),
        );
        rows.iter().map(|row| row.trim().parse().unwrap()).collect()
    };
    let truth = times("first_customer_at", "first_response_at");
    let told = wait_until("the five answers to be counted", 3 * PATIENCE, async || {
        let told = team.company.api().get("/api/metrics/dashboard?period=1d").await.ok();
        (told["firstResponse"]["count"] == 5).then_some(told)
    })
    .await;
    for (name, percent) in [("median", 50), ("p90", 90)] {
        fits(&told["firstResponse"][name], &truth, percent);
        // The wait of the queue began a moment later, within the same buckets, and the first answer ended it.
        fits(&told["queueWait"][name], &truth, percent);
    }
    let average = truth.iter().sum::<i64>() / 5;
    assert!((told["firstResponse"]["average"].as_i64().unwrap() - average).abs() <= 2, "{told:#} {truth:?}");
    app.is_sound().await;
}
