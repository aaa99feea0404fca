//! A burst of one company leaves room for the others.

use std::collections::HashMap;

use domain::channel::{ChannelStatus, InboxKind, InboxState, ProviderKind};
use domain::id::{ChannelId, CompanyId, new_id};
use domain::identity::{Identity, IdentityKind};
use domain::message::MessageStatus;
use entities::{Arrival, Conversation, Message, NewSend, Share, Text};
use test_databases::TestDatabase;

use crate::stage::{self, Stage};

/// As many lanes of a company, each with an event.
async fn wait_in_lanes(stage: &Stage, company: CompanyId, channel: ChannelId, name: &str, lanes: u32) {
    let arrival = |n| Arrival {
        company,
        channel,
        kind: InboxKind::Message,
        external_id: format!("{name}{n}"),
        lane_key: Some(format!("{channel}:{name}{n}")),
        body: b"{}".to_vec(),
        state: InboxState::Pending,
    };
    let arrivals: Vec<Arrival> = (0..lanes).map(arrival).collect();
    let tx = stage.deps.store.begin_system().await.unwrap();
    tx.receive(&arrivals, stage.deps.clock.now()).await.unwrap();
    tx.commit().await.unwrap();
    stage.let_pass(1);
}

/// How many lanes a claim gets, of the first company and of the second.
async fn claim(stage: &Stage, companies: [CompanyId; 2], held: u32) -> [usize; 2] {
    claim_lanes(stage, companies, held, false).await
}

async fn with_the_last_hand(stage: &Stage, companies: [CompanyId; 2], held: u32) -> [usize; 2] {
    claim_lanes(stage, companies, held, true).await
}

async fn claim_lanes(stage: &Stage, companies: [CompanyId; 2], held: u32, only_new: bool) -> [usize; 2] {
    let held = HashMap::from([(companies[0], held)]);
    let share = Share { limit: 8, most: 6, held, only_new };
    let lanes = stage.deps.store.single().claim_lanes("test", &share, stage.deps.clock.now()).await.unwrap();
    companies.map(|company| lanes.iter().filter(|lane| lane.company_id == company).count())
}

async fn room_for_the_other(home: TestDatabase) {
    let mut stage = Stage::on(home, ProviderKind::Sandbox).await;
    stage.stop().await;
    let quiet = stage::company(&stage.deps).await;
    let (line, _) = stage::channel(&stage.deps, quiet, ProviderKind::Sandbox).await;
    let both = [stage.company, quiet];

    wait_in_lanes(&stage, stage.company, stage.channel, "burst", 60).await;
    assert_eq!(claim(&stage, both, 6).await, [8, 0], "alone, a company may have everything");
    wait_in_lanes(&stage, quiet, line.id, "first", 1).await;
    assert_eq!(claim(&stage, both, 0).await, [6, 1], "half for the one, however long its queue");
    wait_in_lanes(&stage, quiet, line.id, "second", 7).await;
    assert_eq!(claim(&stage, both, 4).await, [2, 6], "what it holds counts");
    assert_eq!(claim(&stage, both, 6).await, [0, 1], "who holds half waits while another is due");
    assert_eq!(claim(&stage, both, 6).await, [8, 0]);
    assert_eq!(with_the_last_hand(&stage, both, 8).await, [0, 0], "not even alone");
    wait_in_lanes(&stage, quiet, line.id, "third", 1).await;
    assert_eq!(with_the_last_hand(&stage, both, 8).await, [0, 1], "whoever holds nothing gets it at once");
    assert_eq!(with_the_last_hand(&stage, both, 0).await, [8, 0]);
}

/// As many messages that wait to be sent, each to another customer.
async fn wait_to_be_sent(stage: &Stage, company: CompanyId, channel: ChannelId, model: &Conversation, count: u64) {
    let now = stage.deps.clock.now();
    let text = stage.messages(model.id).await.into_iter().find(|message| message.is_bot).unwrap();
    let tx = stage.deps.store.begin(company).await.unwrap();
    for _ in 0..count {
        let number = format!("lid-{}", new_id());
        let identity = Identity { kind: IdentityKind::WahaLid, value: number.clone(), canonical: number.clone() };
        let contact = tx.people().create(&[identity], None, now).await.unwrap().unwrap().contact.id;
        let conversation = Conversation {
            id: new_id(),
            company_id: company,
            protocol: number,
            channel_id: channel,
            contact_id: contact,
            menu_message_id: None,
            ..model.clone()
        };
        let conversation = tx.conversations().insert(conversation).await.unwrap().unwrap();
        let message = Message {
            id: new_id(),
            company_id: company,
            conversation_id: conversation.id,
            channel_id: channel,
            contact_id: contact,
            whatsapp_message_id: None,
            provider_key: None,
            status: Text(MessageStatus::Pending),
            ..text.clone()
        };
        assert!(tx.messages().insert(&message).await.unwrap());
        let expires_at = now + chrono::Duration::hours(1);
        let send = NewSend { message: message.id, conversation: conversation.id, channel, contact, expires_at };
        tx.outbox().enqueue(&send, now).await.unwrap();
    }
    tx.commit().await.unwrap();
    stage.let_pass(1);
}

/// How many sends a claim gets, of the first company and of the second.
async fn claim_sends(stage: &Stage, companies: [CompanyId; 2], held: u32) -> [usize; 2] {
    let share = Share { limit: 8, most: 6, held: HashMap::from([(companies[0], held)]), only_new: false };
    let rows = stage.deps.store.single().claim_outbox("test", &share, stage.deps.clock.now()).await.unwrap();
    companies.map(|company| rows.iter().filter(|row| row.company_id == company).count())
}

async fn room_for_the_others_sends(home: TestDatabase) {
    let mut stage = Stage::on(home, ProviderKind::Sandbox).await;
    stage.write("Oi");
    stage.hears("Vendas").await;
    let model = stage.conversation().await;
    stage.stop().await;
    let quiet = stage::company(&stage.deps).await;
    let (line, _) = stage::channel(&stage.deps, quiet, ProviderKind::Sandbox).await;
    let both = [stage.company, quiet];

    wait_to_be_sent(&stage, stage.company, stage.channel, &model, 40).await;
    wait_to_be_sent(&stage, quiet, line.id, &model, 1).await;
    let turn = async |status: ChannelStatus| {
        let tx = stage.deps.store.begin(quiet).await.unwrap();
        let row = tx.channels().find(line.id).await.unwrap().unwrap();
        tx.channels().save(entities::Channel { status: Text(status), ..row }, stage.deps.clock.now()).await.unwrap();
        tx.commit().await.unwrap();
    };
    turn(ChannelStatus::Stopped).await;
    assert_eq!(claim_sends(&stage, both, 6).await, [8, 0], "what lies on a stopped channel waits for nobody");
    turn(ChannelStatus::Active).await;
    assert_eq!(claim_sends(&stage, both, 6).await, [0, 1], "who holds half waits while another is due");
    wait_to_be_sent(&stage, quiet, line.id, &model, 7).await;
    assert_eq!(claim_sends(&stage, both, 4).await, [2, 6], "what it holds counts");
    assert_eq!(claim_sends(&stage, both, 0).await, [6, 1]);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_burst_of_sends_leaves_room_for_the_others_on_sqlite() {
    room_for_the_others_sends(TestDatabase::sqlite()).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_burst_of_sends_leaves_room_for_the_others_on_postgres() {
    let Some(home) = TestDatabase::postgres() else { return };
    room_for_the_others_sends(home).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_burst_leaves_room_for_the_others_on_sqlite() {
    room_for_the_other(TestDatabase::sqlite()).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_burst_leaves_room_for_the_others_on_postgres() {
    let Some(home) = TestDatabase::postgres() else { return };
    room_for_the_other(home).await;
}
