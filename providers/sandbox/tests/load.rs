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
    let (answered, given_up): (Vec<_>, Vec<_>) = deliveries.items.iter().partition(|one| one.answered);
    // Whoever meets a refusal at each try is given up, and hardly anybody does.
    assert!(given_up.len() < 20 && given_up.iter().all(|one| one.attempts > 3), "{given_up:#?}");
    let attempts: u32 = deliveries.items.iter().map(|one| one.attempts).sum();
    assert_eq!(attempts as usize, stage.posted.lock().unwrap().len());
    assert_eq!(attempts as usize, answered.len() + 134);
}
