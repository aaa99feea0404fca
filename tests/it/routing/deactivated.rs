use serde_json::{Value, json};

use super::id;
use crate::harness::{App, Phone};
use crate::team::Team;

async fn asks_for_sales(team: &Team, number: &str) -> Phone {
    let phone = team.company.phone(number).await;
    phone.says("Oi").await;
    team.asked(&phone, "Escolha o departamento").await;
    phone.says("1").await;
    phone
}

async fn queue(team: &Team, department: &str) -> Vec<Value> {
    let queue = team.company.api().get(&format!("/api/departments/{department}/queue")).await.ok();
    queue.as_array().cloned().unwrap_or_default()
}

#[tokio::test]
async fn a_department_that_is_deactivated_hands_its_queue_to_the_root_in_order_and_its_agents_keep_their_customers() {
    let app = App::start().await;
    let team = Team::of(&app).await;
    let supervisor = team.company.hire("Sara", "SUPERVISOR", &[]).await;
    team.bia.goes("OFFLINE").await;
    let served_phone = asks_for_sales(&team, "+5511977770000").await;
    let served = team.served_by(&served_phone, &team.ana).await;
    team.asked(&served_phone, "Você está sendo atendido").await;
    team.ana.goes("BUSY").await;
    let mut phones = Vec::new();
    for n in 1..=3 {
        let phone = asks_for_sales(&team, &format!("+551197777000{n}")).await;
        team.asked(&phone, "da fila").await;
        phones.push(phone);
    }
    let waiting = queue(&team, &team.sales).await;
    assert_eq!(waiting.len(), 3, "{waiting:#?}");
    let mut watching = supervisor.socket().await;
    let mut losing = team.ana.socket().await;

    let sales = format!("/api/departments/{}", team.sales);
    team.company.api().patch(&sales, json!({"isActive": false})).await.ok();
    assert_eq!(queue(&team, &team.sales).await, Vec::<Value>::new());
    let moved = queue(&team, &team.support).await;
    let places = |rows: &[Value]| -> Vec<(String, Value, Value)> {
        rows.iter().map(|row| (id(row), row["queuePosition"].clone(), row["queuedAt"].clone())).collect()
    };
    assert_eq!(places(&moved), places(&waiting), "everybody keeps their place and the time of their coming");
    for (own, phone) in waiting.iter().zip(&phones) {
        let told = watching.next_event("conversation-transferred").await.data;
        assert_eq!(told["conversationId"], own["id"], "in their order");
        assert_eq!((&told["fromDepartmentId"], &told["toDepartmentId"]), (&json!(team.sales), &json!(team.support)));
        let by = (&told["transferredBy"], &told["reason"]);
        assert_eq!(by, (&json!(team.company.admin.id), &json!("department_deactivated")));
        assert_eq!(told["customerName"], own["customerName"]);
        // Who loses them learns their ids, and no more.
        let lost = losing.next_event("conversation-transferred").await.data;
        assert_eq!((&lost["conversationId"], &lost["reason"]), (&own["id"], &json!("department_deactivated")));
        assert_eq!((&lost["conversation"], &lost["customerName"]), (&Value::Null, &Value::Null));
        team.ana.api.get(&format!("/api/conversations/{}", id(own))).await.problem(404, "not_found");
        phone.hears("Sua conversa foi transferida").await;
    }

    let kept = team.served_by(&served_phone, &team.ana).await;
    assert_eq!((&kept["id"], &kept["departmentId"]), (&served["id"], &json!(team.sales)));
    assert!(served_phone.received().await.iter().all(|message| !message.text.contains("transferida")));
    team.ana.says(&id(&served), "Continuo com você").await;
    served_phone.hears("Continuo com você").await;

    // The root's agent takes them one by one; whom the last agent of the department gives back comes after them.
    served_phone.says("E agora?").await;
    team.company.conversation(&served_phone, "asks again", |own| !own["waitingSince"].is_null()).await;
    let unassign = format!("/api/conversations/{}/unassign", id(&served));
    let back = team.ana.api.post(&unassign, json!({})).await.ok();
    assert_eq!((&back["departmentId"], &back["status"]), (&json!(team.support), &json!("OPEN")));
    let one = json!({"maxConversations": 1});
    team.company.api().patch(&format!("/api/users/{}", team.bia.id), one).await.ok();
    team.bia.goes("ONLINE").await;
    for phone in phones.iter().chain([&served_phone]) {
        let own = team.served_by(phone, &team.bia).await;
        team.resolve(&team.bia, &own).await;
    }
    app.is_sound().await;
}
