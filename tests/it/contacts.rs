//! Contacts as people see them (SPEC 3.8), and attendances that the company begins (SPEC 3.3).

use std::sync::Arc;

use futures_util::future::join_all;
use reqwest::Method;
use serde_json::{Value, json};

use crate::harness::{Answer, Api, App};
use crate::keys::key;
use crate::team::{Team, id};

fn names(page: &Value) -> Vec<&str> {
    page["items"].as_array().unwrap().iter().filter_map(|one| one["displayName"].as_str()).collect()
}

#[tokio::test]
async fn a_contact_is_written_down_found_changed_and_told_of() {
    let app = App::start().await;
    let team = Team::of(&app).await;
    let api = team.company.api();
    let mut socket = team.bia.socket().await;
    let body = json!({"name": "Dona Maria", "phone": "(11) 98888-7777", "email": "Maria@Example.com", "attributes": {"plano": "ouro"}});
    let request = || api.request(Method::POST, "/api/contacts").header("Idempotency-Key", "maria").json(&body);
    let made = Answer::of(request()).await.created();
    assert_eq!(
        json!([made["phone"], made["email"], made["attributes"], made["displayName"], made["lastMessageAt"]]),
        json!(["+5511988887777", "maria@example.com", {"plano": "ouro"}, "Dona Maria", null])
    );
    assert_eq!(Answer::of(request()).await.created()["id"], made["id"]);
    socket.event_where("contact-updated", |data| data["contact"]["id"] == made["id"]).await;

    // The same person under an old spelling of the number is not written down twice.
    let again = api.post("/api/contacts", json!({"name": "Outra", "phone": "+55 11 8888-7777"})).await;
    assert_eq!(again.problem(409, "contact_exists")["contactId"], made["id"]);
    let odd = api.post("/api/contacts", json!({"name": "Ninguém", "phone": "abc"})).await;
    odd.problem(422, "validation");

    let path = format!("/api/contacts/{}", id(&made));
    let tag = api.post("/api/tags", json!({"name": "VIP"})).await.created();
    let change = json!({"tags": [tag["id"]], "note": "gosta de pão", "optedOut": true, "name": "Maria"});
    let changed = team.ana.api.patch(&path, change).await.ok();
    assert_eq!((&changed["tags"][0]["name"], &changed["note"]), (&json!("VIP"), &json!("gosta de pão")));
    assert!(changed["optedOutAt"].is_string() && changed["version"] != made["version"], "{changed:#}");
    let stale = api.request(Method::PATCH, &path).header("If-Match", "\"0\"").json(&json!({"name": "X"}));
    Answer::of(stale).await.problem(409, "stale");
    let back = api.patch(&path, json!({"name": null, "note": null, "optedOut": false})).await.ok();
    assert_eq!((&back["name"], &back["note"], &back["optedOutAt"]), (&Value::Null, &Value::Null, &Value::Null));
    assert_eq!(back["displayName"], "+55 (11) 98888-7777");

    // Who writes comes before who never wrote; the tag is on the conversation's object and in its events too.
    for number in 1..=3 {
        api.post("/api/contacts", json!({"name": format!("Quieto {number}"), "phone": format!("1197777000{number}")}))
            .await
            .created();
    }
    let line = team.line(&app, "SANDBOX").await;
    let phone = line.phone("+551188887777");
    phone.says("Oi").await;
    let told = socket.event_where("message-received", |_| true).await;
    assert_eq!(told.data["conversation"]["contact"]["tags"][0]["name"], "VIP");
    let conversation = team.asked(&phone, "Escolha o departamento").await;
    assert_eq!(conversation["contact"]["tags"][0]["name"], "VIP");
    assert_eq!(conversation["contactId"], made["id"]);

    let mut seen = Vec::new();
    let mut cursor = String::new();
    loop {
        let page = api.get(&format!("/api/contacts?limit=2{cursor}")).await.ok();
        seen.extend(names(&page).into_iter().map(str::to_owned));
        let Some(next) = page["nextCursor"].as_str() else { break };
        cursor = format!("&cursor={next}");
    }
    assert_eq!(seen, ["+55 (11) 8888-7777", "Quieto 1", "Quieto 2", "Quieto 3"]);
    for (search, found) in [("quieto%202", 1), ("98888-7777", 1), ("example.com", 1), ("quieto", 3), ("zzz", 0)] {
        let page = api.get(&format!("/api/contacts?search={search}")).await.ok();
        assert_eq!(page["items"].as_array().unwrap().len(), found, "{search}");
    }
    let tagged = api.get(&format!("/api/contacts?tagId={}", id(&tag))).await.ok();
    assert_eq!(names(&tagged), ["+55 (11) 8888-7777"]);
    let read = api.get(&path).await.ok();
    assert_eq!(read["activeConversation"]["id"], conversation["id"]);
    let episodes = api.get(&format!("{path}/conversations")).await.ok();
    assert_eq!(episodes["items"][0]["id"], conversation["id"]);

    // Nothing is sent to a blocked contact.
    api.patch(&path, json!({"blocked": true})).await.ok();
    let send = json!({"conversationId": conversation["id"], "content": "Olá"});
    api.post("/api/messages/send", send).await.problem(422, "contact_blocked");
    app.is_sound().await;
}

#[tokio::test]
async fn an_agent_sees_the_contacts_of_their_departments_and_those_of_nobody() {
    let app = App::start().await;
    let team = Team::of(&app).await;
    let line = team.line(&app, "SANDBOX").await;
    let phone = line.phone("+5511988887777");
    phone.says("Oi").await;
    team.asked(&phone, "Escolha o departamento").await;
    phone.says("1").await;
    let conversation = team.served_by(&phone, &team.ana).await;
    let path = format!("/api/contacts/{}", conversation["contactId"].as_str().unwrap());
    team.ana.api.get(&path).await.ok();
    team.bia.api.get(&path).await.problem(404, "not_found");
    team.bia.api.patch(&path, json!({"name": "Minha"})).await.problem(404, "not_found");
    team.bia.api.get(&format!("{path}/conversations")).await.problem(404, "not_found");
    assert!(names(&team.bia.api.get("/api/contacts").await.ok()).is_empty());
    let taken = team.bia.api.post("/api/contacts", json!({"name": "Oi", "phone": "11988887777"})).await;
    assert!(taken.problem(409, "contact_exists")["contactId"].is_null());
    let made = team.bia.api.post("/api/contacts", json!({"name": "De todos", "phone": "1133334444"})).await.created();
    assert_eq!(made["phone"], "+551133334444");
    team.ana.api.get(&format!("/api/contacts/{}", id(&made))).await.ok();
    app.is_sound().await;
}

#[tokio::test]
async fn an_attendance_begun_by_the_company_is_the_agents_who_began_it() {
    let app = App::start().await;
    let team = Team::of(&app).await;
    let line = team.line(&app, "WAHA").await;
    let channel = &line.channel;
    let wish = json!({
        "channelId": channel, "phone": "11 98888-7777", "name": "Dona Maria", "message": "Sua encomenda chegou.",
    });
    let begun = team.ana.api.post("/api/conversations", wish.clone()).await.created();
    assert_eq!(
        json!([
            begun["status"],
            begun["assignedUserId"],
            begun["startedBy"],
            begun["customerName"],
            begun["department"]["name"]
        ]),
        json!(["ASSIGNED", team.ana.id, "AGENT", "Dona Maria", "Vendas"])
    );
    let phone = line.phone("+5511988887777");
    phone.hears("Sua encomenda chegou.").await;
    let twice = team.ana.api.post("/api/conversations", wish.clone()).await;
    assert_eq!(twice.problem(409, "active_conversation_exists")["conversationId"], begun["id"]);
    let hidden = team.bia.api.post("/api/conversations", wish).await;
    assert!(hidden.problem(409, "active_conversation_exists")["conversationId"].is_null());

    // The answer comes to the agent, and the bot says nothing.
    phone.says("Obrigada!").await;
    let messages = team.stored(&phone, "Obrigada!").await;
    assert!(messages.iter().all(|message| message["isBot"] == false), "{messages:#?}");

    // Once it is over, it can be begun again; while it is not, it cannot.
    let again = format!("/api/conversations/{}/start", id(&begun));
    team.ana.api.post(&again, json!({})).await.problem(409, "active_conversation_exists");
    team.resolve(&team.ana, &begun).await;
    let next = team.ana.api.post(&again, json!({})).await.created();
    assert_ne!(next["id"], begun["id"]);
    assert_eq!((&next["assignedUserId"], &next["contactId"]), (&json!(team.ana.id), &begun["contactId"]));

    // Who is blocked is not written to, and who is not on WhatsApp cannot be.
    let blocked = team.company.api().post("/api/contacts", json!({"name": "Bloqueada", "phone": "11977776666"})).await;
    let blocked = id(&blocked.created());
    team.company.api().patch(&format!("/api/contacts/{blocked}"), json!({"blocked": true})).await.ok();
    let refused = team.ana.api.post("/api/conversations", json!({"contactId": blocked, "message": "Oi"})).await;
    refused.problem(422, "contact_blocked");
    phone.faults(json!({"notOnWhatsapp": {"match": "0002$"}})).await;
    let nobody = team.ana.api.post("/api/conversations", json!({"channelId": channel, "phone": "11 97777-0002"})).await;
    nobody.problem(422, "not_on_whatsapp");
    assert_eq!(app.query("select count(*) from contact_identities where canonical like '%0002'"), ["0"]);
    app.is_sound().await;
}

#[tokio::test]
async fn a_program_begins_an_attendance_that_rests_and_many_at_once_begin_one() {
    let app = App::start().await;
    let team = Team::of(&app).await;
    team.line(&app, "SANDBOX").await;
    let (program, _) = key(&team.company, &["conversations:write", "conversations:read"]).await;
    let rests = program.post("/api/conversations", json!({"phone": "11988887777", "departmentId": team.sales})).await;
    let rests = rests.created();
    assert_eq!(
        json!([rests["status"], rests["departmentId"], rests["startedBy"], rests["assignedUserId"]]),
        json!(["OPEN", team.sales, "API", null])
    );
    assert!(rests["idleSince"].is_string(), "{rests:#}");
    let given = program.post("/api/conversations", json!({"phone": "11988887778", "userId": team.bia.id})).await;
    assert_eq!(given.created()["assignedUserId"], team.bia.id.as_str());

    let wish = Arc::new(json!({"phone": "11988887779"}));
    let one = |api: Api| {
        let wish = Arc::clone(&wish);
        async move { api.post("/api/conversations", (*wish).clone()).await.status }
    };
    let mut statuses = join_all((0..8).map(|_| one(team.company.api().clone()))).await;
    statuses.sort_unstable();
    assert_eq!(statuses, [201, 409, 409, 409, 409, 409, 409, 409]);

    // META lets nobody be written to who has not written himself.
    let meta = team.line(&app, "META").await;
    let outside =
        team.ana.api.post("/api/conversations", json!({"phone": "11988887770", "channelId": meta.channel})).await;
    outside.problem(422, "window_closed");
    let phone = meta.phone("+5511988887771");
    phone.says("Oi").await;
    let conversation = team.asked(&phone, "Escolha o departamento").await;
    team.company.api().post(&format!("/api/conversations/{}/resolve", id(&conversation)), json!({})).await.ok();
    let within = team.ana.api.post(&format!("/api/conversations/{}/start", id(&conversation)), json!({})).await;
    let problem = within.problem(404, "not_found");
    assert!(problem["conversationId"].is_null());
    let contact = &conversation["contactId"];
    let within = json!({"contactId": contact, "channelId": meta.channel, "message": "Ainda aí?"});
    let within = team.company.api().post("/api/conversations", within).await.created();
    assert_eq!(within["windowExpiresAt"], conversation["windowExpiresAt"]);
    phone.hears("Ainda aí?").await;
    app.is_sound().await;
}

#[tokio::test]
async fn the_names_of_the_phone_are_taken_and_a_typed_one_stays() {
    let app = App::start().await;
    let team = Team::of(&app).await;
    let line = team.line(&app, "WAHA").await;
    let people = [("+5511988887777", "Zé"), ("+5511988886666", "Maria")];
    let mut contacts = Vec::new();
    for (number, name) in people {
        let phone = line.phone(number);
        phone.sends(json!({"type": "text", "text": "Oi", "name": name})).await;
        contacts.push(team.asked(&phone, "Escolha o departamento").await["contactId"].as_str().unwrap().to_owned());
    }
    let api = team.company.api();
    let typed = format!("/api/contacts/{}", contacts[1]);
    api.patch(&typed, json!({"name": "Dona Maria"})).await.ok();
    let conversations = app.query("select count(*) from conversations");
    let wish = json!({"channelId": line.channel});
    team.ana.api.post("/api/contacts/sync", wish.clone()).await.problem(403, "forbidden");
    let mut socket = team.company.admin.socket().await;
    assert_eq!(api.post("/api/contacts/sync", wish.clone()).await.ok(), json!({"updated": 1}));
    let told = socket.event_where("contact-updated", |data| data["contact"]["id"] == contacts[0].as_str()).await;
    assert_eq!(told.data["contact"]["name"], "Zé");
    assert_eq!(api.get(&typed).await.ok()["name"], "Dona Maria");
    assert_eq!(api.post("/api/contacts/sync", wish).await.ok(), json!({"updated": 0}), "nothing is new");
    assert_eq!(app.query("select count(*) from conversations"), conversations);
    assert_eq!(app.query("select count(*) from contacts"), ["2"], "nobody is added");

    let sandbox = team.line(&app, "SANDBOX").await;
    let refused = api.post("/api/contacts/sync", json!({"channelId": sandbox.channel})).await;
    refused.problem(422, "channel_cannot");
    app.is_sound().await;
}
