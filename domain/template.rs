//! Message templates of META: which gaps they have, and what fills them.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

/// A message template, as the provider tells it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ProviderTemplate {
    pub name: String,
    /// As `pt_BR`.
    pub language: String,
    pub category: String,
    /// As `APPROVED`.
    pub status: String,
    pub components: Value,
}

/// What fills the gaps of a template, each list in the order of its gaps.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase", default, deny_unknown_fields)]
#[schemars(rename = "TemplateParameters")]
pub struct Parameters {
    /// Of a header with text; of one with a file its `https` address.
    pub header: Vec<String>,
    pub body: Vec<String>,
    /// The end of each button's address that has a gap.
    pub buttons: Vec<String>,
}

/// A template that is ready to leave.
#[derive(Debug, Clone, PartialEq)]
pub struct Filled {
    /// As the provider takes them.
    pub components: Vec<Value>,
    /// What the customer reads: header, body and footer.
    pub text: String,
}

/// The list that does not fit its gaps.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Mismatch {
    /// `header`, `body` or `buttons`.
    pub list: &'static str,
    pub wanted: usize,
    pub given: usize,
}

/// Fill a stored template. Every gap must be filled, and nothing may be left over.
pub fn fill(components: &Value, given: &Parameters) -> Result<Filled, Mismatch> {
    let part = |kind: &str| components.as_array().into_iter().flatten().find(|part| part["type"] == kind);
    let text_of = |kind: &str| part(kind).and_then(|part| part["text"].as_str()).unwrap_or_default();
    let mut filled = Vec::new();
    let mut lines = Vec::new();
    let format = part("HEADER").and_then(|part| part["format"].as_str()).unwrap_or("TEXT");
    if let Some(file) = ["IMAGE", "VIDEO", "DOCUMENT"].into_iter().find(|file| *file == format) {
        fits("header", 1, &given.header)?;
        let file = file.to_lowercase();
        let parameter = json!({ "type": &file, &file: { "link": given.header[0] } });
        filled.push(json!({ "type": "header", "parameters": [parameter] }));
    } else {
        lines.push(words("header", text_of("HEADER"), &given.header, &mut filled)?);
    }
    lines.push(words("body", text_of("BODY"), &given.body, &mut filled)?);
    lines.push(text_of("FOOTER").to_owned());
    let buttons = part("BUTTONS").and_then(|part| part["buttons"].as_array()).map_or(&[][..], Vec::as_slice);
    let open = |button: &Value| button["url"].as_str().is_some_and(|url| !gaps(url).is_empty());
    let open: Vec<usize> = (0..buttons.len()).filter(|n| open(&buttons[*n])).collect();
    fits("buttons", open.len(), &given.buttons)?;
    for (index, end) in open.iter().zip(&given.buttons) {
        filled.push(json!({
            "type": "button", "sub_type": "url", "index": index.to_string(),
            "parameters": [{ "type": "text", "text": end }],
        }));
    }
    lines.retain(|line| !line.is_empty());
    Ok(Filled { components: filled, text: lines.join("\n\n") })
}

/// Fill one text; what it needs is added to what goes to the provider.
fn words(list: &'static str, text: &str, given: &[String], filled: &mut Vec<Value>) -> Result<String, Mismatch> {
    let gaps = gaps(text);
    fits(list, gaps.len(), given)?;
    let mut shown = text.to_owned();
    let mut parameters = Vec::new();
    for (gap, value) in gaps.iter().zip(given) {
        shown = shown.replace(&format!("{{{{{gap}}}}}"), value);
        let mut parameter = json!({ "type": "text", "text": value });
        // Gaps have numbers, or names that must be said.
        if gap.trim().parse::<u32>().is_err() {
            parameter["parameter_name"] = gap.trim().into();
        }
        parameters.push(parameter);
    }
    if !parameters.is_empty() {
        filled.push(json!({ "type": list, "parameters": parameters }));
    }
    Ok(shown)
}

fn fits(list: &'static str, wanted: usize, given: &[String]) -> Result<(), Mismatch> {
    let full = given.len() == wanted && given.iter().all(|value| !value.trim().is_empty());
    if full { Ok(()) } else { Err(Mismatch { list, wanted, given: given.len() }) }
}

/// The gaps of a text, `{{1}}` or `{{name}}`, each once, in their order.
fn gaps(text: &str) -> Vec<&str> {
    let mut gaps: Vec<&str> = Vec::new();
    let inside = text.split("{{").skip(1).filter_map(|rest| rest.split_once("}}")).map(|(gap, _)| gap);
    for gap in inside {
        if !gaps.contains(&gap) {
            gaps.push(gap);
        }
    }
    // Numbers may stand in any order, and are filled in theirs.
    if gaps.iter().all(|gap| gap.trim().parse::<u32>().is_ok()) {
        gaps.sort_by_key(|gap| gap.trim().parse::<u32>().unwrap_or_default());
    }
    gaps
}

#[cfg(test)]
mod tests {
    use super::*;

    fn list(words: &[&str]) -> Vec<String> {
        words.iter().map(|word| (*word).to_owned()).collect()
    }

    #[test]
    fn every_gap_is_filled_in_its_order() {
        let components = json!([
            {"type": "HEADER", "format": "TEXT", "text": "Pedido {{1}}"},
            {"type": "BODY", "text": "Oi {{2}}, o pedido {{1}} saiu. {{1}}!"},
            {"type": "FOOTER", "text": "Padaria"},
            {"type": "BUTTONS", "buttons": [
                {"type": "QUICK_REPLY", "text": "Ok"},
                {"type": "URL", "text": "Ver", "url": "https://example.com/{{1}}"},
            ]},
        ]);
        let given = Parameters { header: list(&["42"]), body: list(&["42", "Zé"]), buttons: list(&["42"]) };
        let filled = fill(&components, &given).unwrap();
        assert_eq!(filled.text, "Pedido 42\n\nOi Zé, o pedido 42 saiu. 42!\n\nPadaria");
        assert_eq!(filled.components[1]["parameters"][1]["text"], "Zé");
        assert_eq!((&filled.components[2]["index"], &filled.components[2]["sub_type"]), (&json!("1"), &json!("url")));
    }

    #[test]
    fn too_few_too_many_and_blank_ones_are_refused() {
        let components = json!([{"type": "BODY", "text": "Oi {{name}}"}]);
        for body in [list(&[]), list(&["a", "b"]), list(&[" "])] {
            let given = Parameters { body, ..Parameters::default() };
            assert_eq!(fill(&components, &given).unwrap_err().list, "body");
        }
        let filled = fill(&components, &Parameters { body: list(&["Zé"]), ..Parameters::default() }).unwrap();
        assert_eq!(filled.components[0]["parameters"][0]["parameter_name"], "name");
        let more = Parameters { body: list(&["Zé"]), header: list(&["x"]), ..Parameters::default() };
        assert_eq!(fill(&components, &more).unwrap_err(), Mismatch { list: "header", wanted: 0, given: 1 });
    }

    #[test]
    fn a_header_with_a_file_takes_its_address() {
        let components = json!([{"type": "HEADER", "format": "IMAGE"}, {"type": "BODY", "text": "Veja"}]);
        let given = Parameters { header: list(&["https://example.com/a.png"]), ..Parameters::default() };
        let filled = fill(&components, &given).unwrap();
        assert_eq!(filled.components[0]["parameters"][0]["image"]["link"], "https://example.com/a.png");
        assert_eq!(filled.text, "Veja");
    }
}
