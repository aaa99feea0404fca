use chrono_tz::America::Sao_Paulo;
use uuid::Uuid;

use super::*;
use crate::company::Settings;
use crate::rules::Locale;

fn department(id: u128, slug: &str, name: &str, keywords: &[&str]) -> Department {
    Department {
        id: Uuid::from_u128(id),
        slug: slug.into(),
        name: name.into(),
        emoji: None,
        keywords: keywords.iter().map(|&word| word.into()).collect(),
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
        locale: Locale::PtBr,
        timezone: Sao_Paulo,
        greeting_message: None,
        settings: Settings::default(),
        departments: vec![
            department(1, "vendas", "Vendas", &["comprar", "preço", "nota fiscal"]),
            department(2, "contas-a-pagar", "Financeiro", &["boleto", "nota fiscal"]),
            department(3, "suporte", "Suporte Técnico", &["não funciona"]),
            department(4, "rh", "RH", &[]),
        ],
    }
}

#[test]
fn a_text_is_folded_to_what_it_says() {
    for (text, expected) in [
        ("  Não!! ", "nao"),
        ("*1*", "1"),
        ("1️⃣", "1"),
        ("２", "2"),
        ("٣", "3"),
        ("❤️", "❤"),
        ("👍🏽", "👍"),
        ("Suporte   TÉCNICO", "suporte tecnico"),
        ("\"(oi)\"", "oi"),
        ("...", ""),
    ] {
        assert_eq!(fold(text), expected, "{text}");
    }
}

#[test]
fn a_choice_is_understood_in_many_words() {
    let seen: Vec<Uuid> = (1..=4).map(Uuid::from_u128).collect();
    for (text, expected) in [
        ("1", Some(1)),
        (" 2 ) ", Some(2)),
        ("3.", Some(3)),
        ("2º", Some(2)),
        ("2°", Some(2)),
        ("nº 2", Some(2)),
        ("Opção 3", Some(3)),
        ("numero 4", Some(4)),
        ("três", Some(3)),
        ("two", Some(2)),
        ("1️⃣", Some(1)),
        ("0", None),
        ("5", None),
        ("123", None),
        ("vendas", Some(1)),
        ("FINANCEIRO", Some(2)),
        ("contas-a-pagar", Some(2)),
        ("contas a pagar", Some(2)),
        ("suporte tecnico", Some(3)),
        ("rh", Some(4)),
        ("2 - Financeiro", Some(2)),
        ("2.financeiro", Some(2)),
        ("quero comprar algo", Some(1)),
        ("qual o PREÇO?", Some(1)),
        ("meu boleto venceu", Some(2)),
        ("isso não funciona mais", Some(3)),
        ("preciso da nota fiscal", None), // two departments
        ("comprar com boleto", None),
        ("falar com o financeiro, por favor", Some(2)),
        ("o suporte técnico respondeu", Some(3)),
        ("falar com rh", None), // too short to be found inside a text
        ("revendas", None),
        ("tenho 2 dúvidas", None),
        ("oi", None),
        ("", None),
    ] {
        let got = choice(text, &seen, &rules()).map(|choice| choice.department_id.as_u128());
        assert_eq!(got, expected, "{text}");
    }
}

#[test]
fn a_number_means_the_place_in_the_menu_that_was_seen() {
    let seen = [Uuid::from_u128(3), Uuid::from_u128(99)];
    let number = |text| choice(text, &seen, &rules());
    assert_eq!(number("1").unwrap().department_id.as_u128(), 3);
    assert!(number("1").unwrap().by_number);
    // A department that is gone by now is still what they meant.
    assert_eq!(number("2").unwrap().department_id.as_u128(), 99);
    assert_eq!(number("3"), None);
    assert!(!choice("vendas", &[], &rules()).unwrap().by_number);
    assert_eq!(choice("1", &[], &rules()), None);
}

#[test]
fn yes_and_no_are_told_apart_and_no_comes_first() {
    let accept = |digit| Some(Answer::Accept { digit });
    let decline = |digit| Some(Answer::Decline { digit });
    for (text, expected) in [
        ("Sim", accept(false)),
        ("SIM!", accept(false)),
        ("sim, por favor", accept(false)),
        ("pode ser", accept(false)),
        ("👍🏻", accept(false)),
        ("1", accept(true)),
        ("1️⃣", accept(true)),
        ("ok mas antes quero o menu", None), // more than four words
        ("Não", decline(false)),
        ("nao quero falar com eles de novo", decline(false)),
        ("não, ok", decline(false)),
        ("2", decline(true)),
        ("0", decline(true)),
        ("👎", decline(false)),
        ("assim", None),
        ("nada", None),
        ("", None),
        ("?", None),
    ] {
        assert_eq!(answer(text), expected, "{text}");
    }
}

#[test]
fn whole_texts_with_a_meaning_of_their_own() {
    for text in ["Obrigado!", "muito obrigada", "valeu", "Até mais", "❤️", "🙏🏾", "Thank you."] {
        assert!(is_courtesy(text), "{text}");
    }
    assert!(!is_courtesy("obrigado, mas e o boleto?"));
    assert!(is_opt_out("SAIR") && is_opt_out("stop.") && !is_opt_out("quero sair"));
    assert!(is_menu_word("Menu!") && !is_menu_word("o menu"));
}
