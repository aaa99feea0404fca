use domain::channel::ProviderKind;
use domain::send::SendClass;
use serde_json::json;

use crate::provider::{Evidence, Provider as _};
use crate::testing::{Behaviour, Server, channel, http, nobody, outgoing, phone};
use crate::waha::Waha;

async fn class_of(behaviour: Behaviour) -> SendClass {
    let server = Server::start(vec![behaviour]).await;
    let failure = Waha::new(http(300)).send(&channel(ProviderKind::Waha, &server.url), &outgoing()).await.unwrap_err();
    failure.class
}

fn answer(status: u16, body: &str) -> Behaviour {
    Behaviour::Answer(status, "", body.to_owned())
}

#[tokio::test]
async fn every_shape_of_an_answer_gives_its_id() {
    for (body, id, key) in [
        (json!({"id": "true_5511@c.us_AAA"}), "true_5511@c.us_AAA", "AAA"),
        (json!({"id": "AAA"}), "AAA", "AAA"),
        (
            json!({"id": {"fromMe": true, "_serialized": "true_5511@c.us_AAA_out", "id": "AAA"}}),
            "true_5511@c.us_AAA_out",
            "AAA",
        ),
        (json!({"id": {"id": "AAA"}}), "AAA", "AAA"),
        (
            json!({"key": {"id": "AAA", "remoteJid": "5511@s.whatsapp.net", "fromMe": true}}),
            "true_5511@c.us_AAA",
            "AAA",
        ),
        (json!({"_data": {"Info": {"ID": "AAA"}}}), "AAA", "AAA"),
        (json!({"_data": {"id": {"_serialized": "true_5511@c.us_AAA"}}}), "true_5511@c.us_AAA", "AAA"),
    ] {
        let server = Server::answering(201, &body.to_string()).await;
        let accepted =
            Waha::new(http(2000)).send(&channel(ProviderKind::Waha, &server.url), &outgoing()).await.unwrap();
        assert_eq!(
            (accepted.provider_id.as_deref(), accepted.provider_key.as_deref()),
            (Some(id), Some(key)),
            "{body}"
        );
    }
}

#[tokio::test]
async fn an_answer_without_id_is_accepted_all_the_same() {
    for body in ["", "{}", "not json", "[]"] {
        let server = Server::answering(201, body).await;
        let accepted =
            Waha::new(http(2000)).send(&channel(ProviderKind::Waha, &server.url), &outgoing()).await.unwrap();
        assert_eq!(accepted.provider_id, None, "{body}");
    }
    let server = Server::start(vec![Behaviour::BreakInBody(201)]).await;
    assert!(Waha::new(http(2000)).send(&channel(ProviderKind::Waha, &server.url), &outgoing()).await.is_ok());
}

#[tokio::test]
async fn a_text_is_sent_as_the_server_wants_it() {
    let server = Server::answering(201, r#"{"id":"X"}"#).await;
    let mut base = server.url.clone();
    base.set_path("/sandbox/waha");
    let mut message = outgoing();
    message.reply_to = Some("false_5511@c.us_Q".to_owned());
    message.preallocated_id = Some("PRE".to_owned());
    Waha::new(http(2000)).send(&channel(ProviderKind::Waha, &base), &message).await.unwrap();
    let seen = &server.seen()[0];
    assert_eq!(seen.line, "POST /sandbox/waha/api/sendText HTTP/1.1");
    assert!(seen.head.contains("x-api-key: key"), "{}", seen.head);
    assert_eq!(
        seen.body,
        json!({"session": "default", "chatId": "5511999990000@c.us", "text": "Olá", "reply_to": "false_5511@c.us_Q", "id": "PRE"})
    );
}

#[tokio::test]
async fn an_address_of_another_provider_is_not_called() {
    let server = Server::answering(201, "{}").await;
    let mut message = outgoing();
    message.to = crate::identity::identity(domain::identity::IdentityKind::MetaBsuid, "BR.1");
    let failure = Waha::new(http(300)).send(&channel(ProviderKind::Waha, &server.url), &message).await.unwrap_err();
    assert_eq!(failure.class, SendClass::Recipient);
    assert!(server.seen().is_empty());
}

#[tokio::test]
async fn a_look_that_is_refused_says_nothing_of_the_message() {
    let down = r#"{"session":"default","status":"STOPPED"}"#;
    for (status, body, class) in
        [(400, "{}", SendClass::Other), (500, "{}", SendClass::NotSent), (422, down, SendClass::SessionDown)]
    {
        let server = Server::answering(status, body).await;
        let channel = channel(ProviderKind::Waha, &server.url);
        let failure = Waha::new(http(2000)).find_sent(&channel, &evidence(None)).await.unwrap_err();
        assert_eq!(failure.class, class, "{status}");
    }
}

#[tokio::test]
async fn each_refusal_has_its_class() {
    let down = r#"{"error":"Session status is not as expected","session":"default","status":"SCAN_QR_CODE","expected":["WORKING"]}"#;
    for (status, body, class) in [
        (422, down, SendClass::SessionDown),
        (422, r#"{"message":"bad"}"#, SendClass::Other),
        (401, "{}", SendClass::Auth),
        (403, "{}", SendClass::Permission),
        (429, "{}", SendClass::ChannelLimit),
        (400, "{}", SendClass::Content),
        (413, "{}", SendClass::Content),
        (400, r#"{"message":"The number is not registered on WhatsApp"}"#, SendClass::Recipient),
        (404, "{}", SendClass::Other),
        (418, "{}", SendClass::Other),
        (302, "", SendClass::NotSent),
        (500, "{}", SendClass::Unknown),
        (502, "<html>", SendClass::Unknown),
        (
            500,
            r#"{"statusCode":500,"exception":{"message":"2 UNKNOWN: server returned error 463"}}"#,
            SendClass::Account,
        ),
    ] {
        assert_eq!(class_of(answer(status, body)).await, class, "{status} {body}");
    }
}

#[tokio::test]
async fn a_server_that_asks_to_wait_is_heard() {
    let server = Server::start(vec![Behaviour::Answer(429, "Retry-After: 7\r\n", "{}".to_owned())]).await;
    let failure = Waha::new(http(2000)).send(&channel(ProviderKind::Waha, &server.url), &outgoing()).await.unwrap_err();
    assert_eq!(failure.retry_after, Some(std::time::Duration::from_secs(7)));
}

#[tokio::test]
async fn what_left_without_an_answer_is_unknown() {
    assert_eq!(class_of(Behaviour::Hang).await, SendClass::Unknown);
    assert_eq!(class_of(Behaviour::Reset).await, SendClass::Unknown);
}

#[tokio::test]
async fn what_never_left_is_not_sent() {
    for base in [nobody().await, "http://nowhere.invalid/".parse().unwrap(), "http://127.0.0.1:0/".parse().unwrap()] {
        let failure = Waha::new(http(4000)).send(&channel(ProviderKind::Waha, &base), &outgoing()).await.unwrap_err();
        assert_eq!(failure.class, SendClass::NotSent, "{base} {failure:?}");
    }
    // Plain HTTP where TLS was expected: the handshake fails before anything of ours was said.
    let server = Server::answering(201, "{}").await;
    let base = server.url.as_str().replace("http:", "https:").parse().unwrap();
    let failure = Waha::new(http(4000)).send(&channel(ProviderKind::Waha, &base), &outgoing()).await.unwrap_err();
    assert_eq!(failure.class, SendClass::NotSent, "{failure:?}");
}

#[tokio::test]
async fn a_server_that_cannot_preallocate_says_so() {
    for (status, body, expected) in [
        (200, r#"{"id":"3EB0AA"}"#, Some("3EB0AA")),
        (404, "{}", None),
        (501, "{}", None),
        (400, "{}", None),
        (422, r#"{"message":"Not supported by this engine"}"#, None),
    ] {
        let server = Server::answering(status, body).await;
        let id = Waha::new(http(2000)).new_message_id(&channel(ProviderKind::Waha, &server.url)).await.unwrap();
        assert_eq!(id.as_deref(), expected);
        assert_eq!(server.seen()[0].line, "GET /api/default/new-message-id HTTP/1.1");
    }
    let server = Server::start(vec![Behaviour::Hang]).await;
    let failure = Waha::new(http(300)).new_message_id(&channel(ProviderKind::Waha, &server.url)).await.unwrap_err();
    assert_eq!(failure.class, SendClass::NotSent, "nothing of the message has left yet");
}

fn evidence(preallocated_id: Option<&str>) -> Evidence {
    Evidence {
        to: phone("+5511999990000"),
        text: "Olá".to_owned(),
        preallocated_id: preallocated_id.map(str::to_owned),
        started_at: chrono::DateTime::from_timestamp_millis(1_700_000_000_500).unwrap(),
    }
}

#[tokio::test]
async fn a_preallocated_id_is_looked_up() {
    let waha = Waha::new(http(2000));
    let server = Server::answering(200, r#"{"id":"true_5511999990000@c.us_PRE","ack":1}"#).await;
    let found =
        waha.find_sent(&channel(ProviderKind::Waha, &server.url), &evidence(Some("PRE"))).await.unwrap().unwrap();
    assert_eq!(found.provider_key.as_deref(), Some("PRE"));
    assert_eq!(
        server.seen()[0].line,
        "GET /api/default/chats/5511999990000@c.us/messages/true_5511999990000@c.us_PRE?downloadMedia=false HTTP/1.1"
    );
    for (status, body) in [(404, "{}"), (200, r#"{"id":"true_5511999990000@c.us_PRE","ack":-1}"#), (200, "null")] {
        let server = Server::answering(status, body).await;
        let found = waha.find_sent(&channel(ProviderKind::Waha, &server.url), &evidence(Some("PRE"))).await.unwrap();
        assert_eq!(found, None, "{body}");
    }
}

#[tokio::test]
async fn without_an_id_the_text_since_then_is_evidence() {
    let messages = json!([
        {"id": "true_5511999990000@c.us_LATER", "fromMe": true, "body": "Olá", "timestamp": 1_700_000_060},
        {"id": "true_5511999990000@c.us_OURS", "fromMe": true, "body": "Olá", "timestamp": 1_700_000_000},
        {"id": "true_5511999990000@c.us_EARLIER", "fromMe": true, "body": "Olá", "timestamp": 1_699_999_999},
        {"id": "false_5511999990000@c.us_THEIRS", "fromMe": false, "body": "Olá", "timestamp": 1_700_000_000},
        {"id": "true_5511999990000@c.us_OTHER", "fromMe": true, "body": "Oi", "timestamp": 1_700_000_000},
    ]);
    let server = Server::answering(200, &messages.to_string()).await;
    let waha = Waha::new(http(2000));
    let found = waha.find_sent(&channel(ProviderKind::Waha, &server.url), &evidence(None)).await.unwrap().unwrap();
    assert_eq!(found.provider_key.as_deref(), Some("OURS"));
    let server = Server::answering(200, "[]").await;
    assert_eq!(waha.find_sent(&channel(ProviderKind::Waha, &server.url), &evidence(None)).await.unwrap(), None);
}

#[tokio::test]
async fn a_hidden_id_is_resolved_when_the_server_knows_it() {
    for (status, body, expected) in [
        (200, r#"{"lid":"99@lid","pn":"5511999990000@c.us"}"#, Some("+5511999990000")),
        (200, r#"{"lid":"99@lid","pn":null}"#, None),
        (404, "{}", None),
    ] {
        let server = Server::answering(status, body).await;
        let waha = Waha::new(http(2000));
        let found = waha.resolve_lid(&channel(ProviderKind::Waha, &server.url), "99@lid").await.unwrap();
        assert_eq!(found.map(|identity| identity.value).as_deref(), expected);
        assert_eq!(server.seen()[0].line, "GET /api/default/lids/99@lid HTTP/1.1");
    }
}

#[tokio::test]
async fn a_session_reports_its_state() {
    let body = r#"{"name":"default","status":"WORKING","me":{"id":"5511999990000@c.us"},"engine":{"engine":"NOWEB"}}"#;
    let server = Server::answering(200, body).await;
    let report = Waha::new(http(2000)).check(&channel(ProviderKind::Waha, &server.url)).await.unwrap();
    assert!(report.works);
    assert_eq!((report.phone.as_deref(), report.engine.as_deref()), (Some("+5511999990000"), Some("NOWEB")));
    let server = Server::answering(200, r#"{"status":"SCAN_QR_CODE"}"#).await;
    let report = Waha::new(http(2000)).check(&channel(ProviderKind::Waha, &server.url)).await.unwrap();
    assert_eq!((report.works, report.state.as_str()), (false, "SCAN_QR_CODE"));
    let server = Server::answering(404, "{}").await;
    assert!(!Waha::new(http(2000)).check(&channel(ProviderKind::Waha, &server.url)).await.unwrap().works);
}
