use std::time::Duration;

use domain::channel::ProviderKind;
use domain::identity::IdentityKind;
use domain::send::{SendClass, SendFailure};
use serde_json::json;

use crate::identity::identity;
use crate::meta::Meta;
use crate::provider::{Evidence, Provider as _};
use crate::testing::{Behaviour, Server, channel, http, nobody, outgoing, phone};

fn meta(milliseconds: u64) -> Meta {
    Meta::new(http(milliseconds), "v25.0".to_owned())
}

async fn refused(behaviour: Behaviour) -> SendFailure {
    let server = Server::start(vec![behaviour]).await;
    meta(300).send(&channel(ProviderKind::Meta, &server.url), &outgoing()).await.unwrap_err()
}

fn coded(status: u16, code: i64) -> Behaviour {
    let body = json!({"error": {"message": "(#1) x", "type": "OAuthException", "code": code,
        "error_data": {"messaging_product": "whatsapp", "details": "what happened"}, "fbtrace_id": "A"}});
    Behaviour::Answer(status, "", body.to_string())
}

#[tokio::test]
async fn a_text_is_sent_with_its_correlation() {
    let answer = r#"{"messaging_product":"whatsapp","contacts":[{"input":"5511999990000","wa_id":"5511999990000"}],"messages":[{"id":"wamid.A"}]}"#;
    let server = Server::answering(200, answer).await;
    let mut message = outgoing();
    message.reply_to = Some("wamid.Q".to_owned());
    let accepted = meta(2000).send(&channel(ProviderKind::Meta, &server.url), &message).await.unwrap();
    assert_eq!(
        (accepted.provider_id.as_deref(), accepted.provider_key.as_deref(), accepted.note),
        (Some("wamid.A"), Some("wamid.A"), None)
    );
    let seen = &server.seen()[0];
    assert_eq!(seen.line, "POST /v25.0/default/messages HTTP/1.1");
    assert!(seen.head.contains("authorization: bearer token"));
    assert_eq!(
        seen.body,
        json!({"messaging_product": "whatsapp", "recipient_type": "individual", "to": "5511999990000", "type": "text",
            "text": {"body": "Olá", "preview_url": true}, "context": {"message_id": "wamid.Q"}, "biz_opaque_callback_data": "m.1"})
    );
}

#[tokio::test]
async fn a_contact_without_phone_is_addressed_by_its_scoped_id() {
    let server =
        Server::answering(200, r#"{"messages":[{"id":"wamid.A","message_status":"held_for_quality_assessment"}]}"#)
            .await;
    let mut message = outgoing();
    message.to = identity(IdentityKind::MetaBsuid, "BR.123");
    let mut channel = channel(ProviderKind::Meta, &server.url);
    channel.api_version = None;
    let accepted = meta(2000).send(&channel, &message).await.unwrap();
    assert_eq!(accepted.note.as_deref(), Some("held_for_quality_assessment"));
    let seen = &server.seen()[0];
    assert_eq!((&seen.body["recipient"], seen.body.get("to")), (&json!("BR.123"), None));
    assert_eq!(seen.line, "POST /v25.0/default/messages HTTP/1.1");
}

#[tokio::test]
async fn an_address_of_another_provider_is_not_called() {
    let server = Server::answering(200, "{}").await;
    let mut message = outgoing();
    message.to = identity(IdentityKind::WahaLid, "5511999990000@lid");
    let failure = meta(300).send(&channel(ProviderKind::Meta, &server.url), &message).await.unwrap_err();
    assert_eq!(failure.class, SendClass::Recipient);
    assert!(server.seen().is_empty());
}

#[tokio::test]
async fn every_listed_code_has_its_class() {
    use SendClass::{
        Account, Auth, ChannelLimit, Content, OptedOut, Other, PairLimit, Permission, ProviderBusy, Recipient, Unknown,
        Window,
    };
    for (class, codes) in [
        (Auth, &[0, 190][..]),
        (Permission, &[3, 10, 200, 250, 299]),
        (PairLimit, &[131_056]),
        (ChannelLimit, &[4, 80_007, 130_429, 131_048, 133_016]),
        (ProviderBusy, &[131_000, 131_016, 131_057]),
        (Account, &[368, 131_031, 130_497, 131_042, 131_037, 131_045]),
        (Recipient, &[131_026, 131_021, 131_030, 130_472, 131_049, 131_062]),
        (OptedOut, &[131_050]),
        (Window, &[131_047]),
        (
            Content,
            &[
                131_008, 131_009, 131_051, 131_053, 132_000, 132_001, 132_005, 132_007, 132_008, 132_012, 132_015,
                132_016, 132_068, 132_069, 135_000,
            ],
        ),
        (Other, &[100, 300, 131_052, 199]),
    ] {
        for code in codes {
            assert_eq!(crate::error::meta_class(*code), class, "{code}");
        }
    }
    for (behaviour, class, code) in [
        (coded(400, 131_047), Window, Some("131047")),
        (coded(401, 190), Auth, Some("190")),
        (coded(500, 131_000), ProviderBusy, Some("131000")),
        (coded(500, 2), Unknown, Some("2")),
        (coded(400, 100), Other, Some("100")),
        (Behaviour::Answer(401, "", String::new()), Auth, None),
        (Behaviour::Answer(403, "", String::new()), Permission, None),
        (Behaviour::Answer(404, "", "{}".to_owned()), Other, None),
        (Behaviour::Answer(429, "", "{}".to_owned()), ChannelLimit, None),
        (Behaviour::Answer(500, "", "<html>".to_owned()), Unknown, None),
        (Behaviour::Answer(503, "", String::new()), Unknown, None),
    ] {
        let failure = refused(behaviour.clone()).await;
        assert_eq!((failure.class, failure.provider_code.as_deref()), (class, code), "{behaviour:?}");
    }
    assert_eq!(refused(coded(400, 131_047)).await.detail.as_deref(), Some("what happened"));
}

#[tokio::test]
async fn the_wait_that_is_asked_for_is_kept() {
    let body = json!({"error": {"code": 131_048}}).to_string();
    assert_eq!(refused(Behaviour::Answer(400, "", body.clone())).await.retry_after, Some(Duration::from_mins(1)));
    let asked = refused(Behaviour::Answer(400, "Retry-After: 120\r\n", body)).await;
    assert_eq!(asked.retry_after, Some(Duration::from_mins(2)));
    assert_eq!(refused(coded(400, 130_429)).await.retry_after, None);
}

#[tokio::test]
async fn transport_failures_are_told_apart() {
    assert_eq!(refused(Behaviour::Hang).await.class, SendClass::Unknown);
    assert_eq!(refused(Behaviour::Reset).await.class, SendClass::Unknown);
    assert_eq!(refused(Behaviour::BreakInBody(500)).await.class, SendClass::Unknown);
    let channel = channel(ProviderKind::Meta, &nobody().await);
    assert_eq!(meta(2000).send(&channel, &outgoing()).await.unwrap_err().class, SendClass::NotSent);
}

#[tokio::test]
async fn nothing_can_be_drawn_or_looked_up() {
    let channel = channel(ProviderKind::Meta, &nobody().await);
    let evidence = Evidence {
        to: phone("+5511999990000"),
        text: "x".to_owned(),
        preallocated_id: None,
        started_at: chrono::DateTime::UNIX_EPOCH,
    };
    assert_eq!(meta(300).find_sent(&channel, &evidence).await, Ok(None));
    assert_eq!(meta(300).new_message_id(&channel).await, Ok(None));
    assert_eq!(meta(300).resolve_lid(&channel, "1@lid").await, Ok(None));
}

#[tokio::test]
async fn the_number_reports_how_it_fares() {
    let server =
        Server::answering(200, r#"{"display_phone_number":"+55 11 99999-0000","status":"CONNECTED","id":"1"}"#).await;
    let report = meta(2000).check(&channel(ProviderKind::Meta, &server.url)).await.unwrap();
    assert_eq!((report.works, report.phone.as_deref()), (true, Some("+5511999990000")));
    assert!(server.seen()[0].line.starts_with("GET /v25.0/default?fields="));
    let server = Server::answering(200, r#"{"status":"BANNED"}"#).await;
    assert!(!meta(2000).check(&channel(ProviderKind::Meta, &server.url)).await.unwrap().works);
    let server = Server::start(vec![coded(401, 190)]).await;
    assert_eq!(meta(2000).check(&channel(ProviderKind::Meta, &server.url)).await.unwrap_err().class, SendClass::Auth);
}
