use poem::http::Method;
use serde_json::{Value, json};

use crate::app::{App, Person};

/// Who may call it.
#[derive(Clone, Copy, PartialEq)]
enum Who {
    Any,
    Supervisor,
    Admin,
}
use Who::{Admin, Any, Supervisor};

/// Every operation on somebody's rows, with ids of the company that is asked.
fn operations(user: &str, department: &str, channel: &str) -> Vec<(Method, String, Option<Value>, Who)> {
    let (get, post, put, patch, delete) = (Method::GET, Method::POST, Method::PUT, Method::PATCH, Method::DELETE);
    let none = || Some(json!({}));
    vec![
        (get.clone(), format!("/api/users/{user}"), None, Any),
        (patch.clone(), format!("/api/users/{user}"), none(), Admin),
        (get.clone(), format!("/api/users/{user}/departments"), None, Admin),
        (post.clone(), format!("/api/users/{user}/departments/{department}"), None, Admin),
        (put, format!("/api/users/{user}/departments"), Some(json!({"departmentIds": [department]})), Admin),
        (delete.clone(), format!("/api/users/{user}/departments/{department}"), None, Admin),
        (get.clone(), format!("/api/departments/{department}"), None, Any),
        (get.clone(), format!("/api/departments/{department}/agents"), None, Any),
        (get.clone(), format!("/api/departments/{department}/queue"), None, Supervisor),
        (patch.clone(), format!("/api/departments/{department}"), none(), Admin),
        (get, format!("/api/channels/{channel}"), None, Supervisor),
        (patch, format!("/api/channels/{channel}"), none(), Admin),
        (post.clone(), format!("/api/channels/{channel}/default"), None, Admin),
        (post, format!("/api/channels/{channel}/verify"), None, Admin),
        (delete.clone(), format!("/api/departments/{department}"), None, Admin),
        (delete, format!("/api/users/{user}"), None, Admin),
    ]
}

async fn own(ana: &Person<'_>) -> (String, String, String) {
    let user = ana.hire("Zeca", "AGENT", &[]).await.id;
    let department = ana.department("vendas").await;
    let channel = ana.post("/api/channels", json!({"name": "S", "provider": "SANDBOX"})).await.created();
    (user, department, channel["id"].as_str().unwrap().to_owned())
}

#[tokio::test]
async fn each_operation_lets_its_roles_in_and_audits_who_is_refused() {
    let app = App::with(|settings| settings.own_url = "http://127.0.0.1:1".into()).await;
    let ana = app.bootstrap().await;
    let (user, department, channel) = own(&ana).await;
    let agent = ana.hire("Bia", "AGENT", &[]).await;
    let supervisor = ana.hire("Caio", "SUPERVISOR", &[]).await;
    let mut denied = 0;
    for (method, path, body, who) in operations(&user, &department, &channel) {
        let roles = [(&agent, who == Any), (&supervisor, who != Admin), (&ana, true)];
        for (person, allowed) in roles {
            let answer = person.call(method.clone(), &path, body.as_ref()).await;
            if allowed {
                assert!(matches!(answer.status, 200 | 204), "{answer:?}");
            } else {
                answer.problem(403, "forbidden");
                denied += 1;
            }
        }
        app.send(method, &path, None, &[], body.as_ref()).await.problem(401, "unauthenticated");
    }
    for (path, body) in [
        ("/api/users", json!({"email": "x@y.z", "password": "uma-senha-boa", "name": "X", "role": "AGENT"})),
        ("/api/departments", json!({"name": "X", "slug": "x"})),
        ("/api/departments/reorder", json!({"ids": []})),
        ("/api/channels", json!({"name": "X", "provider": "SANDBOX"})),
        ("/api/auth/register", json!({"email": "x@y.z", "password": "uma-senha-boa", "name": "X"})),
    ] {
        for person in [&agent, &supervisor] {
            person.post(path, body.clone()).await.problem(403, "forbidden");
            denied += 1;
        }
    }
    let audited = ana.audited().await;
    assert_eq!(audited.iter().filter(|line| line.starts_with("denied ") && line.ends_with(" DENIED")).count(), denied);
}

#[tokio::test]
async fn a_stranger_finds_nothing_whatever_id_they_name() {
    let app = App::new().await;
    let ana = app.bootstrap().await;
    let (user, department, channel) = own(&ana).await;
    let eve = app.stranger().await;
    for (method, path, body, _) in operations(&user, &department, &channel) {
        eve.call(method.clone(), &path, body.as_ref()).await.problem(404, "not_found");
    }
    let all = operations("42", "x", "x");
    for (method, path, body, _) in all {
        eve.call(method, &path, body.as_ref()).await.problem(404, "not_found");
    }
    let own_user = format!("/api/users/{}", eve.id);
    eve.put(&format!("{own_user}/departments"), json!({"departmentIds": [department]})).await.problem(404, "not_found");
    eve.patch(&own_user, json!({"departmentId": department})).await.problem(404, "not_found");
    assert_eq!(eve.get(&format!("/api/users?departmentId={department}")).await.ok(), json!([]));
    assert_eq!(eve.get("/api/users").await.ok().as_array().unwrap().len(), 1);
    assert_eq!(eve.get("/api/channels").await.ok(), json!([]));
}
