//! G37: one person is one contact, however a provider spells them, and no other person is.

mod own;

use futures_util::future::join_all;
use serde_json::{Value, json};

use crate::harness::{App, PATIENCE, meta_webhook, waha_webhook, wait_until};
use crate::team::{Line, Team, id};

const LID: &str = "123456789012345@lid";
const CHAT: &str = "5511988887777@c.us";

/// A text from a WAHA chat, with the other address of its sender where the server tells it.
async fn waha(app: &App, line: &Line, chat: &str, alt: Option<&str>, words: &str) {
    let drawn = domain::id::new_id().simple().to_string().to_uppercase();
    let payload = json!({
        "id": format!("false_{chat}_{drawn}"), "from": chat, "fromMe": false, "body": words, "hasMedia": false,
        "timestamp": domain::clock::Clock::system().now().timestamp(),
        "_data": {"Info": {"SenderAlt": alt.unwrap_or_default()}},
    });
    waha_webhook(&app.api(), &line.key, &line.secret, "message", payload).await.expect(200);
}

async fn meta(app: &App, line: &Line, from: &Value, contact: &Value, words: &str) {
    let mut message = json!({
        "id": format!("wamid.{}", domain::id::new_id().simple()), "type": "text", "text": {"body": words},
        "timestamp": domain::clock::Clock::system().now().timestamp().to_string(),
    });
    message.as_object_mut().unwrap().extend(from.as_object().unwrap().clone());
    let value = json!({
        "messaging_product": "whatsapp", "metadata": {"phone_number_id": line.key},
        "contacts": [contact], "messages": [message],
    });
    meta_change(app, line, "messages", &value).await;
}

async fn meta_change(app: &App, line: &Line, field: &str, value: &Value) {
    let body = json!({
        "object": "whatsapp_business_account",
        "entry": [{"id": "WABA", "changes": [{"field": field, "value": value}]}],
    });
    meta_webhook(&app.api(), &line.secret, &body).await.expect(200);
}

/// META tells that somebody has another id, with the phone where it knows it. The same `news` twice is a copy.
async fn renamed(app: &App, team: &Team, line: &Line, news: u32, [previous, current]: [&str; 2], phone: Option<&str>) {
    let update = json!({
        "wa_id": phone, "detail": "The user has another id", "user_id": {"previous": previous, "current": current},
        "timestamp": (1_760_000_000 + news).to_string(),
    });
    let value = json!({
        "messaging_product": "whatsapp", "metadata": {"phone_number_id": line.key}, "user_id_update": [update],
    });
    meta_change(app, line, "user_id_update", &value).await;
    team.company.understood().await;
}

/// Somebody without a number writes.
async fn hidden(app: &App, line: &Line, id: &str, words: &str) {
    let profile = json!({"profile": {"name": "Bia"}, "user_id": id});
    meta(app, line, &json!({"from_user_id": id}), &profile, words).await;
}

/// The company writes in this conversation; gives the address that it went to.
async fn written_to(team: &Team, line: &Line, conversation: &str, words: &str) -> String {
    let body = json!({"conversationId": conversation, "content": words});
    team.company.api().post("/api/messages/send", body).await.created();
    let outbox = format!("/api/sandbox/{}/outbox", line.channel);
    wait_until(&format!("\"{words}\" to be sent"), PATIENCE, async || {
        let sent = team.company.api().get(&outbox).await.ok();
        let sent = sent.as_array()?.iter().find(|one| one["text"].as_str().is_some_and(|text| text.contains(words)))?;
        Some(sent["phone"].as_str()?.to_owned())
    })
    .await
}

/// Wait until so many messages of customers are stored.
async fn stored(app: &App, count: usize) {
    let count = count.to_string();
    wait_until("the customers' messages to be stored", PATIENCE, async || {
        let stored = app.query("select count(*) from messages where direction = 'INBOUND'");
        (stored == [count.as_str()]).then_some(())
    })
    .await;
}

async fn contacts(team: &Team) -> Vec<Value> {
    team.company.api().get("/api/contacts").await.ok()["items"].as_array().unwrap().clone()
}

/// Wait until one event is parked, and give it.
async fn parked(team: &Team) -> Value {
    wait_until("an event to be parked", PATIENCE, async || {
        let parked = team.company.api().get("/api/jobs/inbox?state=PARKED").await.ok();
        parked["items"].as_array().filter(|items| items.len() == 1)?.first().cloned()
    })
    .await
}

fn kinds(contact: &Value) -> Vec<&str> {
    let mut kinds: Vec<&str> =
        contact["identities"].as_array().unwrap().iter().filter_map(|one| one["kind"].as_str()).collect();
    kinds.sort_unstable();
    kinds
}

#[tokio::test]
async fn spellings_of_one_number_are_one_contact_and_a_landline_is_another() {
    let app = App::start().await;
    let team = Team::of(&app).await;
    let line = team.line(&app, "SANDBOX").await;
    let numbers =
        ["+551188887777", "+5511988887777", "+5215512345678", "+525512345678", "+551133334444", "+5511933334444"];
    for number in numbers {
        line.phone(number).says("Oi").await;
    }
    stored(&app, 6).await;
    let mut canonical = app.query("select canonical from contact_identities order by canonical");
    canonical.sort_unstable();
    assert_eq!(canonical, ["+525512345678", "+551133334444", "+5511933334444", "+5511988887777"]);
    assert_eq!(contacts(&team).await.len(), 4);
    app.is_sound().await;
}

#[tokio::test]
async fn a_hidden_id_and_its_phone_are_one_contact_and_so_are_a_scoped_id_and_its_phone() {
    let app = App::start().await;
    let team = Team::of(&app).await;
    let line = team.line(&app, "WAHA").await;
    waha(&app, &line, LID, Some("5511988887777@s.whatsapp.net"), "escondido").await;
    stored(&app, 1).await;
    waha(&app, &line, CHAT, None, "aberto").await;
    stored(&app, 2).await;
    let known = contacts(&team).await;
    assert_eq!(known.len(), 1, "{known:#?}");
    assert_eq!(kinds(&known[0]), ["PHONE", "WAHA_LID"]);
    assert_eq!(team.company.conversations().await.len(), 1);

    let line = team.line(&app, "META").await;
    let profile = json!({"profile": {"name": "Bia"}, "wa_id": "5511977776666", "user_id": "BR.7712345"});
    meta(&app, &line, &json!({"from": "5511977776666"}), &profile, "pelo número").await;
    stored(&app, 3).await;
    let profile = json!({"profile": {"name": "Bia"}, "user_id": "BR.7712345"});
    meta(&app, &line, &json!({"from_user_id": "BR.7712345"}), &profile, "sem número").await;
    stored(&app, 4).await;
    let known = contacts(&team).await;
    assert_eq!(known.len(), 2, "{known:#?}");
    let bia = known.iter().find(|contact| contact["pushName"] == "Bia").unwrap();
    assert_eq!((kinds(bia), &bia["phone"]), (vec!["META_BSUID", "PHONE"], &json!("+5511977776666")));
    app.is_sound().await;
}

#[tokio::test]
async fn two_contacts_become_one_when_the_provider_says_so_while_they_write() {
    let app = App::start().await;
    let team = Team::of(&app).await;
    let line = team.line(&app, "WAHA").await;
    waha(&app, &line, LID, None, "escondido").await;
    stored(&app, 1).await;
    let first = team.company.conversations().await.remove(0);
    assert_eq!(first["customerPhoneKnown"], false);
    waha(&app, &line, CHAT, None, "aberto").await;
    stored(&app, 2).await;
    assert_eq!(contacts(&team).await.len(), 2);

    // While both are attended on one channel, they stay two, whatever the provider says.
    let alt = Some("5511988887777@s.whatsapp.net");
    waha(&app, &line, LID, alt, "ainda dois").await;
    stored(&app, 3).await;
    assert_eq!(contacts(&team).await.len(), 2);

    team.company
        .api()
        .patch(&format!("/api/conversations/{}/status", id(&first)), json!({"status": "RESOLVED"}))
        .await
        .ok();
    let mut socket = team.company.admin.socket().await;
    let (app, line) = (&app, &line);
    join_all((0..24).map(|number| async move {
        let (chat, alt) = if number % 2 == 0 { (LID, alt) } else { (CHAT, None) };
        waha(app, line, chat, alt, &format!("mensagem {number}")).await;
    }))
    .await;
    stored(app, 27).await;
    socket.next_event("contact-merged").await;
    let known = contacts(&team).await;
    assert_eq!(known.len(), 1, "{known:#?}");
    assert_eq!((kinds(&known[0]), &known[0]["id"]), (vec!["PHONE", "WAHA_LID"], &first["contactId"]));
    let episodes = team.company.conversations().await;
    assert_eq!(episodes.len(), 2, "{episodes:#?}");
    assert!(episodes.iter().all(|episode| episode["contactId"] == first["contactId"]));
    assert_eq!(app.query("select count(distinct contact_id) from messages"), ["1"]);
    app.is_sound().await;
}

#[tokio::test]
async fn a_new_scoped_id_of_somebody_known_is_the_address_from_then_on() {
    let app = App::start().await;
    let team = Team::of(&app).await;
    let line = team.line(&app, "META").await;
    hidden(&app, &line, "BR.1", "sem número").await;
    stored(&app, 1).await;
    let episode = team.company.conversations().await.remove(0);
    let mut socket = team.company.admin.socket().await;
    renamed(&app, &team, &line, 1, ["BR.1", "BR.2"], None).await;
    let told = socket.event_where("contact-updated", |event| event["contact"]["id"] == episode["contactId"]).await;
    let one = contacts(&team).await.remove(0);
    assert_eq!(one["identities"][0]["value"], "BR.2", "{one:#} {told:?}");
    assert_eq!((one["identities"][0]["verifiedBy"].as_str(), kinds(&one).len()), (Some("PROVIDER"), 2));
    assert_eq!(written_to(&team, &line, &id(&episode), "pelo novo").await, "BR.2");

    // By the phone that META tells, and told twice.
    let profile = json!({"profile": {"name": "Caio"}, "wa_id": "5511977776666"});
    meta(&app, &line, &json!({"from": "5511977776666"}), &profile, "pelo número").await;
    stored(&app, 2).await;
    let is_caio = |row: &Value| row["customerPhone"] == "+5511977776666";
    let episode = team.company.conversations().await.into_iter().find(is_caio).unwrap();
    for news in [2, 3] {
        renamed(&app, &team, &line, news, ["BR.3", "BR.4"], Some("5511977776666")).await;
    }
    assert_eq!(written_to(&team, &line, &id(&episode), "de outro modo").await, "BR.4");

    // Of somebody whom nobody knows it is no news, and what is not understood is kept for people to see.
    renamed(&app, &team, &line, 4, ["BR.98", "BR.99"], Some("5511911112222")).await;
    renamed(&app, &team, &line, 5, ["", "BR.99"], None).await;
    assert_eq!(contacts(&team).await.len(), 2);
    assert_eq!(app.query("select count(*) from contact_identities"), ["4"]);
    let states = "select state || ' ' || count(*) from inbox_events where kind = 'IDENTITY' group by state order by 1";
    assert_eq!(app.query(states), ["DONE 4", "PARKED 1"]);
    app.is_sound().await;
}

#[tokio::test]
async fn two_contacts_of_an_old_and_a_new_scoped_id_become_one_unless_both_are_attended() {
    let app = App::start().await;
    let team = Team::of(&app).await;
    let line = team.line(&app, "META").await;
    for (count, old) in ["BR.1", "BR.2"].into_iter().enumerate() {
        hidden(&app, &line, old, "Oi").await;
        stored(&app, count + 1).await;
    }
    renamed(&app, &team, &line, 1, ["BR.1", "BR.2"], None).await;
    assert_eq!(contacts(&team).await.len(), 2, "both are attended on one channel");
    let episodes = team.company.conversations().await;
    let first = episodes.iter().min_by_key(|row| row["createdAt"].as_str().unwrap_or_default().to_owned()).unwrap();
    let path = format!("/api/conversations/{}/status", id(first));
    team.company.api().patch(&path, json!({"status": "RESOLVED"})).await.ok();
    let mut socket = team.company.admin.socket().await;
    renamed(&app, &team, &line, 1, ["BR.1", "BR.2"], None).await;
    assert_eq!(contacts(&team).await.len(), 2, "a copy is no news");
    renamed(&app, &team, &line, 2, ["BR.1", "BR.2"], None).await;
    socket.next_event("contact-merged").await;
    let one = contacts(&team).await.remove(0);
    assert_eq!((&one["id"], kinds(&one).len()), (&first["contactId"], 2));
    let open = team.company.conversations().await.into_iter().find(|row| row["status"] != "RESOLVED").unwrap();
    assert_eq!(written_to(&team, &line, &id(&open), "aos dois").await, "BR.2");
    app.is_sound().await;
}

#[tokio::test]
async fn people_merge_contacts_by_hand_but_not_two_that_are_attended() {
    let app = App::start().await;
    let team = Team::of(&app).await;
    let line = team.line(&app, "SANDBOX").await;
    let (one, two) = (line.phone("+5511988887777"), line.phone("+5511988887778"));
    for phone in [&one, &two] {
        phone.says("Oi").await;
        team.asked(phone, "Escolha o departamento").await;
    }
    let (first, second) = (team.newest(&one).await.unwrap(), team.newest(&two).await.unwrap());
    let path = format!("/api/contacts/{}", first["contactId"].as_str().unwrap());
    let (merge, wish) = (format!("{path}/merge"), json!({"otherId": second["contactId"]}));
    team.ana.api.post(&merge, wish.clone()).await.problem(403, "forbidden");
    let api = team.company.api();
    api.post(&merge, wish.clone()).await.problem(409, "active_conversation_exists");
    api.post(&merge, json!({"otherId": first["contactId"]})).await.problem(422, "validation");
    api.patch(&format!("/api/conversations/{}/status", id(&second)), json!({"status": "RESOLVED"})).await.ok();
    let tag = api.post("/api/tags", json!({"name": "VIP"})).await.created();
    let other = format!("/api/contacts/{}", second["contactId"].as_str().unwrap());
    api.patch(&other, json!({"tags": [tag["id"]], "name": "Dona Maria"})).await.ok();

    let merged = api.post(&merge, wish.clone()).await.ok();
    assert_eq!((&merged["name"], &merged["tags"][0]["name"]), (&json!("Dona Maria"), &json!("VIP")));
    assert_eq!(merged["identities"].as_array().unwrap().len(), 2);
    assert_eq!(api.get(&format!("{path}/conversations")).await.ok()["items"].as_array().unwrap().len(), 2);
    api.get(&other).await.problem(404, "not_found");
    api.post(&merge, wish).await.problem(404, "not_found");

    // Whoever writes from either number is in the one conversation that is going on.
    two.says("1").await;
    wait_until("the other number to be heard in the first one's conversation", PATIENCE, async || {
        let messages = team.company.messages(&id(&first)).await;
        messages.iter().any(|message| message["content"] == "1").then_some(())
    })
    .await;
    assert_eq!(team.company.conversations().await.len(), 2);
    app.is_sound().await;
}
