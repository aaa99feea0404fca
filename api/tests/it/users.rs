use futures_util::future::join_all;
use poem::http::Method;
use serde_json::{Value, json};

use crate::app::{App, PASSWORD};

fn names(list: &Value) -> Vec<&str> {
    list.as_array().unwrap().iter().map(|user| user["name"].as_str().unwrap()).collect()
}

#[tokio::test]
async fn users_are_listed_by_name_in_pages_and_found_by_what_they_are() {
    let app = App::new().await;
    let ana = app.bootstrap().await;
    let sales = ana.department("vendas").await;
    for (name, role) in [("Caio", "AGENT"), ("Bia", "SUPERVISOR"), ("Davi", "AGENT")] {
        let works_in: Vec<&str> = if name == "Caio" { vec![&sales] } else { vec![] };
        ana.hire(name, role, &works_in).await;
    }
    assert_eq!(names(&ana.get("/api/users").await.ok()), ["Ana", "Bia", "Caio", "Davi"]);
    assert_eq!(names(&ana.get("/api/users?role=AGENT").await.ok()), ["Caio", "Davi"]);
    assert_eq!(names(&ana.get(&format!("/api/users?departmentId={sales}")).await.ok()), ["Caio"]);
    assert_eq!(names(&ana.get("/api/users?departmentId=42").await.ok()), [""; 0]);
    assert_eq!(names(&ana.get("/api/users?search=dAV").await.ok()), ["Davi"]);
    assert_eq!(names(&ana.get("/api/users?search=%25").await.ok()), [""; 0]);
    ana.get("/api/users?status=asleep").await.problem(400, "invalid_query");
    ana.get("/api/users?cursor=x").await.problem(400, "invalid_cursor");
    let page = ana.get("/api/users?limit=3").await;
    let cursor = page.header("x-next-cursor").unwrap().to_owned();
    assert_eq!(names(&page.ok()), ["Ana", "Bia", "Caio"]);
    let rest = ana.get(&format!("/api/users?limit=3&cursor={cursor}")).await;
    assert!(rest.header("x-next-cursor").is_none());
    assert_eq!(names(&rest.ok()), ["Davi"]);
}

#[tokio::test]
async fn a_new_user_has_an_address_of_their_own_and_a_password_that_is_not_common() {
    let app = App::new().await;
    let ana = app.bootstrap().await;
    let sales = ana.department("vendas").await;
    let new = |change: Value| {
        let mut body = json!({"email": "bia@example.com", "password": PASSWORD, "name": "Bia", "role": "AGENT"});
        body.as_object_mut().unwrap().extend(change.as_object().unwrap().clone());
        ana.post("/api/users", body)
    };
    new(json!({"email": "ANA@example.com"})).await.problem(409, "email_taken");
    new(json!({"password": "password1"})).await.problem(422, "validation");
    new(json!({"email": "bia"})).await.problem(422, "validation");
    new(json!({"companyId": domain::id::new_id()})).await.problem(404, "not_found");
    new(json!({"departmentId": "42"})).await.problem(404, "not_found");
    new(json!({"boss": true})).await.problem(400, "unknown_field");
    let bia = new(json!({"departmentId": sales, "companyId": ana.company})).await.created();
    assert_eq!((bia["department"]["slug"].as_str(), bia["capacity"].as_i64()), (Some("vendas"), Some(10)));
    assert_eq!(bia["departments"].as_array().unwrap().len(), 1);
    let registered = ana
        .post("/api/auth/register", json!({"email": "c@example.com", "password": PASSWORD, "name": "Caio"}))
        .await
        .created();
    assert_eq!((registered["token"].clone(), registered["user"]["role"].as_str()), (Value::Null, Some("AGENT")));
}

#[tokio::test]
async fn the_last_administrator_stays_and_nobody_changes_their_own_role() {
    let app = App::new().await;
    let ana = app.bootstrap().await;
    let own = format!("/api/users/{}", ana.id);
    ana.patch(&own, json!({"role": "AGENT"})).await.problem(409, "last_admin");
    ana.delete(&own).await.problem(409, "last_admin");
    let bia = ana.hire("Bia", "ADMIN", &[]).await;
    ana.patch(&own, json!({"role": "AGENT"})).await.problem(403, "forbidden");
    bia.patch(&own, json!({"role": "SUPERVISOR"})).await.ok();
    ana.get("/api/auth/me").await.problem(401, "unauthenticated");
    bia.delete(&format!("/api/users/{}", bia.id)).await.problem(409, "last_admin");
}

#[tokio::test]
async fn a_new_password_ends_the_sessions_and_a_new_name_does_not() {
    let app = App::new().await;
    let ana = app.bootstrap().await;
    let bia = ana.hire("Bia", "AGENT", &[]).await;
    let path = format!("/api/users/{}", bia.id);
    let renamed = ana.patch(&path, json!({"name": "Beatriz", "maxConversations": 3})).await;
    let tag = renamed.header("etag").unwrap().to_owned();
    assert_eq!(renamed.ok()["capacity"], 3);
    bia.get("/api/auth/me").await.ok();
    ana.with(Method::PATCH, &path, ("If-Match", "\"0\""), Some(json!({"name": "B"}))).await.problem(409, "stale");
    let reset = json!({"password": "outra-senha-comprida", "maxConversations": null});
    assert_eq!(ana.with(Method::PATCH, &path, ("If-Match", &tag), Some(reset)).await.ok()["capacity"], 10);
    bia.get("/api/auth/me").await.problem(401, "unauthenticated");
    let bia = app.login(&bia.email, "outra-senha-comprida").await;
    let change = |current: &str| json!({"password": "mais-uma-senha-boa", "currentPassword": current});
    bia.patch("/api/users/me", change("errada")).await.problem(422, "validation");
    let renewed = bia.patch("/api/users/me", change("outra-senha-comprida")).await.ok();
    assert!(renewed["token"].is_string());
    bia.get("/api/auth/me").await.problem(401, "unauthenticated");
}

#[tokio::test]
async fn a_deactivated_user_is_out_and_may_come_back() {
    let app = App::new().await;
    let ana = app.bootstrap().await;
    let bia = ana.hire("Bia", "AGENT", &[]).await;
    bia.patch("/api/users/me/status", json!({"status": "ONLINE"})).await.ok();
    ana.delete(&format!("/api/users/{}", bia.id)).await.done();
    bia.get("/api/auth/me").await.problem(401, "unauthenticated");
    let login = json!({"email": bia.email, "password": PASSWORD});
    app.post("/api/auth/login", &login).await.problem(401, "invalid_credentials");
    let gone = ana.get(&format!("/api/users/{}", bia.id)).await.ok();
    assert_eq!((gone["isActive"].as_bool(), gone["onlineStatus"].as_str()), (Some(false), Some("OFFLINE")));
    let events = ana.events().await;
    assert!(events.contains(&"user-deactivated".into()), "{events:?}");
    assert_eq!(events.iter().filter(|name| *name == "agent-status-changed").count(), 2);
    ana.patch(&format!("/api/users/{}", bia.id), json!({"isActive": true})).await.ok();
    app.login(&bia.email, PASSWORD).await;
}

#[tokio::test]
async fn presence_is_set_once_and_told_once() {
    let app = App::new().await;
    let ana = app.bootstrap().await;
    for status in ["BUSY", "BUSY", "OFFLINE"] {
        let answer = ana.patch("/api/users/me/status", json!({"status": status})).await.ok();
        assert_eq!(answer["onlineStatus"], status);
    }
    ana.patch("/api/users/me/status", json!({"status": "AWAY"})).await.problem(422, "validation");
    let told = ana.events().await.iter().filter(|name| *name == "agent-status-changed").count();
    assert_eq!(told, 2);
    assert!(ana.audited().await.contains(&"status_change user OK".into()));
}

#[tokio::test]
async fn memberships_come_and_go_with_the_primary_department_and_the_active_set() {
    let app = App::new().await;
    let ana = app.bootstrap().await;
    let (sales, support) = (ana.department("vendas").await, ana.department("suporte").await);
    let bia = ana.hire("Bia", "AGENT", &[&sales]).await;
    let path = format!("/api/users/{}/departments", bia.id);
    let slugs = |list: &Value| -> Vec<String> {
        list.as_array().unwrap().iter().map(|one| one["slug"].as_str().unwrap().to_owned()).collect()
    };
    assert_eq!(slugs(&ana.post(&format!("{path}/{support}"), json!({})).await.ok()), ["vendas", "suporte"]);
    assert_eq!(slugs(&ana.post(&format!("{path}/{support}"), json!({})).await.ok()), ["vendas", "suporte"]);
    ana.patch(&format!("/api/users/{}", bia.id), json!({"departmentId": sales})).await.ok();
    bia.patch("/api/users/me", json!({"activeDepartmentIds": [domain::id::new_id()]})).await.problem(422, "validation");
    let own = bia.patch("/api/users/me", json!({"activeDepartmentIds": [sales], "locale": "en"})).await.ok();
    assert_eq!((own["activeDepartmentIds"].clone(), own["locale"].as_str()), (json!([sales]), Some("en")));
    assert_eq!(slugs(&ana.put(&path, json!({"departmentIds": [support]})).await.ok()), ["suporte"]);
    let now = ana.get(&format!("/api/users/{}", bia.id)).await.ok();
    assert_eq!((now["departmentId"].clone(), now["activeDepartmentIds"].clone()), (Value::Null, json!([])));
    assert_eq!(slugs(&bia.get("/api/users/me/departments").await.ok()), ["suporte"]);
    assert_eq!(slugs(&ana.delete(&format!("{path}/{support}")).await.ok()), [""; 0]);
    ana.put(&path, json!({"departmentIds": ["x"]})).await.problem(404, "not_found");
}

#[tokio::test]
async fn a_full_department_takes_nobody_however_many_try_at_once() {
    let app = App::new().await;
    let ana = app.bootstrap().await;
    let made = ana.post("/api/departments", json!({"name": "Dois", "slug": "dois", "maxAgents": 2})).await.created();
    let department = made["id"].as_str().unwrap();
    let mut people = Vec::new();
    for n in 0..6 {
        people.push(ana.hire(&format!("P{n}"), "AGENT", &[]).await);
    }
    let join = |id: &str| {
        let path = format!("/api/users/{id}/departments/{department}");
        let ana = ana.clone();
        async move { ana.post(&path, json!({})).await }
    };
    let answers = join_all(people.iter().map(|person| join(&person.id))).await;
    assert_eq!(answers.iter().filter(|answer| answer.status == 200).count(), 2);
    for answer in answers.into_iter().filter(|answer| answer.status != 200) {
        answer.problem(409, "department_full");
    }
    let members = ana.get(&format!("/api/departments/{department}/agents")).await.ok();
    assert_eq!(members.as_array().unwrap().len(), 2);
    // A member who leaves the company makes room, and does not get it back.
    let member = members[0]["id"].as_str().unwrap();
    ana.delete(&format!("/api/users/{member}")).await.done();
    let outside =
        people.iter().find(|person| members.as_array().unwrap().iter().all(|one| one["id"] != person.id.as_str()));
    join(&outside.unwrap().id).await.ok();
    ana.patch(&format!("/api/users/{member}"), json!({"isActive": true})).await.problem(409, "department_full");
}
