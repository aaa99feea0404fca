//! G20: a reload moves nothing, an absence gives back, a farewell does at once.

use std::time::Duration;

use serde_json::{Value, json};
use tokio::time::{Instant, sleep};

use crate::harness::{App, Company, PATIENCE, Person, Phone, Socket, wait_until};

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
    assert_eq!(unassigned(&watching, &ana), [id(&waiting), id(&answered)]);
    app.is_sound().await;
}

/// The conversations that this agent lost by being offline, in order.
fn unassigned(socket: &Socket, agent: &Person) -> Vec<String> {
    let lost = socket.seen.iter().filter(|frame| {
        frame.event == "conversation-unassigned"
            && frame.data["previousAgentId"] == agent.id.as_str()
            && frame.data["reason"] == "agent_offline"
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
    assert_eq!(unassigned(&watching, &ana), [id(&waiting), id(&answered)], "who waits comes first");
    assert_eq!(answered_phone.received().await.len(), heard);

    // An explicit farewell outlives a reconnect.
    let mut socket = ana.socket().await;
    beat(&mut socket).await;
    sleep(Duration::from_secs(1)).await;
    assert_eq!(stage.status(&ana).await, "OFFLINE");
    app.is_sound().await;
}
