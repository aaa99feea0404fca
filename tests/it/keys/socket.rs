//! The socket of a program.

use std::time::Duration;

use serde_json::{Value, json};

use super::key;
use crate::harness::{App, PATIENCE, Socket};
use crate::team::Team;

#[tokio::test]
async fn a_key_listens_at_the_socket_and_is_nobody_there() {
    let app = App::start().await;
    let team = Team::of(&app).await;
    let line = team.line(&app, "SANDBOX").await;
    let (program, key_id) = key(&team.company, &["events:read"]).await;
    let mut socket = Socket::open(&program, None).await;
    assert_eq!(socket.seen[0].data["userId"], Value::Null);
    assert!(socket.ask("agent-status", json!({"status": "ONLINE"})).await.is_err());
    let phone = line.phone("+5511988887777");
    phone.says("Oi").await;
    let heard = socket.next_event("message-received").await.data;
    assert_eq!(heard["message"]["content"], "Oi");

    let (deaf, _) = key(&team.company, &["conversations:read"]).await;
    let mut refused = Socket::connect(&deaf).await;
    refused.send("auth", json!({"token": deaf.token().unwrap()})).await;
    assert_eq!(refused.close_code(PATIENCE).await, 4401);

    team.company.api().delete(&format!("/api/api-keys/{key_id}")).await.done();
    assert_eq!(socket.close_code(Duration::from_mins(1)).await, 4401, "a revoked key ends its sockets");
    app.is_sound().await;
}
