use domain::role::{OnlineStatus, Role};
use serde_json::{Value, json};
use uuid::Uuid;

use super::*;
use crate::error::{Code, Language};

const ID: &str = "0190f3a0-0000-7000-8000-000000000001";

fn command(event: &str, data: impl serde::Serialize) -> Result<Command, Refusal> {
    parse(&json!({"event": event, "data": data}).to_string()).unwrap().command
}

fn id() -> Uuid {
    ID.parse().unwrap()
}

#[test]
fn every_command_is_understood() {
    assert_eq!(
        command("auth", json!({"token": "t", "lastSeq": "12"})),
        Ok(Command::Auth { token: Some("t".into()), last_seq: Some("12".into()) })
    );
    assert_eq!(command("join-conversation", json!(ID)), Ok(Command::JoinConversation(id())));
    assert_eq!(command("leave-conversation", json!({"conversationId": ID})), Ok(Command::LeaveConversation(id())));
    assert_eq!(command("agent-status", json!({"status": "BUSY"})), Ok(Command::AgentStatus(OnlineStatus::Busy)));
    assert_eq!(command("heartbeat", Value::Null), Ok(Command::Heartbeat));
    assert_eq!(command("join-company", json!({"companyId": ID})), Ok(Command::JoinCompany(Some(id()))));
    assert_eq!(command("join-company", json!(7)), Ok(Command::JoinCompany(None)));
    let typing = Command::Typing { conversation_id: id(), is_typing: true };
    assert_eq!(command("typing", json!({"conversationId": ID, "isTyping": true})), Ok(typing));
}

#[test]
fn what_cannot_be_done_is_refused_and_the_socket_stays_open() {
    assert_eq!(command("join-conversation", json!("42")), Err(Refusal(Code::NotFound)));
    assert_eq!(command("join-company", json!("42")), Err(Refusal(Code::NotFound)));
    assert_eq!(command("join-conversation", json!({})), Err(Refusal(Code::Validation)));
    assert_eq!(command("agent-status", json!({"status": "AWAY"})), Err(Refusal(Code::Validation)));
    assert_eq!(command("typing", json!({"conversationId": ID})), Err(Refusal(Code::Validation)));
    assert_eq!(command("auth", json!({})), Err(Refusal(Code::Validation)));
    assert_eq!(command("dance", json!({})), Err(Refusal(Code::InvalidQuery)));
}

#[test]
fn what_is_no_frame_is_malformed() {
    for text in ["", "[]", "\"auth\"", "{}", r#"{"event":1}"#, r#"{"event":"heartbeat","id":{"a":1}}"#, "{\"event\":"] {
        assert_eq!(parse(text), Err(Malformed), "{text}");
    }
    assert_eq!(parse(r#"{"event":"heartbeat","id":7}"#).unwrap().id, Some(FrameId::Number(7.into())));
}

#[test]
fn answers_carry_the_id_that_was_asked() {
    let read = |frame: ServerFrame| serde_json::from_str::<Value>(&frame.text).unwrap();
    assert_eq!(
        read(ServerFrame::ok(&FrameId::Text("a1".into()), &json!({"x": 1}))),
        json!({"event": "ok", "id": "a1", "data": {"x": 1}})
    );
    let error = read(ServerFrame::error(Some(&FrameId::Number(3.into())), Code::NotFound, Language::Pt));
    assert_eq!(
        error,
        json!({"event": "error", "id": 3, "data": {"code": "not_found", "detail": "Não existe, ou você não tem acesso."}})
    );
}

#[test]
fn an_event_of_the_log_carries_its_seq_and_ephemeral_ones_none() {
    let event = domain::event::Event::UserDeactivated { id: id() };
    let logged = ServerFrame::logged("0000000042", &event).unwrap();
    assert!(!logged.ephemeral);
    let value: Value = serde_json::from_str(&logged.text).unwrap();
    assert_eq!(value, json!({"event": "user-deactivated", "data": {"id": ID}, "seq": "0000000042"}));
    for frame in [
        ServerFrame::typing(id(), None, true, TypingSource::Customer),
        ServerFrame::viewers(id(), &[]),
        ServerFrame::seq("1"),
    ] {
        assert!(frame.ephemeral && serde_json::from_str::<Value>(&frame.text).unwrap().get("seq").is_none());
    }
}

#[test]
fn ready_says_who_and_where() {
    let ready = Ready {
        user_id: Some(id()),
        company_id: id(),
        role: Role::Agent,
        seq: "7".into(),
        rooms: Ready::keys(&[domain::event::Room::User(id())]),
        replaying: false,
        heartbeat_seconds: 30,
        server_time: chrono::DateTime::from_timestamp_millis(1_771_590_896_789).unwrap(),
    };
    let frame: Value = serde_json::from_str(&ServerFrame::ready(ready).text).unwrap();
    assert_eq!(frame["event"], "ready");
    assert_eq!(frame["data"]["rooms"], json!([format!("user:{ID}")]));
    assert_eq!(frame["data"]["serverTime"], "2026-02-20T12:34:56.789Z");
}

#[test]
fn the_token_may_come_with_the_subprotocol() {
    assert_eq!(bearer_of("wpc.v1, bearer.a.b.c"), Some("a.b.c"));
    assert_eq!(bearer_of("bearer.a.b.c,wpc.v1"), Some("a.b.c"));
    assert_eq!(bearer_of("bearer.a.b.c"), None);
    assert_eq!(bearer_of("wpc.v1"), None);
    assert_eq!((Close::TooFast.code(), Close::Internal.code()), (4429, 1011));
}
