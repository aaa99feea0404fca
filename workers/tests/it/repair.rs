//! What the crons and the scan put right.

use domain::channel::ProviderKind;
use domain::conversation::Status;
use domain::role::OnlineStatus;
use jobs::definitions::{SweepHeartbeats, Tick};
use test_databases::TestDatabase;

use crate::stage::Stage;

#[tokio::test(flavor = "multi_thread")]
async fn an_agent_whose_heartbeat_stops_gives_back_what_they_hold() {
    let stage = Stage::sqlite().await;
    stage.write("Oi");
    stage.hears("Vendas").await;
    stage.let_pass(15);
    stage.write("Vendas");
    stage.settles("an agent", |row| row.status == Status::Assigned).await;
    // The first sweep after a start only begins to watch.
    for minute in 0..6 {
        stage.presence(stage.bia.id, OnlineStatus::Online).await;
        stage.deps.push(SweepHeartbeats { minute }).await;
        tokio::time::sleep(std::time::Duration::from_millis(100)).await;
        stage.let_pass(60);
    }
    let row = stage.settles("a free conversation", |row| row.assigned_user_id != Some(stage.ana.id)).await;
    assert_ne!(row.assigned_user_id, Some(stage.ana.id));
    let names = stage.event_names().await;
    assert!(names.iter().any(|name| name == "agent-status-changed"), "{names:?}");
}

#[tokio::test(flavor = "multi_thread")]
async fn the_repair_pass_serves_a_queue_whose_jobs_were_lost() {
    let stage = Stage::sqlite().await;
    stage.presence(stage.ana.id, OnlineStatus::Offline).await;
    stage.presence(stage.bia.id, OnlineStatus::Offline).await;
    stage.write("Oi");
    stage.hears("Vendas").await;
    stage.let_pass(15);
    stage.write("Vendas");
    stage.settles("the queue", |row| row.queued_at.is_some()).await;
    stage.presence(stage.ana.id, OnlineStatus::Online).await;
    stage.deps.push(Tick { minute: 0, half: 0 }).await;
    stage.settles("an agent", |row| row.status == Status::Assigned).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn work_that_lay_while_no_worker_ran_is_found_at_the_start() {
    let mut stage = Stage::sqlite().await;
    stage.stop().await;
    stage.write("Oi");
    tokio::time::sleep(std::time::Duration::from_millis(200)).await;
    assert!(stage.received().is_empty());
    stage.start();
    stage.hears("Vendas").await;
    stage.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn every_statement_of_the_scan_and_the_repair_pass_runs_on_both_databases() {
    for home in TestDatabase::both() {
        let mut stage = Stage::on(home, ProviderKind::Sandbox).await;
        stage.write("Oi");
        stage.hears("Vendas").await;
        stage.stop().await;
        stage.write("Alguém?");
        stage.let_pass(16 * 60);
        tokio::time::sleep(std::time::Duration::from_millis(200)).await;
        let now = stage.deps.clock.now();

        let system = stage.deps.store.system();
        assert!(!system.has_waiting(now).await.unwrap());
        system.channels_with_statuses(now).await.unwrap();
        assert_eq!(system.users_present().await.unwrap().len(), 2);
        assert!(system.lost_holders().await.unwrap().is_empty());
        assert!(system.waiting_departments().await.unwrap().is_empty());
        assert!(system.untold_queued().await.unwrap().is_empty());
        let tx = stage.deps.store.begin_system().await.unwrap();
        assert_eq!(tx.nudge_lanes(now).await.unwrap(), 1);
        assert_eq!(tx.nudge_lanes(now).await.unwrap(), 0, "nudged a moment ago");
        assert_eq!(tx.nudge_outbox(now).await.unwrap(), 0);
        assert_eq!(tx.nudge_deadlines(now).await.unwrap().len(), 1);
        assert_eq!(tx.wake_waiting(now).await.unwrap(), 0);
        assert!(tx.claim_expired_outbox("test", 10, now).await.unwrap().is_empty());
        let term = chrono::Duration::seconds(15);
        let first = tx.hold_lease("cron-test", "a", now + term, now).await.unwrap().unwrap();
        assert_eq!(tx.hold_lease("cron-test", "a", now + term, now).await.unwrap(), Some(first));
        assert_eq!(tx.hold_lease("cron-test", "b", now + term, now).await.unwrap(), None);
        let later = now + chrono::Duration::seconds(16);
        assert_eq!(tx.hold_lease("cron-test", "b", later + term, later).await.unwrap(), Some(first + 1));
        let far = now + chrono::Duration::days(60);
        let start = domain::seq::Seq::default();
        tx.prune(&stage.deps.retention, far, 500).await.unwrap();
        let unread = system.events_after(start, None, 500).await.unwrap();
        let last = unread.last().expect("what the hourly counters have not read stays, however old it is");
        assert!(tx.move_rollup_cursor(start, last.seq, now).await.unwrap());
        assert!(tx.prune(&stage.deps.retention, far, 500).await.unwrap() >= unread.len() as u64);
        let share = entities::Share { limit: 8, most: 8, held: std::collections::HashMap::new(), only_new: false };
        let lanes = tx.claim_lanes("test", &share, now).await.unwrap();
        assert_eq!(lanes.len(), 1);
        assert_eq!(tx.renew_lane(&lanes[0], now).await.unwrap(), Some(lanes[0].bumps));
        tx.release_lane(&lanes[0], now).await.unwrap();
        tx.commit().await.unwrap();
    }
}
