//! What a customer's words mean to the bot (SPEC 5.4). Everything is compared folded.

use unicode_normalization::UnicodeNormalization as _;
use unicode_normalization::char::is_combining_mark;

use crate::id::DepartmentId;
use crate::rules::{Department, Rules};

/// Trimmed at both ends of a text.
const TRIMMED: &str = "*_~\"'.,;:!?()[]-`";

/// Case, accents, emoji variants, foreign digits and decoration taken off.
pub fn fold(text: &str) -> String {
    let plain: String = text
        .nfkd()
        .flat_map(char::to_lowercase)
        .filter(|c| !is_combining_mark(*c) && !is_invisible(*c))
        .map(ascii_digit)
        .collect();
    let trimmed = plain.trim_matches(|c: char| c.is_whitespace() || TRIMMED.contains(c));
    trimmed.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// Variation selectors, the keycap, joiners, direction marks and skin tones.
fn is_invisible(c: char) -> bool {
    matches!(c, '\u{fe00}'..='\u{fe0f}' | '\u{20e3}' | '\u{200b}'..='\u{200f}' | '\u{2060}' | '\u{feff}' | '\u{1f3fb}'..='\u{1f3ff}')
}

/// Decimal digits of other scripts; the compatibility forms are ASCII already.
fn ascii_digit(c: char) -> char {
    const ZEROS: [u32; 22] = [
        0x0660, 0x06f0, 0x07c0, 0x0966, 0x09e6, 0x0a66, 0x0ae6, 0x0b66, 0x0be6, 0x0c66, 0x0ce6, 0x0d66, 0x0de6, 0x0e50,
        0x0ed0, 0x0f20, 0x1040, 0x1090, 0x17e0, 0x1810, 0x1946, 0x19d0,
    ];
    let code = u32::from(c);
    ZEROS
        .iter()
        .find(|zero| (**zero..**zero + 10).contains(&code))
        .map_or(c, |zero| char::from_digit(code - zero, 10).unwrap_or(c))
}

/// A department named in a text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Choice {
    pub department_id: DepartmentId,
    /// By its bare number: means nothing before the menu was seen.
    pub by_number: bool,
}

/// The first that hits: number, name or slug, number with its name, keyword, name inside the text.
///
/// `seen` = the list of the menu that the customer saw: numbers count in it, and so it may name a department that is no longer
/// active. Names are those of the active departments.
pub fn choice(text: &str, seen: &[DepartmentId], rules: &Rules) -> Option<Choice> {
    let text = fold(text);
    if let Some(id) = number(&text).and_then(|number| nth(seen, number)) {
        return Some(Choice { department_id: id, by_number: true });
    }
    by_name(&text, seen, &rules.menu()).map(|department_id| Choice { department_id, by_number: false })
}

fn nth(seen: &[DepartmentId], number: usize) -> Option<DepartmentId> {
    seen.get(number.checked_sub(1)?).copied()
}

fn number(text: &str) -> Option<usize> {
    const WORDS: [[&str; 2]; 10] = [
        ["um", "one"],
        ["dois", "two"],
        ["tres", "three"],
        ["quatro", "four"],
        ["cinco", "five"],
        ["seis", "six"],
        ["sete", "seven"],
        ["oito", "eight"],
        ["nove", "nine"],
        ["dez", "ten"],
    ];
    // "nº 2" folds to "no 2".
    let rest = ["opcao ", "numero ", "no ", "n "].iter().find_map(|prefix| text.strip_prefix(prefix)).unwrap_or(text);
    if let Some(index) = WORDS.iter().position(|words| words.contains(&text)) {
        return Some(index + 1);
    }
    // "1º" folds to "1o"; a trailing dot or bracket is trimmed already.
    let rest = rest.trim_end_matches(['.', ')', '-', 'o', '°', ' ']);
    leading_number(rest).filter(|(_, tail)| tail.is_empty()).map(|(number, _)| number)
}

/// One or two digits at the start, and what follows.
fn leading_number(text: &str) -> Option<(usize, &str)> {
    let digits = text.bytes().take_while(u8::is_ascii_digit).count();
    if !(1..=2).contains(&digits) {
        return None;
    }
    Some((text[..digits].parse().ok()?, &text[digits..]))
}

fn by_name(text: &str, seen: &[DepartmentId], menu: &[&Department]) -> Option<DepartmentId> {
    if text.is_empty() {
        return None;
    }
    let whole = menu.iter().find(|department| {
        let slug = fold(&department.slug);
        text == fold(&department.name) || text == slug || text == slug.replace('-', " ")
    });
    if let Some(department) = whole {
        return Some(department.id);
    }
    if let Some((number, tail)) = leading_number(text)
        && let Some(id) = nth(seen, number)
    {
        let tail = tail.trim_start();
        let name = tail.strip_prefix(['-', '.', ')']).unwrap_or(tail).trim_start();
        if menu.iter().any(|department| department.id == id && fold(&department.name) == name) {
            return Some(id);
        }
    }
    let words = words(text);
    let by_keyword = only(menu, |department| department.keywords.iter().any(|keyword| occurs(&fold(keyword), &words)));
    match by_keyword {
        Hits::One(id) => Some(id),
        // The name inside the text may still decide between two keywords.
        Hits::None | Hits::Many => {
            let by_name = only(menu, |department| {
                let name = fold(&department.name);
                name.chars().filter(|c| c.is_alphabetic()).count() >= 4 && occurs(&name, &words)
            });
            match by_name {
                Hits::One(id) => Some(id),
                Hits::None | Hits::Many => None,
            }
        }
    }
}

enum Hits {
    None,
    One(DepartmentId),
    Many,
}

fn only(menu: &[&Department], hit: impl Fn(&Department) -> bool) -> Hits {
    let mut hits = menu.iter().filter(|department| hit(department));
    match (hits.next(), hits.next()) {
        (None, _) => Hits::None,
        (Some(department), None) => Hits::One(department.id),
        (Some(_), Some(_)) => Hits::Many,
    }
}

fn words(text: &str) -> Vec<&str> {
    text.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()).collect()
}

/// The phrase stands in the text as whole words.
fn occurs(phrase: &str, text: &[&str]) -> bool {
    let phrase = words(phrase);
    !phrase.is_empty() && text.windows(phrase.len()).any(|window| window == phrase)
}

/// Yes or no to a suggestion.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Answer {
    Accept { digit: bool },
    Decline { digit: bool },
}

impl Answer {
    pub fn is_digit(self) -> bool {
        match self {
            Self::Accept { digit } | Self::Decline { digit } => digit,
        }
    }
}

/// A no is looked for first: "não, ok" is a no.
pub fn answer(text: &str) -> Option<Answer> {
    const ACCEPT: [&str; 15] =
        ["sim", "s", "ss", "1", "y", "yes", "ok", "okay", "quero", "claro", "isso", "pode", "pode ser", "👍", "✅"];
    const DECLINE: [&str; 8] = ["nao", "n", "0", "2", "no", "nop", "negativo", "👎"];
    let text = fold(text);
    let all: Vec<&str> = text.split(' ').collect();
    let first = all.first()?.trim_matches(|c| TRIMMED.contains(c));
    let digit = first.bytes().all(|byte| byte.is_ascii_digit());
    if DECLINE.contains(&first) {
        return Some(Answer::Decline { digit });
    }
    let accepted = ACCEPT.contains(&text.as_str()) || (all.len() <= 4 && ACCEPT.contains(&first));
    accepted.then_some(Answer::Accept { digit })
}

/// Politeness that opens no new episode (T30a).
pub fn is_courtesy(text: &str) -> bool {
    const WORDS: [&str; 14] = [
        "obrigado",
        "obrigada",
        "muito obrigado",
        "muito obrigada",
        "valeu",
        "ok",
        "blz",
        "tchau",
        "ate mais",
        "thanks",
        "thank you",
        "👍",
        "🙏",
        "❤",
    ];
    WORDS.contains(&fold(text).as_str())
}

/// The customer wants no more template messages (5.2).
pub fn is_opt_out(text: &str) -> bool {
    ["sair", "parar", "stop", "descadastrar"].contains(&fold(text).as_str())
}

/// Back to the menu (T15).
pub fn is_menu_word(text: &str) -> bool {
    fold(text) == "menu"
}

#[cfg(test)]
mod tests;
