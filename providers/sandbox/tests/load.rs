use super::*;

/// The recipe of the load tests in small: what was answered 200 is known, and nothing is posted twice.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn two_hundred_phones_meet_a_receiver_that_often_fails() {
    let stage = Stage::new(ProviderKind::Waha).await;
    stage.answers.lock().unwrap().extend((0..400).map(|number| if number % 3 == 0 { 503 } else { 200 }));
    for phone in 0..200 {
        stage.inbound(json!({"from": format!("55119{phone:08}"), "text": "{n}", "repeat": 5}));
    }
    stage.settled().await;
    let deliveries = stage.simulator.deliveries(stage.channel.id).unwrap();
    assert_eq!((deliveries.pending, deliveries.items.len()), (0, 1000));
    assert!(deliveries.items.iter().all(|one| one.answered));
    let attempts: u32 = deliveries.items.iter().map(|one| one.attempts).sum();
    assert_eq!(attempts as usize, stage.posted.lock().unwrap().len());
    assert_eq!(attempts, 1000 + 134);
}
