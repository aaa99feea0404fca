//! Placeholders, and several replies made one message.

/// The values of the placeholders. `None` or empty = the line that holds it disappears.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Vars {
    pub company: Option<String>,
    /// Lines, already plain: the only value that keeps its newlines.
    pub menu: Option<String>,
    pub department: Option<String>,
    pub agent: Option<String>,
    pub position: Option<String>,
    pub protocol: Option<String>,
    pub hours: Option<String>,
    pub name: Option<String>,
    pub minutes: Option<String>,
}

const NAMES: [&str; 9] = ["company", "menu", "department", "agent", "position", "protocol", "hours", "name", "minutes"];

impl Vars {
    fn get(&self, name: &str) -> Option<String> {
        let value = match name {
            "menu" => return Some(self.menu.clone().unwrap_or_default()),
            "company" => &self.company,
            "department" => &self.department,
            "agent" => &self.agent,
            "position" => &self.position,
            "protocol" => &self.protocol,
            "hours" => &self.hours,
            "name" => &self.name,
            "minutes" => &self.minutes,
            _ => return None,
        };
        Some(plain(value.as_deref().unwrap_or_default()))
    }
}

/// A rendered reply, by lines, before it is merged with its neighbours.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Paragraph {
    lines: Vec<Line>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
struct Line {
    text: String,
    has_protocol: bool,
}

/// A value as it may stand inside a text: on one line, without marks that would break the text's own.
pub fn plain(value: &str) -> String {
    let cleaned: String = value.chars().filter(|c| !"*_~".contains(*c)).collect();
    cleaned.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// The first placeholder that we do not know, for the settings' validation.
pub fn unknown_placeholder(template: &str) -> Option<&str> {
    pieces(template).into_iter().find_map(|piece| match piece {
        Piece::Name(name) if !NAMES.contains(&name) => Some(name),
        Piece::Name(_) | Piece::Text(_) => None,
    })
}

/// Fill a template.
pub fn render(template: &str, vars: &Vars) -> Paragraph {
    let lines = template.lines().filter_map(|line| {
        let mut text = String::new();
        let mut has_protocol = false;
        for piece in pieces(line) {
            match piece {
                Piece::Text(piece) => text.push_str(piece),
                Piece::Name(name) => match vars.get(name) {
                    Some(value) if value.is_empty() => return None,
                    Some(value) => {
                        has_protocol |= name == "protocol";
                        text.push_str(&value);
                    }
                    // Not ours: braces that somebody meant as text.
                    None => {
                        text.push('{');
                        text.push_str(name);
                        text.push('}');
                    }
                },
            }
        }
        Some(Line { text: text.trim_end().to_owned(), has_protocol })
    });
    Paragraph { lines: lines.collect() }
}

/// All replies of one step as one message; the protocol is said once, at the end. `None` when nothing is left to say.
pub fn merge(paragraphs: &[Paragraph]) -> Option<String> {
    let last = paragraphs.iter().rposition(|paragraph| paragraph.lines.iter().any(|line| line.has_protocol));
    let texts: Vec<String> = paragraphs
        .iter()
        .enumerate()
        .map(|(index, paragraph)| {
            let said_later = last.is_some_and(|last| index < last);
            let kept = paragraph.lines.iter().filter(|line| !(said_later && line.has_protocol));
            tidy(kept.map(|line| line.text.as_str()))
        })
        .filter(|text| !text.is_empty())
        .collect();
    (!texts.is_empty()).then(|| texts.join("\n\n"))
}

/// Lines that went away leave no gap behind.
fn tidy<'a>(lines: impl Iterator<Item = &'a str>) -> String {
    let mut text = String::new();
    let mut blank = false;
    for line in lines {
        if line.trim().is_empty() {
            blank = true;
            continue;
        }
        if !text.is_empty() {
            text.push_str(if blank { "\n\n" } else { "\n" });
        }
        blank = false;
        text.push_str(line);
    }
    text
}

enum Piece<'a> {
    Text(&'a str),
    Name(&'a str),
}

fn pieces(mut text: &str) -> Vec<Piece<'_>> {
    let mut pieces = Vec::new();
    while let Some(open) = text.find('{') {
        let Some(length) = text[open + 1..].find(['}', '{']) else { break };
        let close = open + 1 + length;
        if text.as_bytes()[close] == b'}' && length > 0 {
            pieces.push(Piece::Text(&text[..open]));
            pieces.push(Piece::Name(&text[open + 1..close]));
            text = &text[close + 1..];
        } else {
            pieces.push(Piece::Text(&text[..close.max(open + 1)]));
            text = &text[close.max(open + 1)..];
        }
    }
    pieces.push(Piece::Text(text));
    pieces
}
