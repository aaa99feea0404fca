use domain::id::new_id;

use crate::installation::{Answer, Installation, META_TOKEN};

#[tokio::test]
async fn the_handshake_wants_the_token_of_the_channel_or_of_the_installation() {
    let app = Installation::start().await;
    let company = app.company().await;
    let channel = app.meta(company, "100", "the app").await;
    app.meta(company, "200", "the app").await;
    let own = format!("/webhooks/whatsapp/{channel}");
    let unknown = format!("/webhooks/whatsapp/{}", new_id());
    for (path, token, expected) in [
        ("/webhooks/whatsapp", META_TOKEN, 200),
        ("/webhooks/whatsapp", "verify 200", 200),
        ("/webhooks/whatsapp", "verify", 403),
        ("/webhooks/whatsapp", "", 403),
        (own.as_str(), "verify 100", 200),
        (own.as_str(), "verify 200", 403),
        (own.as_str(), META_TOKEN, 403),
        (unknown.as_str(), META_TOKEN, 404),
    ] {
        let query = [("hub.mode", "subscribe"), ("hub.verify_token", token), ("hub.challenge", "<11 58&>")];
        let url = url::Url::parse_with_params(&format!("{}{path}", app.base), query).unwrap();
        let answer = Answer::of(app.http.get(url)).await;
        assert_eq!(answer.status, expected, "{path} {token}");
        if expected == 200 {
            assert_eq!(answer.body, "<11 58&>");
        }
    }
    let odd = app.http.get(format!("{}/webhooks/whatsapp?hub.mode=subscribe&hub.mode=subscribe", app.base));
    assert_eq!(Answer::of(odd).await.said(), (403, "forbidden"));
}
