//! Forgetting a person, in slices: what a crash cuts off is gone on with by the repair pass.

use std::collections::BTreeMap;

use domain::clock::{Clock, Time};
use domain::flow::Input;
use domain::id::{CompanyId, ContactId, UserId};
use entities::{ContactIdentity, Erased, Scope, Store, StoreError, Writing};
use uuid::Uuid;

use crate::After;
use crate::directory::Directory;
use crate::hand::Attendance;

/// Rows of a table in one transaction.
const SLICE: u64 = 200;
const FILES: u64 = 20;
/// Events of the inbox that are looked through in one transaction.
const INBOX: i64 = 5_000;

/// Rows that were erased, by table.
pub type Receipt = BTreeMap<&'static str, u64>;

fn count(receipt: &mut Receipt, erased: Vec<Erased>) {
    for (table, rows) in erased {
        *receipt.entry(table).or_default() += rows;
    }
}

/// An erasure that was begun.
pub struct Begun {
    pub receipt: Receipt,
    pub after: After,
    /// Under which the person was known, for whoever keeps something outside the database.
    pub addresses: Vec<ContactIdentity>,
}

/// End what is going on with a contact, and let no address lead to it any more. [`finish_erasing`] does the rest, now or later.
/// `None` = there is nobody to erase.
pub async fn begin_erasing(
    tx: &Scope<Writing>,
    directory: &Directory,
    contact: ContactId,
    by: Option<UserId>,
    now: Time,
) -> Result<Option<Begun>, StoreError> {
    let person = tx.people().lock(contact).await?;
    if !person.is_some_and(|person| person.is_somebody()) {
        return Ok(None);
    }
    let mut after = After::default();
    for id in tx.erasure(contact).active().await? {
        let Some(mut hand) = Attendance::open_of(tx, directory, contact, id, now).await? else { continue };
        hand.run(Input::Resolve { by, last_human_sender: None, say_goodbye: false }, "erase").await?;
        after.and(hand.finish().await?.1);
    }
    let Some(person) = tx.people().lock(contact).await? else { return Ok(None) };
    let mut receipt = Receipt::new();
    count(&mut receipt, tx.erasure(contact).begin(&person, now).await?);
    Ok(Some(Begun { receipt, after, addresses: person.identities }))
}

/// Erase what is left of a contact whose erasure was begun. `remove` takes away the bytes under a key; gone already is no error.
pub async fn finish_erasing<E, F, W>(
    store: &Store,
    clock: &Clock,
    company: CompanyId,
    contact: ContactId,
    receipt: &mut Receipt,
    remove: F,
) -> Result<(), E>
where
    E: From<StoreError>,
    F: Fn(String) -> W,
    W: Future<Output = Result<(), E>>,
{
    loop {
        let scope = store.company(company);
        let files = scope.erasure(contact).files(FILES).await?;
        if files.is_empty() {
            break;
        }
        for key in files.iter().filter_map(|file| file.storage_key.as_deref()) {
            if scope.erasure(contact).is_only_ours(key).await? {
                remove(key.to_owned()).await?;
                *receipt.entry("objects").or_default() += 1;
            }
        }
        let tx = store.begin(company).await?;
        let gone = tx.erasure(contact).forget_files(&files).await?;
        keep_at(tx, contact, clock).await?;
        count(receipt, vec![("media", gone)]);
    }
    loop {
        let tx = store.begin(company).await?;
        let erased = tx.erasure(contact).slice(SLICE, clock.now()).await?;
        keep_at(tx, contact, clock).await?;
        let over = erased.iter().all(|(_, rows)| *rows == 0);
        count(receipt, erased);
        if over {
            break;
        }
    }
    let mut place = Some(0);
    while let Some(from) = place {
        let tx = store.begin(company).await?;
        let (erased, next) = tx.erasure(contact).inbox(from, INBOX, clock.now()).await?;
        keep_at(tx, contact, clock).await?;
        count(receipt, vec![("inbox_events", erased)]);
        place = next;
    }
    let mut place = Some(Uuid::nil());
    while let Some(from) = place {
        let tx = store.begin(company).await?;
        let (erased, next) = tx.erasure(contact).dead_jobs(from, SLICE, clock.now()).await?;
        keep_at(tx, contact, clock).await?;
        count(receipt, vec![("dead_jobs", erased)]);
        place = next;
    }
    let tx = store.begin(company).await?;
    tx.erasure(contact).end(clock.now()).await?;
    Ok(tx.commit().await?)
}

/// A slice is done, and the repair pass sees that somebody is at it: two at once would each count a part.
async fn keep_at(tx: Scope<Writing>, contact: ContactId, clock: &Clock) -> Result<(), StoreError> {
    tx.erasure(contact).goes_on(clock.now()).await?;
    tx.commit().await
}
