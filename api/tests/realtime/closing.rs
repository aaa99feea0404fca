//! Signing in, and every way in which the server ends a connection.

use std::time::Duration;

use api::realtime::Timing;
use domain::role::Role;
use serde_json::json;
use tokio::time::Instant;

use crate::client::Client;
use crate::house::House;

#[tokio::test]
async fn a_first_frame_or_the_subprotocol_signs_in_and_ready_comes_first() {
    let house = House::open().await;
    let ana = house.user("Ana", Role::Agent, &[house.sales]).await;
    let (_, ready) = house.resume(ana, None).await;
    assert_eq!((&ready["userId"], &ready["role"]), (&json!(ana), &json!("AGENT")));
    assert_eq!((&ready["replaying"], &ready["heartbeatSeconds"]), (&json!(false), &json!(30)));
    let rooms =
        json!([format!("company:{}", house.company), format!("department:{}", house.sales), format!("user:{ana}")]);
    assert_eq!(ready["rooms"], rooms);

    let protocol = format!("wpc.v1, bearer.{}", house.token(ana).await);
    let headers = [("sec-websocket-protocol", protocol.as_str())];
    let (mut client, answered) = Client::with(&house.address, &headers).await.unwrap();
    assert_eq!(answered.as_deref(), Some("wpc.v1"));
    client.say(&json!({"event": "auth", "data": {"lastSeq": ready["seq"]}})).await;
    assert_eq!(client.next().await["event"], "ready");

    let (mut client, _) = Client::with(&house.address, &headers).await.unwrap();
    let start = Instant::now();
    assert_eq!(client.next().await["event"], "ready", "without lastSeq it is live only");
    assert!(start.elapsed() < Duration::from_secs(3));
}

#[tokio::test]
async fn an_origin_that_is_not_allowed_gets_no_socket() {
    let house = House::open().await;
    let evil = Client::with(&house.address, &[("origin", "https://evil.example.com")]).await;
    assert_eq!(evil.err(), Some(403));
    assert!(Client::with(&house.address, &[("origin", "https://app.example.com")]).await.is_ok());
}

#[tokio::test]
async fn what_is_no_frame_or_comes_before_auth_is_4400() {
    let house = House::open().await;
    let ana = house.user("Ana", Role::Agent, &[]).await;
    for text in ["{", r#"{"event":"heartbeat"}"#, r#"{"event":"auth","data":{}}"#] {
        let mut client = Client::open(&house.address).await;
        client.raw(text).await;
        assert_eq!(client.closed().await, 4400, "{text}");
    }
    let mut client = house.enter(ana).await;
    assert_eq!(client.ask("dance", &json!({})).await["event"], "error", "a wrong command closes nothing");
    client.raw("[]").await;
    assert_eq!(client.closed().await, 4400);
    let bia = house.user("Bia", Role::Agent, &[]).await;
    let mut client = house.enter(ana).await;
    assert_eq!(client.ask("auth", &json!({"token": house.token(ana).await})).await["event"], "ok");
    client.say(&json!({"event": "auth", "data": {"token": house.token(bia).await}})).await;
    assert_eq!(client.closed().await, 4400, "another user");
}

#[tokio::test]
async fn silence_instead_of_auth_is_4408() {
    let house = House::with(Timing { auth: Duration::from_millis(200), ..Timing::default() }).await;
    assert_eq!(Client::open(&house.address).await.closed().await, 4408);
}

#[tokio::test]
async fn a_bad_token_is_4401_and_a_good_one_ends_at_its_second() {
    let house = House::open().await;
    let ana = house.user("Ana", Role::Agent, &[]).await;
    for token in ["nonsense", "wpc_nonsense"] {
        let mut client = Client::open(&house.address).await;
        client.say(&json!({"event": "auth", "data": {"token": token}})).await;
        assert_eq!(client.closed().await, 4401);
    }
    let mut client = house.enter(ana).await;
    house.state.clock.advance(chrono::Duration::days(7) - chrono::Duration::seconds(2));
    assert!(client.during(500).await.is_empty());
    let start = Instant::now();
    assert_eq!(client.closed().await, 4401);
    assert!(start.elapsed() < Duration::from_secs(3));
}

#[tokio::test]
async fn too_large_is_4413_and_too_fast_is_4429() {
    let house = House::open().await;
    let ana = house.user("Ana", Role::Agent, &[]).await;
    for size in [64 * 1024 + 1, 300 * 1024] {
        let mut client = house.enter(ana).await;
        client.raw(&"x".repeat(size)).await;
        assert_eq!(client.closed().await, 4413, "{size}");
    }
    let mut client = house.enter(ana).await;
    for _ in 0..400 {
        client.raw(r#"{"event":"heartbeat"}"#).await;
    }
    assert_eq!(client.closed().await, 4429);
}

#[tokio::test]
async fn a_server_that_stops_says_4503_to_everybody() {
    let house = House::open().await;
    let ana = house.user("Ana", Role::Agent, &[]).await;
    let (mut one, mut two) = (house.enter(ana).await, Client::open(&house.address).await);
    house.stop.cancel();
    assert_eq!((one.closed().await, two.closed().await), (4503, 4503));
    drop((one, two));
    tokio::time::timeout(Duration::from_secs(5), house.hub.drained()).await.unwrap();
    assert_eq!(house.hub.sockets(), 0);
}

#[tokio::test]
async fn a_client_that_never_answers_a_ping_is_dropped() {
    let timing = Timing { ping: Duration::from_millis(300), silence: Duration::from_secs(1), ..Timing::default() };
    let house = House::with(timing).await;
    let ana = house.user("Ana", Role::Agent, &[]).await;
    let mut answers = house.enter(ana).await;
    let silent = house.enter(ana).await;
    assert_eq!(house.hub.sockets(), 2);
    assert!(answers.during(3_500).await.is_empty());
    assert_eq!(house.hub.sockets(), 1, "only the one that was read answered");
    drop(silent);
}
