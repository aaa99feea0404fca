use domain::conversation::{FlowState, Status};
use domain::role::{OnlineStatus, Role};
use poem::http::Method;
use serde_json::{Value, json};
use uuid::Uuid;

use crate::desk::{Answer, Desk, Person};

async fn assign(desk: &Desk, who: &Person, id: Uuid, body: Value) -> Answer {
    desk.post(who, &format!("/api/conversations/{id}/assign"), body).await
}

async fn transfer(desk: &Desk, who: &Person, id: Uuid, body: Value) -> Answer {
    desk.post(who, &format!("/api/conversations/{id}/transfer"), body).await
}

async fn status(desk: &Desk, who: &Person, id: Uuid, body: Value) -> Answer {
    desk.patch(who, &format!("/api/conversations/{id}/status"), body).await
}

#[tokio::test]
async fn assigning_follows_who_holds_it_and_who_asks() {
    let desk = Desk::sqlite().await;
    let vendas = desk.department("Vendas").await;
    let boss = desk.supervisor("Bia").await;
    let (ana, rui) = (desk.agent("Ana", &[vendas]).await, desk.agent("Rui", &[vendas]).await);
    let outsider = desk.agent("Leo", &[desk.root]).await;
    let away = desk.user("Gil", Role::Agent, &[vendas], OnlineStatus::Offline).await;
    let id = desk.waiting("5511988887777", Some(vendas)).await;

    assert_eq!(assign(&desk, &ana, id, json!({"userId": rui.id})).await.code(), "forbidden");
    assert_eq!(assign(&desk, &outsider, id, json!({})).await.code(), "not_found");
    let path = format!("/api/conversations/{id}/assign");
    let mine = desk.ask(Method::POST, &ana, &path, None, &[]).await.ok();
    assert_eq!((mine["status"].as_str(), &mine["assignedUserId"]), (Some("ASSIGNED"), &json!(ana.id)));
    assert_eq!(mine["assignedUser"]["name"], "Ana");
    let version = mine["version"].clone();
    assert_eq!(assign(&desk, &ana, id, json!({})).await.ok()["version"], version, "nothing changes");
    assert_eq!(assign(&desk, &rui, id, json!({})).await.code(), "already_assigned");
    assert_eq!(assign(&desk, &ana, id, json!({"userId": outsider.id})).await.code(), "assignee_not_member");
    assert_eq!(assign(&desk, &ana, id, json!({"userId": away.id})).await.code(), "agent_unavailable");
    assert_eq!(assign(&desk, &ana, id, json!({"userId": Uuid::nil()})).await.code(), "not_found");
    assert_eq!(assign(&desk, &ana, id, json!({"user": 1})).await.code(), "unknown_field");
    assert_eq!(assign(&desk, &ana, id, json!({"userId": rui.id})).await.ok()["assignedUserId"], json!(rui.id));
    // A supervisor takes it without being a member.
    assert_eq!(assign(&desk, &boss, id, json!({})).await.ok()["assignedUserId"], json!(boss.id));
    assert_eq!(assign(&desk, &boss, id, json!({"userId": outsider.id})).await.code(), "assignee_not_member");

    desk.change_user(ana.id, Box::new(|user| user.is_active = false)).await;
    assert_eq!(assign(&desk, &boss, id, json!({"userId": ana.id})).await.code(), "agent_unavailable");
    status(&desk, &boss, id, json!({"status": "RESOLVED"})).await.ok();
    assert_eq!(assign(&desk, &boss, id, json!({})).await.code(), "invalid_transition");
    let stranger = desk.stranger().await;
    for (verb, body) in [("assign", json!({})), ("resolve", json!({})), ("transfer", json!({"departmentId": vendas}))] {
        let answer = desk.post(&stranger, &format!("/api/conversations/{id}/{verb}"), body).await;
        assert_eq!(answer.code(), "not_found", "{verb}");
    }
}

#[tokio::test]
async fn a_full_agent_gets_one_more_only_from_a_supervisor_who_insists() {
    let desk = Desk::sqlite().await;
    let vendas = desk.department("Vendas").await;
    let boss = desk.supervisor("Bia").await;
    let (ana, rui) = (desk.agent("Ana", &[vendas]).await, desk.agent("Rui", &[vendas]).await);
    desk.change_user(ana.id, Box::new(|user| user.max_conversations = Some(1))).await;
    let one = desk.waiting("5511988887777", Some(vendas)).await;
    let two = desk.waiting("5521988887777", Some(vendas)).await;
    assign(&desk, &ana, one, json!({})).await.ok();
    assert_eq!(assign(&desk, &ana, two, json!({"force": true})).await.code(), "agent_at_capacity");
    let to_ana = json!({"userId": ana.id});
    assert_eq!(assign(&desk, &boss, two, to_ana.clone()).await.code(), "agent_at_capacity");
    let body = json!({"departmentId": vendas, "userId": ana.id});
    assert_eq!(transfer(&desk, &boss, two, body.clone()).await.code(), "agent_at_capacity");
    assign(&desk, &rui, two, json!({})).await.ok();
    assert_eq!(assign(&desk, &rui, two, to_ana).await.code(), "agent_at_capacity");
    let forced = json!({"userId": ana.id, "force": true});
    assert_eq!(assign(&desk, &boss, two, forced).await.ok()["assignedUserId"], json!(ana.id));
    let three = desk.waiting("5531988887777", Some(vendas)).await;
    let forced = json!({"departmentId": vendas, "userId": ana.id, "force": true});
    assert_eq!(transfer(&desk, &boss, three, forced).await.ok()["assignedUserId"], json!(ana.id));
}

#[tokio::test(flavor = "multi_thread")]
async fn of_two_agents_who_click_at_once_one_gets_it() {
    let mut desks = vec![Desk::sqlite().await];
    desks.extend(Desk::postgres().await);
    for desk in desks {
        let vendas = desk.department("Vendas").await;
        let (ana, rui) = (desk.agent("Ana", &[vendas]).await, desk.agent("Rui", &[vendas]).await);
        for n in 0..5 {
            let id = desk.waiting(&format!("551198888777{n}"), Some(vendas)).await;
            let (one, two) = tokio::join!(assign(&desk, &ana, id, json!({})), assign(&desk, &rui, id, json!({})));
            let mut codes = [(one.status.as_u16(), one.code()), (two.status.as_u16(), two.code())];
            codes.sort_unstable();
            assert_eq!(codes, [(200, ""), (409, "already_assigned")]);
        }
        // One place, several conversations: never above the capacity.
        desk.change_user(ana.id, Box::new(|user| user.max_conversations = Some(6))).await;
        let mut waiting = Vec::new();
        for n in 0..8 {
            waiting.push(desk.waiting(&format!("552198888777{n}"), Some(vendas)).await);
        }
        let all = futures_util::future::join_all(waiting.iter().map(|id| assign(&desk, &ana, *id, json!({})))).await;
        let full = all.iter().filter(|answer| answer.code() == "agent_at_capacity").count();
        let held = desk.state.company(desk.company).agents().load(ana.id).await.unwrap();
        assert_eq!(held, 6);
        assert!(full >= 2);
        assert_eq!(desk.state.store.system().violations().await.unwrap(), []);
    }
}

#[tokio::test]
async fn what_is_let_go_waits_in_its_queue_again() {
    let desk = Desk::sqlite().await;
    let vendas = desk.department("Vendas").await;
    let (ana, rui) = (desk.agent("Ana", &[vendas]).await, desk.agent("Rui", &[vendas]).await);
    let id = desk.waiting("5511988887777", Some(vendas)).await;
    let unassign = format!("/api/conversations/{id}/unassign");
    assert_eq!(desk.post(&ana, &unassign, json!({})).await.ok()["status"], "OPEN");
    assign(&desk, &ana, id, json!({})).await.ok();
    assert_eq!(desk.post(&rui, &unassign, json!({})).await.code(), "forbidden");
    let freed = desk.post(&ana, &unassign, json!({})).await.ok();
    assert_eq!((&freed["status"], &freed["flowState"]), (&json!("OPEN"), &json!("DEPARTMENT_SELECTED")));
    assert_eq!((&freed["assignedUserId"], &freed["idleSince"]), (&json!(null), &json!(null)));
    let timeline = desk.get(&rui, &format!("/api/conversations/{id}/timeline")).await.ok();
    let kinds: Vec<&str> = timeline["items"].as_array().unwrap().iter().map(|i| i["kind"].as_str().unwrap()).collect();
    assert_eq!(kinds[..3], ["ROUTED", "UNASSIGNED", "ASSIGNED"]);
    assert_eq!(timeline["items"][1]["endReason"], "RELEASED");
}

#[tokio::test]
async fn a_transfer_goes_to_the_department_or_to_its_member() {
    let desk = Desk::sqlite().await;
    let (vendas, suporte) = (desk.department("Vendas").await, desk.department("Suporte").await);
    let (ana, rui) = (desk.agent("Ana", &[vendas]).await, desk.agent("Rui", &[vendas, suporte]).await);
    let away = desk.user("Gil", Role::Agent, &[suporte], OnlineStatus::Offline).await;
    let id = desk.waiting("5511988887777", Some(vendas)).await;
    assign(&desk, &ana, id, json!({})).await.ok();
    assert_eq!(transfer(&desk, &rui, id, json!({"departmentId": suporte})).await.code(), "already_assigned");
    assert_eq!(transfer(&desk, &ana, id, json!({"departmentId": vendas})).await.code(), "same_department");
    let to_self = json!({"departmentId": vendas, "userId": ana.id});
    assert_eq!(transfer(&desk, &ana, id, to_self).await.code(), "same_department");
    assert_eq!(transfer(&desk, &ana, id, json!({"departmentId": Uuid::nil()})).await.code(), "not_found");
    let not_member = json!({"departmentId": suporte, "userId": ana.id});
    assert_eq!(transfer(&desk, &ana, id, not_member).await.code(), "assignee_not_member");
    let offline = json!({"departmentId": suporte, "userId": away.id});
    assert_eq!(transfer(&desk, &ana, id, offline).await.code(), "agent_unavailable");
    assert_eq!(transfer(&desk, &ana, id, json!({})).await.code(), "validation");
    let noted = json!({"departmentId": suporte, "note": " "});
    assert_eq!(transfer(&desk, &ana, id, noted).await.code(), "validation");

    let queued = transfer(&desk, &ana, id, json!({"departmentId": suporte})).await.ok();
    assert_eq!((&queued["status"], &queued["departmentId"]), (&json!("OPEN"), &json!(suporte)));
    assert_eq!(desk.get(&ana, &format!("/api/conversations/{id}")).await.code(), "not_found", "no longer hers");
    let back = json!({"departmentId": vendas, "userId": ana.id});
    let given = transfer(&desk, &rui, id, back).await.ok();
    assert_eq!((&given["status"], &given["assignedUserId"]), (&json!("ASSIGNED"), &json!(ana.id)));
    // Somebody who is there gets it at once.
    let nina = desk.user("Nina", Role::Agent, &[suporte], OnlineStatus::Online).await;
    let found = transfer(&desk, &ana, id, json!({"departmentId": suporte})).await;
    assert_eq!(found.ok()["assignedUserId"], json!(nina.id));
}

#[tokio::test]
async fn the_agents_name_is_told_once_a_minute() {
    let desk = Desk::sqlite().await;
    let vendas = desk.department("Vendas").await;
    let boss = desk.supervisor("Bia").await;
    let (ana, rui) = (desk.agent("Ana", &[vendas]).await, desk.agent("Rui", &[vendas]).await);
    let id = desk.waiting("5511988887777", Some(vendas)).await;
    let named = async |name: &str| {
        let page = desk.get(&boss, &format!("/api/conversations/{id}/messages")).await.ok();
        let all = page["messages"].as_array().unwrap().iter();
        all.filter(|message| message["isBot"] == true && message["content"].as_str().unwrap().contains(name)).count()
    };
    let once = async |to: &Person| assign(&desk, &boss, id, json!({"userId": to.id})).await.ok();
    once(&ana).await;
    once(&rui).await;
    once(&ana).await;
    let told = named("Ana").await;
    desk.state.clock.advance(chrono::Duration::minutes(2));
    once(&rui).await;
    once(&ana).await;
    assert_eq!(named("Ana").await, told + 1);
}

#[tokio::test]
async fn resolving_and_opening_again_follow_the_rules() {
    let desk = Desk::sqlite().await;
    let vendas = desk.department("Vendas").await;
    let boss = desk.supervisor("Bia").await;
    let (ana, rui) = (desk.agent("Ana", &[vendas]).await, desk.agent("Rui", &[vendas]).await);
    let id = desk.waiting("5511988887777", Some(vendas)).await;
    let resolve = format!("/api/conversations/{id}/resolve");
    assign(&desk, &ana, id, json!({})).await.ok();
    assert_eq!(desk.post(&rui, &resolve, json!({})).await.code(), "forbidden");
    assert_eq!(status(&desk, &ana, id, json!({"status": "ASSIGNED"})).await.code(), "invalid_transition");
    assert_eq!(status(&desk, &ana, id, json!({"status": "OPEN"})).await.code(), "invalid_transition");
    assert_eq!(status(&desk, &ana, id, json!({"status": "GONE"})).await.code(), "validation");
    let done = desk.ask(Method::POST, &ana, &resolve, None, &[]).await.ok();
    assert_eq!((&done["status"], &done["assignedUserId"]), (&json!("RESOLVED"), &json!(null)));
    assert_eq!((&done["lastAttendantId"], &done["resolvedById"]), (&json!(ana.id), &json!(ana.id)));
    assert_eq!(done["lastMessage"]["isBot"], true, "it said goodbye");
    assert_eq!(desk.post(&rui, &resolve, json!({})).await.ok()["version"], done["version"]);

    // A newer one is active: that one is named to who may see it.
    desk.state.clock.advance(chrono::Duration::minutes(20));
    let newer = desk.customer_says("5511988887777", "preciso de ajuda").await.id;
    let refused = status(&desk, &boss, id, json!({"status": "OPEN"})).await;
    assert_eq!((refused.code(), &refused.body["conversationId"]), ("active_conversation_exists", &json!(newer)));
    let newer_row = desk.row(newer).await;
    assert_eq!(newer_row.flow_state.0, FlowState::Greeting);
    desk.change_row(newer, Box::new(|row| row.last_attendant_id = None)).await;
    let refused = status(&desk, &ana, id, json!({"status": "OPEN"})).await;
    assert_eq!((refused.code(), refused.body.get("conversationId")), ("active_conversation_exists", None));
    status(&desk, &boss, newer, json!({"status": "ARCHIVED"})).await.ok();
    assert_eq!(desk.row(newer).await.status, Status::Archived);
    assert_eq!(status(&desk, &boss, newer, json!({"status": "RESOLVED"})).await.code(), "invalid_transition");

    let mine = status(&desk, &ana, id, json!({"status": "OPEN", "assignToMe": true})).await.ok();
    assert_eq!((&mine["status"], &mine["assignedUserId"]), (&json!("ASSIGNED"), &json!(ana.id)));
    status(&desk, &ana, id, json!({"status": "RESOLVED"})).await.ok();
    desk.change_user(ana.id, Box::new(|user| user.max_conversations = Some(1))).await;
    let other = desk.waiting("5521988887777", Some(vendas)).await;
    assign(&desk, &ana, other, json!({})).await.ok();
    let again = json!({"status": "OPEN", "assignToMe": true});
    assert_eq!(status(&desk, &ana, id, again).await.code(), "agent_at_capacity");
    assert_eq!(status(&desk, &ana, id, json!({"status": "OPEN"})).await.ok()["status"], "OPEN");
}

#[tokio::test]
async fn names_marks_pauses_and_versions() {
    let desk = Desk::sqlite().await;
    let vendas = desk.department("Vendas").await;
    let boss = desk.supervisor("Bia").await;
    let ana = desk.agent("Ana", &[vendas]).await;
    let id = desk.waiting("5511988887777", Some(vendas)).await;
    let path = |verb: &str| format!("/api/conversations/{id}/{verb}");
    let rename = async |name: Value| desk.patch(&ana, &path("customer-name"), json!({"name": name})).await;
    assert_eq!(rename(json!("  Dona Maria ")).await.ok()["customerName"], "Dona Maria");
    assert_eq!(rename(json!(null)).await.ok()["customerName"], "Cliente");
    for bad in [json!(""), json!("  "), json!("x".repeat(201)), json!(7)] {
        assert_eq!(rename(bad).await.code(), "validation");
    }
    assert_eq!(desk.patch(&ana, &path("customer-name"), json!({})).await.code(), "validation");

    assert_eq!(desk.post(&ana, &path("read"), json!({})).await.ok()["unreadCount"], 0);
    let marked = desk.post(&ana, &path("unread"), json!({})).await.ok();
    assert_eq!(marked["unreadCount"], 1);
    let stale = [("if-match", "\"0\"")];
    let refused = desk.ask(Method::POST, &ana, &path("read"), None, &stale).await;
    assert_eq!((refused.status.as_u16(), refused.code()), (409, "stale"));
    let version = format!("\"{}\"", marked["version"]);
    let fresh = [("if-match", version.as_str())];
    assert_eq!(desk.ask(Method::POST, &ana, &path("read"), None, &fresh).await.ok()["unreadCount"], 0);

    assert_eq!(desk.post(&ana, &path("bot"), json!({"paused": true})).await.code(), "forbidden");
    let paused = desk.post(&boss, &path("bot"), json!({"paused": true, "minutes": 5})).await.ok();
    assert_eq!((paused["botPausedUntil"].is_string(), &paused["timeoutKind"]), (true, &json!("PAUSE")));
    let spoken = desk.post(&boss, &path("bot"), json!({"paused": false})).await.ok();
    assert_eq!((&spoken["botPausedUntil"], &spoken["timeoutKind"]), (&json!(null), &json!("QUEUE")));
    assert_eq!(desk.post(&boss, &path("bot"), json!({"paused": true, "minutes": 0})).await.code(), "validation");
    status(&desk, &boss, id, json!({"status": "RESOLVED"})).await.ok();
    assert_eq!(desk.post(&boss, &path("bot"), json!({"paused": true})).await.code(), "invalid_transition");
}
