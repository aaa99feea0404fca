use serde_json::{Value, json};

use crate::app::App;

#[tokio::test]
async fn secrets_go_in_and_only_their_names_come_out() {
    let app = App::new().await;
    let ana = app.bootstrap().await;
    let body = json!({
        "name": "Loja", "provider": "META", "externalKey": "1055", "wabaId": "77",
        "credentials": {"accessToken": "EAAB-this-is-a-long-token-9Z8Y"},
    });
    let made = ana.post("/api/channels", body.clone()).await.created();
    assert!(!made.to_string().contains("this-is-a-long"), "{made}");
    assert_eq!((made["status"].as_str(), made["statusReason"].as_str()), (Some("PENDING"), Some("app_secret_missing")));
    assert_eq!((made["secretsSet"].clone(), made["credentialHint"].as_str()), (json!(["accessToken"]), Some("…9Z8Y")));
    assert_eq!((made["isDefault"].as_bool(), made["maxPerSecond"].as_i64()), (Some(true), Some(80)));
    let id = made["id"].as_str().unwrap();
    assert_eq!(made["webhookUrl"], format!("http://localhost:4000/webhooks/whatsapp/{id}"));
    ana.post("/api/channels", body).await.problem(409, "channel_exists");
    let path = format!("/api/channels/{id}");
    let changed = ana.patch(&path, json!({"credentials": {"appSecret": "um-segredo"}, "name": "Loja 2"})).await.ok();
    assert_eq!(
        (changed["secretsSet"].clone(), changed["name"].as_str()),
        (json!(["accessToken", "appSecret"]), Some("Loja 2"))
    );
    let listed = ana.get("/api/channels").await.ok();
    assert_eq!(listed.as_array().unwrap().len(), 1);
    assert_eq!(ana.get("/api/auth/me").await.ok()["company"]["phoneNumberId"], "1055");
}

#[tokio::test]
async fn addresses_and_unsigned_webhooks_are_allowed_by_the_installation_only() {
    let app = App::with(|settings| {
        settings.profile = "cluster";
        settings.allow_insecure_webhooks = false;
        settings.bootstrap_token = Some("abre".into());
    })
    .await;
    let ana = app.stranger().await;
    let new = |change: Value| {
        let mut body = json!({
            "name": "WAHA", "provider": "WAHA", "externalKey": "default", "baseUrl": "https://waha.example.com",
        });
        body.as_object_mut().unwrap().extend(change.as_object().unwrap().clone());
        ana.post("/api/channels", body)
    };
    new(json!({"baseUrl": "http://127.0.0.1:3000"})).await.problem(422, "validation");
    new(json!({"baseUrl": "ftp://waha.example.com"})).await.problem(422, "validation");
    new(json!({"baseUrl": null})).await.problem(422, "validation");
    new(json!({"insecureWebhook": true})).await.problem(403, "channel_insecure_refused");
    new(json!({"provider": "META", "insecureWebhook": true})).await.problem(422, "validation");
    new(json!({"externalKey": " "})).await.problem(422, "validation");
    let made = new(json!({})).await.created();
    assert_eq!((made["status"].as_str(), made["secretsSet"].clone()), (Some("PENDING"), json!([])));
    let path = format!("/api/channels/{}", made["id"].as_str().unwrap());
    ana.patch(&path, json!({"insecureWebhook": true})).await.problem(403, "channel_insecure_refused");
}

#[tokio::test]
async fn a_sandbox_channel_goes_by_its_id_and_a_failed_check_tells_why() {
    let app = App::with(|settings| settings.own_url = "http://127.0.0.1:1".into()).await;
    let ana = app.bootstrap().await;
    let first = ana.post("/api/channels", json!({"name": "A", "provider": "SANDBOX"})).await.created();
    let second = ana.post("/api/channels", json!({"name": "B", "provider": "SANDBOX"})).await.created();
    assert_eq!((first["externalKey"].clone(), first["secretsSet"].clone()), (first["id"].clone(), json!(["hmacKey"])));
    assert_eq!((first["isDefault"].as_bool(), second["isDefault"].as_bool()), (Some(true), Some(false)));
    let path = format!("/api/channels/{}", second["id"].as_str().unwrap());
    let checked = ana.post(&format!("{path}/verify"), json!({})).await.ok();
    assert_eq!((checked["status"].as_str(), checked["statusReason"].as_str()), (Some("PENDING"), Some("not_sent")));
    assert_eq!(ana.post(&format!("{path}/default"), json!({})).await.ok()["isDefault"], true);
    let before = ana.get(&format!("/api/channels/{}", first["id"].as_str().unwrap())).await.ok();
    assert_eq!(before["isDefault"], false);
}
