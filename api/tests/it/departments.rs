use poem::http::Method;
use serde_json::{Value, json};

use crate::app::App;

fn slugs(list: &Value) -> Vec<&str> {
    list.as_array().unwrap().iter().map(|one| one["slug"].as_str().unwrap()).collect()
}

#[tokio::test]
async fn the_menu_is_in_its_order_and_can_be_put_into_another() {
    let app = App::new().await;
    let ana = app.bootstrap().await;
    let (sales, support) = (ana.department("vendas").await, ana.department("suporte").await);
    let list = ana.get("/api/departments").await.ok();
    assert_eq!(slugs(&list), ["atendimento", "vendas", "suporte"]);
    assert_eq!(list[0]["counts"], json!({"members": 0, "online": 0, "queued": 0, "assigned": 0}));
    let root = list[0]["id"].as_str().unwrap();
    ana.post("/api/departments/reorder", json!({"ids": [support, sales]})).await.problem(422, "validation");
    let order = json!({"ids": [support, sales, root]});
    assert_eq!(slugs(&ana.post("/api/departments/reorder", order).await.ok()), ["suporte", "vendas", "atendimento"]);
}

#[tokio::test]
async fn what_a_department_may_not_be_is_named() {
    let app = App::new().await;
    let ana = app.bootstrap().await;
    ana.department("vendas").await;
    let new = |change: Value| {
        let mut body = json!({"name": "Outro", "slug": "outro"});
        body.as_object_mut().unwrap().extend(change.as_object().unwrap().clone());
        ana.post("/api/departments", body)
    };
    new(json!({"slug": "vendas"})).await.problem(409, "slug_taken");
    for wrong in [
        json!({"slug": "Vendas"}),
        json!({"color": "red"}),
        json!({"responseTimeoutMinutes": 0}),
        json!({"responseTimeoutMinutes": 1441}),
        json!({"businessHours": {"weekly": {"mon": [{"start": "8h", "end": "18:00"}]}}}),
    ] {
        new(wrong).await.problem(422, "validation");
    }
    let hours = json!({"weekly": {"mon": [{"start": "08:00", "end": "12:00"}]}});
    let made = new(json!({"businessHours": hours, "keywords": ["nota"], "emoji": "🧾"})).await.created();
    assert_eq!(made["businessHours"]["weekly"]["mon"][0]["end"], "12:00");
    assert_eq!((made["color"].as_str(), made["isActive"].as_bool()), (Some("#6366f1"), Some(true)));
    let path = format!("/api/departments/{}", made["id"].as_str().unwrap());
    ana.patch(&path, json!({"slug": "vendas"})).await.problem(409, "slug_taken");
    ana.with(Method::PATCH, &path, ("If-Match", "\"9\""), Some(json!({"name": "N"}))).await.problem(409, "stale");
    let changed = ana.patch(&path, json!({"name": "Notas", "businessHours": null})).await.ok();
    assert_eq!((changed["name"].as_str(), changed["businessHours"].clone()), (Some("Notas"), Value::Null));
}

#[tokio::test]
async fn there_is_always_one_root() {
    let app = App::new().await;
    let ana = app.bootstrap().await;
    let list = ana.get("/api/departments").await.ok();
    let first = format!("/api/departments/{}", list[0]["id"].as_str().unwrap());
    assert_eq!(list[0]["isRoot"], true);
    ana.delete(&first).await.problem(409, "root_required");
    ana.patch(&first, json!({"isActive": false})).await.problem(409, "root_required");
    ana.patch(&first, json!({"isRoot": false})).await.problem(409, "root_required");
    let other = ana.post("/api/departments", json!({"name": "Geral", "slug": "geral", "isRoot": true})).await.created();
    assert_eq!((other["isRoot"].as_bool(), ana.get(&first).await.ok()["isRoot"].as_bool()), (Some(true), Some(false)));
    ana.patch(&first, json!({"isRoot": true})).await.ok();
    ana.delete(&format!("/api/departments/{}", other["id"].as_str().unwrap())).await.done();
    assert_eq!(slugs(&ana.get("/api/departments").await.ok()), ["atendimento"]);
    assert_eq!(slugs(&ana.get("/api/departments?includeInactive=true").await.ok()), ["atendimento", "geral"]);
    assert_eq!(ana.get(&first).await.ok()["isRoot"], true);
}
