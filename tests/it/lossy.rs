//! G5: jobs are lost, doubled and late, and everything ends as if they were not.

use std::time::Duration;

use chrono::Duration as Span;
use serde_json::{Value, json};
use tokio::time::Instant;
use tokio_util::task::AbortOnDropHandle;

use crate::harness::{App, Person, Phone, Setup, is_long, wait_until};
use crate::team::{Line, Team, draw, id};

/// So long may a step take whose jobs are lost again and again.
const PATIENCE: Duration = Duration::from_mins(4);
/// The first two never choose, the even of the others want Vendas.
const CUSTOMERS: usize = 12;
const SILENT: usize = 2;

/// Wait until the newest episode of each of these phones satisfies `test`, and give them.
async fn all(team: &Team, phones: &[Phone], what: &str, test: impl Fn(&Value) -> bool) -> Vec<Value> {
    let begun = Instant::now();
    let episodes = wait_until(what, PATIENCE, async || {
        let mut episodes = Vec::new();
        for phone in phones {
            episodes.push(team.newest(phone).await.filter(&test)?);
        }
        Some(episodes)
    })
    .await;
    eprintln!("{what}: {:?}", begun.elapsed());
    episodes
}

/// A browser that stays open: who is silent for two minutes is away.
fn stays(agent: &Person) -> AbortOnDropHandle<()> {
    let agent = agent.clone();
    AbortOnDropHandle::new(tokio::spawn(async move {
        let mut socket = agent.socket().await;
        loop {
            socket.send("heartbeat", json!({})).await;
            socket.listen(Duration::from_secs(20)).await;
        }
    }))
}

/// The last word is ours, holds `words`, and went out.
fn heard(words: &'static str) -> impl Fn(&Value) -> bool {
    move |own| {
        let last = &own["lastMessage"];
        let sent = matches!(last["status"].as_str(), Some("SENT" | "DELIVERED" | "READ"));
        sent && last["content"].as_str().is_some_and(|content| content.contains(words))
    }
}

async fn say(app: &App, line: &Line, phones: &[Phone], words: impl Fn(usize) -> &'static str) {
    for (n, phone) in phones.iter().enumerate() {
        line.deliver(app, phone, &draw(), words(n), 1).await;
    }
}

/// Greeted, late at the menu, queued, drained, answered, answered back and resolved: what is left of it in the end.
async fn story(mut app: App) -> Value {
    let team = Team::of(&app).await;
    let line = team.line(&app, "WAHA").await;
    let phones: Vec<Phone> = (0..CUSTOMERS).map(|n| line.phone(&format!("+551198888{n:04}"))).collect();
    let (silent, others) = phones.split_at(SILENT);
    team.bia.goes("OFFLINE").await;

    say(&app, &line, silent, |_| "Oi").await;
    all(&team, silent, "the silent at the menu", heard("Escolha o departamento")).await;
    // The deadline of the menu passes.
    app.later(Span::minutes(121)).await;
    let _present = [stays(&team.ana), stays(&team.bia)];
    all(&team, silent, "the silent in the queue of the root", |own| own["departmentId"] == team.support.as_str()).await;

    say(&app, &line, others, |_| "Oi").await;
    all(&team, others, "the others at the menu", heard("Escolha o departamento")).await;
    say(&app, &line, others, |n| if n % 2 == 0 { "1" } else { "2" }).await;
    let of_sales: Vec<Phone> = others.iter().step_by(2).cloned().collect();
    let of_support: Vec<Phone> = others.iter().skip(1).step_by(2).chain(silent).cloned().collect();
    all(&team, &of_sales, "Vendas to be served", heard("Você está sendo atendido")).await;
    all(&team, &of_support, "Suporte to wait", heard("da fila")).await;

    team.bia.goes("ONLINE").await;
    all(&team, &of_support, "the queue to be drained", heard("Você está sendo atendido")).await;
    for (agent, phones) in [(&team.ana, &of_sales), (&team.bia, &of_support)] {
        for own in all(&team, phones, "an agent", |own| own["assignedUserId"] == agent.id.as_str()).await {
            agent.says(&id(&own), "Bom dia, em que posso ajudar?").await;
        }
    }
    all(&team, &phones, "the answers to go out", heard("em que posso ajudar")).await;
    say(&app, &line, &phones, |_| "Um pão, por favor").await;
    for phone in &phones {
        team.stored_within(PATIENCE, phone, "Um pão, por favor").await;
    }
    for own in all(&team, &of_sales, "Vendas", |own| own["status"] == "ASSIGNED").await {
        team.resolve(&team.ana, &own).await;
    }
    let told = wait_until("an end of all work", PATIENCE, async || {
        let told = told(&team, &phones).await;
        let done =
            |own: &Value| own["messages"].as_array().is_some_and(|all| all.iter().all(|m| m["status"] != "PENDING"));
        told.iter().all(done).then_some(told)
    })
    .await;
    app.is_sound().await;
    json!(told)
}

/// Everything about the customers that does not differ from run to run by nature.
async fn told(team: &Team, phones: &[Phone]) -> Vec<Value> {
    let mut told = Vec::new();
    for phone in phones {
        let own = team.newest(phone).await.expect("an episode");
        let name = |field: &str| match own[field].as_str() {
            Some(id) if id == team.sales || id == team.ana.id => json!("Vendas"),
            Some(id) if id == team.support || id == team.bia.id => json!("Suporte"),
            _ => json!(null),
        };
        let messages: Vec<Value> = team.company.messages(&id(&own)).await.iter().map(message).collect();
        told.push(json!({
            "phone": phone.number, "episodes": team.episodes(phone).await, "status": own["status"],
            "flowState": own["flowState"], "department": name("departmentId"), "agent": name("assignedUserId"),
            "unread": own["unreadCount"], "timeoutKind": own["timeoutKind"], "messages": messages,
        }));
    }
    told
}

fn message(row: &Value) -> Value {
    // Places in the queue depend on who was faster.
    let words: String = row["content"].as_str().unwrap_or_default().chars().filter(|c| !c.is_ascii_digit()).collect();
    let status = if matches!(row["status"].as_str(), Some("SENT" | "READ")) {
        "DELIVERED"
    } else {
        row["status"].as_str().unwrap_or_default()
    };
    json!({"direction": row["direction"], "isBot": row["isBot"], "content": words, "status": status})
}

#[tokio::test]
async fn lost_doubled_and_late_jobs_end_in_the_same_state_as_none() {
    // The delays of the guarantee are for those who have the time.
    let longest = if is_long() { 40 } else { 4 };
    let faults = format!("drop=0.3,double=0.3,delay=0.3,longest={longest},seed=7");
    let clean = App::start().await;
    let lossy = App::with(Setup::default().env("WPPC_QUEUE_FAULTS", &faults)).await;
    let (clean, lossy) = futures_util::join!(story(clean), story(lossy));
    assert_eq!(lossy, clean, "{lossy:#}\n\n{clean:#}");
}
