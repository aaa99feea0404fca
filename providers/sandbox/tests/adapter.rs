use domain::channel::{ChannelSettings, InboxKind};
use domain::identity::{Identity, IdentityKind};
use domain::inbound::{Inbound, StatusNews};
use domain::send::{SendClass, SendFailure};

use super::*;
use crate::{ChannelAccess, Credentials, Evidence, Headers, Outgoing, Provider as _, Signature, Target};

const PHONE: &str = "+5511999990001";

/// The adapter with a channel that leads to the simulator over real HTTP.
async fn adapter(stage: &Stage) -> (SandboxProvider, ChannelAccess) {
    let simulator = stage.simulator.clone();
    let base_url = serve(move |request| {
        let simulator = simulator.clone();
        async move { simulator.handle(request).await }
    })
    .await;
    let access = ChannelAccess {
        id: stage.channel.id,
        provider: ProviderKind::Sandbox,
        external_key: "line-1".to_owned(),
        base_url,
        api_version: None,
        engine: None,
        credentials: Credentials { hmac_key: Some("signing secret".to_owned()), ..Credentials::default() },
        settings: ChannelSettings::default(),
        insecure_webhook: false,
    };
    (SandboxProvider::new().unwrap().with_timeout(Duration::from_millis(500)), access)
}

fn to_phone() -> Identity {
    Identity { kind: IdentityKind::Phone, value: PHONE.to_owned(), canonical: PHONE.to_owned() }
}

fn outgoing(text: &str, id: Option<&str>) -> Outgoing {
    Outgoing {
        to: to_phone(),
        text: text.to_owned(),
        file: None,
        template: None,
        reply_to: None,
        correlation: "message.1".to_owned(),
        preallocated_id: id.map(str::to_owned),
    }
}

#[tokio::test]
async fn a_text_goes_out_and_its_statuses_come_back() {
    let stage = Stage::new(ProviderKind::Sandbox).await;
    let (provider, access) = adapter(&stage).await;
    let id = provider.new_message_id(&access).await.unwrap();
    let accepted = provider.send(&access, &outgoing("Olá", id.as_deref())).await.unwrap();
    assert_eq!(accepted.provider_id, id);
    assert_eq!(stage.outbox()[0].correlation.as_deref(), Some("message.1"));
    for (webhook, expected) in stage.posted(2).await.iter().zip([StatusNews::Sent, StatusNews::Delivered]) {
        assert_eq!(provider.verify(&access, &webhook.headers, &webhook.body), Signature::Valid);
        let element = provider.split(&webhook.headers, &webhook.body).unwrap().remove(0);
        assert_eq!((element.kind, element.lane.clone()), (InboxKind::Status, None));
        assert_eq!(element.target, Target::ExternalKey("line-1".to_owned()));
        let Inbound::Status(status) = provider.normalise(element.kind, &element.body) else { panic!("no status") };
        assert_eq!((status.news, status.correlation.as_deref()), (expected, Some("message.1")));
        assert_eq!(Some(status.provider_id), accepted.provider_id);
    }
}

#[tokio::test]
async fn a_customers_message_is_understood() {
    let stage = Stage::new(ProviderKind::Sandbox).await;
    let (provider, access) = adapter(&stage).await;
    let lid = "123@lid";
    let ids = stage.inbound(json!({"from": PHONE, "lid": lid, "name": "Ana", "text": "Oi"}));
    let webhook = stage.posted(1).await.remove(0);
    let element = provider.split(&webhook.headers, &webhook.body).unwrap().remove(0);
    assert_eq!((element.kind, &element.external_id, element.lane.as_deref()), (InboxKind::Message, &ids[0], Some(lid)));
    let Inbound::Message(message) = provider.normalise(element.kind, &element.body) else { panic!("no message") };
    assert_eq!(message.flow_text.as_deref(), Some("Oi"));
    assert_eq!(message.push_name.as_deref(), Some("Ana"));
    assert!(message.asserts_pair);
    assert_eq!(
        message.identities.iter().map(|one| one.kind).collect::<Vec<_>>(),
        [IdentityKind::WahaLid, IdentityKind::Phone]
    );
    let found = provider.resolve_lid(&access, lid).await.unwrap().unwrap();
    assert_eq!(found.value, PHONE);
    assert_eq!(provider.resolve_lid(&access, "9@lid").await.unwrap(), None);
}

#[tokio::test]
async fn only_the_right_signature_over_the_raw_bytes_verifies() {
    let stage = Stage::new(ProviderKind::Sandbox).await;
    let (provider, mut access) = adapter(&stage).await;
    let raw = br#"{"a":1}"#;
    let headers = |value: &str| Headers::from([("x-sandbox-signature".to_owned(), value.to_owned())]);
    let right = sign::hmac_sha256("signing secret", raw);
    assert_eq!(provider.verify(&access, &headers(&right), raw), Signature::Valid);
    assert_eq!(provider.verify(&access, &headers(&right), br#"{"a": 1}"#), Signature::Invalid);
    assert_eq!(provider.verify(&access, &headers(&right[..20]), raw), Signature::Invalid);
    assert_eq!(provider.verify(&access, &Headers::new(), raw), Signature::Invalid);
    access.credentials.hmac_key = None;
    assert_eq!(provider.verify(&access, &headers(&right), raw), Signature::NoSecret);
}

#[tokio::test]
async fn what_is_not_understood_is_kept_and_noise_is_ignored() {
    let stage = Stage::new(ProviderKind::Sandbox).await;
    let (provider, _) = adapter(&stage).await;
    let raw = br#"{"channel":"line-1","event":"tomorrow"}"#;
    let element = provider.split(&Headers::new(), raw).unwrap().remove(0);
    assert_eq!(element.kind, InboxKind::Unknown);
    assert_eq!(provider.normalise(element.kind, &element.body), Inbound::Unknown);
    assert!(provider.split(&Headers::new(), b"{").is_err());
    assert!(provider.split(&Headers::new(), b"{}").is_err());
    stage.inbound(json!({"from": PHONE, "type": "group", "text": "Oi"}));
    let webhook = stage.posted(1).await.remove(0);
    let element = provider.split(&webhook.headers, &webhook.body).unwrap().remove(0);
    assert_eq!(provider.normalise(element.kind, &element.body), Inbound::Ignored("noise"));
}

#[tokio::test]
async fn every_way_to_fail_has_its_class() {
    let stage = Stage::new(ProviderKind::Sandbox).await;
    let (provider, mut access) = adapter(&stage).await;
    for (switches, class) in [
        (json!({"sendError": {"code": 131_056}}), SendClass::PairLimit),
        (json!({"sendError": {"code": 130_429}}), SendClass::ChannelLimit),
        (json!({"sendError": {"code": 190}}), SendClass::Auth),
        (json!({"sendError": {"code": 131_047}}), SendClass::Window),
        (json!({"sendError": {"code": 77}}), SendClass::Other),
        (json!({"send5xx": {}}), SendClass::Unknown),
        (json!({"sendTimeoutBeforeAccept": {}}), SendClass::Unknown),
    ] {
        stage.faults(switches);
        let failure = provider.send(&access, &outgoing("Olá", None)).await.unwrap_err();
        assert_eq!(failure.class, class);
    }
    stage.faults(json!({}));
    stage.simulator.session(stage.channel.id, &SessionCall { status: "STOPPED".to_owned() }).unwrap();
    let class = |sent: Result<_, SendFailure>| sent.map(|_: domain::send::Accepted| ()).unwrap_err().class;
    assert_eq!(class(provider.send(&access, &outgoing("Olá", None)).await), SendClass::SessionDown);
    let report = provider.check(&access).await.unwrap();
    assert_eq!(
        (report.works, report.state.as_str(), report.phone.as_deref()),
        (false, "STOPPED", Some("+551130000000"))
    );
    access.credentials.hmac_key = Some("wrong".to_owned());
    assert_eq!(class(provider.send(&access, &outgoing("Olá", None)).await), SendClass::Auth);
    access.base_url = "http://127.0.0.1:9/".parse().unwrap();
    assert_eq!(class(provider.send(&access, &outgoing("Olá", None)).await), SendClass::NotSent);
}

#[tokio::test]
async fn an_unknown_outcome_leaves_evidence_only_when_the_message_was_taken() {
    let stage = Stage::new(ProviderKind::Sandbox).await;
    let (provider, access) = adapter(&stage).await;
    let started_at = Clock::system().now();
    for (switch, taken) in [("sendTimeoutBeforeAccept", false), ("sendTimeoutAfterAccept", true)] {
        for id in [Some("SBX1"), None] {
            stage.simulator.reset(stage.channel.id).unwrap();
            stage.faults(json!({switch: {"next": 1}}));
            let failure = provider.send(&access, &outgoing("Olá & tchau", id)).await.unwrap_err();
            assert_eq!(failure.class, SendClass::Unknown);
            let evidence = Evidence {
                to: to_phone(),
                text: "Olá & tchau".to_owned(),
                preallocated_id: id.map(str::to_owned),
                started_at,
            };
            let found = provider.find_sent(&access, &evidence).await.unwrap();
            assert_eq!(found.is_some(), taken);
            if id.is_some() {
                provider.send(&access, &outgoing("Olá & tchau", id)).await.unwrap();
                assert_eq!((stage.outbox().len(), stage.outbox()[0].client_copies), (1, 1));
            }
        }
    }
}
