//! G18, G19: a deadline fires once, at its time or as soon as anything runs again, and the customer hears little of it.

mod lost;

use std::time::Duration;

use chrono::{DateTime, Utc};
use domain::clock::{Clock, Time};
use serde_json::{Value, json};
use tokio::time::{Instant, sleep};

use crate::harness::{App, Company, Frame, PATIENCE, Person, Phone, Profile, Socket, wait_until};

fn id(value: &Value) -> String {
    value["id"].as_str().unwrap().to_owned()
}

fn time(value: &Value) -> Time {
    let text = value.as_str().unwrap_or_else(|| panic!("a time was expected, not {value}"));
    DateTime::parse_from_rfc3339(text).unwrap().with_timezone(&Utc)
}

async fn department(company: &Company, slug: &str, minutes: i32) -> String {
    let body = json!({"name": slug, "slug": slug, "responseTimeoutMinutes": minutes});
    id(&company.api().post("/api/departments", body).await.created())
}

/// Wait until the newest message of this phone's conversation has `words` and went out.
async fn told(company: &Company, phone: &Phone, words: &str) -> Value {
    company
        .conversation(phone, &format!("\"{words}\" went out"), |own| {
            let last = &own["lastMessage"];
            let sent = matches!(last["status"].as_str(), Some("SENT" | "DELIVERED" | "READ"));
            sent && last["content"].as_str().is_some_and(|content| content.contains(words))
        })
        .await
}

async fn at_the_menu(company: &Company, number: &str) -> Phone {
    let phone = company.phone(number).await;
    phone.says("Oi").await;
    told(company, &phone, "Escolha o departamento").await;
    phone
}

async fn find(company: &Company, conversation: &Value) -> Value {
    company.api().get(&format!("/api/conversations/{}", id(conversation))).await.ok()
}

/// The texts that we wrote in a conversation, oldest first.
async fn written(company: &Company, conversation: &Value) -> Vec<String> {
    let messages = company.messages(&id(conversation)).await;
    let ours = messages.iter().filter(|message| message["direction"] == "OUTBOUND");
    ours.filter_map(|message| message["content"].as_str().map(str::to_owned)).collect()
}

struct Overdue {
    what: &'static str,
    conversation: Value,
    kind: &'static str,
    flow_state: &'static str,
    /// Said once by the firing.
    words: &'static str,
}

#[tokio::test]
async fn deadlines_that_passed_while_nothing_ran_fire_once_within_five_seconds_of_the_start() {
    let mut app = App::start().await;
    let company = app.company().await;
    let sales = department(&company, "vendas", 5).await;
    department(&company, "suporte", 5).await;
    let agents = [company.agent("Ana", &[&sales]).await, company.agent("Bia", &[&sales]).await];
    for agent in &agents {
        agent.goes("ONLINE").await;
    }
    let by = |own: &Value| -> Person {
        agents.iter().find(|agent| own["assignedUserId"] == agent.id.as_str()).expect("one of the two").clone()
    };

    let menu = at_the_menu(&company, "+5511933330001").await;

    let suggestion = at_the_menu(&company, "+5511933330002").await;
    suggestion.says("vendas").await;
    let own = told(&company, &suggestion, "Você está sendo atendido").await;
    let resolve = format!("/api/conversations/{}/resolve", id(&own));
    by(&own).api.post(&resolve, json!({"sendMessage": false})).await.ok();
    suggestion.says("Voltei").await;
    told(&company, &suggestion, "(SIM/NÃO)").await;

    let queue = at_the_menu(&company, "+5511933330003").await;
    queue.says("suporte").await;
    told(&company, &queue, "da fila").await;

    let response = at_the_menu(&company, "+5511933330004").await;
    response.says("vendas").await;
    let before = told(&company, &response, "Você está sendo atendido").await;

    let pause = at_the_menu(&company, "+5511933330005").await;
    pause.is_answered_by_handset("Já vejo").await;
    company.conversation(&pause, "paused", |own| own["timeoutKind"] == "PAUSE").await;
    pause.says("Estou esperando").await;
    company.conversation(&pause, "waiting", |own| own["unreadCount"] == 1).await;

    let mut overdue = Vec::new();
    for (what, phone, kind, flow_state, words) in [
        ("menu", &menu, "MENU", "DEPARTMENT_SELECTED", "Como você não escolheu uma opção"),
        ("suggestion", &suggestion, "SUGGESTION", "GREETING", "Não recebi sua resposta"),
        ("queue", &queue, "QUEUE", "TIMEOUT_REDIRECT", "Desculpe a espera!"),
        ("response", &response, "RESPONSE", "TIMEOUT_REDIRECT", "Desculpe a espera!"),
        ("pause", &pause, "PAUSE", "GREETING", "Escolha o departamento"),
    ] {
        let conversation = company.conversation(phone, what, |own| own["timeoutKind"] == kind).await;
        overdue.push(Overdue { what, conversation, kind, flow_state, words });
    }
    let mut said_before = Vec::new();
    for case in &overdue {
        said_before.push(written(&company, &case.conversation).await.len());
    }

    app.later(chrono::Duration::minutes(121)).await;
    let started = Instant::now();
    for (case, before) in overdue.iter().zip(&said_before) {
        let left = Duration::from_secs(5).saturating_sub(started.elapsed());
        let what = format!("the deadline of the {}", case.what);
        let after = wait_until(&what, left, async || {
            let own = find(&company, &case.conversation).await;
            let fired = own["flowState"] == case.flow_state && own["timeoutAt"] != case.conversation["timeoutAt"];
            fired.then_some(own)
        })
        .await;
        assert!(after["timeoutKind"] != case.kind || case.kind == "RESPONSE", "{after:#}");
        let said = written(&company, &case.conversation).await.split_off(*before);
        assert_eq!(said.len(), 1, "{}: {said:#?}", case.what);
        assert!(said[0].contains(case.words), "{}: {said:#?}", case.what);
    }
    let after = find(&company, &before).await;
    assert_ne!(after["assignedUserId"], before["assignedUserId"], "another agent took it");

    // Once: neither the repair pass nor another start fires them again.
    let state = async || {
        let mut all = Vec::new();
        for case in &overdue {
            let own = find(&company, &case.conversation).await;
            let kept = ["flowState", "assignedUserId", "departmentId", "timeoutAt", "timeoutKind"];
            let kept: Vec<Value> = kept.iter().map(|field| own[field].clone()).collect();
            all.push((kept, written(&company, &case.conversation).await));
        }
        all
    };
    // In a cluster the simulator may come up after the workers: then the channel rests for half a minute before its next try.
    let patience = if app.profile == Profile::Embedded { PATIENCE } else { Duration::from_mins(1) };
    wait_until("everything to be sent", patience, async || {
        for case in &overdue {
            let messages = company.messages(&id(&case.conversation)).await;
            if messages.iter().any(|message| message["status"] == "PENDING") {
                return None;
            }
        }
        Some(())
    })
    .await;
    let once = state().await;
    app.later(chrono::Duration::zero()).await;
    sleep(Duration::from_secs(4)).await;
    assert_eq!(state().await, once);
    app.is_sound().await;
}

#[tokio::test]
async fn deadlines_of_a_running_system_fire_within_three_seconds_and_not_before() {
    let app = App::start().await;
    let company = app.company().await;
    let sales = department(&company, "vendas", 1).await;
    department(&company, "suporte", 1).await;
    let ana = company.agent("Ana", &[&sales]).await;
    let supervisor = company.hire("Sara", "SUPERVISOR", &[]).await;
    let mut watching = supervisor.socket().await;
    ana.goes("ONLINE").await;

    let response = at_the_menu(&company, "+5511933330004").await;
    response.says("vendas").await;
    told(&company, &response, "Você está sendo atendido").await;
    ana.goes("BUSY").await;
    let bia = company.agent("Bia", &[&sales]).await;
    let queue = at_the_menu(&company, "+5511933330003").await;
    queue.says("suporte").await;
    told(&company, &queue, "da fila").await;
    bia.goes("ONLINE").await;

    let mut waiting = Vec::new();
    for (phone, kind) in [(&response, "RESPONSE"), (&queue, "QUEUE")] {
        let own = company.conversation(phone, kind, |own| own["timeoutKind"] == kind).await;
        waiting.push((kind, time(&own["timeoutAt"]), own));
    }
    for (kind, due, own) in waiting {
        let left = (due - Clock::system().now()).to_std().unwrap_or_default();
        let taken = wait_until(&format!("the deadline {kind}"), left + PATIENCE, async || {
            watching.listen(Duration::from_millis(25)).await;
            let own = find(&company, &own).await;
            (own["assignedUserId"] == bia.id.as_str()).then_some(own)
        })
        .await;
        // Judged by the row: whoever writes into another database of this server may hold the frame back for a moment.
        let late = time(&taken["assignedAt"]) - due;
        assert!(late >= chrono::Duration::zero(), "{kind} fired {late} before its time: {taken:#}");
        assert!(late <= chrono::Duration::seconds(3), "{kind} fired {late} after its time: {taken:#}");
        wait_until("the redirect to be told", PATIENCE, async || {
            watching.listen(Duration::from_millis(25)).await;
            watching.seen.iter().any(|frame| is_redirect(frame, &taken, &bia.id)).then_some(())
        })
        .await;
    }
    app.is_sound().await;
}

fn is_redirect(frame: &Frame, conversation: &Value, agent: &str) -> bool {
    let data = &frame.data;
    frame.event == "conversation-assigned"
        && data["conversationId"] == conversation["id"]
        && data["agentId"] == agent
        && data["reason"] == "TIMEOUT"
}

#[tokio::test]
async fn a_day_without_any_agent_says_one_thing_to_the_customer_and_ever_rarer_ones_to_the_supervisors() {
    let mut app = App::start().await;
    let company = app.company().await;
    let supervisor = company.hire("Sara", "SUPERVISOR", &[]).await;
    let phone = company.phone("+5511933330001").await;
    let start = supervisor.socket().await.seen[0].data["seq"].as_str().unwrap().to_owned();
    phone.says("Oi").await;
    let own = told(&company, &phone, "Você é o nº 1 da fila").await;
    let said = written(&company, &own).await;
    assert_eq!(said.len(), 1, "{said:#?}");

    let mut passed = chrono::Duration::zero();
    let (mut waits, mut firings) = (Vec::new(), 0);
    while passed < chrono::Duration::hours(24) {
        let due = time(&find(&company, &own).await["timeoutAt"]);
        let ahead = due - (Clock::system().now() + passed);
        waits.push((ahead.num_seconds() + 59) / 60);
        // The doubling is looked at closely, the rest of the day in long strides: then one firing stands for several.
        let stride = if firings < 6 { ahead } else { chrono::Duration::hours(6) };
        passed += stride;
        app.later(stride).await;
        firings += 1;
        wait_until("the next firing", Duration::from_secs(5), async || {
            (time(&find(&company, &own).await["timeoutAt"]) > due).then_some(())
        })
        .await;
    }
    assert_eq!(waits[..6], [5, 10, 20, 40, 60, 60]);

    let board = supervisor.api.get("/api/board").await.ok();
    let missed =
        &board["departments"].as_array().unwrap().iter().find(|row| row["waiting"] == 1).unwrap()["timeouts"][0];
    assert_eq!((&missed["conversationId"], &missed["kind"]), (&own["id"], &json!("QUEUE")), "{board:#}");
    assert_eq!(missed["customerName"], own["customerName"], "{board:#}");

    let mut socket = Socket::open(&supervisor.api, Some(&start)).await;
    socket.listen(Duration::from_secs(3)).await;
    let alarms: Vec<&Value> = socket
        .seen
        .iter()
        .filter(|frame| frame.event == "queue-timeout" && frame.data["conversationId"] == own["id"])
        .map(|frame| &frame.data)
        .collect();
    let rounds: Vec<i64> = alarms.iter().filter_map(|data| data["round"].as_i64()).collect();
    assert_eq!(rounds, (1..=firings).collect::<Vec<i64>>());
    assert!(alarms.iter().all(|data| data["kind"] == "QUEUE"), "{alarms:#?}");
    assert!(alarms.iter().all(|data| data["customerName"] == own["customerName"]), "{alarms:#?}");
    assert!(alarms.last().unwrap()["waitingSeconds"].as_i64().unwrap() >= 24 * 3600);
    assert_eq!(written(&company, &own).await, said, "the customer heard nothing more");
    app.is_sound().await;
}
