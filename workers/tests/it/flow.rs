//! A customer from the first word to the next visit.

use domain::channel::ProviderKind;
use domain::conversation::{FlowState, Status};
use domain::flow::Input;
use domain::message::MessageStatus;
use domain::role::OnlineStatus;
use test_databases::TestDatabase;

use crate::stage::Stage;

async fn a_visit(stage: &Stage) {
    stage.write("Oi");
    let menu = stage.hears("Vendas").await;
    assert!(menu.contains("Suporte"), "{menu}");
    let row = stage.settles("a greeting", |row| row.greeting_sent_at.is_some()).await;
    assert_eq!((row.status.0, row.flow_state.0), (Status::Open, FlowState::Greeting));
    stage.message_becomes(row.id, MessageStatus::Delivered).await;

    // A moment to read the menu.
    stage.let_pass(15);
    stage.write("1");
    let row = stage.settles("an agent", |row| row.status == Status::Assigned).await;
    assert_eq!(row.assigned_user_id, Some(stage.ana.id));
    stage.hears("Ana").await;

    let answer = stage.answer(row.id, &stage.ana, "Bom dia, em que posso ajudar?").await;
    stage.hears("em que posso ajudar").await;
    let sent = stage.message_becomes(row.id, MessageStatus::Delivered).await;
    assert_eq!(sent.id, answer.id);
    assert!(sent.provider_key.is_some());

    let resolve = Input::Resolve { by: Some(stage.ana.id), last_human_sender: Some(stage.ana.id), say_goodbye: true };
    stage.command(row.id, resolve).await;
    stage.settles("the end", |row| row.status == Status::Resolved).await;

    stage.write("obrigada");
    stage
        .eventually("the thanks", async || {
            let messages = stage.messages(row.id).await;
            messages.iter().any(|message| message.content.as_deref() == Some("obrigada")).then_some(())
        })
        .await;
    assert_eq!(stage.conversations().await.len(), 1, "thanks open nothing");

    stage.write("Preciso de mais uma coisa");
    let again = stage.settles("a second episode", |again| again.id != row.id).await;
    assert_eq!(again.flow_state.0, FlowState::AwaitingRoutingConfirmation);
    assert_eq!(again.suggested_user_id, Some(stage.ana.id));

    let names = stage.event_names().await;
    for name in [
        "conversation-created",
        "message-received",
        "message-sent",
        "message-status",
        "conversation-assigned",
        "conversation-resolved",
    ] {
        assert!(names.iter().any(|known| known == name), "{name} is missing in {names:?}");
    }
    let copies: Vec<u32> = stage.received().iter().map(|entry| entry.client_copies).collect();
    assert!(copies.iter().all(|copies| *copies == 1), "{copies:?}");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_visit_on_sqlite() {
    let mut stage = Stage::sqlite().await;
    Box::pin(a_visit(&stage)).await;
    stage.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_visit_on_postgres() {
    let Some(home) = TestDatabase::postgres() else { return };
    let mut stage = Stage::on(home, ProviderKind::Sandbox).await;
    Box::pin(a_visit(&stage)).await;
    stage.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_visit_through_waha() {
    let mut stage = Stage::on(TestDatabase::sqlite(), ProviderKind::Waha).await;
    Box::pin(a_visit(&stage)).await;
    stage.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_visit_through_meta() {
    let mut stage = Stage::on(TestDatabase::sqlite(), ProviderKind::Meta).await;
    Box::pin(a_visit(&stage)).await;
    stage.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_customer_waits_until_an_agent_comes() {
    let stage = Stage::sqlite().await;
    stage.presence(stage.ana.id, OnlineStatus::Offline).await;
    stage.presence(stage.bia.id, OnlineStatus::Offline).await;
    stage.write("Oi");
    stage.hears("Vendas").await;
    stage.let_pass(15);
    stage.write("Vendas");
    let row = stage.settles("the queue", |row| row.flow_state == FlowState::DepartmentSelected).await;
    assert_eq!(row.department_id, Some(stage.sales));
    stage.presence(stage.ana.id, OnlineStatus::Online).await;
    let job = jobs::definitions::RouteConversation {
        department_id: stage.sales,
        trigger: jobs::definitions::RouteTrigger::AgentOnline,
    };
    stage.deps.push(jobs::Envelope::new(job).company(stage.company)).await;
    let row = stage.settles("an agent", |row| row.status == Status::Assigned).await;
    assert_eq!(row.assigned_user_id, Some(stage.ana.id));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_menu_without_an_answer_ends_at_the_root() {
    let stage = Stage::sqlite().await;
    stage.presence(stage.ana.id, OnlineStatus::Offline).await;
    stage.write("Oi");
    stage.hears("Vendas").await;
    let row = stage.settles("a menu", |row| row.timeout_at.is_some()).await;
    stage.message_becomes(row.id, MessageStatus::Delivered).await;
    stage.let_pass(16 * 60);
    let row = stage.settles("the root's queue", |row| row.flow_state == FlowState::DepartmentSelected).await;
    assert_eq!(row.department_id, Some(stage.sales));
}
