//! What providers say of a channel itself: its session, its quality, its account, its templates.

use chrono::Duration;
use domain::channel::ProviderKind;
use serde_json::{Value, json};

use crate::harness::{App, Company, PATIENCE, ProviderLine, ProviderServer, wait_until};
use crate::team::{Team, id};

/// Wait until the channel's row is so.
async fn becomes(company: &Company, line: &ProviderLine, wanted: impl Fn(&Value) -> bool) -> Value {
    let path = format!("/api/channels/{}", line.channel);
    let mut last = Value::Null;
    wait_until("a change of the channel", 6 * PATIENCE, async || {
        last = company.api().get(&path).await.ok();
        wanted(&last).then(|| last.clone())
    })
    .await
}

/// META tells this of the account that the line belongs to.
async fn account(line: &ProviderLine, field: &str, value: Value) {
    let change = json!({"field": field, "value": value});
    let entry = json!([{"id": line.key, "time": domain::id::new_id(), "changes": [change]}]);
    let body = json!({"object": "whatsapp_business_account", "entry": entry});
    assert_eq!(line.posts(&body).await, Some(200));
}

#[tokio::test]
async fn a_number_is_rated_and_its_account_closed_and_opened_by_what_meta_says() {
    let app = App::start().await;
    let company = app.company().await;
    let server = ProviderServer::start().await;
    let line = server.line(&app, &company, ProviderKind::Meta, None, json!({})).await;
    let mut socket = company.admin.socket().await;
    let rated = |number: &str, event: &str, limit: &str| json!({"display_phone_number": number, "event": event, "current_limit": limit});
    // Of another number of the account.
    account(&line, "phone_number_quality_update", rated("+55 11 3333-3333", "FLAGGED", "TIER_50")).await;
    account(&line, "phone_number_quality_update", rated("+55 11 99999-0000", "FLAGGED", "TIER_1K")).await;
    let row = becomes(&company, &line, |row| row["quality"] == "FLAGGED").await;
    assert_eq!((&row["messagingLimit"], &row["status"]), (&json!("TIER_1K"), &json!("ACTIVE")), "{row:#}");
    let alert = socket.event_where("channel-alert", |data| data["channelId"] == json!(line.channel)).await;
    assert_eq!((&alert.data["code"], &alert.data["detail"]), (&json!("account"), &json!("FLAGGED")));
    // What is not told stays as it was.
    account(&line, "phone_number_quality_update", rated("5511999990000", "UPGRADE", "TIER_10K")).await;
    let row = becomes(&company, &line, |row| row["messagingLimit"] == "TIER_10K").await;
    assert_eq!(row["quality"], "FLAGGED");

    let ban = |state: &str| json!({"event": "DISABLED_UPDATE", "ban_info": {"waba_ban_state": state}});
    account(&line, "account_update", ban("DISABLE")).await;
    let row = becomes(&company, &line, |row| row["status"] == "STOPPED").await;
    assert_eq!(row["statusReason"], "DISABLED_UPDATE");
    account(&line, "account_update", ban("REINSTATE")).await;
    let row = becomes(&company, &line, |row| row["status"] == "ACTIVE").await;
    assert_eq!(row["statusReason"], Value::Null);

    // Each entry is of the transaction that ends its event, a moment after the channel's own.
    let wanted = ["FLAGGED", "UPGRADE", "DISABLED_UPDATE", "DISABLED_UPDATE"];
    wait_until("the trail of all that was told", PATIENCE, async || {
        let trail = company.api().get("/api/audit?entity=channel&action=status_change").await.ok();
        let told = trail["items"].as_array()?.iter().rev().map(|entry| entry["metadata"]["event"].clone());
        told.eq(wanted.iter().map(|word| json!(word))).then_some(())
    })
    .await;
    app.is_sound().await;
}

#[tokio::test]
async fn templates_are_read_anew_each_day_by_themselves() {
    let mut app = App::start().await;
    let company = app.company().await;
    let server = ProviderServer::start().await;
    let line = server.line(&app, &company, ProviderKind::Meta, None, json!({})).await;
    let path = format!("/api/channels/{}/templates", line.channel);
    let read_after = async |before: &Value| {
        wait_until("templates that were read anew", 8 * PATIENCE, async || {
            let rows = company.api().get(&path).await.ok();
            let fresh = rows[0]["syncedAt"].is_string() && rows[0]["syncedAt"] != *before;
            fresh.then_some(rows)
        })
        .await
    };
    app.later(Duration::minutes(20)).await;
    let first = read_after(&Value::Null).await;
    assert_eq!(first.as_array().map(Vec::len), Some(3), "{first:#}");
    app.later(Duration::hours(25)).await;
    let second = read_after(&first[0]["syncedAt"]).await;
    assert_eq!(second.as_array().map(Vec::len), Some(3), "{second:#}");
    app.is_sound().await;
}

#[tokio::test]
async fn a_channel_that_waits_for_its_session_says_how_the_session_is() {
    let app = App::start().await;
    let company = app.company().await;
    let server = ProviderServer::start().await;
    let line = server.new_line(&app, &company, ProviderKind::Waha, None, json!({})).await;
    line.session("SCAN_QR_CODE");
    let row = becomes(&company, &line, |row| row["statusReason"] == "SCAN_QR_CODE").await;
    assert_eq!(row["status"], "PENDING");
    line.session("FAILED");
    let row = becomes(&company, &line, |row| row["statusReason"] == "FAILED").await;
    assert_eq!(row["status"], "PENDING");
    line.session("WORKING");
    let row = becomes(&company, &line, |row| row["status"] == "ACTIVE").await;
    assert_eq!(row["statusReason"], Value::Null);
    // Later as well: first it is left, then it waits for a phone.
    line.session("FAILED");
    becomes(&company, &line, |row| row["status"] == "DEGRADED" && row["statusReason"] == "FAILED").await;
    line.session("SCAN_QR_CODE");
    becomes(&company, &line, |row| row["status"] == "DEGRADED" && row["statusReason"] == "SCAN_QR_CODE").await;
    app.is_sound().await;
}

#[tokio::test]
async fn a_number_that_may_write_to_nobody_new_begins_no_attendance_of_a_stranger() {
    let app = App::start().await;
    let team = Team::of(&app).await;
    let api = team.company.api();
    // Said in the answer of a send, and of a message that had been accepted.
    for (n, fault) in ["sendError", "acceptedThenFailed"].into_iter().enumerate() {
        let line = team.line(&app, "WAHA").await;
        let channel = format!("/api/channels/{}", line.channel);
        let begin = async |phone: &str, message: &str| {
            let body = json!({"channelId": line.channel, "phone": phone, "message": message});
            api.post("/api/conversations", body).await
        };
        let resolve = async |conversation: &Value| {
            let path = format!("/api/conversations/{}/resolve", id(conversation));
            api.post(&path, json!({"sendMessage": false})).await.ok();
        };
        let again = |conversation: &Value| format!("/api/conversations/{}/start", id(conversation));
        let known = line.phone(&format!("+551198888000{n}"));
        known.says("Oi").await;
        let past = team.asked(&known, "Escolha o departamento").await;
        resolve(&past).await;

        known.faults(json!({fault: {"code": 463, "match": "Proposta"}})).await;
        let lost = begin(&format!("+551197777000{n}"), "Proposta").await.created();
        wait_until("a restricted channel", 2 * PATIENCE, async || {
            let row = api.get(&channel).await.ok();
            (row["status"] == "DEGRADED" && row["statusReason"] == "463").then_some(())
        })
        .await;

        let stranger = format!("+551196666000{n}");
        let refused = begin(&stranger, "Olá").await.problem(422, "channel_cannot");
        assert_eq!(refused["providerCode"], "463");
        let found = api.get(&format!("/api/contacts?search={}", &stranger[1..])).await.ok();
        assert_eq!(found["items"], json!([]), "nothing is stored of an attendance that is refused");
        // Whom no message of ours ever reached is a stranger still.
        resolve(&lost).await;
        api.post(&again(&lost), json!({})).await.problem(422, "channel_cannot");
        api.post(&again(&past), json!({})).await.created();

        known.faults(json!({})).await;
        let row = api.post(&format!("{channel}/verify"), json!({})).await.ok();
        assert_eq!((&row["status"], &row["statusReason"]), (&json!("ACTIVE"), &Value::Null));
        begin(&stranger, "Olá").await.created();
        line.phone(&stranger).hears("Olá").await;
    }
    app.is_sound().await;
}
