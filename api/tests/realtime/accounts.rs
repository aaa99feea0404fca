//! What a change of an account does to sockets that are open, and what sockets do to presence.

use std::time::Duration;

use api::realtime::Timing;
use domain::event::{Event, Room};
use domain::role::{OnlineStatus, Role};
use entities::Text;
use jobs::Nudge;
use serde_json::json;
use tokio::time::Instant;

use crate::house::{House, numbers};

#[tokio::test]
async fn deactivation_is_4403_and_a_raised_token_version_4401_at_once() {
    let house = House::open().await;
    let ana = house.user("Ana", Role::Agent, &[]).await;
    let bia = house.user("Bia", Role::Agent, &[]).await;
    let (mut one, mut two) = (house.enter(ana).await, house.enter(bia).await);
    let start = Instant::now();
    house.change(ana, |user| user.is_active = false).await;
    house.change(bia, |user| user.token_version += 1).await;
    assert_eq!((one.closed().await, two.closed().await), (4403, 4401));
    assert!(start.elapsed() < Duration::from_secs(2));
}

#[tokio::test]
async fn the_log_tells_of_a_deactivation_when_the_nudge_is_lost() {
    let house = House::open().await;
    let ana = house.user("Ana", Role::Agent, &[]).await;
    let mut client = house.enter(ana).await;
    let mut row = house.row(ana).await;
    row.is_active = false;
    let tx = house.state.begin(house.company).await.unwrap();
    tx.users().save(row, house.state.clock.now()).await.unwrap();
    let audience = vec![Room::Company(house.company)];
    let event = Event::UserDeactivated { id: ana };
    let new = entities::NewEvent { event, conversation: None, contact: None, audience };
    tx.log_events(&[new], house.state.clock.now()).await.unwrap();
    tx.commit().await.unwrap();
    let start = Instant::now();
    assert_eq!(client.closed().await, 4403);
    assert!(start.elapsed() < Duration::from_secs(3));
}

#[tokio::test]
async fn nobody_said_anything_and_the_look_now_and_then_finds_it() {
    let house = House::with(Timing { recheck: Duration::from_secs(1), ..Timing::default() }).await;
    let ana = house.user("Ana", Role::Agent, &[]).await;
    let mut client = house.enter(ana).await;
    client.during(200).await;
    let mut row = house.row(ana).await;
    row.token_version += 1;
    let tx = house.state.begin(house.company).await.unwrap();
    tx.users().save(row, house.state.clock.now()).await.unwrap();
    tx.commit().await.unwrap();
    assert_eq!(client.closed().await, 4401);
}

#[tokio::test]
async fn a_role_and_a_membership_act_on_the_open_socket() {
    let house = House::open().await;
    let ana = house.user("Ana", Role::Agent, &[house.sales]).await;
    let id = house.conversation(house.sales).await;
    let mut client = house.enter(ana).await;
    client.ask("join-conversation", &json!(id)).await;
    house.change(ana, |user| user.role = Text(Role::Supervisor)).await;
    tokio::time::sleep(Duration::from_secs(1)).await;
    house.log(1, &[Room::Supervisors(house.company)]).await;
    let frames = client.during(400).await;
    assert_eq!(numbers(&frames), [1], "{frames:?}");
    house.change(ana, |user| user.role = Text(Role::Agent)).await;
    let tx = house.state.begin(house.company).await.unwrap();
    tx.users().leave(ana, house.sales).await.unwrap();
    tx.users().join(ana, house.support, house.state.clock.now()).await.unwrap();
    tx.commit().await.unwrap();
    house.state.nudge(Nudge::UserChanged { id: ana }).await;
    tokio::time::sleep(Duration::from_secs(1)).await;
    for (number, room) in [
        (2, Room::Supervisors(house.company)),
        (3, Room::Department(house.sales)),
        (4, Room::Conversation(id)),
        (5, Room::Department(house.support)),
    ] {
        house.log(number, &[room]).await;
    }
    let frames = client.during(800).await;
    assert_eq!(numbers(&frames), [5]);
    assert!(frames.iter().any(|frame| frame["event"] == "left-conversation"));
}

#[tokio::test]
async fn heartbeats_are_answered_by_a_watermark_and_written_every_twenty_seconds() {
    let house = House::open().await;
    let ana = house.user("Ana", Role::Agent, &[]).await;
    let mut client = house.enter(ana).await;
    let first = house.row(ana).await.last_heartbeat_at.unwrap();
    house.log(1, &[]).await;
    let end = house.whole_log().await.last().unwrap().seq.to_string();
    tokio::time::sleep(Duration::from_millis(300)).await;
    client.say(&json!({"event": "heartbeat"})).await;
    assert_eq!(client.find("seq").await["data"]["seq"], end, "an event for others moves the watermark too");
    assert_eq!(house.row(ana).await.last_heartbeat_at, Some(first));
    // Another process does not know of the first one's write, and looks.
    let (mut other, _) = house.resume_at(&house.neighbour(), ana, None).await;
    other.say(&json!({"event": "heartbeat"})).await;
    other.find("seq").await;
    assert_eq!(house.row(ana).await.last_heartbeat_at, Some(first));
    house.state.clock.advance(chrono::Duration::seconds(21));
    let (mut third, _) = house.resume_at(&house.neighbour(), ana, None).await;
    third.say(&json!({"event": "heartbeat"})).await;
    third.find("seq").await;
    assert!(house.row(ana).await.last_heartbeat_at.unwrap() > first);
}

#[tokio::test]
async fn connecting_brings_the_intent_back_and_the_status_is_the_users_to_set() {
    let house = House::open().await;
    let ana = house.user("Ana", Role::Agent, &[house.sales]).await;
    let mut watcher = house.enter(house.user("Caio", Role::Supervisor, &[]).await).await;
    let mut client = house.enter(ana).await;
    assert_eq!(house.row(ana).await.online_status.0, OnlineStatus::Offline, "an explicit OFFLINE stays");
    assert_eq!(client.ask("agent-status", &json!({"status": "ONLINE"})).await["event"], "ok");
    let told = watcher.find("agent-status-changed").await;
    assert_eq!(told["data"], json!({"userId": ana, "status": "ONLINE", "reason": "manual"}));
    let tx = house.state.begin(house.company).await.unwrap();
    tx.agents().set_online_status(ana, OnlineStatus::Offline, house.state.clock.now()).await.unwrap();
    tx.commit().await.unwrap();
    let _again = house.enter(ana).await;
    let told = watcher.find("agent-status-changed").await;
    assert_eq!(told["data"], json!({"userId": ana, "status": "ONLINE", "reason": "connect"}));
}
