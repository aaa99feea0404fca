use super::*;

const PHONE: &str = "5511999990001";

#[tokio::test]
async fn each_dialect_signs_the_bytes_it_posts() {
    for (dialect, header) in [
        (ProviderKind::Waha, "x-webhook-hmac"),
        (ProviderKind::Meta, "x-hub-signature-256"),
        (ProviderKind::Sandbox, "x-sandbox-signature"),
    ] {
        let stage = Stage::new(dialect).await;
        let ids = stage.inbound(json!({"from": PHONE, "name": "Ana", "text": "Olá"}));
        let one = stage.posted(1).await.remove(0);
        let expected = match dialect {
            ProviderKind::Waha => sign::hmac_sha512("signing secret", &one.body),
            ProviderKind::Meta => format!("sha256={}", sign::hmac_sha256("signing secret", &one.body)),
            ProviderKind::Sandbox => sign::hmac_sha256("signing secret", &one.body),
        };
        assert_eq!(one.headers[header], expected);
        let body = json_of(&one);
        let id = match dialect {
            ProviderKind::Waha => {
                assert_eq!(one.headers["x-webhook-hmac-algorithm"], "sha512");
                assert!(one.headers.contains_key("x-webhook-request-id"));
                assert_eq!(one.headers["x-webhook-timestamp"], body["timestamp"].to_string());
                &body["payload"]["id"]
            }
            ProviderKind::Meta => &body["entry"][0]["changes"][0]["value"]["messages"][0]["id"],
            ProviderKind::Sandbox => &body["data"]["id"],
        };
        assert_eq!(id.as_str(), Some(ids[0].as_str()));
    }
}

#[tokio::test]
async fn a_webhook_not_answered_200_is_posted_again_with_the_same_body() {
    let stage = Stage::new(ProviderKind::Waha).await;
    stage.answers.lock().unwrap().extend([503, 500]);
    stage.inbound(json!({"from": PHONE, "text": "Oi"}));
    let posted = stage.settled().await;
    assert_eq!(posted.len(), 3);
    assert!(posted.iter().all(|one| one.body == posted[0].body));
    assert!(posted.iter().all(|one| one.headers["x-webhook-request-id"] == posted[0].headers["x-webhook-request-id"]));
    let deliveries = stage.simulator.deliveries(stage.channel.id).unwrap();
    assert_eq!((deliveries.items[0].attempts, deliveries.items[0].answered), (3, true));
}

#[tokio::test]
async fn retries_are_bounded_and_end_with_a_reset() {
    let stage = Stage::new(ProviderKind::Waha).await;
    stage.answers.lock().unwrap().extend([500; 50]);
    stage.inbound(json!({"from": PHONE, "text": "Oi"}));
    assert_eq!(stage.settled().await.len(), 4);
    stage.inbound(json!({"from": PHONE, "text": "Oi"}));
    stage.posted(5).await;
    stage.simulator.reset(stage.channel.id).unwrap();
    let before = stage.posted.lock().unwrap().len();
    tokio::time::sleep(Duration::from_millis(100)).await;
    assert!(stage.posted.lock().unwrap().len() <= before + 1);
    assert_eq!(stage.simulator.deliveries(stage.channel.id).unwrap().pending, 0);
}

#[tokio::test]
async fn dropping_the_simulator_ends_what_it_still_had_to_post() {
    let stage = Stage::new(ProviderKind::Waha).await;
    let posted = Arc::clone(&stage.posted);
    stage.inbound(json!({"from": PHONE, "text": "Oi", "delayMs": 150}));
    drop(stage);
    tokio::time::sleep(Duration::from_millis(300)).await;
    assert!(posted.lock().unwrap().is_empty());
}

#[tokio::test]
async fn one_customer_is_posted_in_the_order_of_writing_unless_shuffled() {
    let stage = Stage::new(ProviderKind::Sandbox).await;
    stage.inbound(json!({"from": PHONE, "text": "{n}", "repeat": 40}));
    let texts = |posted: &[Request]| -> Vec<u32> {
        posted.iter().map(|one| json_of(one)["data"]["text"].as_str().unwrap().parse().unwrap()).collect()
    };
    assert_eq!(texts(&stage.posted(40).await), (1..=40).collect::<Vec<_>>());
    stage.posted.lock().unwrap().clear();
    stage.inbound(json!({"from": PHONE, "text": "{n}", "repeat": 40, "shuffle": true}));
    let mut shuffled = texts(&stage.posted(40).await);
    assert_ne!(shuffled, (1..=40).collect::<Vec<_>>());
    shuffled.sort_unstable();
    assert_eq!(shuffled, (1..=40).collect::<Vec<_>>());
}

#[tokio::test]
async fn everything_a_person_can_do_to_a_message_is_posted() {
    let stage = Stage::new(ProviderKind::Waha).await;
    let id = stage.inbound(json!({"from": PHONE, "text": "Oi"})).remove(0);
    let (simulator, channel) = (&stage.simulator, stage.channel.id);
    simulator.edit(channel, &EditCall { message_id: id.clone(), text: "Olá".to_owned() }).unwrap();
    simulator.reaction(channel, &ReactionCall { message_id: id.clone(), emoji: Some("👍".to_owned()) }).unwrap();
    simulator.revoke(channel, &RevokeCall { message_id: id.clone() }).unwrap();
    let reply = PhoneReplyCall { to: PHONE.to_owned(), text: "Do celular".to_owned() };
    simulator.phone_reply(channel, &reply).unwrap();
    let posted = stage.posted(5).await;
    let names: Vec<String> = posted.iter().map(|one| json_of(one)["event"].as_str().unwrap().to_owned()).collect();
    assert_eq!(names, ["message", "message.edited", "message.reaction", "message.revoked", "message.any"]);
    let bare = id.rsplit('_').next().unwrap();
    assert_eq!(json_of(&posted[1])["payload"]["editedMessageId"], bare);
    assert_eq!(json_of(&posted[2])["payload"]["reaction"], json!({"text": "👍", "messageId": id}));
    assert_eq!(json_of(&posted[3])["payload"]["revokedMessageId"], bare);
    let echo = &json_of(&posted[4])["payload"];
    assert_eq!((echo["fromMe"].as_bool(), echo["source"].as_str()), (Some(true), Some("app")));
    assert_eq!(stage.outbox()[0].text.as_deref(), Some("Do celular"));
    let missing = RevokeCall { message_id: "absent".to_owned() };
    assert_eq!(simulator.revoke(channel, &missing), Err(ControlError::UnknownMessage));
}

#[tokio::test]
async fn the_noise_of_whatsapp_is_posted_and_forgotten() {
    let stage = Stage::new(ProviderKind::Waha).await;
    for (kind, end) in
        [("group", "@g.us"), ("newsletter", "@newsletter"), ("broadcast", "@broadcast"), ("status", "status@broadcast")]
    {
        stage.posted.lock().unwrap().clear();
        stage.inbound(json!({"from": PHONE, "type": kind, "text": "Oi"}));
        let posted = stage.posted(1).await;
        assert!(json_of(&posted[0])["payload"]["from"].as_str().unwrap().ends_with(end));
    }
}

#[tokio::test]
async fn raw_bytes_are_posted_as_they_are_with_the_signature_asked_for() {
    let stage = Stage::new(ProviderKind::Meta).await;
    stage.answers.lock().unwrap().push(401);
    let signature = RawSignature::Given("sha256=00".to_owned());
    let call = RawCall { body: Some("{ \"a\":1}".to_owned()), signature, ..RawCall::default() };
    assert_eq!(stage.simulator.raw(stage.channel.id, &call).await.unwrap().status, Some(401));
    let posted = stage.posted(1).await;
    assert_eq!(
        (posted[0].body.as_slice(), posted[0].headers["x-hub-signature-256"].as_str()),
        (&b"{ \"a\":1}"[..], "sha256=00")
    );
    let call = RawCall { body: None, ..RawCall::default() };
    assert!(matches!(stage.simulator.raw(stage.channel.id, &call).await, Err(ControlError::Invalid { .. })));
}

#[tokio::test]
async fn the_outbox_goes_on_after_a_message_and_filters_by_phone() {
    let stage = Stage::new(ProviderKind::Sandbox).await;
    for text in ["1", "2", "3"] {
        stage.send(PHONE, text, None).await;
    }
    stage.send("5511999990002", "4", None).await;
    let all = stage.outbox();
    let query = OutboxQuery { phone: Some(PHONE.to_owned()), after: Some(all[0].id.clone()) };
    let rest = stage.simulator.outbox(stage.channel.id, &query).unwrap();
    assert_eq!(rest.iter().filter_map(|entry| entry.text.as_deref()).collect::<Vec<_>>(), ["2", "3"]);
    let query = OutboxQuery { phone: None, after: Some(rest[1].seq.to_string()) };
    assert_eq!(stage.simulator.outbox(stage.channel.id, &query).unwrap().len(), 1);
}

#[tokio::test]
async fn a_control_call_can_tell_any_status() {
    let stage = Stage::new(ProviderKind::Waha).await;
    stage.faults(json!({"autoStatus": false}));
    let (_, answer) = stage.send(PHONE, "Olá", None).await;
    let id = answer["id"].as_str().unwrap().to_owned();
    stage.posted(1).await;
    let call = StatusCall { message_id: id.clone(), status: SimStatus::Played, delay_ms: None, code: None };
    stage.simulator.status(stage.channel.id, &call).unwrap();
    let posted = stage.posted(2).await;
    let ack = &json_of(&posted[1])["payload"];
    assert_eq!((ack["ack"].as_i64(), ack["id"].as_str()), (Some(4), Some(id.as_str())));
}

#[tokio::test]
async fn what_is_learned_of_a_person_is_kept_together() {
    let stage = Stage::new(ProviderKind::Sandbox).await;
    stage.inbound(json!({"lid": "77", "text": "hidden"}));
    stage.inbound(json!({"from": PHONE, "lid": "77", "name": "Ana", "text": "both"}));
    stage.inbound(json!({"from": PHONE, "text": "known"}));
    let posted = stage.posted(3).await;
    let mut people: Vec<String> = posted.iter().map(|one| json_of(one)["data"]["person"].to_string()).collect();
    people.sort();
    let person = |phone: Value, lid: Value, name: Value| {
        json!({"phone": phone, "lid": lid, "bsuid": null, "name": name}).to_string()
    };
    let plus = json!(format!("+{PHONE}"));
    let mut expected = [
        person(Value::Null, json!("77@lid"), Value::Null),
        person(plus.clone(), json!("77@lid"), json!("Ana")),
        person(plus, Value::Null, json!("Ana")),
    ];
    expected.sort();
    assert_eq!(people, expected);
}
