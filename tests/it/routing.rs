//! G14, G17: one conversation has one agent, and the one it has is the one the rules name. Who waits where nobody works any more waits
//! elsewhere.

mod deactivated;

use std::collections::BTreeMap;

use domain::routing::{Candidate, Judged, Verdict, choose};
use futures_util::future::join_all;
use serde_json::{Value, json};
use tokio::task::JoinSet;

use crate::harness::{App, Company, PATIENCE, Person, Profile, Setup, wait_until};

fn id(value: &Value) -> String {
    value["id"].as_str().unwrap().to_owned()
}

/// The only department of a new company: customers come to it without a menu.
async fn only_department(company: &Company) -> String {
    let departments = company.api().get("/api/departments").await.ok();
    assert_eq!(departments.as_array().map(Vec::len), Some(1));
    id(&departments[0])
}

/// How many drains the workers of the installation run at once, over all its processes.
const DRAINS: usize = 20;

#[tokio::test]
async fn a_queue_that_is_drained_and_clicked_at_the_same_time_gives_every_conversation_one_agent() {
    const CUSTOMERS: usize = 50;
    const ONLINE: usize = 5;
    const CLICKERS: usize = 20;
    let setup = Setup { workers: 4, ..Setup::default() };
    let processes = if setup.profile == Profile::Embedded { 1 } else { setup.workers };
    let setup = setup.env("WORKER_CONCURRENCY_ROUTE_CONVERSATION", &(DRAINS / processes));
    let app = App::with(setup).await;
    let company = app.company().await;
    let department = only_department(&company).await;
    // Room for all: whoever loses a conversation lost it to another, not to a limit.
    company.api().patch(&format!("/api/departments/{department}"), json!({"maxAgents": CLICKERS + 1})).await.ok();
    company.api().patch("/api/settings", json!({"defaultMaxConversations": CUSTOMERS})).await.ok();
    let supervisor = company.hire("Sara", "SUPERVISOR", &[]).await;
    let names: Vec<String> = (1..=CLICKERS).map(|n| format!("Agente {n}")).collect();
    let here = [department.as_str()];
    let agents = join_all(names.iter().map(|name| company.agent(name, &here))).await;
    for n in 0..CUSTOMERS {
        company.phone(&format!("+55119777{n:05}")).await.says("Oi").await;
    }
    let queued = wait_until("everybody in the queue", 4 * PATIENCE, async || {
        let conversations = company.conversations().await;
        let waiting = conversations.iter().filter(|own| own["flowState"] == "DEPARTMENT_SELECTED").count();
        (waiting == CUSTOMERS).then_some(conversations)
    })
    .await;
    let mut socket = supervisor.socket().await;
    // Who is BUSY is given nothing, and may take what they click.
    join_all(agents[ONLINE..].iter().map(|agent| agent.goes("BUSY"))).await;

    let mut tasks = JoinSet::new();
    for agent in &agents[..ONLINE] {
        let agent = agent.clone();
        tasks.spawn(async move {
            agent.goes("ONLINE").await;
            Vec::new()
        });
    }
    // Each change of somebody's room pushes a drain: there are as many of them as there is room for at once.
    for agent in &agents[..DRAINS] {
        let (api, path) = (company.api().clone(), format!("/api/users/{}", agent.id));
        tasks.spawn(async move {
            api.patch(&path, json!({"maxConversations": CUSTOMERS})).await.ok();
            Vec::new()
        });
    }
    // Twenty people at twenty screens: each tries the same items, in an order of their own.
    for (click, agent) in agents.iter().cloned().enumerate() {
        let items: Vec<String> = (0..CUSTOMERS).map(|n| id(&queued[(n * 7 + click) % CUSTOMERS])).collect();
        tasks.spawn(async move { clicks(&agent, &items).await });
    }
    let answers: Vec<(String, u16, Value)> = tasks.join_all().await.into_iter().flatten().collect();
    assert_eq!(answers.len(), CLICKERS * CUSTOMERS);
    for (_, status, body) in &answers {
        let known = *status == 200 || *status == 409 && body["code"] == "already_assigned";
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

#[tokio::test]
async fn a_preview_is_the_decision_that_follows_and_changes_nothing() {
    let app = App::start().await;
    let company = app.company().await;
    let department = only_department(&company).await;
    let ana = company.agent("Ana", &[&department]).await;
    let bia = company.agent("Bia", &[&department]).await;
    company.agent("Caio", &[&department]).await;
    for agent in [&ana, &bia] {
        agent.goes("ONLINE").await;
    }
    company.api().patch(&format!("/api/users/{}", ana.id), json!({"maxConversations": 1})).await.ok();
    let supervisor = company.hire("Sara", "SUPERVISOR", &[]).await;
    let path = format!("/api/departments/{department}/route-preview");
    let preview = async || supervisor.api.post(&path, json!({})).await.ok();

    // Ana is the first, then she is full; then nobody takes anything.
    for (n, chosen) in [Some(&ana), Some(&bia), None].into_iter().enumerate() {
        if chosen.is_none() {
            bia.goes("BUSY").await;
        }
        let seen = preview().await;
        assert_eq!(seen["chosenUserId"], json!(chosen.map(|agent| &agent.id)), "{seen:#}");
        assert_eq!(seen["isOpenNow"], true);
        assert_eq!(preview().await, seen, "a look changes nothing");
        assert_eq!(app.query("select count(*) from routing_decisions"), [n.to_string()]);

        let phone = company.phone(&format!("+55119555{n:05}")).await;
        phone.says("Oi").await;
        let own = company.conversation(&phone, "routed", |own| own["flowState"] != "GREETING").await;
        let path = format!("/api/conversations/{}/decisions", id(&own));
        let decision = wait_until("the decision", PATIENCE, async || {
            company.api().get(&path).await.ok()["items"].as_array()?.last().cloned()
        })
        .await;
        assert_eq!(decision["candidates"], seen["candidates"]);
        assert_eq!(decision["chosenUserId"], seen["chosenUserId"]);
    }

    // Closed: the verdicts are the same, and the answer says that nobody is given anything.
    bia.goes("ONLINE").await;
    let closed = json!({"businessHours": {"weekly": {}, "holidays": []}});
    let refused = company.api().patch(&format!("/api/departments/{department}"), closed).await.ok();
    assert_eq!(refused["isOpenNow"], false, "{refused:#}");
    let seen = preview().await;
    assert_eq!((&seen["isOpenNow"], &seen["chosenUserId"]), (&json!(false), &json!(bia.id)), "{seen:#}");
    ana.api.post(&path, json!({})).await.problem(403, "forbidden");
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
