//! Events that come twice, broken, early, or not from a customer.

use domain::channel::{ChannelStatus, InboxKind};
use domain::conversation::Status;
use domain::message::{MessageStatus, Origin};
use serde_json::json;

use crate::stage::{PHONE, Stage};

#[tokio::test(flavor = "multi_thread")]
async fn a_webhook_that_comes_five_times_is_one_message() {
    let stage = Stage::sqlite().await;
    stage.faults(json!({"duplicateWebhook": {"next": 1, "k": 4, "newDeliveryId": true}}));
    stage.write("Oi");
    stage.hears("Vendas").await;
    tokio::time::sleep(std::time::Duration::from_millis(300)).await;
    let row = stage.conversation().await;
    assert_eq!(stage.messages(row.id).await.len(), 2, "one in, one out");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_broken_event_dies_and_its_lane_goes_on() {
    let stage = Stage::sqlite().await;
    stage.write("Oi");
    stage.hears("Vendas").await;
    // Its body was sealed for another channel, so nobody can open it.
    stage.arrive_sealed_wrong(PHONE).await;
    stage.write("Tem alguém?");
    stage.write_as("+5511988880000", "Oi, sou outra pessoa");
    // The other lane does not wait.
    stage.eventually("the other customer", async || (stage.conversations().await.len() == 2).then_some(())).await;
    for _ in 0..12 {
        stage.let_pass(61);
        tokio::time::sleep(std::time::Duration::from_millis(400)).await;
    }
    stage
        .eventually("the message behind it", async || {
            let first = stage.conversations().await.into_iter().next()?;
            let messages = stage.messages(first.id).await;
            messages.iter().any(|message| message.content.as_deref() == Some("Tem alguém?")).then_some(())
        })
        .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_reply_from_the_phone_silences_the_bot() {
    let stage = Stage::sqlite().await;
    stage.write("Oi");
    stage.hears("Vendas").await;
    let call = serde_json::from_value(json!({"to": PHONE, "text": "Já te respondo"})).unwrap();
    stage.simulator.phone_reply(stage.channel, &call).unwrap();
    let row = stage.settles("a pause", |row| row.bot_paused_until.is_some()).await;
    let messages = stage.messages(row.id).await;
    assert!(messages.iter().any(|message| message.origin == Origin::Phone));
    stage.write("1");
    stage
        .eventually("the choice, stored", async || {
            let messages = stage.messages(row.id).await;
            messages.iter().any(|message| message.content.as_deref() == Some("1")).then_some(())
        })
        .await;
    assert_eq!(stage.conversation().await.status.0, Status::Open);
}

#[tokio::test(flavor = "multi_thread")]
async fn an_edit_and_a_reaction_change_the_message() {
    let stage = Stage::sqlite().await;
    let id = stage.write("Oi").pop().unwrap();
    stage.hears("Vendas").await;
    let edit = serde_json::from_value(json!({"messageId": id, "text": "Olá"})).unwrap();
    stage.simulator.edit(stage.channel, &edit).unwrap();
    let row = stage.conversation().await;
    stage
        .eventually("the edit", async || {
            let messages = stage.messages(row.id).await;
            messages
                .iter()
                .any(|message| message.content.as_deref() == Some("Olá") && message.edited_at.is_some())
                .then_some(())
        })
        .await;
    let menu = stage.message_becomes(row.id, MessageStatus::Delivered).await;
    let target = menu.whatsapp_message_id.unwrap();
    let reaction = serde_json::from_value(json!({"messageId": target, "emoji": "👍"})).unwrap();
    stage.simulator.reaction(stage.channel, &reaction).unwrap();
    stage
        .eventually("the reaction", async || {
            let messages = stage.messages(row.id).await;
            messages.iter().any(|message| message.metadata["reactions"]["customer"]["emoji"] == "👍").then_some(())
        })
        .await;
    assert!(stage.event_names().await.iter().any(|name| name == "message-updated"));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_session_that_ends_holds_the_channel_until_it_works_again() {
    let stage = Stage::sqlite().await;
    let say = |status: &str| {
        let call = serde_json::from_value(json!({"status": status})).unwrap();
        stage.simulator.session(stage.channel, &call).unwrap();
    };
    say("FAILED");
    tokio::time::sleep(std::time::Duration::from_millis(500)).await;
    assert_eq!(stage.channel_row().await.status.0, ChannelStatus::Active, "it may come back at once");
    stage.let_pass(11);
    stage
        .eventually("a held channel", async || {
            (stage.channel_row().await.status == ChannelStatus::Degraded).then_some(())
        })
        .await;
    say("WORKING");
    stage
        .eventually("a working channel", async || {
            (stage.channel_row().await.status == ChannelStatus::Active).then_some(())
        })
        .await;
    let names = stage.event_names().await;
    assert!(names.iter().any(|name| name == "channel-alert"));
}

#[tokio::test(flavor = "multi_thread")]
async fn an_event_that_nobody_understands_is_kept_and_blocks_nobody() {
    let stage = Stage::sqlite().await;
    stage.arrive(InboxKind::Unknown, "odd", PHONE, b"{\"odd\":true}").await;
    stage.arrive(InboxKind::Message, "odd", PHONE, b"no JSON").await;
    stage.write("Oi");
    stage.hears("Vendas").await;
}
