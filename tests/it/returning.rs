//! G28: a customer who comes back is asked once whether to go where they were.

use chrono::Duration as Span;
use serde_json::{Value, json};

use crate::harness::{App, Person, Phone};
use crate::team::{Team, id, times};

const QUESTION: &str = "Deseja falar com Vendas? (SIM/NÃO)";

/// Serve the phone through the menu's option, by `agent`, to the end.
async fn was_served(team: &Team, phone: &Phone, option: &str, agent: &Person) -> Value {
    phone.says("Oi").await;
    team.asked(phone, "Escolha o departamento").await;
    phone.says(option).await;
    let conversation = team.served_by(phone, agent).await;
    team.asked(phone, "Você está sendo atendido").await;
    team.resolve(agent, &conversation).await;
    conversation
}

async fn comes_back(team: &Team, phone: &Phone) -> Value {
    phone.says("Voltei").await;
    team.asked(phone, QUESTION).await
}

async fn heard(team: &Team, phone: &Phone) -> Vec<Value> {
    team.company.messages(&id(&team.newest(phone).await.expect("an episode"))).await
}

#[tokio::test]
async fn yes_brings_the_same_agent_when_online_with_room_and_else_a_colleague() {
    let app = App::start().await;
    let team = Team::of(&app).await;
    let line = team.line(&app, "WAHA").await;
    let phones = ["+5511988880001", "+5511988880002", "+5511988880003"].map(|number| line.phone(number));
    for phone in &phones {
        was_served(&team, phone, "1", &team.ana).await;
    }
    // Caio never had anybody, so that he comes before Ana wherever she is not asked for.
    let caio = team.company.agent("Caio", &[&team.sales]).await;
    caio.goes("ONLINE").await;
    let limit = json!({"maxConversations": 1});
    team.company.api().patch(&format!("/api/users/{}", team.ana.id), limit).await.ok();

    comes_back(&team, &phones[0]).await;
    phones[0].says("SIM").await;
    let hers = team.served_by(&phones[0], &team.ana).await;
    assert_eq!(hers["departmentId"], team.sales.as_str());

    comes_back(&team, &phones[1]).await;
    phones[1].says("sim, por favor").await;
    team.served_by(&phones[1], &caio).await;

    team.resolve(&team.ana, &hers).await;
    team.ana.goes("OFFLINE").await;
    comes_back(&team, &phones[2]).await;
    phones[2].says("s").await;
    team.served_by(&phones[2], &caio).await;
    app.is_sound().await;
}

#[tokio::test]
async fn no_brings_the_menu_and_the_question_never_comes_twice_in_an_episode() {
    let app = App::start().await;
    let team = Team::of(&app).await;
    let phone = team.line(&app, "WAHA").await.phone("+5511988887777");
    was_served(&team, &phone, "1", &team.ana).await;
    team.ana.goes("OFFLINE").await;

    comes_back(&team, &phone).await;
    phone.says("NÃO").await;
    team.asked(&phone, "Certo! Vamos ao menu.").await;
    phone.says("Vendas").await;
    team.asked(&phone, "Você é o nº 1 da fila").await;
    phone.says("menu").await;
    team.asked(&phone, "Escolha o departamento").await;
    phone.says("2").await;
    team.served_by(&phone, &team.bia).await;
    let messages = heard(&team, &phone).await;
    assert_eq!((times(&messages, QUESTION), times(&messages, "Vamos ao menu")), (1, 1), "{messages:#?}");
    app.is_sound().await;
}

#[tokio::test]
async fn nonsense_twice_brings_the_menu_once() {
    let mut app = App::start().await;
    let team = Team::of(&app).await;
    let phone = team.line(&app, "WAHA").await.phone("+5511988887777");
    was_served(&team, &phone, "1", &team.ana).await;
    comes_back(&team, &phone).await;

    app.later(Span::seconds(12)).await;
    phone.says("talvez").await;
    team.asked(&phone, "Por favor, responda *SIM*").await;
    app.later(Span::seconds(12)).await;
    phone.says("quem sabe").await;
    team.asked(&phone, "Certo! Vamos ao menu.").await;
    phone.says("2").await;
    team.served_by(&phone, &team.bia).await;
    let messages = heard(&team, &phone).await;
    let said = [QUESTION, "Por favor, responda", "Escolha o departamento"].map(|words| times(&messages, words));
    assert_eq!(said, [1, 1, 1], "{messages:#?}");
    app.is_sound().await;
}

#[tokio::test]
async fn silence_brings_the_menu_and_a_late_yes_still_counts() {
    let mut app = App::start().await;
    let team = Team::of(&app).await;
    let phone = team.line(&app, "WAHA").await.phone("+5511988887777");
    was_served(&team, &phone, "1", &team.ana).await;
    comes_back(&team, &phone).await;

    app.later(Span::seconds(130)).await;
    let menu = team.asked(&phone, "Não recebi sua resposta, então aqui está o menu.").await;
    assert_eq!(menu["flowState"], "GREETING");
    phone.says("sim").await;
    let late = team.served_by(&phone, &team.ana).await;
    assert_eq!(late["id"], menu["id"]);
    let messages = heard(&team, &phone).await;
    assert_eq!((times(&messages, QUESTION), times(&messages, "Não recebi")), (1, 1));
    app.is_sound().await;
}

#[tokio::test]
async fn a_department_that_is_gone_is_not_offered() {
    let app = App::start().await;
    let team = Team::of(&app).await;
    let accounts = team.company.department("Financeiro", "financeiro").await;
    team.company.agent("Caio", &[&id(&accounts)]).await;
    let line = team.line(&app, "WAHA").await;
    let [before, meanwhile] = ["+5511988880001", "+5511988880002"].map(|number| line.phone(number));
    for phone in [&before, &meanwhile] {
        was_served(&team, phone, "Vendas", &team.ana).await;
    }
    // One is asked, and Vendas closes down before the answer; the other comes afterwards.
    comes_back(&team, &meanwhile).await;
    team.company.api().delete(&format!("/api/departments/{}", team.sales)).await.done();
    meanwhile.says("sim").await;
    before.says("Voltei").await;
    for phone in [&before, &meanwhile] {
        let asked = team.asked(phone, "Bem-vindo à Padaria Central!").await;
        assert_eq!(asked["flowState"], "GREETING");
        assert!(!asked["lastMessage"]["content"].as_str().unwrap().contains("Vendas"), "{asked:#}");
        phone.says("Suporte Técnico").await;
        team.served_by(phone, &team.bia).await;
    }
    assert_eq!(times(&heard(&team, &before).await, "Deseja falar"), 0);
    assert_eq!(times(&heard(&team, &meanwhile).await, "Deseja falar"), 1);
    app.is_sound().await;
}

#[tokio::test]
async fn thanks_after_the_end_open_nothing_for_a_while() {
    let mut app = App::start().await;
    let team = Team::of(&app).await;
    let line = team.line(&app, "WAHA").await;
    let phone = line.phone("+5511988887777");
    let served = was_served(&team, &phone, "1", &team.ana).await;
    for words in ["obrigado", "Valeu!", "👍"] {
        phone.says(words).await;
        team.stored(&phone, words).await;
    }
    let thanked = team.newest(&phone).await.expect("an episode");
    assert_eq!((&thanked["id"], &thanked["status"]), (&served["id"], &json!("RESOLVED")));
    assert_eq!((&thanked["unreadCount"], team.episodes(&phone).await), (&json!(0), 1));
    assert_eq!(phone.received().await.len(), 2);

    // More than thanks is a new matter, and so are thanks after ten minutes.
    app.later(Span::minutes(11)).await;
    phone.says("obrigado").await;
    team.asked(&phone, QUESTION).await;
    assert_eq!(team.episodes(&phone).await, 2);
    let other = line.phone("+5511988880002");
    other.says("Oi").await;
    team.asked(&other, "Escolha o departamento").await;
    team.ana.goes("ONLINE").await;
    other.says("1").await;
    let second = team.served_by(&other, &team.ana).await;
    team.asked(&other, "Você está sendo atendido").await;
    team.resolve(&team.ana, &second).await;
    other.says("obrigado, e mais uma coisa").await;
    team.asked(&other, QUESTION).await;
    assert_eq!(team.episodes(&other).await, 2);
    app.is_sound().await;
}
