use super::*;

const PHONE: &str = "5511999990001";

#[tokio::test]
async fn waha_takes_a_text_and_answers_in_the_words_of_each_engine() {
    let mut stage = Stage::new(ProviderKind::Waha).await;
    for (engine, pointer) in [("GOWS", "/id"), ("NOWEB", "/key/id"), ("WEBJS", "/id/_serialized")] {
        stage.channel.engine = Some(engine.to_owned());
        stage.simulator.ensure_channel(stage.channel.clone());
        let (status, answer) = stage.send(PHONE, "Olá", None).await;
        assert_eq!(status, 201);
        assert!(answer.pointer(pointer).is_some_and(Value::is_string), "{engine}: {answer}");
    }
    assert_eq!(stage.outbox().len(), 3);
}

#[tokio::test]
async fn waha_refuses_a_wrong_key_and_a_session_that_does_not_work() {
    let mut stage = Stage::new(ProviderKind::Waha).await;
    stage.simulator.session(stage.channel.id, &SessionCall { status: "SCAN_QR_CODE".to_owned() }).unwrap();
    let (status, answer) = stage.send(PHONE, "Olá", None).await;
    assert_eq!((status, answer["status"].as_str()), (422, Some("SCAN_QR_CODE")));
    assert_eq!(answer["expected"], json!(["WORKING"]));

    stage.channel.token = Some("another".to_owned());
    stage.simulator.ensure_channel(stage.channel.clone());
    assert_eq!(stage.send(PHONE, "Olá", None).await.0, 401);
}

#[tokio::test]
async fn two_sessions_of_one_name_are_told_apart_by_their_key() {
    let stage = Stage::new(ProviderKind::Waha).await;
    let other = SimChannel { id: new_id(), token: Some("other".to_owned()), ..stage.channel.clone() };
    stage.simulator.ensure_channel(other.clone());
    stage.send(PHONE, "Olá", None).await;
    assert_eq!(stage.outbox().len(), 1);
    assert!(stage.simulator.outbox(other.id, &OutboxQuery::default()).unwrap().is_empty());
}

#[tokio::test]
async fn a_preallocated_id_makes_a_send_repeatable() {
    let stage = Stage::new(ProviderKind::Waha).await;
    let (_, drawn) = stage.get("/sandbox/waha/api/line-1/new-message-id", None).await;
    let id = drawn["id"].as_str().unwrap();
    let first = stage.send(PHONE, "Olá", Some(id)).await;
    let second = stage.send(PHONE, "Olá", Some(id)).await;
    assert_eq!(first, second);
    let outbox = stage.outbox();
    assert_eq!((outbox.len(), outbox[0].client_copies, outbox[0].calls), (1, 1, 2));

    let (status, found) =
        stage.get(&format!("/sandbox/waha/api/line-1/chats/{PHONE}%40c.us/messages/{id}"), None).await;
    assert_eq!((status, found["body"].as_str()), (200, Some("Olá")));
    let (status, _) = stage.get("/sandbox/waha/api/line-1/chats/x/messages/absent", None).await;
    assert_eq!(status, 404);
}

#[tokio::test]
async fn waha_lists_chats_and_messages_newest_first() {
    let stage = Stage::new(ProviderKind::Waha).await;
    stage.inbound(json!({"from": PHONE, "name": "Ana", "text": "Oi {n}", "repeat": 3}));
    stage.send(PHONE, "Olá", None).await;
    let path = format!("/sandbox/waha/api/line-1/chats/{PHONE}@c.us/messages");
    let (_, messages) = stage.get(&path, Some("limit=2")).await;
    let bodies: Vec<&str> = messages.as_array().unwrap().iter().filter_map(|one| one["body"].as_str()).collect();
    assert_eq!(bodies, ["Olá", "Oi 3"]);
    let (_, chats) = stage.get("/sandbox/waha/api/line-1/chats/overview", None).await;
    assert_eq!((chats[0]["name"].as_str(), chats[0]["lastMessage"]["body"].as_str()), (Some("Ana"), Some("Olá")));
}

#[tokio::test]
async fn the_registered_number_keeps_its_missing_ninth_digit() {
    let stage = Stage::new(ProviderKind::Waha).await;
    stage.inbound(json!({"from": "+551199990001", "text": "Oi"}));
    let path = "/sandbox/waha/api/contacts/check-exists";
    let (_, answer) = stage.get(path, Some("phone=5511999990001&session=line-1")).await;
    assert_eq!(answer, json!({"numberExists": true, "chatId": "551199990001@c.us"}));
    stage.faults(json!({"notOnWhatsapp": {"match": "0002$"}}));
    let (_, answer) = stage.get(path, Some("phone=5511999990002&session=line-1")).await;
    assert_eq!(answer["numberExists"], false);
}

#[tokio::test]
async fn a_hidden_sender_is_resolved_by_the_lids_call() {
    let stage = Stage::new(ProviderKind::Waha).await;
    stage.faults(json!({"lidSender": {}}));
    stage.inbound(json!({"from": PHONE, "text": "Oi"}));
    let payload = json_of(&stage.posted(1).await[0])["payload"].clone();
    let lid = payload["from"].as_str().unwrap();
    assert!(lid.ends_with("@lid") && !payload.to_string().contains(PHONE));
    let (_, answer) = stage.get(&format!("/sandbox/waha/api/line-1/lids/{}", lid.replace('@', "%40")), None).await;
    assert_eq!(answer["pn"], format!("{PHONE}@c.us"));
    let (_, answer) = stage.get("/sandbox/waha/api/line-1/lids/1%40lid", None).await;
    assert_eq!(answer["pn"], Value::Null);
}

#[tokio::test]
async fn meta_takes_a_text_and_gives_the_correlation_back() {
    let stage = Stage::new(ProviderKind::Meta).await;
    let (status, answer) = stage.send(PHONE, "Olá", Some("m.1")).await;
    assert_eq!(status, 200);
    let id = answer["messages"][0]["id"].as_str().unwrap();
    assert!(id.starts_with("wamid."));
    assert_eq!(answer["contacts"], json!([{"input": PHONE, "wa_id": PHONE}]));
    let posted = stage.posted(2).await;
    let words: Vec<Value> = posted
        .iter()
        .map(|one| json_of(one)["entry"][0]["changes"][0]["value"]["statuses"][0].clone())
        .map(|status| json!([status["status"], status["id"], status["biz_opaque_callback_data"]]))
        .collect();
    assert_eq!(words, [json!(["sent", id, "m.1"]), json!(["delivered", id, "m.1"])]);
}

#[tokio::test]
async fn meta_refuses_in_the_shape_of_graph() {
    let mut stage = Stage::new(ProviderKind::Meta).await;
    let (_, node) = stage.get("/sandbox/meta/v25.0/line-1", None).await;
    assert_eq!((node["id"].as_str(), node["status"].as_str()), (Some("line-1"), Some("CONNECTED")));
    let (status, answer) = stage.get("/sandbox/meta/v25.0/nobody", None).await;
    assert_eq!((status, answer["error"]["code"].as_i64()), (400, Some(100)));
    let (status, answer) = stage.send(PHONE, &"x".repeat(4097), None).await;
    assert_eq!((status, answer["error"]["code"].as_i64()), (400, Some(131_009)));
    stage.channel.token = Some("another".to_owned());
    stage.simulator.ensure_channel(stage.channel.clone());
    let (status, answer) = stage.send(PHONE, "Olá", None).await;
    assert_eq!((status, answer["error"]["code"].as_i64()), (401, Some(190)));
    assert!(answer["error"]["error_data"]["details"].is_string());
}

#[tokio::test]
async fn a_native_call_without_its_signature_is_refused() {
    let stage = Stage::new(ProviderKind::Sandbox).await;
    assert_eq!(stage.send(PHONE, "Olá", None).await.0, 201);
    let (status, _) = stage.get(&format!("/sandbox/native/{}", stage.channel.id), None).await;
    assert_eq!(status, 401);
    assert_eq!(stage.get("/sandbox/elsewhere", None).await.0, 404);
}

#[test]
fn a_request_names_its_channel_before_anything_is_known() {
    let request = |method: &str, path: &str, body: &str| Request {
        method: method.to_owned(),
        path: path.to_owned(),
        query: Some("session=q".to_owned()),
        headers: HashMap::from([("x-api-key".to_owned(), "k".to_owned())]),
        body: body.as_bytes().to_vec(),
    };
    let session = |name: &str| Address::Session { session: name.to_owned(), api_key: Some("k".to_owned()) };
    let of = |method, path, body| Simulator::address(&request(method, path, body));
    assert!(of("POST", "/sandbox/waha/api/sendText", r#"{"session":"b"}"#) == Some(session("b")));
    assert!(of("GET", "/waha/api/p/chats/overview", "") == Some(session("p")));
    assert!(of("GET", "/sandbox/waha/api/sessions/s", "") == Some(session("s")));
    assert!(of("GET", "/sandbox/waha/api/contacts/check-exists", "") == Some(session("q")));
    assert!(of("GET", "/sandbox/meta/v25.0/77", "") == Some(Address::PhoneNumberId("77".to_owned())));
    assert!(of("GET", "/sandbox", "").is_none());
}

#[tokio::test]
async fn meta_lets_forty_five_at_once_through_to_one_customer() {
    let stage = Stage::new(ProviderKind::Meta).await;
    for n in 1..=45 {
        assert_eq!(stage.send(PHONE, &format!("texto {n}"), None).await.0, 200);
    }
    let (status, answer) = stage.send(PHONE, "texto 46", None).await;
    assert_eq!((status, &answer["error"]["code"]), (429, &json!(131_056)));
    assert_eq!(stage.send("5511999990002", "Olá", None).await.0, 200, "another customer has a limit of its own");
}
