//! News of messages in all the orders in which they may come.

use std::time::Duration;

use domain::channel::ProviderKind;
use providers::sandbox::SimStatus;
use serde_json::{Value, json};

use super::{becomes, greeted, is_sent, message, number};
use crate::harness::{App, Frame, PATIENCE, ProviderServer};

const NEWS: [SimStatus; 4] = [SimStatus::Sent, SimStatus::Delivered, SimStatus::Read, SimStatus::Failed];

/// All orders of the four.
fn orders() -> Vec<[SimStatus; 4]> {
    let mut orders = Vec::new();
    for a in 0..4 {
        for b in (0..4).filter(|b| *b != a) {
            for c in (0..4).filter(|c| ![a, b].contains(c)) {
                orders.push([a, b, c, 6 - a - b - c].map(|n| NEWS[n]));
            }
        }
    }
    orders
}

/// A failure counts until the message was delivered, and then it is final; else the highest.
fn outcome(order: [SimStatus; 4]) -> &'static str {
    let place = |status| order.iter().position(|told| *told == status);
    let failed = place(SimStatus::Failed);
    if failed < place(SimStatus::Delivered) && failed < place(SimStatus::Read) { "FAILED" } else { "READ" }
}

/// What a socket was told of a message, in order, as ranks; 9 = failed.
fn trace(frames: &[Frame], message: &Value) -> Vec<u8> {
    let rank = |frame: &Frame| match (frame.event.as_str(), frame.data["status"].as_str()) {
        ("message-status", Some("SENT")) => Some(2),
        ("message-status", Some("DELIVERED")) => Some(3),
        ("message-status", Some("READ")) => Some(4),
        ("message-failed", _) => Some(9),
        _ => None,
    };
    frames.iter().filter(|frame| frame.data["messageId"] == message["id"]).filter_map(rank).collect()
}

pub(super) async fn every_order(provider: ProviderKind) {
    let app = App::start().await;
    let company = app.company().await;
    let server = ProviderServer::start().await;
    let line = server.line(&app, &company, provider, None, json!({})).await;
    let orders = orders();
    let mut conversations = Vec::new();
    for n in 0..orders.len() {
        conversations.push(greeted(&company, &line, &number(5, n)).await);
    }
    line.delivered().await;
    company.understood().await;
    line.faults(json!({"autoStatus": false}));
    let mut socket = company.admin.socket().await;
    let mut sent = Vec::new();
    // As many at once as one process sends.
    let all: Vec<usize> = (0..orders.len()).collect();
    for (before, some) in all.chunks(4).map(|some| (true, some)).chain([(false, &all[..])]) {
        server.hold_answers(before);
        let mut on_phones = Vec::new();
        for n in some {
            let text = format!("texto {} {n}", if before { "antes" } else { "depois" });
            let said = company.admin.says(&conversations[*n], &text).await;
            on_phones.push(line.hears(&number(5, *n), &text).await.id);
            if !before {
                becomes(&company, &conversations[*n], &said, "sent", PATIENCE, is_sent).await;
            }
            sent.push((*n, said));
        }
        for step in 0..4 {
            for (order, on_phone) in some.iter().map(|n| orders[*n]).zip(&on_phones) {
                line.tells(on_phone, order[step]);
            }
            line.delivered().await;
        }
        server.hold_answers(false);
        for (n, said) in &sent[sent.len() - some.len()..] {
            becomes(&company, &conversations[*n], said, "answered", PATIENCE, |row| row["sendPhase"] == "DONE").await;
        }
    }
    for (n, said) in &sent {
        let expected = outcome(orders[*n]);
        let what = format!("{expected} after {:?}", orders[*n]);
        becomes(&company, &conversations[*n], said, &what, PATIENCE, |row| row["status"] == expected).await;
    }
    company.settled().await;
    socket.listen(Duration::from_secs(2)).await;
    for (n, said) in &sent {
        let last = message(&company, &conversations[*n], said).await;
        assert_eq!(last["status"], outcome(orders[*n]), "it stays so: {:?}", orders[*n]);
        let told = trace(&socket.seen, said);
        assert!(told.is_sorted() && !told.is_empty(), "{told:?} of {:?}", orders[*n]);
        assert_eq!(told.last(), Some(&if last["status"] == "FAILED" { 9 } else { 4 }), "{told:?}");
    }
    app.is_sound().await;
}
