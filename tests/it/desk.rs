//! What helps at the desk: notes with mentions, quick replies, tags, pins, bulk commands, and new passwords.

use serde_json::{Value, json};

use crate::harness::{App, Person, Phone};
use crate::team::{Team, id};

/// A customer whom Ana, of Vendas, serves.
async fn served(team: &Team, number: &str) -> (Phone, String) {
    let phone = team.company.phone(number).await;
    phone.says("Oi").await;
    team.asked(&phone, "Escolha o departamento").await;
    phone.says("1").await;
    let conversation = id(&team.served_by(&phone, &team.ana).await);
    (phone, conversation)
}

#[tokio::test]
async fn notes_are_read_by_colleagues_and_mentions_reach_their_person() {
    let app = App::start().await;
    let team = Team::of(&app).await;
    let (phone, conversation) = served(&team, "+5511988887777").await;
    let path = format!("/api/conversations/{conversation}/notes");
    let (mut ana, mut bia) = (team.ana.socket().await, team.bia.socket().await);
    let content = format!("Cuidado, @[{}]: cliente antigo", team.bia.id);
    let note = team.ana.api.post(&path, json!({"content": content})).await.created();
    assert_eq!((&note["author"]["name"], &note["mentions"]), (&json!("Ana"), &json!([team.bia.id])));
    let told = ana.next_event("note-created").await.data;
    assert_eq!(told["note"], note);
    let mention = bia.next_event("mention").await.data;
    let ids = json!({"conversationId": conversation, "noteId": note["id"], "authorId": team.ana.id});
    assert_eq!(mention, ids, "ids only: a mention lets nobody see more");
    // Bia works in another department.
    team.bia.api.get(&path).await.problem(404, "not_found");
    let one = format!("{path}/{}", id(&note));
    team.bia.api.patch(&one, json!({"content": "Tomada"})).await.problem(404, "not_found");

    let carla = team.company.agent("Carla", &[&team.sales]).await;
    carla.api.patch(&one, json!({"content": "Tomada"})).await.problem(403, "forbidden");
    let changed = team.ana.api.patch(&one, json!({"content": "Sem menção"})).await.ok();
    assert_eq!((&changed["content"], &changed["mentions"]), (&json!("Sem menção"), &json!([])));
    assert_eq!(ana.next_event("note-updated").await.data["note"], changed);
    carla.api.post(&path, json!({"content": "Segunda"})).await.created();
    carla.api.post(&path, json!({"content": " "})).await.problem(422, "validation");
    let first = carla.api.get(&format!("{path}?limit=1")).await.ok();
    assert_eq!(first["items"], json!([changed]));
    let cursor = first["nextCursor"].as_str().unwrap();
    let second = carla.api.get(&format!("{path}?limit=1&cursor={cursor}")).await.ok();
    assert_eq!((&second["items"][0]["content"], &second["nextCursor"]), (&json!("Segunda"), &Value::Null));
    team.company.api().delete(&one).await.done();
    assert_eq!(
        ana.next_event("note-deleted").await.data,
        json!({"conversationId": conversation, "noteId": note["id"]})
    );
    assert_eq!(team.ana.api.get(&path).await.ok()["items"].as_array().unwrap().len(), 1);

    // What is said at a transfer is for those who get it.
    let transfer = json!({"departmentId": team.support, "note": "Quer falar com o suporte"});
    team.ana.api.post(&format!("/api/conversations/{conversation}/transfer"), transfer).await.ok();
    bia.event_where("note-created", |data| data["note"]["content"] == "Quer falar com o suporte").await;
    let read = team.bia.api.get(&path).await.ok();
    assert_eq!(read["items"][1]["author"]["name"], "Ana", "{read:#}");
    phone.hears("Sua conversa foi transferida").await;
    let heard = phone.received().await;
    assert!(heard.iter().all(|message| !message.text.contains("Quer falar") && !message.text.contains("menção")));
    app.is_sound().await;
}

#[tokio::test]
async fn quick_replies_belong_to_somebody_and_are_filled_for_one_customer() {
    let app = App::start().await;
    let team = Team::of(&app).await;
    let (_, conversation) = served(&team, "+5511988887777").await;
    let api = team.company.api();
    api.patch(&format!("/api/conversations/{conversation}/customer-name"), json!({"name": "Maria Clara"})).await.ok();
    let mut socket = team.bia.socket().await;
    let text = "Olá {{customer.firstName}}, {{agent.name}} da {{company.name}} ({{department.name}}), {{protocol}}.";
    let body = json!({"title": "Saudação", "content": text, "shortcut": "oi", "category": "geral"});
    team.ana.api.post("/api/quick-replies", body.clone()).await.problem(403, "forbidden");
    let reply = api.post("/api/quick-replies", body.clone()).await.created();
    assert_eq!((&reply["scope"], &reply["ownerId"]), (&json!("COMPANY"), &Value::Null));
    assert_eq!(socket.next_event("quick-replies-updated").await.data["id"], reply["id"]);
    api.post("/api/quick-replies", body.clone()).await.problem(409, "shortcut_taken");
    let own = json!({"title": "Minha", "content": "Só minha", "shortcut": "oi", "scope": "PERSONAL"});
    let mine = team.ana.api.post("/api/quick-replies", own.clone()).await.created();
    assert_eq!(mine["ownerId"], team.ana.id.as_str(), "one's own shortcut may be the company's");
    team.ana.api.post("/api/quick-replies", own.clone()).await.problem(409, "shortcut_taken");
    team.bia.api.post("/api/quick-replies", own).await.created();
    for (field, wrong) in [("content", "Oi {{customer.nome}}"), ("shortcut", "Não pode"), ("title", "")] {
        let mut body = body.clone();
        body[field] = json!(wrong);
        let problem = api.post("/api/quick-replies", body).await.problem(422, "validation");
        assert_eq!(problem["errors"][0]["field"], field);
    }
    let titles = async |who: &Person, query: &str| {
        let list = who.api.get(&format!("/api/quick-replies?{query}")).await.ok();
        list.as_array().unwrap().iter().map(|row| row["title"].as_str().unwrap().to_owned()).collect::<Vec<_>>()
    };
    assert_eq!(titles(&team.ana, "").await, ["Minha", "Saudação"]);
    assert_eq!(titles(&team.company.admin, "").await, ["Saudação"]);
    assert_eq!(titles(&team.ana, "search=MINHA").await, ["Minha"]);
    assert_eq!(titles(&team.ana, "category=geral").await, ["Saudação"]);
    let path = format!("/api/quick-replies/{}", id(&mine));
    api.patch(&path, json!({"title": "Tomada"})).await.problem(404, "not_found");
    team.ana.api.patch(&path, json!({"shortcut": null, "title": "Nossa"})).await.ok();

    let render = format!("/api/quick-replies/{}/render", id(&reply));
    let row = api.get(&format!("/api/conversations/{conversation}")).await.ok();
    let said = team.ana.api.post(&render, json!({"conversationId": conversation})).await.ok();
    let expected = format!("Olá Maria, Ana da Padaria Central (Vendas), {}.", row["protocol"].as_str().unwrap());
    assert_eq!(said, json!({"content": expected}));
    team.bia.api.post(&render, json!({"conversationId": conversation})).await.problem(404, "not_found");
    api.delete(&format!("/api/quick-replies/{}", id(&reply))).await.done();
    api.post("/api/quick-replies", body).await.created();
    app.is_sound().await;
}

#[tokio::test]
async fn tags_and_pins_sort_the_list_and_are_told() {
    let app = App::start().await;
    let team = Team::of(&app).await;
    let api = team.company.api();
    let (_, old) = served(&team, "+5511988880001").await;
    let (_, new) = served(&team, "+5511988880002").await;
    team.company.settled().await;
    let vip = api.post("/api/tags", json!({"name": "VIP", "color": "#ff0000"})).await.created();
    let angry = api.post("/api/tags", json!({"name": "Bravo"})).await.created();
    api.post("/api/tags", json!({"name": "vip"})).await.problem(422, "validation");
    team.ana.api.post("/api/tags", json!({"name": "Outra"})).await.problem(403, "forbidden");

    let mut socket = team.ana.socket().await;
    let path = format!("/api/conversations/{old}");
    let put = json!({"tagIds": [vip["id"], angry["id"]]});
    let before = team.ana.api.get(&path).await.ok();
    let tagged = team.ana.api.put(&format!("{path}/tags"), put).await.ok();
    assert_eq!(tagged["tags"], json!([angry, vip]), "by name");
    assert!(tagged["version"].as_i64() > before["version"].as_i64());
    let told = socket.event_where("conversation-updated", |data| data["changed"] == json!(["tags"])).await.data;
    assert_eq!(told["conversation"]["tags"], json!([angry, vip]));
    let ids = async |query: &str| {
        let list = team.ana.api.get(&format!("/api/conversations?{query}")).await.ok();
        list.as_array().unwrap().iter().map(id).collect::<Vec<_>>()
    };
    assert_eq!(ids(&format!("tagId={}", id(&vip))).await, std::slice::from_ref(&old));
    let counts = team.ana.api.get(&format!("/api/conversations/counts?tagId={}", id(&vip))).await.ok();
    assert_eq!(counts["assigned"], 1);
    let strange = json!({"tagIds": [domain::id::new_id()]});
    team.ana.api.put(&format!("{path}/tags"), strange).await.problem(404, "not_found");
    // Later events carry them too, and a deleted tag is on nothing.
    team.ana.says(&old, "Bom dia!").await;
    team.company.settled().await;
    assert_eq!(team.ana.api.get(&path).await.ok()["tags"], json!([angry, vip]));
    api.delete(&format!("/api/tags/{}", id(&angry))).await.done();
    assert_eq!(team.ana.api.get(&path).await.ok()["tags"], json!([vip]));

    let newest = ids("").await;
    let last = newest[1].clone();
    team.ana.api.put(&format!("/api/conversations/{last}/pin"), json!({})).await.done();
    team.ana.api.put(&format!("/api/conversations/{last}/pin"), json!({})).await.done();
    assert_eq!(ids("").await, [last.clone(), newest[0].clone()], "pinned first");
    let shown = team.ana.api.get("/api/conversations").await.ok();
    assert_eq!((&shown[0]["pinned"], &shown[1]["pinned"]), (&json!(true), &json!(false)));
    let admin = api.get("/api/conversations").await.ok();
    assert_eq!((&admin[0]["pinned"], id(&admin[0])), (&json!(false), newest[0].clone()), "one's own pin");
    assert!(newest.contains(&new));
    team.ana.api.delete(&format!("/api/conversations/{last}/pin")).await.done();
    assert_eq!(ids("").await, newest);
    app.is_sound().await;
}

#[tokio::test]
async fn many_are_judged_one_by_one() {
    let app = App::start().await;
    let team = Team::of(&app).await;
    let (_, first) = served(&team, "+5511988880001").await;
    let (_, second) = served(&team, "+5511988880002").await;
    let nothing = domain::id::new_id().to_string();
    let bulk = async |who: &Person, body: Value| who.api.post("/api/conversations/bulk", body).await;
    let ids = json!([first, nothing, second]);
    let refused = bulk(&team.ana, json!({"ids": ids, "action": "transfer"})).await.problem(422, "validation");
    assert_eq!(refused["errors"][0]["field"], "departmentId");
    // Bia sees neither.
    let answer = bulk(&team.bia, json!({"ids": ids, "action": "resolve"})).await.ok();
    assert!(answer["results"].as_array().unwrap().iter().all(|result| result["status"] == 404), "{answer:#}");
    let answer = bulk(&team.ana, json!({"ids": ids, "action": "resolve"})).await;
    let request = answer.header("x-request-id").unwrap().to_owned();
    let expected = json!({"results": [
        {"id": first, "status": 200}, {"id": nothing, "status": 404, "code": "not_found"}, {"id": second, "status": 200},
    ]});
    assert_eq!(answer.ok(), expected);
    for conversation in [&first, &second] {
        let row = team.ana.api.get(&format!("/api/conversations/{conversation}")).await.ok();
        assert_eq!(row["status"], "RESOLVED");
    }
    let trail = team.company.api().get("/api/audit?action=resolve&limit=50").await.ok();
    let own = trail["items"].as_array().unwrap().iter().filter(|entry| entry["requestId"] == request.as_str());
    assert_eq!(own.count(), 3, "one entry for each: {trail:#}");
    let answer = bulk(&team.ana, json!({"ids": [first], "action": "assign"})).await.ok();
    assert_eq!(answer["results"][0]["code"], "invalid_transition");
    app.is_sound().await;
}

#[tokio::test]
async fn a_new_password_is_asked_for_and_given_by_an_administrator() {
    let app = App::start().await;
    let company = app.company().await;
    let agent = company.agent("Bia", &[]).await;
    let mut admin = company.admin.socket().await;
    let mut own = agent.socket().await;
    let ask = async |email: &str, reason: &str| {
        app.api().post("/api/auth/forgot-password", json!({"email": email, "reason": reason})).await.ok()
    };
    let known = ask(&agent.email, "Esqueci").await;
    assert_eq!(known, ask("nobody@example.com", "Esqueci").await, "one answer for every address");
    let told = admin.next_event("password-reset-requested").await.data;
    assert_eq!(told["userId"], agent.id.as_str());
    ask(&agent.email, "Esqueci mesmo").await;
    let list = async |status: &str| {
        company.api().get(&format!("/api/users/password-resets?status={status}")).await.ok()["items"].clone()
    };
    let pending = list("PENDING").await;
    assert_eq!((pending.as_array().unwrap().len(), &pending[0]["reason"]), (1, &json!("Esqueci mesmo")));
    assert_eq!(pending[0]["id"], told["requestId"]);
    agent.api.get("/api/users/password-resets").await.problem(403, "forbidden");

    let path = format!("/api/users/password-resets/{}", id(&pending[0]));
    let weak = company.api().post(&format!("{path}/resolve"), json!({"newPassword": "curta"})).await;
    assert_eq!(weak.problem(422, "validation")["errors"][0]["field"], "newPassword");
    let done = company.api().post(&format!("{path}/resolve"), json!({"newPassword": "nova-senha-longa-42"})).await.ok();
    assert_eq!((&done["status"], &done["resolvedBy"]), (&json!("RESOLVED"), &json!(company.admin.id)));
    assert_eq!(own.close_code(crate::harness::PATIENCE).await, 4401, "signed out everywhere");
    agent.api.get("/api/auth/me").await.problem(401, "unauthenticated");
    Person::log_in(&app.api(), &agent.email, "nova-senha-longa-42").await;
    company.api().post(&format!("{path}/reject"), json!({})).await.problem(409, "invalid_transition");
    ask(&agent.email, "De novo").await;
    let again = list("PENDING").await;
    let reject = format!("/api/users/password-resets/{}/reject", id(&again[0]));
    assert_eq!(company.api().post(&reject, json!({})).await.ok()["status"], "REJECTED");
    Person::log_in(&app.api(), &agent.email, "nova-senha-longa-42").await;
    assert_eq!(list("PENDING").await, json!([]));
    app.is_sound().await;
}
