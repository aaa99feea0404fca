//! What the crons and the scan put right.

use domain::conversation::Status;
use domain::role::OnlineStatus;
use jobs::definitions::{SweepHeartbeats, Tick};

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
