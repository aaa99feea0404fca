use domain::channel::{InboxKind, ProviderKind};
use domain::id::ChannelId;
use serde_json::json;

use crate::installation::{Installation, meta_texts, waha_text};

#[tokio::test]
async fn of_two_companies_with_one_session_name_the_signature_tells_which() {
    let app = Installation::start().await;
    let (one, two) = (app.company().await, app.company().await);
    let first = app.waha(one, "default", "the secret of one").await;
    let second = app.waha(two, "default", "the secret of two").await;
    let body = waha_text("default", "5511999990000", "A1", "Oi");
    assert_eq!(app.post_waha("/webhooks/waha", "the secret of two", &body).await.said(), (200, "OK"));
    assert_eq!((app.inbox(one, first).await.len(), app.inbox(two, second).await.len()), (0, 1));
    let foreign = app.post_waha(&format!("/webhooks/waha/{first}"), "the secret of two", &body).await;
    assert_eq!(foreign.said(), (401, "invalid_signature"));
}

#[tokio::test]
async fn one_session_name_with_one_secret_in_two_companies_is_ambiguous() {
    let app = Installation::start().await;
    let (one, two) = (app.company().await, app.company().await);
    let first = app.waha(one, "default", "shared").await;
    let second = app.waha(two, "default", "shared").await;
    let body = waha_text("default", "5511999990000", "A1", "Oi");
    assert_eq!(app.post_waha("/webhooks/waha", "shared", &body).await.said(), (409, "ambiguous_channel"));
    assert_eq!((app.inbox(one, first).await.len(), app.inbox(two, second).await.len()), (0, 0));
    assert_eq!(app.post_waha(&format!("/webhooks/waha/{second}"), "shared", &body).await.said(), (200, "OK"));
    assert_eq!((app.inbox(one, first).await.len(), app.inbox(two, second).await.len()), (0, 1));
}

#[tokio::test]
async fn an_insecure_channel_is_meant_only_when_nobody_else_can_be() {
    let app = Installation::start().await;
    let (one, two) = (app.company().await, app.company().await);
    let insecure = |row: &mut entities::Channel| row.insecure_webhook = true;
    let open = app.channel(one, ProviderKind::Waha, "default", &json!({}), insecure).await;
    let post = async |path: &str, id: &str| {
        app.post(path, &[], waha_text("default", "5511999990000", id, "Oi").to_string()).await.status
    };
    assert_eq!(post("/webhooks/waha", "A1").await, 200);

    let signed = app.waha(two, "default", "the secret of two").await;
    assert_eq!(post("/webhooks/waha", "A2").await, 401, "it may be for the other");
    assert_eq!(post(&format!("/webhooks/waha/{open}"), "A3").await, 200);
    assert_eq!(post(&format!("/webhooks/waha/{signed}"), "A4").await, 401);
    let body = waha_text("default", "5511999990000", "A5", "Oi");
    assert_eq!(app.post_waha("/webhooks/waha", "the secret of two", &body).await.status, 200);
    assert_eq!((app.inbox(one, open).await.len(), app.inbox(two, signed).await.len()), (2, 1));
}

#[tokio::test]
async fn a_channel_without_a_secret_is_not_open_for_that() {
    let app = Installation::start().await;
    let company = app.company().await;
    let channel = app.channel(company, ProviderKind::Waha, "default", &json!({}), |_| {}).await;
    let body = waha_text("default", "5511999990000", "A1", "Oi");
    for path in ["/webhooks/waha".to_owned(), format!("/webhooks/waha/{channel}")] {
        assert_eq!(app.post_waha(&path, "", &body).await.said(), (401, "invalid_signature"));
    }
}

#[tokio::test]
async fn of_a_batch_the_good_parts_are_stored_and_the_rest_is_refused() {
    let app = Installation::start().await;
    let (one, two) = (app.company().await, app.company().await);
    let good = app.meta(one, "100", "the app of one").await;
    let bad = app.meta(two, "200", "the app of two").await;
    let body = meta_texts(&["100", "200", "100"]);
    for _ in 0..2 {
        let answer = app.post_meta("/webhooks/whatsapp", "the app of one", &body).await;
        assert_eq!(answer.said(), (401, "invalid_signature"));
    }
    assert_eq!((app.inbox(one, good).await.len(), app.inbox(two, bad).await.len()), (1, 0));
}

#[tokio::test]
async fn one_app_may_serve_numbers_of_several_companies() {
    let app = Installation::start().await;
    let (one, two) = (app.company().await, app.company().await);
    let first = app.meta(one, "100", "one app").await;
    let second = app.meta(two, "200", "one app").await;
    let answer = app.post_meta("/webhooks/whatsapp", "one app", &meta_texts(&["100", "200"])).await;
    assert_eq!(answer.said(), (200, "OK"));
    assert_eq!((app.inbox(one, first).await.len(), app.inbox(two, second).await.len()), (1, 1));
}

#[tokio::test]
async fn by_the_address_a_foreign_number_is_kept_and_not_understood() {
    let app = Installation::start().await;
    let (one, two) = (app.company().await, app.company().await);
    let own = app.meta(one, "100", "the app").await;
    let sister = app.meta(one, "101", "the app").await;
    let stranger = app.meta(two, "200", "the app").await;
    let body = meta_texts(&["100", "101", "200", "300"]);
    let answer = app.post_meta(&format!("/webhooks/whatsapp/{own}"), "the app", &body).await;
    assert_eq!(answer.said(), (200, "OK"));
    let kinds = async |company, channel: ChannelId| {
        app.inbox(company, channel).await.iter().map(|event| event.kind.0).collect::<Vec<_>>()
    };
    assert_eq!(kinds(one, own).await, [InboxKind::Message, InboxKind::Unknown, InboxKind::Unknown]);
    assert_eq!(kinds(one, sister).await, [InboxKind::Message]);
    assert_eq!(kinds(two, stranger).await, []);
}

#[tokio::test]
async fn what_has_no_number_goes_to_every_channel_of_the_account() {
    let app = Installation::start().await;
    let (one, two) = (app.company().await, app.company().await);
    let channels = [(one, app.meta(one, "100", "the app").await), (one, app.meta(one, "101", "the app").await)];
    let stranger = app.meta(two, "200", "another app").await;
    let body = json!({"object": "whatsapp_business_account", "entry": [{"id": "waba", "changes": [
        {"field": "message_template_status_update", "value": {"event": "APPROVED", "message_template_name": "oi"}},
    ]}]});
    assert_eq!(app.post_meta("/webhooks/whatsapp", "the app", &body).await.said(), (200, "OK"));
    for (company, channel) in channels {
        assert_eq!(app.inbox(company, channel).await[0].kind.0, InboxKind::Template);
    }
    assert_eq!(app.inbox(two, stranger).await.len(), 0);
}
