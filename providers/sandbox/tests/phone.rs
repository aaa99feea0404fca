use super::*;

const PHONE: &str = "+5511999990001";
const SOON: Duration = Duration::from_secs(5);

#[tokio::test]
async fn a_reader_hears_of_what_changed_since_and_waits_when_nothing_did() {
    let stage = Stage::new(ProviderKind::Sandbox).await;
    let id = stage.channel.id;
    let written = stage.inbound(json!({"from": PHONE, "text": "Oi"})).remove(0);
    let all = stage.simulator.phones(id, 0, Duration::ZERO).await.unwrap();
    assert!(all.whole && all.messages.len() == 1 && all.messages[0].author == PhoneAuthor::Customer);
    let none = stage.simulator.phones(id, all.version, Duration::from_millis(20)).await.unwrap();
    assert!(!none.whole && none.messages.is_empty() && none.version == all.version);

    let (simulator, since) = (stage.simulator.clone(), all.version);
    let waiting = tokio::spawn(async move { simulator.phones(id, since, SOON).await });
    tokio::time::sleep(Duration::from_millis(30)).await;
    let call = serde_json::from_value(json!({"messageId": written, "emoji": "👍"})).unwrap();
    stage.simulator.reaction(id, &call).unwrap();
    let news = waiting.await.unwrap().unwrap();
    assert_eq!(news.messages.len(), 1);
    assert_eq!(news.messages[0].own_reaction.as_deref(), Some("👍"));

    stage.simulator.reset(id).unwrap();
    let after = stage.simulator.phones(id, news.version, SOON).await.unwrap();
    assert!(after.whole && after.messages.is_empty() && after.version > news.version);
}

#[tokio::test]
async fn what_was_taken_back_is_not_shown_and_files_can_be_read() {
    let stage = Stage::new(ProviderKind::Sandbox).await;
    let id = stage.channel.id;
    let photo = stage.inbound(json!({"from": PHONE, "type": "image", "mediaBase64": "aGk="})).remove(0);
    assert_eq!(stage.simulator.phone_file(id, &photo).unwrap().as_ref(), b"hi");
    let text = stage.inbound(json!({"from": PHONE, "text": "Segredo"})).remove(0);
    stage.simulator.revoke(id, &serde_json::from_value(json!({"messageId": text})).unwrap()).unwrap();
    let shown = stage.simulator.phones(id, 0, Duration::ZERO).await.unwrap().messages;
    assert!(shown[0].media.is_some() && shown[1].revoked && shown[1].text.is_none());
    assert_eq!(stage.simulator.phone_file(id, &text), Err(ControlError::UnknownMessage));
}

#[tokio::test]
async fn who_is_forgotten_is_in_no_memory_and_everybody_else_is() {
    let stage = Stage::new(ProviderKind::Waha).await;
    let id = stage.channel.id;
    let other = "+5511999990002";
    stage.inbound(json!({"from": PHONE, "lid": "1@lid", "text": "Segredo"}));
    let kept = stage.inbound(json!({"from": other, "text": "Oi"})).remove(0);
    for phone in [PHONE, other, PHONE] {
        assert_eq!(stage.send(phone.trim_start_matches('+'), "Resposta", None).await.0, 201);
    }
    let before = stage.simulator.phones(id, 0, Duration::ZERO).await.unwrap();
    assert_eq!((before.messages.len(), stage.outbox().len()), (5, 3));
    stage.simulator.forget(&[id, domain::id::new_id()], ["1@lid".to_owned()]);
    let after = stage.simulator.phones(id, before.version, SOON).await.unwrap();
    assert!(after.whole && after.messages.iter().all(|message| message.phone == other), "{after:#?}");
    assert_eq!((after.messages.len(), stage.outbox().len()), (2, 1));
    let call = serde_json::from_value(json!({"messageId": kept, "emoji": "👍"})).unwrap();
    stage.simulator.reaction(id, &call).unwrap();
    let news = stage.simulator.phones(id, after.version, SOON).await.unwrap();
    // The receipts of the answer may come meanwhile.
    assert!(!news.whole && news.messages.iter().all(|message| message.phone == other), "{news:#?}");
    assert!(news.messages.iter().any(|message| message.own_reaction.is_some()), "{news:#?}");
}

#[tokio::test]
async fn places_and_cards_are_told_in_the_words_of_each_dialect() {
    let place = json!({"latitude": -23.5, "longitude": -46.6, "name": "Loja"});
    let card = json!({"name": "Joana", "phone": "+5511977770000"});
    for dialect in [ProviderKind::Meta, ProviderKind::Waha, ProviderKind::Sandbox] {
        let stage = Stage::new(dialect).await;
        stage.inbound(json!({"from": PHONE, "type": "location", "location": place}));
        stage.inbound(json!({"from": PHONE, "type": "contact", "contact": card}));
        let posted: Vec<String> = stage.posted(2).await.iter().map(|one| json_of(one).to_string()).collect();
        assert!(posted[0].contains("\"name\":\"Loja\"") && posted[1].contains("Joana"), "{posted:?}");
    }
    let stage = Stage::new(ProviderKind::Meta).await;
    for wrong in [
        json!({"type": "location"}),
        json!({"type": "contact"}),
        json!({"type": "location", "location": {"latitude": 91, "longitude": 0}}),
    ] {
        let call = serde_json::from_value(wrong).unwrap();
        assert!(matches!(stage.simulator.inbound(stage.channel.id, &call), Err(ControlError::Invalid { .. })));
    }
}
