//! G14, G17: one conversation has one agent, and the one it has is the one the rules name.

use std::collections::BTreeMap;

use domain::routing::{Candidate, Judged, Verdict, choose};
use serde_json::{Value, json};
use tokio::task::JoinSet;

use crate::harness::{App, Company, PATIENCE, Person, Setup, wait_until};

fn id(value: &Value) -> String {
    value["id"].as_str().unwrap().to_owned()
}

/// The only department of a new company: customers come to it without a menu.
async fn only_department(company: &Company) -> String {
    let departments = company.api().get("/api/departments").await.ok();
    assert_eq!(departments.as_array().map(Vec::len), Some(1));
    id(&departments[0])
}

#[tokio::test]
async fn a_queue_that_is_drained_and_clicked_at_the_same_time_gives_every_conversation_one_agent() {
    const CUSTOMERS: usize = 20;
    let app = App::with(Setup { workers: 2, ..Setup::default() }).await;
    let company = app.company().await;
    let department = only_department(&company).await;
    let supervisor = company.hire("Sara", "SUPERVISOR", &[]).await;
    let mut agents = Vec::new();
    for name in ["Ana", "Bia", "Caio", "Davi"] {
        agents.push(company.agent(name, &[&department]).await);
    }
    for n in 0..CUSTOMERS {
        company.phone(&format!("+55119777{n:05}")).await.says("Oi").await;
    }
    let queued = wait_until("everybody in the queue", 2 * PATIENCE, async || {
        let conversations = company.conversations().await;
        let waiting = conversations.iter().filter(|own| own["flowState"] == "DEPARTMENT_SELECTED").count();
        (waiting == CUSTOMERS).then_some(conversations)
    })
    .await;
    let mut socket = supervisor.socket().await;

    let mut tasks = JoinSet::new();
    for agent in agents.clone() {
        tasks.spawn(async move {
            agent.goes("ONLINE").await;
            Vec::new()
        });
    }
    // Ten people at ten screens: each tries the same items, in an order of their own.
    for click in 0..10 {
        let agent = agents[click % agents.len()].clone();
        let items: Vec<String> = (0..CUSTOMERS).map(|n| id(&queued[(n * 7 + click) % CUSTOMERS])).collect();
        tasks.spawn(async move { clicks(&agent, &items).await });
    }
    let answers: Vec<(String, u16, Value)> = tasks.join_all().await.into_iter().flatten().collect();
    for (_, status, body) in &answers {
        let known = match status {
            200 => true,
            409 => matches!(body["code"].as_str(), Some("already_assigned" | "agent_at_capacity")),
            _ => false,
        };
        assert!(known, "{status} {body:#}");
    }

    let held = wait_until("everybody with an agent", 2 * PATIENCE, async || {
        let conversations = company.conversations().await;
        conversations.iter().all(|own| own["status"] == "ASSIGNED").then_some(conversations)
    })
    .await;
    wait_until("the last assignment on the socket", PATIENCE, async || {
        socket.listen(std::time::Duration::from_millis(200)).await;
        let told = socket.seen.iter().filter(|frame| frame.event == "conversation-assigned").count();
        (told >= CUSTOMERS).then_some(())
    })
    .await;
    let mut told: BTreeMap<&str, Vec<&Value>> = BTreeMap::new();
    for frame in socket.seen.iter().filter(|frame| frame.event == "conversation-assigned") {
        told.entry(frame.data["conversationId"].as_str().unwrap()).or_default().push(&frame.data);
    }
    for conversation in &held {
        let own = id(conversation);
        let events = &told[own.as_str()];
        assert_eq!(events.len(), 1, "one change, one event: {events:#?}");
        assert_eq!(events[0]["agentId"], conversation["assignedUserId"]);
        let timeline = company.api().get(&format!("/api/conversations/{own}/timeline")).await.ok();
        let kinds: Vec<&str> =
            timeline["items"].as_array().unwrap().iter().filter_map(|item| item["kind"].as_str()).collect();
        assert_eq!(kinds.iter().filter(|kind| **kind == "ASSIGNED").count(), 1, "{timeline:#}");
        assert!(!kinds.contains(&"UNASSIGNED"), "{timeline:#}");
        // Who was told that it is theirs holds it; the others lost.
        let winners: Vec<&Value> =
            answers.iter().filter(|(item, status, _)| *item == own && *status == 200).map(|(.., body)| body).collect();
        for winner in winners {
            assert_eq!(winner["assignedUserId"], conversation["assignedUserId"]);
        }
    }
    app.is_sound().await;
}

async fn clicks(agent: &Person, items: &[String]) -> Vec<(String, u16, Value)> {
    let mut answers = Vec::new();
    for item in items {
        let answer = agent.api.post(&format!("/api/conversations/{item}/assign"), json!({})).await;
        answers.push((item.clone(), answer.status, answer.body));
    }
    answers
}

#[tokio::test]
async fn five_arrivals_go_round_three_agents_and_every_decision_explains_itself() {
    let app = App::start().await;
    let company = app.company().await;
    let department = only_department(&company).await;
    let mut agents = Vec::new();
    for name in ["Ana", "Bia", "Caio"] {
        agents.push(company.agent(name, &[&department]).await);
    }
    let busy = company.agent("Davi", &[&department]).await;
    let away = company.agent("Eva", &[&department]).await;
    for agent in &agents {
        agent.goes("ONLINE").await;
    }
    busy.goes("BUSY").await;

    let mut order = Vec::new();
    for n in 0..5 {
        let phone = company.phone(&format!("+55119666{n:05}")).await;
        phone.says("Oi").await;
        let own = company.conversation(&phone, "with an agent", |own| own["status"] == "ASSIGNED").await;
        order.push(own["assignedUserId"].as_str().unwrap().to_owned());

        let decisions = company.api().get(&format!("/api/conversations/{}/decisions", id(&own))).await.ok();
        assert_eq!(decisions["items"].as_array().map(Vec::len), Some(1), "{decisions:#}");
        let decision = &decisions["items"][0];
        assert_eq!((&decision["outcome"], &decision["chosenUserId"]), (&json!("ASSIGNED"), &own["assignedUserId"]));
        let stored: Vec<Judged> = serde_json::from_value(decision["candidates"].clone()).unwrap();
        assert_eq!(stored.len(), 5);
        let again = choose(&stored.iter().map(input).collect::<Vec<_>>(), None, None);
        assert_eq!(again.judged, stored);
        assert_eq!(again.chosen.map(|user| json!(user)).as_ref(), Some(&own["assignedUserId"]));
        let verdict = |person: &Person| {
            stored.iter().find(|judged| judged.user_id.to_string() == person.id).map(|judged| judged.verdict)
        };
        assert_eq!((verdict(&busy), verdict(&away)), (Some(Verdict::Busy), Some(Verdict::Offline)));
    }
    let round: Vec<&str> = [0, 1, 2, 0, 1].iter().map(|&n| agents[n].id.as_str()).collect();
    assert_eq!(order, round);
    app.is_sound().await;
}

/// What was judged, before the judgement.
fn input(judged: &Judged) -> Candidate {
    Candidate {
        user_id: judged.user_id,
        name: judged.name.clone(),
        is_active: judged.verdict != Verdict::Inactive,
        is_active_here: judged.verdict != Verdict::NotActiveInDepartment,
        online_status: judged.online_status,
        load: judged.load,
        capacity: judged.capacity,
        last_assigned_at: judged.last_assigned_at,
    }
}
