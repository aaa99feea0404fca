//! Sends that are refused, lost, or answered late.

use domain::channel::{ChannelStatus, ProviderKind};
use domain::message::MessageStatus;
use serde_json::json;
use test_databases::TestDatabase;

use crate::stage::Stage;

#[tokio::test(flavor = "multi_thread")]
async fn a_refused_recipient_fails_at_once_with_its_reason() {
    let stage = Stage::on(TestDatabase::sqlite(), ProviderKind::Meta).await;
    stage.faults(json!({"sendError": {"next": 1, "code": 131_026}}));
    stage.write("Oi");
    let row = stage.settles("a greeting", |row| row.greeting_sent_at.is_some()).await;
    let message = stage.message_becomes(row.id, MessageStatus::Failed).await;
    assert_eq!(message.error_code.as_deref(), Some("recipient"));
    assert_eq!(message.error_provider_code.as_deref(), Some("131026"));
    assert!(stage.event_names().await.iter().any(|name| name == "message-failed"));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_busy_provider_is_tried_again() {
    let stage = Stage::on(TestDatabase::sqlite(), ProviderKind::Meta).await;
    stage.faults(json!({"sendError": {"next": 2, "code": 131_016}}));
    stage.write("Oi");
    stage.hears("Vendas").await;
    let row = stage.conversation().await;
    stage.message_becomes(row.id, MessageStatus::Delivered).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_rejected_token_holds_the_message_and_stops_the_channel() {
    let stage = Stage::on(TestDatabase::sqlite(), ProviderKind::Meta).await;
    stage.faults(json!({"sendError": {"next": 1, "code": 190}}));
    stage.write("Oi");
    stage
        .eventually("a stopped channel", async || {
            (stage.channel_row().await.status == ChannelStatus::Stopped).then_some(())
        })
        .await;
    let row = stage.conversation().await;
    stage.message_becomes(row.id, MessageStatus::Pending).await;
    assert!(stage.received().is_empty());
}

#[tokio::test(flavor = "multi_thread")]
async fn a_failure_that_is_told_later_reaches_the_message() {
    let stage = Stage::on(TestDatabase::sqlite(), ProviderKind::Meta).await;
    stage.faults(json!({"acceptedThenFailed": {"next": 1, "code": 131_049}}));
    stage.write("Oi");
    let row = stage.settles("a greeting", |row| row.greeting_sent_at.is_some()).await;
    let message = stage.message_becomes(row.id, MessageStatus::Failed).await;
    assert_eq!(message.error_code.as_deref(), Some("recipient"));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_lost_answer_is_never_a_second_message() {
    for provider in [ProviderKind::Meta, ProviderKind::Waha, ProviderKind::Sandbox] {
        let stage = Stage::on(TestDatabase::sqlite(), provider).await;
        stage.faults(json!({"sendTimeoutAfterAccept": {"next": 1}}));
        stage.write("Oi");
        stage.hears("Vendas").await;
        let row = stage.conversation().await;
        for _ in 0..4 {
            tokio::time::sleep(std::time::Duration::from_secs(1)).await;
            stage.let_pass(10);
        }
        stage.message_becomes(row.id, MessageStatus::Delivered).await;
        let copies: Vec<u32> = stage.received().iter().map(|entry| entry.client_copies).collect();
        assert_eq!(copies, [1], "{provider:?}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_send_without_evidence_is_given_up_after_ninety_seconds() {
    let stage = Stage::on(TestDatabase::sqlite(), ProviderKind::Meta).await;
    stage.faults(json!({"send5xx": {"next": 1}}));
    stage.write("Oi");
    let row = stage.settles("a greeting", |row| row.greeting_sent_at.is_some()).await;
    for _ in 0..6 {
        tokio::time::sleep(std::time::Duration::from_millis(1200)).await;
        stage.let_pass(20);
    }
    let message = stage.message_becomes(row.id, MessageStatus::Failed).await;
    assert_eq!(message.error_code.as_deref(), Some("outcome_unknown"));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_status_before_the_answer_waits_for_its_message() {
    let stage = Stage::sqlite().await;
    stage.faults(json!({"statusBeforeResponse": {"next": 1}}));
    stage.write("Oi");
    stage.hears("Vendas").await;
    let row = stage.conversation().await;
    stage.message_becomes(row.id, MessageStatus::Delivered).await;
}
