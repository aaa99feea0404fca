use std::collections::HashSet;

use domain::conversation::Status;
use domain::role::{OnlineStatus, Role};
use serde_json::json;

use crate::desk::{Desk, everywhere};

#[tokio::test(flavor = "multi_thread")]
async fn a_list_is_filtered_searched_and_counted_on_both_databases() {
    Box::pin(everywhere(async |desk: &Desk| {
        let vendas = desk.department("Vendas").await;
        let boss = desk.supervisor("Bia").await;
        let ana = desk.agent("Ana", &[vendas]).await;
        let menu = desk.named_customer_says("João Ávila", "5511988887777", "oi").await;
        let queued = desk.waiting("551133334444", Some(vendas)).await;
        let held = desk.waiting("5521977776666", Some(vendas)).await;
        desk.post(&ana, &format!("/api/conversations/{held}/assign"), json!({})).await.ok();
        let closed = desk.waiting("5521966665555", Some(vendas)).await;
        desk.post(&boss, &format!("/api/conversations/{closed}/resolve"), json!({"sendMessage": false})).await.ok();

        let list = async |query: &str| desk.get(&boss, &format!("/api/conversations?{query}")).await.ids();
        let ids = |ids: &[uuid::Uuid]| ids.iter().map(ToString::to_string).collect::<Vec<_>>();
        assert_eq!(list("").await, ids(&[closed, held, queued, menu.id]));
        assert_eq!(list("status=OPEN,ASSIGNED").await, ids(&[held, queued, menu.id]));
        assert_eq!(list("status=RESOLVED").await, ids(&[closed]));
        assert_eq!(list(&format!("departmentId={vendas}&status=OPEN")).await, ids(&[queued]));
        assert_eq!(list("departmentId=nonsense").await, ids(&[]));
        assert_eq!(list("queue=true").await, ids(&[queued]));
        assert_eq!(list("queue=false").await, ids(&[closed, held, menu.id]));
        assert_eq!(list("assignedUserId=none&status=OPEN").await, ids(&[queued, menu.id]));
        assert_eq!(list(&format!("assignedUserId={}", ana.id)).await, ids(&[held]));
        assert_eq!(list(&format!("contactId={}", menu.contact_id)).await, ids(&[menu.id]));
        assert_eq!(list("unread=false").await, ids(&[closed]));
        assert_eq!(list("sort=createdAt&limit=2").await, ids(&[closed, held]));
        assert_eq!(list("sort=waiting").await, ids(&[menu.id, queued, held, closed]));
        assert_eq!(desk.get(&ana, "/api/conversations?assignedUserId=me").await.ids(), ids(&[held]));

        // A name, a phone as people write it (the ninth digit left out too), a protocol, and what is no syntax.
        for search in ["jo%C3%A3o", "%C3%A1vila", "(11)%208888-7777", "11988887777", "8888-7777"] {
            assert_eq!(list(&format!("search={search}")).await, ids(&[menu.id]), "{search}");
        }
        assert_eq!(list("search=011%203333-4444").await, ids(&[queued]));
        assert_eq!(list(&format!("search={}", menu.protocol)).await, ids(&[menu.id]));
        for nothing in ["%25", "_", "%5C", "%27%20or%201%3D1", "%00", "zzz"] {
            let found = desk.get(&boss, &format!("/api/conversations?search={nothing}")).await;
            assert!(found.status.is_success(), "{nothing}: {}", found.body);
            assert_eq!(found.ids().len(), if nothing == "%00" { 4 } else { 0 }, "{nothing}");
        }

        let counts = desk.get(&ana, "/api/conversations/counts").await.ok();
        assert_eq!(
            counts,
            json!({"open": 1, "bot": 0, "assigned": 1, "queued": 1, "mine": 1, "unread": 2, "unreadForMe": 2, "resolved": 1, "archived": 0, "capped": false})
        );

        // A closed one is still found by who held it.
        desk.post(&ana, &format!("/api/conversations/{held}/resolve"), json!({"sendMessage": false})).await.ok();
        assert_eq!(list(&format!("assignedUserId={}", ana.id)).await, ids(&[held]));
        assert_eq!(list(&format!("assignedUserId={}&status=RESOLVED", ana.id)).await, ids(&[held]));
        assert_eq!(list(&format!("assignedUserId={}&status=OPEN,ASSIGNED", ana.id)).await, ids(&[]));
        assert_eq!(list("assignedUserId=none&status=RESOLVED").await, ids(&[closed, held]));

        for bad in ["status=BUSY", "sort=name", "limit=0", "limit=201", "unread=perhaps", "from=yesterday"] {
            let refused = desk.get(&boss, &format!("/api/conversations?{bad}")).await;
            assert_eq!((refused.status.as_u16(), refused.code()), (400, "invalid_query"), "{bad}");
        }
        assert_eq!(desk.get(&boss, "/api/conversations?cursor=abc").await.code(), "invalid_cursor");
    }))
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn walking_pages_misses_and_doubles_nothing_while_rows_change() {
    Box::pin(everywhere(async |desk: &Desk| {
        let boss = desk.supervisor("Bia").await;
        let mut rows = Vec::new();
        for n in 0..23 {
            rows.push(desk.waiting(&format!("55119{n:08}"), None).await);
        }
        for (n, id) in rows.iter().enumerate() {
            // Ties of every kind.
            let at = desk.row(rows[n / 4 * 4]).await.last_message_at;
            desk.change_row(
                *id,
                Box::new(move |row| {
                    row.last_message_at = at;
                    row.last_customer_at = (n % 5 > 1).then_some(at);
                }),
            )
            .await;
        }
        for sort in ["lastMessageAt", "createdAt", "waiting"] {
            let (mut seen, mut cursor) = (Vec::new(), None::<String>);
            loop {
                let after = cursor.as_ref().map(|cursor| format!("&cursor={cursor}")).unwrap_or_default();
                let page = desk.get(&boss, &format!("/api/conversations?limit=4&sort={sort}{after}")).await;
                let next = page.header("x-next-cursor").map(str::to_owned);
                assert_eq!(page.header("link").is_some(), next.is_some());
                seen.extend(page.ids());
                // Somebody new comes to the top while one reads.
                desk.customer_says(&format!("55218{:08}", seen.len()), "oi").await;
                let Some(next) = next else { break };
                cursor = Some(next);
            }
            let wanted: HashSet<String> = rows.iter().map(ToString::to_string).collect();
            let read: Vec<&String> = seen.iter().filter(|id| wanted.contains(*id)).collect();
            assert_eq!(read.len(), rows.len(), "{sort}");
            assert_eq!(read.into_iter().collect::<HashSet<_>>().len(), rows.len(), "{sort}");
            let other = if sort == "waiting" { "createdAt" } else { "waiting" };
            if let Some(cursor) = cursor {
                let refused = desk.get(&boss, &format!("/api/conversations?sort={other}&cursor={cursor}")).await;
                assert_eq!(refused.code(), "invalid_cursor");
            }
        }
    }))
    .await;
}

#[tokio::test]
async fn an_agent_sees_their_own_their_departments_and_the_roots_nobodys() {
    let desk = Desk::sqlite().await;
    let (vendas, suporte) = (desk.department("Vendas").await, desk.department("Suporte").await);
    let boss = desk.supervisor("Bia").await;
    let ana = desk.agent("Ana", &[vendas]).await;
    let rui = desk.agent("Rui", &[desk.root]).await;
    let both = desk.agent("Caio", &[vendas, suporte]).await;
    let in_menu = desk.waiting("5511900000001", None).await;
    let in_vendas = desk.waiting("5511900000002", Some(vendas)).await;
    let in_suporte = desk.waiting("5511900000003", Some(suporte)).await;
    let anas = desk.waiting("5511900000004", Some(suporte)).await;
    let ana_id = ana.id;
    desk.change_row(anas, Box::new(move |row| row.last_attendant_id = Some(ana_id))).await;

    let sees = async |who: &crate::desk::Person| {
        let listed: HashSet<String> = desk.get(who, "/api/conversations").await.ids().into_iter().collect();
        let mut read = HashSet::new();
        for id in [in_menu, in_vendas, in_suporte, anas] {
            match desk.get(who, &format!("/api/conversations/{id}")).await.status.as_u16() {
                200 => {
                    read.insert(id.to_string());
                }
                404 => {}
                other => panic!("{other}"),
            }
        }
        (listed, read)
    };
    let set = |ids: &[uuid::Uuid]| ids.iter().map(ToString::to_string).collect::<HashSet<_>>();
    let same = |ids: &[uuid::Uuid]| (set(ids), set(ids));
    assert_eq!(sees(&boss).await, same(&[in_menu, in_vendas, in_suporte, anas]));
    assert_eq!(sees(&ana).await, same(&[in_vendas, anas]));
    assert_eq!(sees(&rui).await, same(&[in_menu]));
    assert_eq!(sees(&both).await, same(&[in_vendas, in_suporte, anas]));
    // The active set narrows lists, not what may be opened.
    desk.change_user(both.id, Box::new(move |user| user.active_department_ids = json!([vendas]))).await;
    assert_eq!(sees(&both).await, (set(&[in_vendas]), set(&[in_vendas, in_suporte, anas])));

    let stranger = desk.stranger().await;
    assert_eq!(sees(&stranger).await, same(&[]));
    let orphan = desk.user("Leo", Role::Agent, &[], OnlineStatus::Busy).await;
    assert_eq!(sees(&orphan).await, same(&[]));
    for path in ["", "/messages", "/decisions", "/timeline"] {
        let answer = desk.get(&stranger, &format!("/api/conversations/{in_menu}{path}")).await;
        assert_eq!(answer.status.as_u16(), 404, "{path}");
    }
    assert_eq!(desk.get(&boss, "/api/conversations/42").await.code(), "not_found");
}

#[tokio::test]
async fn one_conversation_comes_with_its_newest_messages_and_its_history() {
    let desk = Desk::sqlite().await;
    let vendas = desk.department("Vendas").await;
    let ana = desk.agent("Ana", &[vendas]).await;
    let id = desk.waiting("5511988887777", Some(vendas)).await;
    desk.post(&ana, &format!("/api/conversations/{id}/assign"), json!({})).await.ok();
    let one = desk.get(&ana, &format!("/api/conversations/{id}")).await;
    let tag = one.header("etag").map(str::to_owned);
    let one = one.ok();
    assert_eq!(tag, Some(format!("\"{}\"", one["version"])));
    assert_eq!(one["customerPhone"], "+5511988887777");
    assert_eq!(one["assignedUser"]["name"], "Ana");
    assert_eq!(one["department"]["name"], "Vendas");
    assert_eq!(one["lastMessage"]["id"], one["messages"][0]["id"]);
    assert_eq!(one["messages"][0]["sendPhase"], "QUEUED");
    assert_eq!(one["messagesNextCursor"], json!(null));
    let total = one["messages"].as_array().unwrap().len();

    let mut seen = Vec::new();
    let mut after = String::new();
    loop {
        let page = desk.get(&ana, &format!("/api/conversations/{id}/messages?limit=1{after}")).await.ok();
        seen.push(page["messages"][0]["id"].clone());
        let Some(next) = page["nextCursor"].as_str() else { break };
        after = format!("&cursor={next}");
    }
    assert_eq!(seen.len(), total);
    assert_eq!(seen, one["messages"].as_array().unwrap().iter().map(|m| m["id"].clone()).collect::<Vec<_>>());

    let timeline = desk.get(&ana, &format!("/api/conversations/{id}/timeline")).await.ok();
    assert_eq!(timeline["items"][0]["kind"], "ASSIGNED");
    assert_eq!(timeline["items"][0]["assignedBy"], "SELF");
    assert_eq!(timeline["items"][0]["user"]["name"], "Ana");
    let decisions = desk.get(&ana, &format!("/api/conversations/{id}/decisions")).await.ok();
    assert_eq!(decisions["items"][0]["candidates"][0]["verdict"], "BUSY");
    let mut kinds = Vec::new();
    let mut after = String::new();
    loop {
        let page = desk.get(&ana, &format!("/api/conversations/{id}/timeline?limit=1{after}")).await.ok();
        kinds.extend(page["items"].as_array().unwrap().iter().map(|item| item["kind"].clone()));
        let Some(next) = page["nextCursor"].as_str() else { break };
        after = format!("&cursor={next}");
    }
    assert_eq!(kinds.len(), timeline["items"].as_array().unwrap().len());
}

#[tokio::test]
async fn the_contacts_scope_goes_on_into_earlier_conversations_one_may_see() {
    let desk = Desk::sqlite().await;
    let (vendas, suporte) = (desk.department("Vendas").await, desk.department("Suporte").await);
    let boss = desk.supervisor("Bia").await;
    let ana = desk.agent("Ana", &[vendas]).await;
    let hidden = desk.waiting("5511988887777", Some(suporte)).await;
    let resolve = json!({"status": "RESOLVED"});
    desk.patch(&boss, &format!("/api/conversations/{hidden}/status"), resolve.clone()).await.ok();
    let earlier = desk.waiting("5511988887777", Some(vendas)).await;
    desk.patch(&boss, &format!("/api/conversations/{earlier}/status"), resolve).await.ok();
    let now = desk.waiting("5511988887777", Some(vendas)).await;
    assert_eq!(desk.row(earlier).await.status, Status::Resolved);
    let of = async |who: &crate::desk::Person| {
        let (mut found, mut after) = (Vec::new(), String::new());
        loop {
            let path = format!("/api/conversations/{now}/messages?scope=contact&limit=2{after}");
            let page = desk.get(who, &path).await.ok();
            for message in page["messages"].as_array().unwrap() {
                found.push(message["conversationId"].as_str().unwrap().to_owned());
            }
            let Some(next) = page["nextCursor"].as_str() else { break };
            after = format!("&cursor={next}");
        }
        found.dedup();
        found
    };
    assert_eq!(of(&boss).await, [now, earlier, hidden].map(|id| id.to_string()));
    // The customer's last attendant is nobody yet: hidden stays hidden.
    assert_eq!(of(&ana).await, [now, earlier].map(|id| id.to_string()));
    let bad = desk.get(&ana, &format!("/api/conversations/{now}/messages?scope=company")).await;
    assert_eq!(bad.code(), "invalid_query");
}
