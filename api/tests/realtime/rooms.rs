//! Who hears what, and who is told who else is there.

use std::time::Duration;

use domain::event::Room;
use domain::role::Role;
use serde_json::{Value, json};

use crate::house::{House, numbers};

#[tokio::test]
async fn events_reach_their_rooms_once_and_nobody_else() {
    let house = House::open().await;
    let other = house.other_company().await;
    let mut seller = house.enter(house.user("Ana", Role::Agent, &[house.sales]).await).await;
    let mut helper = house.enter(house.user("Bia", Role::Agent, &[house.support]).await).await;
    let mut boss = house.enter(house.user("Caio", Role::Supervisor, &[]).await).await;
    let mut admin = house.enter(house.user("Davi", Role::Admin, &[house.sales]).await).await;
    let mut stranger = house.enter(house.user_of(other, "Eva", Role::Admin, &[]).await).await;
    house.log(1, &[Room::Supervisors(house.company), Room::Department(house.sales)]).await;
    house.log(2, &[Room::Company(house.company)]).await;
    house.log(3, &[Room::Admins(house.company)]).await;
    house.log_of(other, 4, &[Room::Company(other)]).await;
    // A broken writer that names another company's room is not obeyed.
    house.log_of(other, 5, &[Room::Company(house.company)]).await;
    assert_eq!(numbers(&seller.during(600).await), [1, 2]);
    assert_eq!(numbers(&helper.during(100).await), [2]);
    assert_eq!(numbers(&boss.during(100).await), [1, 2]);
    assert_eq!(numbers(&admin.during(100).await), [1, 2, 3]);
    assert_eq!(numbers(&stranger.during(100).await), [4]);
}

#[tokio::test]
async fn a_conversation_is_joined_by_who_sees_it_and_lost_with_the_right_to() {
    let house = House::open().await;
    let id = house.conversation(house.sales).await;
    let mut seller = house.enter(house.user("Ana", Role::Agent, &[house.sales]).await).await;
    let mut helper = house.enter(house.user("Bia", Role::Agent, &[house.support]).await).await;
    let refused = helper.ask("join-conversation", &json!(id)).await;
    assert_eq!(refused["data"]["code"], "not_found");
    assert_eq!(helper.ask("join-conversation", &json!(house.company)).await["data"]["code"], "not_found");
    assert_eq!(seller.ask("join-conversation", &json!({"conversationId": id})).await["event"], "ok");
    house.log(1, &[Room::Conversation(id)]).await;
    assert_eq!(numbers(&seller.during(400).await), [1]);
    house.transfer(id, house.support).await;
    house.log(2, &[Room::Conversation(id)]).await;
    let heard = seller.during(800).await;
    let names: Vec<&str> = heard.iter().map(|frame| frame["event"].as_str().unwrap()).collect();
    assert_eq!(names, ["conversation-transferred", "left-conversation"], "and nothing after");
    assert_eq!(heard[1]["data"], json!({"conversationId": id, "reason": "not_visible"}));
    assert_eq!(helper.ask("join-conversation", &json!(id)).await["event"], "ok");
}

#[tokio::test]
async fn who_has_a_conversation_open_is_known_in_every_process() {
    let house = House::open().await;
    let id = house.conversation(house.sales).await;
    let ana = house.user("Ana", Role::Agent, &[house.sales]).await;
    let bia = house.user("Bia", Role::Agent, &[house.sales]).await;
    let users = |frame: &Value| -> Vec<String> {
        frame["data"]["users"].as_array().unwrap().iter().map(|user| user["name"].as_str().unwrap().into()).collect()
    };
    let mut here = house.enter(ana).await;
    here.say(&json!({"event": "join-conversation", "data": id})).await;
    assert_eq!(users(&here.find("viewers").await), ["Ana"]);
    let (mut there, _) = house.resume_at(&house.neighbour(), bia, None).await;
    there.say(&json!({"event": "join-conversation", "data": id})).await;
    assert_eq!(users(&here.find("viewers").await), ["Ana", "Bia"]);
    while users(&there.find("viewers").await) != ["Ana", "Bia"] {}
    drop(there);
    assert_eq!(users(&here.find("viewers").await), ["Ana"]);
}

#[tokio::test]
async fn typing_is_relayed_to_the_others_sparsely_and_expires() {
    let house = House::open().await;
    let id = house.conversation(house.sales).await;
    let mut ana = house.enter(house.user("Ana", Role::Agent, &[house.sales]).await).await;
    let mut bia = house.enter(house.user("Bia", Role::Agent, &[house.sales]).await).await;
    let typing = json!({"conversationId": id, "isTyping": true});
    assert_eq!(ana.ask("typing", &typing).await["data"]["code"], "not_found", "not joined");
    ana.ask("join-conversation", &json!(id)).await;
    bia.ask("join-conversation", &json!(id)).await;
    for _ in 0..11 {
        ana.ask("typing", &typing).await;
        tokio::time::sleep(Duration::from_millis(200)).await;
    }
    let heard = |frames: &[Value]| -> Vec<bool> {
        let typing = frames.iter().filter(|frame| frame["event"] == "typing");
        typing.map(|frame| frame["data"]["isTyping"].as_bool().unwrap()).collect()
    };
    assert_eq!(heard(&bia.during(300).await), [true, true]);
    assert_eq!(heard(&bia.during(7_500).await), [false], "it expires");
    assert!(heard(&ana.during(100).await).is_empty(), "nobody is told of their own typing");
}
