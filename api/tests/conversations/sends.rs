use domain::message::MessageStatus;
use poem::http::Method;
use serde_json::{Value, json};
use uuid::Uuid;

use crate::desk::{Answer, Desk, Person};

async fn send(desk: &Desk, who: &Person, id: Uuid, content: &str) -> Answer {
    desk.post(who, "/api/messages/send", json!({"conversationId": id, "content": content})).await
}

async fn send_as(desk: &Desk, who: &Person, key: &str, body: Value) -> Answer {
    desk.ask(Method::POST, who, "/api/messages/send", Some(body), &[("idempotency-key", key)]).await
}

#[tokio::test]
async fn the_first_reply_assigns_and_only_the_holder_or_a_supervisor_goes_on() {
    let desk = Desk::sqlite().await;
    let vendas = desk.department("Vendas").await;
    let boss = desk.supervisor("Bia").await;
    let (ana, rui) = (desk.agent("Ana", &[vendas]).await, desk.agent("Rui", &[vendas]).await);
    let outsider = desk.agent("Leo", &[desk.root]).await;
    let id = desk.waiting("5511988887777", Some(vendas)).await;
    assert_eq!(send(&desk, &outsider, id, "oi").await.code(), "not_found");
    let sent = send(&desk, &ana, id, "Bom dia!").await;
    assert_eq!(sent.status.as_u16(), 201);
    let sent = sent.ok();
    assert_eq!((&sent["status"], &sent["sendPhase"]), (&json!("PENDING"), &json!("QUEUED")));
    assert_eq!((&sent["sender"]["name"], &sent["content"]), (&json!("Ana"), &json!("Bom dia!")));
    assert_eq!(sent["metadata"]["prefix"].as_str().map(|prefix| prefix.contains("Ana")), Some(true));
    assert_eq!(desk.row(id).await.assigned_user_id, Some(ana.id));
    assert_eq!(send(&desk, &rui, id, "eu também").await.code(), "forbidden");
    send(&desk, &boss, id, "aqui é a Bia").await.ok();
    assert_eq!(desk.row(id).await.assigned_user_id, Some(ana.id));

    let quoted = sent["id"].clone();
    let body = json!({"conversationId": id, "content": "sobre isso", "replyToId": quoted});
    let reply = desk.post(&ana, "/api/messages/send", body).await.ok();
    assert_eq!((&reply["replyTo"]["id"], &reply["replyTo"]["content"]), (&sent["id"], &json!("Bom dia!")));
    let elsewhere = desk.customer_says("5521988887777", "oi").await.id;
    let body = json!({"conversationId": elsewhere, "content": "sobre isso", "replyToId": sent["id"]});
    assert_eq!(desk.post(&boss, "/api/messages/send", body).await.code(), "validation");

    desk.change_user(rui.id, Box::new(|user| user.max_conversations = Some(1))).await;
    let one = desk.waiting("5531988887777", Some(vendas)).await;
    let two = desk.waiting("5541988887777", Some(vendas)).await;
    send(&desk, &rui, one, "oi").await.ok();
    assert_eq!(send(&desk, &rui, two, "oi").await.code(), "agent_at_capacity");
}

#[tokio::test]
async fn what_cannot_be_sent_is_refused_with_its_reason() {
    let desk = Desk::sqlite().await;
    let boss = desk.supervisor("Bia").await;
    let id = desk.waiting("5511988887777", None).await;
    for content in ["", "  \n", &"x".repeat(4097), &"x".repeat(4096), "a\0b"] {
        let refused = send(&desk, &boss, id, content).await;
        assert_eq!((refused.status.as_u16(), refused.code()), (422, "validation"), "{} characters", content.len());
        assert_eq!(refused.body["errors"][0]["field"], "content");
    }
    assert_eq!(send(&desk, &boss, Uuid::nil(), "oi").await.code(), "not_found");
    assert_eq!(send(&desk, &desk.stranger().await, id, "oi").await.code(), "not_found");
    let now = desk.state.clock.now();
    desk.change_row(id, Box::new(move |row| row.window_expires_at = Some(now))).await;
    assert_eq!(send(&desk, &boss, id, "oi").await.code(), "window_closed");
    desk.change_row(id, Box::new(|row| row.window_expires_at = None)).await;
    let tx = desk.tx().await;
    let mut person = tx.people().lock(desk.row(id).await.contact_id).await.unwrap().unwrap();
    person.contact.blocked = true;
    tx.people().save(person.contact, now).await.unwrap();
    tx.commit().await.unwrap();
    assert_eq!(send(&desk, &boss, id, "oi").await.code(), "contact_blocked");
    desk.post(&boss, &format!("/api/conversations/{id}/resolve"), json!({})).await.ok();
    assert_eq!(send(&desk, &boss, id, "oi").await.code(), "invalid_transition");
}

#[tokio::test(flavor = "multi_thread")]
async fn one_key_is_one_message_however_often_and_at_once_it_is_sent() {
    let mut desks = vec![Desk::sqlite().await];
    desks.extend(Desk::postgres().await);
    for desk in desks {
        let vendas = desk.department("Vendas").await;
        let ana = desk.agent("Ana", &[vendas]).await;
        let id = desk.waiting("5511988887777", Some(vendas)).await;
        let body = json!({"conversationId": id, "content": "uma vez só"});
        let twenty = (0..20).map(|_| send_as(&desk, &ana, "key-1", body.clone()));
        let answers = futures_util::future::join_all(twenty).await;
        let first = answers[0].body["id"].clone();
        assert!(answers.iter().all(|answer| answer.status.as_u16() == 201 && answer.body["id"] == first));
        let replayed = answers.iter().filter(|answer| answer.header("idempotency-replayed") == Some("true")).count();
        assert_eq!(replayed, 19);

        desk.everything_is(id, MessageStatus::Sent).await;
        let later = send_as(&desk, &ana, "key-1", body.clone()).await;
        assert_eq!((&later.body["id"], &later.body["status"]), (&first, &json!("SENT")), "as it is now");
        let other = json!({"conversationId": id, "content": "outra coisa"});
        let reused = send_as(&desk, &ana, "key-1", other.clone()).await;
        assert_eq!((reused.status.as_u16(), reused.code()), (422, "idempotency_key_reused"));
        assert_ne!(send_as(&desk, &ana, "key-2", other).await.ok()["id"], first);
        assert_eq!(send_as(&desk, &ana, &"k".repeat(129), body.clone()).await.code(), "invalid_query");
        // A replay is answered although the conversation has ended since.
        desk.post(&ana, &format!("/api/conversations/{id}/resolve"), json!({})).await.ok();
        assert_eq!(send_as(&desk, &ana, "key-1", body).await.ok()["id"], first);
        assert_eq!(desk.state.store.system().violations().await.unwrap(), []);
    }
}

#[tokio::test]
async fn what_nobody_tried_to_send_can_be_taken_back_and_what_failed_sent_again() {
    let desk = Desk::sqlite().await;
    let vendas = desk.department("Vendas").await;
    let (ana, rui) = (desk.agent("Ana", &[vendas]).await, desk.agent("Rui", &[vendas]).await);
    let id = desk.waiting("5511988887777", Some(vendas)).await;
    let sent = send(&desk, &ana, id, "ops").await.ok();
    let path = |verb: &str| format!("/api/messages/{}/{verb}", sent["id"].as_str().unwrap());
    assert_eq!(desk.post(&ana, &path("resend"), json!({})).await.code(), "invalid_transition");
    assert_eq!(desk.post(&rui, &path("cancel"), json!({})).await.code(), "forbidden");
    assert_eq!(desk.post(&desk.stranger().await, &path("cancel"), json!({})).await.code(), "not_found");
    let english = [("accept-language", "en")];
    let canceled = desk.ask(Method::POST, &ana, &path("cancel"), None, &english).await.ok();
    assert_eq!((&canceled["status"], &canceled["error"]["code"]), (&json!("FAILED"), &json!("canceled")));
    assert_eq!(canceled["error"]["message"], "The message was canceled.");
    assert_eq!(desk.post(&ana, &path("cancel"), json!({})).await.code(), "invalid_transition");

    let key = [("idempotency-key", "again")];
    let again = desk.ask(Method::POST, &ana, &path("resend"), None, &key).await;
    assert_eq!(again.status.as_u16(), 201);
    assert_eq!((&again.body["resendOfId"], &again.body["content"]), (&sent["id"], &json!("ops")));
    let replay = desk.ask(Method::POST, &ana, &path("resend"), None, &key).await;
    assert_eq!((&replay.body["id"], replay.header("idempotency-replayed")), (&again.body["id"], Some("true")));
    desk.everything_is(id, MessageStatus::Sent).await;
    let late = format!("/api/messages/{}/cancel", again.body["id"].as_str().unwrap());
    assert_eq!(desk.post(&ana, &late, json!({})).await.code(), "invalid_transition");
    assert_eq!(desk.post(&ana, &format!("/api/messages/{}/cancel", Uuid::nil()), json!({})).await.code(), "not_found");
}
