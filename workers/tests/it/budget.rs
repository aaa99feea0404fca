//! What a message costs the database (SPEC 7): statements and commits, counted by the server itself.

use domain::channel::{InboxKind, InboxState, ProviderKind};
use domain::conversation::Status;
use domain::message::MessageStatus;
use jobs::Job as _;
use jobs::definitions::{ApplyStatus, ProcessInbound, SendOutbound};
use serde_json::json;
use test_databases::TestDatabase;

use crate::stage::{PHONE, Stage};
use crate::statements::{Statements, Transaction, show};

/// Without the webhook's own commit, which requests share.
fn inbound(all: Vec<Transaction>) -> Vec<Transaction> {
    all.into_iter().filter(|transaction| !transaction.asks("INSERT INTO \"inbox_events\"")).collect()
}

fn count(all: &[Transaction]) -> (usize, usize) {
    let statements = all.iter().map(|transaction| transaction.statements.len()).sum();
    let commits = all.iter().filter(|transaction| transaction.commits()).count();
    (statements, commits)
}

#[tokio::test(flavor = "multi_thread")]
async fn a_message_keeps_to_its_budget_of_statements() {
    let Some(home) = TestDatabase::postgres_that_logs() else { return };
    let mut stage = Stage::on(home, ProviderKind::Sandbox).await;
    stage.write("Oi");
    stage.hears("Vendas").await;
    let row = stage.conversation().await;
    stage.message_becomes(row.id, MessageStatus::Delivered).await;
    stage.stop().await;
    // Sends are counted by themselves.
    stage.start_on(Some(vec![ProcessInbound::NAME.to_owned()]));
    let mut asked = Statements::of(&stage.home).unwrap();
    // The caches of this process are warm after its first customer.
    stage.write_as("+5511988880000", "Oi");
    asked.settled().await;

    stage.let_pass(15);
    stage.write("1");
    let choice = inbound(asked.settled().await);
    show("a choice that finds an agent", &choice);
    stage.write("Queria um bolo");
    let routed = inbound(asked.settled().await);
    show("a message to an agent", &routed);
    stage.write_as("+5511977770000", "Oi");
    let newcomer = inbound(asked.settled().await);
    show("a new customer", &newcomer);

    let held = stage.deps.store.company(stage.company).conversations().find(row.id).await.unwrap().unwrap();
    assert_eq!((held.status.0, held.message_seq), (Status::Assigned, 5));
    assert_eq!(stage.conversations().await.len(), 3);
    println!("new {:?}, choice {:?}, routed {:?}", count(&newcomer), count(&choice), count(&routed));
    let (statements, commits) = count(&routed);
    assert!(statements <= 10 && commits <= 1, "{statements} statements, {commits} commits");
    let (statements, commits) = count(&choice);
    assert!(statements <= 22 && commits <= 1, "{statements} statements, {commits} commits");
    let (statements, commits) = count(&newcomer);
    assert!(statements <= 14 && commits <= 1, "{statements} statements, {commits} commits");
}

/// Wait until so many messages are in the inbox and nobody has looked at them.
async fn waits(stage: &Stage, count: usize) {
    stage
        .eventually("the inbox", async || {
            let scope = stage.deps.store.company(stage.company);
            let events = scope.inbox().of_channel(stage.channel, 100).await.unwrap();
            let pending = events.iter().filter(|event| event.state == InboxState::Pending);
            (pending.filter(|event| event.kind == InboxKind::Message).count() == count).then_some(())
        })
        .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_lane_that_piled_up_shares_its_commits() {
    let Some(home) = TestDatabase::postgres_that_logs() else { return };
    let mut stage = Stage::on(home, ProviderKind::Sandbox).await;
    stage.write("Oi");
    stage.hears("Vendas").await;
    let row = stage.conversation().await;
    stage.message_becomes(row.id, MessageStatus::Delivered).await;
    stage.stop().await;
    for n in 0..12 {
        stage.write(&format!("linha {n}"));
        waits(&stage, if n == 11 { 13 } else { n + 1 }).await;
        if n == 10 {
            // In the lane before the last one, and nobody can open it.
            stage.arrive_sealed_wrong(PHONE).await;
        }
    }
    let mut asked = Statements::of(&stage.home).unwrap();
    stage.start_on(Some(vec![ProcessInbound::NAME.to_owned()]));
    let piled = inbound(asked.settled().await);
    show("a lane that piled up", &piled);
    let stored =
        |transaction: &Transaction| transaction.writes.iter().filter(|write| *write == "INSERT messages").count();
    let mut batches: Vec<usize> = piled.iter().filter(|all| all.commits()).map(stored).filter(|n| *n > 0).collect();
    batches.sort_unstable();
    assert_eq!(batches, [1, 10], "ten at once, and the eleventh; the broken one holds the twelfth back");
    // Until the broken one has failed six times.
    for _ in 0..8 {
        stage.let_pass(61);
        tokio::time::sleep(std::time::Duration::from_millis(1100)).await;
    }
    let last = async || {
        let messages = stage.messages(row.id).await;
        messages.iter().any(|message| message.content.as_deref() == Some("linha 11")).then_some(())
    };
    stage.eventually("the twelfth", last).await;
    let messages = stage.messages(row.id).await;
    let lines: Vec<&str> = messages.iter().filter_map(|message| message.content.as_deref()).collect();
    let lines: Vec<&str> = lines.into_iter().filter(|line| line.starts_with("linha")).collect();
    assert_eq!(lines, (0..12).map(|n| format!("linha {n}")).collect::<Vec<_>>());
}

#[tokio::test(flavor = "multi_thread")]
async fn an_answer_with_its_statuses_keeps_to_its_budget_of_writes() {
    let Some(home) = TestDatabase::postgres_that_logs() else { return };
    let mut stage = Stage::on(home, ProviderKind::Sandbox).await;
    stage.faults(json!({"autoRead": true}));
    stage.write("Oi");
    stage.hears("Vendas").await;
    let row = stage.conversation().await;
    stage.message_becomes(row.id, MessageStatus::Read).await;
    stage.let_pass(15);
    stage.write("1");
    stage.settles("an agent", |row| row.status == Status::Assigned).await;
    stage.hears("Ana").await;
    stage.message_becomes(row.id, MessageStatus::Read).await;
    stage.stop().await;
    let queues = [ProcessInbound::NAME, SendOutbound::NAME, ApplyStatus::NAME];
    stage.start_on(Some(queues.map(str::to_owned).to_vec()));
    let mut asked = Statements::of(&stage.home).unwrap();
    asked.settled().await;

    // The first answer notes more: that somebody answered, and when the channel sent last.
    stage.answer(row.id, &stage.ana, "Bom dia").await;
    asked.settled().await;

    stage.answer(row.id, &stage.ana, "Em que posso ajudar?").await;
    let all = asked.settled().await;
    show("an answer with its statuses", &all);
    stage.message_becomes(row.id, MessageStatus::Read).await;
    let writes: usize = all.iter().map(|transaction| transaction.writes.len()).sum();
    let (statements, commits) = count(&all);
    println!("{writes} row writes, {statements} statements, {commits} commits");
    assert!(writes <= 20, "{writes} row writes");
    assert!(statements <= 64 && commits <= 9, "{statements} statements, {commits} commits");
    // A status is a write that no index sees, else the table grows with every tick.
    let updates =
        all.iter().flat_map(|transaction| &transaction.statements).map(|statement| statement.replace('"', ""));
    let mut seen = 0;
    for update in updates {
        let Some((_, set)) = update.split_once("UPDATE messages SET ") else { continue };
        let (set, _) = set.split_once(" WHERE ").unwrap();
        seen += 1;
        for column in ["content =", "seq =", "sent_at =", "client_id =", "conversation_id ="] {
            assert!(!set.contains(column), "{column} is written by {update}");
        }
    }
    assert!(seen >= 2, "the send and its statuses are updates");
}
