//! On PostgreSQL, what was committed beside an older open transaction waits for it.

use domain::event::{Event, Room};
use domain::id::{CompanyId, new_id};
use domain::seq::Seq;
use entities::{Cipher, Company, NewEvent, Pool, Scope, Store, Writing};
use serde_json::json;

async fn log(tx: &Scope<Writing>, company: CompanyId, number: u32) {
    let event = Event::JobDead { queue: "test".into(), id: number.to_string() };
    let audience = vec![Room::Company(company)];
    tx.log_events(&[NewEvent { event, conversation: None, contact: None, audience }], chrono::DateTime::UNIX_EPOCH)
        .await
        .unwrap();
}
