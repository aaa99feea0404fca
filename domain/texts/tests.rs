use std::collections::BTreeMap;

use strum::VariantArray as _;
use uuid::Uuid;

use super::*;
use crate::company::Settings;
use crate::message::MessageType;
use crate::rules::Locale;

fn department(id: u128, name: &str, emoji: Option<&str>) -> Department {
    Department {
        id: Uuid::from_u128(id),
        slug: name.to_lowercase(),
        name: name.into(),
        emoji: emoji.map(str::to_owned),
        keywords: vec![],
        position: i32::try_from(id).unwrap(),
        is_root: id == 1,
        is_active: true,
        response_timeout_minutes: 5,
        hours: None,
    }
}

fn rules() -> Rules {
    Rules {
        company_name: "Acme".into(),
        locale: Locale::En,
        timezone: chrono_tz::UTC,
        greeting_message: None,
        settings: Settings::default(),
        departments: vec![department(2, "Sales", Some("💰")), department(1, "Support *24h*", None)],
    }
}

fn say(template: &str, vars: &Vars) -> Option<String> {
    merge(&[render(template, vars)])
}

#[test]
fn the_menu_lists_the_active_departments_by_position() {
    let mut rules = rules();
    assert_eq!(menu(&rules), "1 - Support 24h\n2 - 💰 Sales");
    rules.departments = (1..=25).map(|id| department(id, "X", None)).collect();
    assert_eq!(menu(&rules).lines().count(), 20);
}

#[test]
fn a_line_with_an_empty_placeholder_disappears() {
    let vars = Vars { department: Some("Sales".into()), ..Vars::default() };
    let template = TextKey::Suggestion.template(&rules());
    assert_eq!(
        say(&template, &vars).unwrap(),
        "Last time you talked to *Sales*.\nDo you want to talk to Sales? (YES/NO)"
    );
    assert_eq!(say("a\n\n{name}\n\nb", &vars).unwrap(), "a\n\nb");
    assert_eq!(say("{name}", &vars), None);
}

#[test]
fn a_value_cannot_break_the_text_around_it() {
    let vars = Vars { agent: Some("*Ana*\n_Lima_ ~x~ {company}".into()), ..Vars::default() };
    assert_eq!(say("Hi, {agent}! {what} {}", &vars).unwrap(), "Hi, Ana Lima x {company}! {what} {}");
    assert_eq!(unknown_placeholder("{name} {menu}"), None);
    assert_eq!(unknown_placeholder("{name} {nome}"), Some("nome"));
    assert_eq!(unknown_placeholder("a { b"), None);
}

#[test]
fn the_protocol_is_said_once_at_the_end() {
    let vars = Vars { protocol: Some("7".into()), ..Vars::default() };
    let parts = ["Hello\nYour reference is {protocol}.", "{protocol}", "All busy\nReference {protocol}.", "Bye"];
    let paragraphs: Vec<Paragraph> = parts.iter().map(|part| render(part, &vars)).collect();
    assert_eq!(merge(&paragraphs).unwrap(), "Hello\n\nAll busy\nReference 7.\n\nBye");
    assert_eq!(merge(&[]), None);
}

#[test]
fn a_company_may_use_its_own_words() {
    let mut rules = rules();
    rules.settings.texts = BTreeMap::from([
        ("menu_block".into(), "Pick one:\n{menu}".into()),
        ("greeting".into(), "Hey {menu}".into()),
        ("closing".into(), "   ".into()),
    ]);
    assert_eq!(TextKey::Greeting.template(&rules), "Hey {menu}");
    assert_eq!(TextKey::MenuAgain.template(&rules), "All right, here is the menu.\n\nPick one:\n{menu}");
    assert!(TextKey::Closing.template(&rules).contains("is closed"));
    // The company's greeting wins, and never comes without the menu.
    rules.greeting_message = Some("Welcome!\n".into());
    assert_eq!(TextKey::Greeting.template(&rules), "Welcome!\n\nPick one:\n{menu}");
}

#[test]
fn every_text_uses_only_placeholders_that_exist() {
    for locale in [Locale::PtBr, Locale::En] {
        let rules = Rules { locale, ..rules() };
        for key in TextKey::VARIANTS {
            assert_eq!(unknown_placeholder(&key.template(&rules)), None, "{}", key.name());
        }
    }
    assert_eq!(TextKey::QueueNotice.name(), "queue_notice");
    assert_eq!("menu_again".parse(), Ok(TextKey::MenuAgain));
}

#[test]
fn an_agents_text_carries_name_and_department() {
    let prefix = agent_prefix("Ana *Lima*", Some("Sales"));
    assert_eq!(agent_text(Some(&prefix), "hi"), "*Ana Lima - Sales*: hi");
    assert_eq!(agent_prefix("Ana", None), "*Ana*");
    assert_eq!(agent_text(None, "hi"), "hi");
    let caption = |kind, text| agent_caption(kind, Some(&prefix), text);
    assert_eq!(caption(MessageType::Image, Some("look")).unwrap(), "*Ana Lima - Sales*: look");
    assert_eq!(caption(MessageType::Document, None).unwrap(), "*Ana Lima - Sales*");
    assert_eq!(caption(MessageType::Audio, Some("x")), None);
}
