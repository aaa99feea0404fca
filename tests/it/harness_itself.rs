//! The harness itself, as far as it goes without the program.

use std::time::Duration;

use futures_util::{SinkExt as _, StreamExt as _};
use serde_json::{Value, json};
use tokio::net::TcpListener;
use tokio_tungstenite::accept_async;
use tokio_tungstenite::tungstenite::Message;
use tokio_tungstenite::tungstenite::protocol::CloseFrame;

use crate::harness::{Api, PATIENCE, Postgres, Process, Profile, Redis, Socket, wait_until};

#[test]
fn every_test_has_a_database_of_its_own() {
    if Profile::of_this_run() == Profile::Embedded {
        return;
    }
    let (one, other) = (Postgres::create(), Postgres::create());
    one.query("CREATE TABLE notes (id int)");
    one.query("INSERT INTO notes VALUES (1), (2)");
    assert_eq!(one.query("SELECT id, id * 2 FROM notes ORDER BY id"), ["1|2", "2|4"]);
    assert_eq!(other.query("SELECT count(*) FROM pg_tables WHERE tablename = 'notes'"), ["0"]);
}

#[tokio::test]
async fn a_redis_keeps_what_it_was_told_over_a_kill() {
    if Profile::of_this_run() == Profile::Embedded {
        return;
    }
    let directory = tempfile::tempdir().unwrap();
    let mut redis = Redis::start(directory.path()).await;
    let told = |words: &[&str]| {
        let output = std::process::Command::new("redis-cli").arg("-u").arg(redis.url()).args(words).output().unwrap();
        String::from_utf8_lossy(&output.stdout).trim().to_owned()
    };
    assert_eq!(told(&["SET", "greeting", "oi"]), "OK");
    tokio::time::sleep(Duration::from_millis(1_500)).await;
    redis.process.kill();
    redis.process.launch();
    redis.answers().await;
    let output =
        std::process::Command::new("redis-cli").args(["-u", &redis.url(), "GET", "greeting"]).output().unwrap();
    assert_eq!(String::from_utf8_lossy(&output.stdout).trim(), "oi");
}

#[tokio::test]
async fn a_process_ends_when_it_is_told_and_leaves_its_words() {
    let directory = tempfile::tempdir().unwrap();
    let script = "trap 'echo bye; exit 3' TERM; echo hello; while :; do sleep 0.05; done";
    let mut process = Process::start("loop", "sh", &["-c", script], Vec::new(), directory.path());
    wait_until("its first word", PATIENCE, async || process.log().contains("hello").then_some(())).await;
    assert_eq!(process.stop(PATIENCE).await.code(), Some(3));
    assert_eq!(process.log(), "hello\nbye\n");
}

/// A server that accepts one socket, and plays the lines it is given as answers to what the client says.
async fn scripted_server(script: Vec<(&'static str, Vec<Message>)>) -> String {
    let listener = TcpListener::bind("127.0.0.1:0").await.expect("a port is free");
    let base = format!("http://{}", listener.local_addr().expect("a listener has an address"));
    tokio::spawn(async move {
        let (stream, _) = listener.accept().await.expect("a client comes");
        let mut socket = accept_async(stream).await.expect("the client speaks WebSocket");
        for (expected, answers) in script {
            let said = socket.next().await.expect("the client stays").expect("a frame");
            let said: Value = serde_json::from_str(said.to_text().expect("text")).expect("JSON");
            assert_eq!(said["event"], expected);
            for answer in answers {
                socket.send(answer).await.expect("the client listens");
            }
        }
    });
    base
}

#[tokio::test]
async fn a_socket_remembers_how_far_it_came() {
    let frame = |value: Value| Message::text(value.to_string());
    let close = CloseFrame { code: 4503.into(), reason: "draining".into() };
    let base = scripted_server(vec![
        (
            "auth",
            vec![
                frame(json!({"event": "ready", "data": {"seq": "005"}})),
                frame(json!({"event": "message-received", "data": {"conversationId": "c1"}, "seq": "010"})),
                frame(json!({"event": "message-sent", "data": {}, "seq": "012"})),
            ],
        ),
        ("join-conversation", vec![frame(json!({"event": "error", "id": "1", "data": {"code": "not_found"}}))]),
        ("heartbeat", vec![frame(json!({"event": "seq", "data": {"seq": "020"}})), Message::Close(Some(close))]),
    ])
    .await;

    let mut socket = Socket::open(&Api::new(&base).with_token("t"), Some("004")).await;
    assert_eq!(socket.next_event("message-received").await.data["conversationId"], "c1");
    assert_eq!(socket.last_seq.as_deref(), Some("010"));
    assert_eq!(socket.ask("join-conversation", json!("c2")).await, Err(json!({"code": "not_found"})));
    assert_eq!(socket.last_seq.as_deref(), Some("012"), "what passed by counts as well");
    socket.send("heartbeat", Value::Null).await;
    socket.next_event("seq").await;
    assert_eq!(socket.last_seq.as_deref(), Some("020"));
    assert_eq!(socket.close_code(PATIENCE).await, 4503);
}
