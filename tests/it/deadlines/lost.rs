use std::time::Duration;

use domain::clock::Clock;
use tokio::time::sleep;

use super::{at_the_menu, department, find, time, told};
use crate::harness::{App, Setup};

#[tokio::test]
async fn a_deadline_whose_job_was_lost_fires_within_twenty_seconds() {
    // The scan says it once, to nobody; saying it again is all that is left.
    let mut app = App::with(Setup::default().env("WPPC_QUEUE_FAULTS", "drop=1,only=check-timeout,first=1")).await;
    let company = app.company().await;
    department(&company, "vendas", 15).await;
    let menu = at_the_menu(&company, "+5511933330001").await;
    let queue = at_the_menu(&company, "+5511933330002").await;
    queue.says("vendas").await;
    told(&company, &queue, "da fila").await;
    let mut waiting = Vec::new();
    for (phone, kind) in [(&menu, "MENU"), (&queue, "QUEUE")] {
        let own = company.conversation(phone, kind, |own| own["timeoutKind"] == kind).await;
        waiting.push((kind, time(&own["timeoutAt"]), own));
    }
    // Everything runs again a few seconds before the first of the two.
    let first = waiting.iter().map(|(_, due, _)| *due).min().unwrap();
    let passed = chrono::Duration::seconds((first - Clock::system().now()).num_seconds() - 8);
    app.later(passed).await;
    let started = Clock::system().now() + passed;
    while !waiting.is_empty() {
        sleep(Duration::from_millis(100)).await;
        let mut left = Vec::new();
        for (kind, due, before) in waiting {
            let now = Clock::system().now() + passed;
            let own = find(&company, &before).await;
            if own["timeoutAt"] == before["timeoutAt"] {
                assert!(now - due.max(started) <= chrono::Duration::seconds(20), "{kind} is late");
                left.push((kind, due, before));
                continue;
            }
            assert!(now - due >= chrono::Duration::seconds(15), "{kind} fired though its job was lost");
            assert_eq!(own["flowState"], "DEPARTMENT_SELECTED", "{kind}: {own:#}");
        }
        waiting = left;
    }
    app.is_sound().await;
}
