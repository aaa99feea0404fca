use crate::installation::{Installation, waha_text};

#[tokio::test]
async fn without_a_database_the_provider_is_told_to_come_again() {
    let app = Installation::start().await;
    let company = app.company().await;
    let channel = app.waha(company, "balcao", "secret").await;
    let body = waha_text("balcao", "5511999990000", "A1", "Oi");
    assert_eq!(app.post_waha("/webhooks/waha", "secret", &body).await.status, 200);
    app.state.store.close().await.unwrap();
    for path in ["/webhooks/waha".to_owned(), format!("/webhooks/waha/{channel}")] {
        let answer = app.post_waha(&path, "secret", &waha_text("balcao", "5511999990000", "A2", "Oi")).await;
        assert_eq!(answer.said(), (503, "database_unavailable"), "{path}");
        assert_eq!(answer.retry_after.as_deref(), Some("5"));
    }
    let unsigned = app.post("/webhooks/waha", &[], body.to_string()).await;
    assert_eq!(unsigned.said(), (401, "invalid_signature"), "the channel is still in mind");
}
