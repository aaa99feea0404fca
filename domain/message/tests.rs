use chrono::DateTime;

use super::*;
use crate::send::SendClass;

fn failed() -> StatusNews {
    StatusNews::Failed { provider_code: Some("131026".into()), class: SendClass::Recipient, detail: None }
}

fn at(second: i64) -> Time {
    DateTime::from_timestamp(second, 0).unwrap()
}

/// A row as the interpreter keeps it.
#[derive(Debug, Clone, PartialEq)]
struct Row {
    status: MessageStatus,
    error_code: Option<String>,
    delivered_at: Option<Time>,
    read_at: Option<Time>,
    played_at: Option<Time>,
}

impl Row {
    fn pending() -> Self {
        Self { status: MessageStatus::Pending, error_code: None, delivered_at: None, read_at: None, played_at: None }
    }

    fn apply(&mut self, news: &StatusNews, at: Time) -> bool {
        let standing =
            Standing { status: self.status, error_code: self.error_code.as_deref(), played: self.played_at.is_some() };
        let Some(change) = advance(standing, news, at) else { return false };
        self.status = change.status;
        self.delivered_at = change.delivered_at.or(self.delivered_at);
        self.read_at = change.read_at.or(self.read_at);
        self.played_at = change.played_at.or(self.played_at);
        self.error_code = (change.status == MessageStatus::Failed).then(|| "recipient".to_owned());
        change.moved
    }
}

fn permutations(items: &[StatusNews]) -> Vec<Vec<StatusNews>> {
    if items.is_empty() {
        return vec![Vec::new()];
    }
    let mut all = Vec::new();
    for (index, first) in items.iter().enumerate() {
        let mut rest = items.to_vec();
        rest.remove(index);
        for mut tail in permutations(&rest) {
            tail.insert(0, first.clone());
            all.push(tail);
        }
    }
    all
}

#[test]
fn every_order_of_good_news_ends_the_same() {
    use StatusNews::{Delivered, Played, Read, Sent};
    for order in permutations(&[Sent, Delivered, Read, Played, Delivered]) {
        let mut row = Row::pending();
        for news in &order {
            let before = row.status;
            row.apply(news, at(1));
            assert!(row.status as u8 >= before as u8, "{order:?}");
        }
        let read = Row {
            status: MessageStatus::Read,
            error_code: None,
            delivered_at: Some(at(1)),
            read_at: Some(at(1)),
            played_at: Some(at(1)),
        };
        assert_eq!(row, read, "{order:?}");
    }
}

#[test]
fn a_failure_counts_only_before_the_message_arrived() {
    use StatusNews::{Delivered, Read, Sent};
    for order in permutations(&[Sent, Delivered, Read, failed()]) {
        let mut row = Row::pending();
        for news in &order {
            row.apply(news, at(1));
        }
        let failure = order.iter().position(|news| *news == failed()).unwrap();
        let arrival = order.iter().position(|news| matches!(news, Delivered | Read)).unwrap();
        let expected = if failure < arrival { MessageStatus::Failed } else { MessageStatus::Read };
        assert_eq!(row.status, expected, "{order:?}");
    }
}

#[test]
fn a_skipped_rank_gets_the_same_time_and_a_reached_one_keeps_its_own() {
    let mut row = Row::pending();
    row.apply(&StatusNews::Read, at(5));
    assert_eq!((row.delivered_at, row.read_at), (Some(at(5)), Some(at(5))));

    let mut row = Row::pending();
    row.apply(&StatusNews::Delivered, at(3));
    row.apply(&StatusNews::Read, at(5));
    assert_eq!((row.delivered_at, row.read_at), (Some(at(3)), Some(at(5))));
}

#[test]
fn late_evidence_revives_only_an_unknown_outcome() {
    let unknown = Standing { status: MessageStatus::Failed, error_code: Some(OUTCOME_UNKNOWN), played: false };
    let change = advance(unknown, &StatusNews::Delivered, at(1)).unwrap();
    assert!(change.recovered && change.moved);
    assert_eq!(change.status, MessageStatus::Delivered);

    let refused = Standing { error_code: Some("content"), ..unknown };
    assert_eq!(advance(refused, &StatusNews::Read, at(1)), None);
}

#[test]
fn a_doubled_status_changes_nothing() {
    let delivered = Standing { status: MessageStatus::Delivered, error_code: None, played: false };
    assert_eq!(advance(delivered, &StatusNews::Delivered, at(1)), None);
    assert_eq!(advance(delivered, &StatusNews::Sent, at(1)), None);
    assert_eq!(advance(delivered, &failed(), at(1)), None);
}
