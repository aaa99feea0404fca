//! The log as readers see it.

use std::time::Duration;

use chrono::DateTime;
use domain::event::{Event, Room};
use domain::id::{CompanyId, new_id};
use serde_json::json;
use tempfile::TempDir;
use tokio::time::{Instant, sleep};

use super::*;
use crate::tables::tests::databases;
use crate::{Cipher, Company, Pool, Store};

/// A store with one company.
async fn store(url: &str) -> (Store, CompanyId) {
    let store = Store::open(url, Pool { connections: 60 }, Cipher::new(&[7; 32], None)).await.unwrap();
    store.migrate().await.unwrap();
    store.open_log().await.unwrap();
    let id = new_id();
    let system = store.begin_system().await.unwrap();
    let company = Company {
        id,
        name: "Padaria".into(),
        locale: "pt-BR".into(),
        timezone: "America/Sao_Paulo".into(),
        greeting_message: None,
        is_active: true,
        settings: json!({}),
        rules_version: 0,
        version: 0,
        created_at: DateTime::UNIX_EPOCH,
        updated_at: DateTime::UNIX_EPOCH,
    };
    system.insert_company(company).await.unwrap();
    system.commit().await.unwrap();
    (store, id)
}

async fn sqlite() -> (TempDir, Store, CompanyId) {
    let folder = tempfile::tempdir().unwrap();
    let (store, company) = store(&format!("sqlite://{}/log.db", folder.path().display())).await;
    (folder, store, company)
}

async fn log(tx: &Scope<Writing>, number: u32) {
    let event = Event::JobDead { queue: "test".into(), id: number.to_string() };
    let audience = vec![Room::Company(tx.company)];
    let new = NewEvent { event, conversation: None, contact: None, audience };
    tx.log_events(&[new], DateTime::UNIX_EPOCH).await.unwrap();
}

async fn read(store: &Store, after: Seq) -> Vec<(Seq, String)> {
    let events = store.system().events_after(after, None, 10_000).await.unwrap();
    events.into_iter().map(|event| (event.seq, event.payload["id"].as_str().unwrap().to_owned())).collect()
}

fn numbers(read: &[(Seq, String)]) -> Vec<&str> {
    read.iter().map(|(_, number)| number.as_str()).collect()
}

#[tokio::test]
async fn on_postgresql_an_event_waits_for_every_older_transaction() {
    let Some(empty) = databases::postgres().await else { return };
    let (store, company) = store(&empty.url).await;
    let older = store.begin(company).await.unwrap();
    log(&older, 1).await;
    let newer = store.begin(company).await.unwrap();
    log(&newer, 2).await;
    newer.commit().await.unwrap();
    let end = store.system().log_end().await.unwrap();
    assert!(read(&store, Seq::default()).await.is_empty(), "2 is committed, and 1 may still come in front of it");
    older.commit().await.unwrap();
    let patience = Instant::now() + Duration::from_secs(10);
    let mut all = read(&store, end).await;
    // On a server that is shared, others hold the horizon too.
    while all.len() < 2 && Instant::now() < patience {
        sleep(Duration::from_millis(20)).await;
        all = read(&store, end).await;
    }
    assert_eq!(numbers(&all), ["1", "2"]);
    assert_eq!(store.system().log_end().await.unwrap(), all[1].0);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn no_event_ever_appears_behind_a_reader() {
    let Some(empty) = databases::postgres().await else { return };
    let (store, company) = store(&empty.url).await;
    let writers: Vec<_> = (0..50_u32)
        .map(|writer| {
            let store = store.clone();
            tokio::spawn(async move {
                for number in 0..10 {
                    let tx = store.begin(company).await.unwrap();
                    log(&tx, writer * 10 + number).await;
                    sleep(Duration::from_millis(u64::from((writer * 7 + number * 13) % 20))).await;
                    tx.commit().await.unwrap();
                }
            })
        })
        .collect();
    let mut seen = Vec::new();
    let patience = Instant::now() + Duration::from_mins(1);
    while seen.len() < 500 && Instant::now() < patience {
        let after = seen.last().map(|(seq, _)| *seq).unwrap_or_default();
        seen.extend(read(&store, after).await);
    }
    for writer in writers {
        writer.await.unwrap();
    }
    assert_eq!(seen.len(), 500);
    assert_eq!(seen, read(&store, Seq::default()).await, "the whole log, as it was read piece by piece");
}

#[tokio::test]
async fn a_place_is_reached_while_something_before_it_is_there() {
    let (_folder, store, company) = sqlite().await;
    let start = Seq { epoch: store.system().log_epoch(), tx: 0, id: 0 };
    let tx = store.begin(company).await.unwrap();
    for number in 0..5 {
        log(&tx, number).await;
    }
    tx.commit().await.unwrap();
    let all = read(&store, start).await;
    let system = store.system();
    // The company and its events are of that very moment.
    let began = DateTime::UNIX_EPOCH;
    let (before, after) = (began - chrono::Duration::days(7), began + chrono::Duration::days(7));
    let reaches = async |company, place, oldest| system.log_reaches(company, place, oldest).await.unwrap();
    assert!(reaches(company, start, before).await, "the company is younger than anything that is pruned");
    assert!(!reaches(company, start, after).await);
    assert!(reaches(company, all[0].0, after).await, "its own event is there still");
    assert!(!reaches(new_id(), all[0].0, after).await, "another's proves nothing by itself");
    assert!(reaches(new_id(), all[0].0, before).await, "unless it is younger than anything that is pruned");
    let count = async |after, to, limit| system.count_events(company, after, to, limit).await.unwrap();
    assert_eq!(count(all[0].0, all[4].0, 100).await, 4);
    assert_eq!(count(all[0].0, all[3].0, 100).await, 3);
    assert_eq!(count(start, all[4].0, 2).await, 2);
    assert_eq!(system.count_events(new_id(), start, all[4].0, 100).await.unwrap(), 0);
}
