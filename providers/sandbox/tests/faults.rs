use super::*;

const PHONE: &str = "5511999990001";

#[tokio::test]
async fn a_call_that_times_out_before_it_is_taken_reaches_nobody() {
    let stage = Stage::new(ProviderKind::Waha).await;
    stage.faults(json!({"sendTimeoutBeforeAccept": {"next": 1, "holdMs": 10}}));
    assert_eq!(stage.send(PHONE, "Olá", None).await, (504, Value::Null));
    assert!(stage.outbox().is_empty());
    assert_eq!(stage.send(PHONE, "Olá", None).await.0, 201);
    assert_eq!(
        stage.simulator.faults(stage.channel.id).unwrap().send_timeout_before_accept.unwrap().when.next,
        Some(0)
    );
}

#[tokio::test]
async fn a_call_that_times_out_after_it_was_taken_reaches_the_phone_and_its_repetition_is_a_copy() {
    for dialect in [ProviderKind::Waha, ProviderKind::Meta, ProviderKind::Sandbox] {
        let stage = Stage::new(dialect).await;
        stage.faults(json!({"sendTimeoutAfterAccept": {"next": 1, "holdMs": 10}}));
        // META's id is a correlation: its attempts count as one message.
        let (first, second) = if dialect == ProviderKind::Meta { (Some("m.1"), Some("m.2")) } else { (None, None) };
        assert_eq!(stage.send(PHONE, "Olá", first).await.0, 504);
        assert_eq!(stage.outbox()[0].client_copies, 1);
        assert!(stage.send(PHONE, "Olá", second).await.0 < 300);
        let copies: Vec<u32> = stage.outbox().iter().map(|entry| entry.client_copies).collect();
        assert_eq!(copies, [2, 2], "{dialect:?}");
        assert!(stage.send(PHONE, "Outra", None).await.0 < 300);
        assert_eq!(stage.outbox()[2].client_copies, 1);
    }
}

#[tokio::test]
async fn with_a_preallocated_id_a_timed_out_call_may_be_repeated() {
    let stage = Stage::new(ProviderKind::Waha).await;
    stage.faults(json!({"sendTimeoutAfterAccept": {"next": 1, "holdMs": 10}}));
    assert_eq!(stage.send(PHONE, "Olá", Some("3EB0A")).await.0, 504);
    assert_eq!(stage.send(PHONE, "Olá", Some("3EB0A")).await.0, 201);
    let outbox = stage.outbox();
    assert_eq!((outbox.len(), outbox[0].client_copies, outbox[0].calls), (1, 1, 2));
}

#[tokio::test]
async fn a_5xx_comes_before_or_after_the_message_was_taken() {
    let stage = Stage::new(ProviderKind::Meta).await;
    stage.faults(json!({"send5xx": {"next": 1}}));
    assert_eq!(stage.send(PHONE, "Olá", None).await, (503, Value::Null));
    assert!(stage.outbox().is_empty());
    stage.faults(json!({"send5xx": {"next": 1, "status": 500, "afterAccept": true}}));
    assert_eq!(stage.send(PHONE, "Olá", None).await, (500, Value::Null));
    assert_eq!(stage.outbox().len(), 1);
}

#[tokio::test]
async fn a_refusal_carries_its_code_in_the_words_of_the_dialect() {
    for (dialect, code, status) in [
        (ProviderKind::Meta, 131_056, 429),
        (ProviderKind::Meta, 131_026, 400),
        (ProviderKind::Waha, 429, 429),
        (ProviderKind::Waha, 463, 500),
        (ProviderKind::Sandbox, 131_047, 400),
    ] {
        let stage = Stage::new(dialect).await;
        stage.faults(json!({"sendError": {"code": code, "match": "^não"}}));
        let (answered, body) = stage.send(PHONE, "não passa", None).await;
        assert_eq!(answered, status);
        if dialect != ProviderKind::Waha {
            assert_eq!(body["error"]["code"], code);
        }
        assert!(stage.send(PHONE, "passa", None).await.0 < 300);
    }
}

#[tokio::test]
async fn an_accepted_message_may_fail_afterwards_and_is_never_on_the_phone() {
    let stage = Stage::new(ProviderKind::Waha).await;
    stage.faults(json!({"acceptedThenFailed": {"code": 463}}));
    assert_eq!(stage.send(PHONE, "Olá", None).await.0, 201);
    let posted = stage.settled().await;
    assert_eq!(events(&posted), ["message.ack", "message.any"]);
    let ack = &json_of(&posted[1])["payload"];
    assert_eq!((ack["ack"].as_i64(), ack["_data"]["error"].as_i64()), (Some(-1), Some(463)));
    assert!(stage.outbox().is_empty());

    let stage = Stage::new(ProviderKind::Meta).await;
    stage.faults(json!({"acceptedThenFailed": {"code": 131_049}}));
    stage.send(PHONE, "Olá", None).await;
    let posted = stage.settled().await;
    let status = &json_of(&posted[0])["entry"][0]["changes"][0]["value"]["statuses"][0];
    assert_eq!((status["status"].as_str(), status["errors"][0]["code"].as_i64()), (Some("failed"), Some(131_049)));
}

#[tokio::test]
async fn statuses_may_arrive_before_the_answer() {
    let stage = Stage::new(ProviderKind::Meta).await;
    stage.faults(json!({"statusBeforeResponse": {}, "autoRead": true}));
    stage.send(PHONE, "Olá", None).await;
    // No waiting: they were answered before the call was.
    assert_eq!(stage.posted.lock().unwrap().len(), 3);
}

#[tokio::test]
async fn a_webhook_may_be_doubled_with_or_without_new_delivery_ids() {
    let stage = Stage::new(ProviderKind::Waha).await;
    stage.faults(json!({"duplicateWebhook": {"k": 5, "newDeliveryId": true}}));
    stage.inbound(json!({"from": PHONE, "text": "Oi"}));
    let posted = stage.settled().await;
    let distinct =
        |name: &str| posted.iter().map(|one| one.headers[name].clone()).collect::<std::collections::HashSet<_>>();
    assert_eq!((posted.len(), distinct("x-webhook-request-id").len()), (5, 5));
    assert!(posted.iter().all(|one| json_of(one)["payload"] == json_of(&posted[0])["payload"]));
    assert_ne!(json_of(&posted[0])["id"], json_of(&posted[1])["id"]);
    assert!(posted.iter().all(|one| one.headers["x-webhook-hmac"] == sign::hmac_sha512("signing secret", &one.body)));

    stage.posted.lock().unwrap().clear();
    stage.faults(json!({"duplicateWebhook": {"k": 2}}));
    stage.inbound(json!({"from": PHONE, "text": "Oi"}));
    let posted = stage.settled().await;
    assert_eq!((posted.len(), &posted[0].body), (2, &posted[1].body));
}

#[tokio::test]
async fn one_message_may_come_as_two_events() {
    let stage = Stage::new(ProviderKind::Waha).await;
    stage.faults(json!({"doubleEvent": {"probability": 1.0}}));
    stage.inbound(json!({"from": PHONE, "text": "Oi"}));
    let posted = stage.settled().await;
    assert_eq!(events(&posted), ["message", "message.any"]);
    assert_eq!(json_of(&posted[0])["payload"]["id"], json_of(&posted[1])["payload"]["id"]);
}

#[tokio::test]
async fn a_held_back_webhook_is_overtaken() {
    let stage = Stage::new(ProviderKind::Sandbox).await;
    stage.faults(json!({"seed": 3, "reorder": {"withinMs": 300}}));
    stage.inbound(json!({"from": PHONE, "text": "{n}", "repeat": 12}));
    let posted = stage.posted(12).await;
    let mut ids: Vec<String> = posted.iter().map(|one| json_of(one)["data"]["text"].to_string()).collect();
    let sent = ids.clone();
    ids.sort_by_key(|id| id.trim_matches('"').parse::<u32>().unwrap());
    assert_ne!(sent, ids);
}

#[tokio::test]
async fn meta_batches_the_elements_of_two_channels_under_one_signature() {
    let stage = Stage::new(ProviderKind::Meta).await;
    let other = SimChannel {
        id: new_id(),
        external_key: "line-2".to_owned(),
        waba_id: Some("waba-2".to_owned()),
        signing_secret: Some("the other secret".to_owned()),
        ..stage.channel.clone()
    };
    stage.simulator.ensure_channel(other.clone());
    stage.faults(json!({"batch": {"n": 3, "otherChannel": other.id}}));
    stage.inbound(json!({"from": PHONE, "text": "{n}", "repeat": 2}));
    let call = InboundCall { from: Some(PHONE.to_owned()), text: Some("3".to_owned()), ..InboundCall::default() };
    stage.simulator.inbound(other.id, &call).unwrap();
    let posted = stage.settled().await;
    assert_eq!(posted.len(), 1);
    assert_eq!(
        posted[0].headers["x-hub-signature-256"],
        format!("sha256={}", sign::hmac_sha256("signing secret", &posted[0].body))
    );
    let body = json_of(&posted[0]);
    assert_eq!(body["entry"][0]["changes"][0]["value"]["messages"].as_array().unwrap().len(), 2);
    assert_eq!(body["entry"][1]["changes"][0]["value"]["metadata"]["phone_number_id"], "line-2");
    // An incomplete batch leaves by itself.
    stage.inbound(json!({"from": PHONE, "text": "alone"}));
    stage.posted(2).await;
}

#[tokio::test]
async fn a_forged_webhook_is_repeated_rightly_unless_it_is_for_ever() {
    for kind in ["otherSecret", "missing", "truncated", "reserialised"] {
        let stage = Stage::new(ProviderKind::Meta).await;
        stage.faults(json!({"wrongSignature": {"kind": kind, "next": 1}}));
        stage.answers.lock().unwrap().push(401);
        stage.inbound(json!({"from": PHONE, "text": "Olá"}));
        let posted = stage.settled().await;
        let right = format!("sha256={}", sign::hmac_sha256("signing secret", &posted[0].body));
        assert_ne!(posted[0].headers.get("x-hub-signature-256"), Some(&right), "{kind}");
        assert_eq!(posted[1].headers["x-hub-signature-256"], right);
        assert_eq!(posted[0].body, posted[1].body);
    }
    let stage = Stage::new(ProviderKind::Meta).await;
    stage.faults(json!({"wrongSignature": {"kind": "missing", "forever": true}}));
    stage.answers.lock().unwrap().extend([401; 4]);
    stage.inbound(json!({"from": PHONE, "text": "Olá"}));
    assert!(stage.settled().await.iter().all(|one| !one.headers.contains_key("x-hub-signature-256")));
}

#[tokio::test]
async fn a_hidden_sender_may_tell_its_phone_beside() {
    let stage = Stage::new(ProviderKind::Waha).await;
    stage.faults(json!({"lidSender": {"withPhone": true}}));
    stage.inbound(json!({"from": PHONE, "text": "Oi"}));
    let payload = json_of(&stage.posted(1).await[0])["payload"].clone();
    assert!(payload["from"].as_str().unwrap().ends_with("@lid"));
    assert_eq!(payload["_data"]["Info"]["SenderAlt"], format!("{PHONE}@s.whatsapp.net"));
}

#[tokio::test]
async fn a_bouncing_session_fails_and_comes_back_until_it_is_switched_off() {
    let stage = Stage::new(ProviderKind::Waha).await;
    stage.faults(json!({"sessionBounce": {"perMinute": 3000, "next": 2}}));
    let posted = stage.posted(4).await;
    let states: Vec<String> =
        posted.iter().map(|one| json_of(one)["payload"]["status"].as_str().unwrap().to_owned()).collect();
    assert_eq!(states, ["FAILED", "WORKING", "FAILED", "WORKING"]);
    stage.faults(json!({}));
    tokio::time::sleep(Duration::from_millis(80)).await;
    assert_eq!(stage.posted.lock().unwrap().len(), 4);
}

#[tokio::test]
async fn a_phone_may_answer_each_text_with_it() {
    let stage = Stage::new(ProviderKind::Sandbox).await;
    stage.faults(json!({"autoReply": {"next": 1}, "autoStatus": false}));
    stage.send(PHONE, "Menu", None).await;
    let event = json_of(&stage.posted(1).await[0]);
    assert_eq!((event["event"].as_str(), event["data"]["text"].as_str()), (Some("message"), Some("Menu")));
}

#[tokio::test]
async fn the_same_seed_meets_the_same_faults_in_any_order_of_customers() {
    async fn outcomes(seed: u64, phones: &[&str]) -> Vec<(String, Vec<u16>)> {
        let stage = Stage::new(ProviderKind::Waha).await;
        stage.faults(json!({"seed": seed, "sendError": {"code": 429, "probability": 0.3}, "autoStatus": false}));
        let mut all = Vec::new();
        for phone in phones {
            let mut statuses = Vec::new();
            for number in 0..20 {
                statuses.push(stage.send(phone, &number.to_string(), None).await.0);
            }
            all.push(((*phone).to_owned(), statuses));
        }
        all.sort();
        all
    }
    let first = outcomes(7, &[PHONE, "5511999990002"]).await;
    assert_eq!(first, outcomes(7, &["5511999990002", PHONE]).await);
    assert_ne!(first, outcomes(8, &[PHONE, "5511999990002"]).await);
    let refused = first.iter().flat_map(|(_, statuses)| statuses).filter(|status| **status == 429).count();
    assert!((4..=20).contains(&refused), "{refused} of 40 at 30 %");
}

#[tokio::test]
async fn switches_that_cannot_be_are_refused() {
    let stage = Stage::new(ProviderKind::Waha).await;
    for (switches, field) in [
        (json!({"sendError": {"code": 1, "match": "("}}), "sendError.match"),
        (json!({"reorder": {"probability": 1.5}}), "reorder.probability"),
        (json!({"send5xx": {"status": 200}}), "send5xx.status"),
    ] {
        let faults = serde_json::from_value(switches).unwrap();
        let Err(ControlError::Invalid { field: told, .. }) = stage.simulator.set_faults(stage.channel.id, faults)
        else {
            panic!("{field} was taken")
        };
        assert_eq!(told, field);
    }
    let unknown = stage.simulator.set_faults(new_id(), Faults::default());
    assert_eq!(unknown, Err(ControlError::UnknownChannel));
}
