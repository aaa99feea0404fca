//! One episode on a real database: what the rows say after each transaction.

#![expect(clippy::unwrap_used, reason = "a test may panic")]

mod desk;

use desk::Desk;
use domain::conversation::{FlowState, Status};
use domain::event::TransferReason;
use domain::flow::{Input, Transfer};
use domain::role::OnlineStatus;

#[tokio::test]
async fn a_new_customer_is_greeted_chooses_and_gets_the_least_loaded_agent() {
    for desk in Desk::each().await {
        let sales = desk.department("Vendas", true).await;
        desk.department("Suporte", false).await;
        let ana = desk.agent("Ana", sales, OnlineStatus::Online).await;

        let greeted = desk.customer_says("5511988887777", "Oi").await;
        assert_eq!(greeted.flow_state, FlowState::Greeting);
        assert_eq!(
            desk.texts(greeted.id).await.last().unwrap(),
            "Bem-vindo à Padaria! 👋\n\nEscolha o departamento:\n1 - Vendas\n2 - Suporte\n\nDigite o número da opção desejada."
        );

        desk.everything_was_sent(greeted.id).await;
        let chosen = desk.customer_says("5511988887777", "1").await;
        assert_eq!(chosen.id, greeted.id);
        assert_eq!((chosen.status.0, chosen.assigned_user_id), (Status::Assigned, Some(ana)));
        let names = desk.event_names().await;
        assert_eq!(
            names,
            [
                "conversation-created",
                "message-received",
                "message-sent",
                "message-received",
                "message-sent",
                "conversation-assigned"
            ]
        );
        desk.is_sound().await;
    }
}

#[tokio::test]
async fn without_an_agent_the_customer_queues_and_is_drained_when_one_comes() {
    for desk in Desk::each().await {
        let sales = desk.department("Vendas", true).await;
        let ana = desk.agent("Ana", sales, OnlineStatus::Offline).await;

        // One department only: no menu is needed.
        let queued = desk.customer_says("5511988887777", "Oi").await;
        assert_eq!(queued.flow_state, FlowState::DepartmentSelected);
        assert!(desk.texts(queued.id).await.last().unwrap().contains("Você é o nº 1 da fila"));
        assert!(!desk.drain(sales).await);

        desk.goes(ana, OnlineStatus::Online).await;
        assert!(desk.drain(sales).await);
        let assigned = desk.conversation(queued.id).await;
        assert_eq!(assigned.assigned_user_id, Some(ana));
        assert!(!desk.drain(sales).await);
        desk.is_sound().await;
    }
}

#[tokio::test]
async fn the_same_message_twice_is_one_row_and_one_step() {
    for desk in Desk::each().await {
        desk.department("Vendas", true).await;
        let first = desk.customer_says_as("m1", "5511988887777", "Oi").await.expect("stored");
        assert!(desk.customer_says_as("m1", "5511988887777", "Oi").await.is_none());
        // The eight-digit form of the same mobile is the same person, and the same message.
        assert!(desk.customer_says_as("m1", "551188887777", "Oi").await.is_none());
        assert_eq!(desk.conversation(first.id).await.unread_count, 1);
        desk.is_sound().await;
    }
}

#[tokio::test]
async fn a_returning_customer_is_asked_whether_they_want_the_same_department() {
    for desk in Desk::each().await {
        let sales = desk.department("Vendas", true).await;
        desk.department("Suporte", false).await;
        let ana = desk.agent("Ana", sales, OnlineStatus::Online).await;
        let episode = desk.customer_says("5511988887777", "Oi").await;
        desk.everything_was_sent(episode.id).await;
        desk.customer_says("5511988887777", "vendas").await;
        desk.run(episode.id, Input::Resolve { by: Some(ana), last_human_sender: None, say_goodbye: true }).await;

        // Thanks within ten minutes open nothing.
        let thanks = desk.customer_says("5511988887777", "obrigada!").await;
        assert_eq!((thanks.id, thanks.status.0), (episode.id, Status::Resolved));

        let again = desk.customer_says("5511988887777", "Bom dia, voltei").await;
        assert_ne!(again.id, episode.id);
        assert_eq!(again.flow_state, FlowState::AwaitingRoutingConfirmation);
        desk.everything_was_sent(again.id).await;
        let back = desk.customer_says("5511988887777", "sim").await;
        assert_eq!(back.assigned_user_id, Some(ana));
        desk.is_sound().await;
    }
}

#[tokio::test]
async fn a_transfer_routes_at_once_in_the_other_department() {
    for desk in Desk::each().await {
        let sales = desk.department("Vendas", true).await;
        let support = desk.department("Suporte", false).await;
        desk.agent("Ana", sales, OnlineStatus::Online).await;
        let bia = desk.agent("Bia", support, OnlineStatus::Online).await;
        let episode = desk.customer_says("5511988887777", "Oi").await;
        desk.everything_was_sent(episode.id).await;
        desk.customer_says("5511988887777", "1").await;
        let transfer = Transfer {
            department_id: support,
            agent: None,
            by: None,
            reason: TransferReason::Manual,
            named_recently: false,
        };
        let moved = desk.run(episode.id, Input::Transfer(transfer)).await;
        assert_eq!((moved.department_id, moved.assigned_user_id), (Some(support), Some(bia)));
        assert!(desk.texts(episode.id).await.last().unwrap().contains("transferida para *Suporte*"));
        desk.is_sound().await;
    }
}

#[tokio::test]
async fn an_erasure_is_left_to_whoever_is_at_it() {
    let idle = chrono::Duration::seconds(20);
    for desk in Desk::each().await {
        desk.department("Vendas", true).await;
        let contact = desk.customer_says("5511988887777", "Oi").await.contact_id;
        assert!(desk.erasures_left_for(idle).await.is_empty());

        desk.begins_to_erase(contact).await;
        desk.time_passes(chrono::Duration::seconds(15));
        desk.goes_on_erasing(contact).await;
        desk.time_passes(chrono::Duration::seconds(15));
        assert!(desk.erasures_left_for(idle).await.is_empty(), "somebody was at it a moment ago");
        desk.time_passes(chrono::Duration::seconds(10));
        assert_eq!(desk.erasures_left_for(idle).await, [contact]);
    }
}
