//! G20: a reload moves nothing, an absence gives back, a farewell and a dismissal do at once.

use std::time::Duration;

use serde_json::{Value, json};
use tokio::time::{Instant, sleep};

use crate::harness::{App, Company, PASSWORD, PATIENCE, Person, Phone, Socket, wait_until};

/// Longer than any test: nobody is moved by a timeout here.
const PATIENT_MINUTES: i32 = 60;

fn id(value: &Value) -> String {
    value["id"].as_str().unwrap().to_owned()
}

struct Stage {
    company: Company,
    department: String,
}

async fn stage(app: &App) -> Stage {
    let company = app.company().await;
    let department = id(&company.api().get("/api/departments").await.ok()[0]);
    let patient = json!({"responseTimeoutMinutes": PATIENT_MINUTES});
    company.api().patch(&format!("/api/departments/{department}"), patient).await.ok();
    Stage { company, department }
}

impl Stage {
    async fn agent(&self, name: &str) -> Person {
        self.company.agent(name, &[&self.department]).await
    }

    /// A customer who waits for an answer of `agent`, the only one ONLINE now.
    async fn waiting_for(&self, agent: &Person, number: &str) -> (Phone, Value) {
        let phone = self.company.phone(number).await;
        phone.says("Oi").await;
        let held = |own: &Value| own["assignedUserId"] == agent.id.as_str();
        let own = self.company.conversation(&phone, "with its agent", held).await;
        (phone, own)
    }

    /// A customer whom `agent` has answered.
    async fn answered_by(&self, agent: &Person, number: &str) -> (Phone, Value) {
        let (phone, own) = self.waiting_for(agent, number).await;
        agent.says(&id(&own), "Já respondi").await;
        phone.hears("Já respondi").await;
        (phone, own)
    }

    async fn find(&self, conversation: &Value) -> Value {
        self.company.api().get(&format!("/api/conversations/{}", id(conversation))).await.ok()
    }

    async fn status(&self, agent: &Person) -> Value {
        self.company.api().get(&format!("/api/users/{}", agent.id)).await.ok()["onlineStatus"].clone()
    }
}

async fn beat(socket: &mut Socket) {
    socket.send("heartbeat", Value::Null).await;
}

fn idle(own: &Value) -> bool {
    own["assignedUserId"].is_null() && own["flowState"] == "DEPARTMENT_SELECTED" && !own["idleSince"].is_null()
}

#[tokio::test]
async fn a_blink_of_110_seconds_moves_nothing_and_an_absence_gives_everything_back() {
    let app = App::start().await;
    let stage = stage(&app).await;
    let [ana, bia, caio] = [stage.agent("Ana").await, stage.agent("Bia").await, stage.agent("Caio").await];
    let supervisor = stage.company.hire("Sara", "SUPERVISOR", &[]).await;
    let mut watching = supervisor.socket().await;

    ana.goes("ONLINE").await;
    let ana_socket = ana.socket().await;
    let (waiting_phone, waiting) = stage.waiting_for(&ana, "+5511944440001").await;
    let (idle_phone, answered) = stage.answered_by(&ana, "+5511944440002").await;
    ana.goes("BUSY").await;
    caio.goes("ONLINE").await;
    let caio_socket = caio.socket().await;
    let (_, blinking) = stage.waiting_for(&caio, "+5511944440003").await;
    bia.goes("ONLINE").await;
    let mut bia_socket = bia.socket().await;
    let heard = idle_phone.received().await.len();

    // Ana is gone for good, Caio for less than two minutes, Bia stays.
    let mut ana_socket = ana_socket;
    let mut caio_socket = Some(caio_socket);
    beat(&mut ana_socket).await;
    beat(caio_socket.as_mut().unwrap()).await;
    drop((ana_socket, caio_socket.take()));
    let gone = Instant::now();
    while stage.status(&ana).await != "OFFLINE" {
        assert!(gone.elapsed() < Duration::from_mins(5), "Ana is still there");
        beat(&mut bia_socket).await;
        beat(&mut watching).await;
        if gone.elapsed() >= Duration::from_secs(110) {
            let socket = match &mut caio_socket {
                Some(socket) => socket,
                away => away.insert(caio.socket().await),
            };
            beat(socket).await;
        } else {
            assert_eq!(stage.find(&waiting).await["assignedUserId"], ana.id.as_str());
        }
        watching.listen(Duration::from_secs(1)).await;
        bia_socket.listen(Duration::from_millis(100)).await;
    }
    assert!(gone.elapsed() > Duration::from_secs(115), "after {:?}", gone.elapsed());

    let moved = wait_until("the waiting customer with another agent", PATIENCE, async || {
        let own = stage.find(&waiting).await;
        let holder = own["assignedUserId"].as_str()?;
        (holder != ana.id).then_some(own)
    })
    .await;
    assert!([bia.id.as_str(), caio.id.as_str()].contains(&moved["assignedUserId"].as_str().unwrap()));
    waiting_phone.hears("Você está sendo atendido").await;
    let left =
        wait_until("the answered customer idle", PATIENCE, async || Some(stage.find(&answered).await).filter(idle))
            .await;
    assert_eq!(left["status"], "OPEN");
    assert_eq!(stage.find(&blinking).await["assignedUserId"], caio.id.as_str());
    assert_eq!((stage.status(&caio).await, stage.status(&bia).await), (json!("ONLINE"), json!("ONLINE")));

    watching.listen(Duration::from_secs(3)).await;
    assert_eq!(idle_phone.received().await.len(), heard, "who waits for nothing is told nothing");
    let statuses: Vec<(&Value, &Value)> = watching
        .seen
        .iter()
        .filter(|frame| frame.event == "agent-status-changed" && frame.data["reason"] == "heartbeat")
        .map(|frame| (&frame.data["userId"], &frame.data["status"]))
        .collect();
    assert_eq!(statuses, [(&json!(ana.id), &json!("OFFLINE"))]);
    assert_eq!(unassigned(&watching, &ana, "agent_offline"), [id(&waiting), id(&answered)]);
    app.is_sound().await;
}

/// The conversations that this agent lost for this reason, in order.
fn unassigned(socket: &Socket, agent: &Person, reason: &str) -> Vec<String> {
    let lost = socket.seen.iter().filter(|frame| {
        frame.event == "conversation-unassigned"
            && frame.data["previousAgentId"] == agent.id.as_str()
            && frame.data["reason"] == reason
    });
    lost.map(|frame| frame.data["conversationId"].as_str().unwrap().to_owned()).collect()
}

#[tokio::test]
async fn a_service_that_was_away_for_110_seconds_moved_nobody() {
    let mut app = App::start().await;
    let stage = stage(&app).await;
    let ana = stage.agent("Ana").await;
    ana.goes("ONLINE").await;
    let mut socket = ana.socket().await;
    beat(&mut socket).await;
    let (_, own) = stage.waiting_for(&ana, "+5511944440001").await;
    drop(socket);
    app.later(chrono::Duration::seconds(110)).await;
    let mut socket = ana.socket().await;
    beat(&mut socket).await;
    sleep(Duration::from_secs(2)).await;
    assert_eq!(stage.status(&ana).await, "ONLINE");
    assert_eq!(stage.find(&own).await["assignedUserId"], ana.id.as_str());
    app.is_sound().await;
}

#[tokio::test]
async fn who_says_offline_gives_back_at_once() {
    let app = App::start().await;
    let stage = stage(&app).await;
    let ana = stage.agent("Ana").await;
    let supervisor = stage.company.hire("Sara", "SUPERVISOR", &[]).await;
    let mut watching = supervisor.socket().await;
    ana.goes("ONLINE").await;
    let (answered_phone, answered) = stage.answered_by(&ana, "+5511944440002").await;
    let (waiting_phone, waiting) = stage.waiting_for(&ana, "+5511944440001").await;
    let heard = answered_phone.received().await.len();

    ana.goes("OFFLINE").await;
    let at_once = Duration::from_secs(2);
    wait_until("the waiting customer in the queue", at_once, async || {
        let own = stage.find(&waiting).await;
        (own["status"] == "OPEN" && own["idleSince"].is_null() && own["timeoutKind"] == "QUEUE").then_some(())
    })
    .await;
    let left =
        wait_until("the answered one idle", at_once, async || Some(stage.find(&answered).await).filter(idle)).await;
    assert_eq!(left["preferredUserId"], ana.id.as_str(), "answered a moment ago, so hers again if she comes back");
    waiting_phone.hears("Você é o nº 1 da fila").await;
    watching.event_where("conversation-queued", |data| data["conversationId"] == waiting["id"]).await;
    watching.listen(Duration::from_secs(1)).await;
    assert_eq!(unassigned(&watching, &ana, "agent_offline"), [id(&waiting), id(&answered)], "who waits comes first");
    assert_eq!(answered_phone.received().await.len(), heard);

    // An explicit farewell outlives a reconnect.
    let mut socket = ana.socket().await;
    beat(&mut socket).await;
    sleep(Duration::from_secs(1)).await;
    assert_eq!(stage.status(&ana).await, "OFFLINE");
    app.is_sound().await;
}

#[tokio::test]
async fn who_is_deactivated_or_deleted_is_shut_out_and_gives_everything_back_at_once() {
    let app = App::start().await;
    let stage = stage(&app).await;
    let [ana, bia] = [stage.agent("Ana").await, stage.agent("Bia").await];
    let supervisor = stage.company.hire("Sara", "SUPERVISOR", &[]).await;
    let mut watching = supervisor.socket().await;
    ana.goes("ONLINE").await;
    let mut open = [ana.socket().await, ana.socket().await];
    let (answered_phone, answered) = stage.answered_by(&ana, "+5511944440002").await;
    let (waiting_phone, waiting) = stage.waiting_for(&ana, "+5511944440001").await;
    bia.goes("ONLINE").await;
    stage.company.settled().await;
    let heard = answered_phone.received().await.len();

    let path = |person: &Person| format!("/api/users/{}", person.id);
    stage.company.api().patch(&path(&ana), json!({"isActive": false})).await.ok();
    shut_out(&app, &ana, &mut open).await;
    let at_once = Duration::from_secs(2);
    wait_until("the waiting customer with another agent", at_once, async || {
        (stage.find(&waiting).await["assignedUserId"] == bia.id.as_str()).then_some(())
    })
    .await;
    wait_until("the answered one idle", at_once, async || Some(stage.find(&answered).await).filter(idle)).await;
    watching.event_where("conversation-assigned", |data| data["agentId"] == bia.id.as_str()).await;
    watching.listen(Duration::from_secs(1)).await;
    assert_eq!(unassigned(&watching, &ana, "deactivated"), [id(&waiting), id(&answered)], "who waits comes first");
    let told =
        |event: &str, data: &Value| watching.seen.iter().any(|frame| frame.event == event && frame.data == *data);
    assert!(told("user-deactivated", &json!({"id": ana.id})));
    let away = json!({"userId": ana.id, "status": "OFFLINE", "reason": "deactivated"});
    assert!(told("agent-status-changed", &away));
    assert_eq!(answered_phone.received().await.len(), heard, "who waits for nothing is told nothing");

    // Who comes back finds somebody else; when they are gone as well, everybody waits, in the order of their waiting.
    answered_phone.says("Mais uma coisa").await;
    wait_until("the other agent", PATIENCE, async || {
        (stage.find(&answered).await["assignedUserId"] == bia.id.as_str()).then_some(())
    })
    .await;
    let mut open = [bia.socket().await];
    stage.company.api().delete(&path(&bia)).await.done();
    shut_out(&app, &bia, &mut open).await;
    let queue = format!("/api/departments/{}/queue", stage.department);
    wait_until("both in the queue", at_once, async || {
        let queue = stage.company.api().get(&queue).await.ok();
        let order: Vec<String> = queue.as_array().unwrap().iter().map(id).collect();
        (order == [id(&waiting), id(&answered)]).then_some(())
    })
    .await;
    waiting_phone.hears("da fila").await;
    answered_phone.hears("da fila").await;
    let users = stage.company.api().get("/api/users?status=active").await.ok();
    let active: Vec<String> = users.as_array().unwrap().iter().map(id).collect();
    assert!(!active.contains(&ana.id) && !active.contains(&bia.id), "{users:#}");
    app.is_sound().await;
}

/// Neither these sockets nor the token nor the password of this user are good for anything.
async fn shut_out(app: &App, user: &Person, sockets: &mut [Socket]) {
    let ended = Instant::now();
    user.api.get("/api/auth/me").await.problem(401, "unauthenticated");
    for socket in sockets {
        let left = Duration::from_secs(2).saturating_sub(ended.elapsed());
        assert_eq!(socket.close_code(left).await, 4403);
    }
    let login = json!({"email": user.email, "password": PASSWORD});
    app.api().post("/api/auth/login", login).await.problem(401, "invalid_credentials");
}
