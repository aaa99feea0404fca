//! The harness itself, as far as it goes without the program.

use std::time::Duration;

use crate::harness::{PATIENCE, Postgres, Process, Profile, Redis, wait_until};

#[test]
fn every_test_has_a_database_of_its_own() {
    if Profile::of_this_run() == Profile::Embedded {
        return;
    }
    let (one, other) = (Postgres::create(), Postgres::create());
    one.query("CREATE TABLE notes (id int)");
    one.query("INSERT INTO notes VALUES (1), (2)");
    assert_eq!(one.query("SELECT id, id * 2 FROM notes ORDER BY id"), ["1|2", "2|4"]);
    assert_eq!(other.query("SELECT count(*) FROM pg_tables WHERE tablename = 'notes'"), ["0"]);
}

#[tokio::test]
async fn a_redis_keeps_what_it_was_told_over_a_kill() {
    if Profile::of_this_run() == Profile::Embedded {
        return;
    }
    let directory = tempfile::tempdir().unwrap();
    let mut redis = Redis::start(directory.path()).await;
    let told = |words: &[&str]| {
        let output = std::process::Command::new("redis-cli").arg("-u").arg(redis.url()).args(words).output().unwrap();
        String::from_utf8_lossy(&output.stdout).trim().to_owned()
    };
    assert_eq!(told(&["SET", "greeting", "oi"]), "OK");
    tokio::time::sleep(Duration::from_millis(1_500)).await;
    redis.process.kill();
    redis.process.launch();
    redis.answers().await;
    let output =
        std::process::Command::new("redis-cli").args(["-u", &redis.url(), "GET", "greeting"]).output().unwrap();
    assert_eq!(String::from_utf8_lossy(&output.stdout).trim(), "oi");
}

#[tokio::test]
async fn a_process_ends_when_it_is_told_and_leaves_its_words() {
    let directory = tempfile::tempdir().unwrap();
    let script = "trap 'echo bye; exit 3' TERM; echo hello; while :; do sleep 0.05; done";
    let mut process = Process::start("loop", "sh", &["-c", script], Vec::new(), directory.path());
    wait_until("its first word", PATIENCE, async || process.log().contains("hello").then_some(())).await;
    assert_eq!(process.stop(PATIENCE).await.code(), Some(3));
    assert_eq!(process.log(), "hello\nbye\n");
}
