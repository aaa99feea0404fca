//! Texts that are written often: their variables, and what becomes of them for one customer (SPEC 3.8).

use chrono::Timelike as _;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use strum::{EnumString, IntoStaticStr, VariantArray};

use crate::clock::Time;
use crate::rules::{Locale, Rules};

/// Whose it is.
#[derive(
    Debug,
    Clone,
    Copy,
    PartialEq,
    Eq,
    Hash,
    PartialOrd,
    Ord,
    Serialize,
    Deserialize,
    JsonSchema,
    EnumString,
    IntoStaticStr,
    VariantArray,
)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
#[strum(serialize_all = "SCREAMING_SNAKE_CASE")]
pub enum QuickReplyScope {
    /// Everybody's; kept by supervisors.
    Company,
    /// One user's own.
    Personal,
}

/// The values of the variables; a missing one is taken out with its space.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Values {
    pub customer_name: Option<String>,
    /// E.164 with `+`.
    pub customer_phone: Option<String>,
    pub agent_name: Option<String>,
    pub department_name: Option<String>,
    pub company_name: Option<String>,
    pub protocol: Option<String>,
    pub greeting: Option<String>,
}

impl Values {
    /// `None` = there is no such variable.
    fn get(&self, name: &str) -> Option<&str> {
        let value = match name {
            "customer.name" => &self.customer_name,
            "customer.firstName" => {
                let first = self.customer_name.as_deref().and_then(|name| name.split_whitespace().next());
                return Some(first.unwrap_or_default());
            }
            "customer.phone" => &self.customer_phone,
            "agent.name" => &self.agent_name,
            "department.name" => &self.department_name,
            "company.name" => &self.company_name,
            "protocol" => &self.protocol,
            "greeting" => &self.greeting,
            _ => return None,
        };
        Some(value.as_deref().unwrap_or_default())
    }
}

/// `{{greeting}}`: by the hour in the company's timezone.
pub fn greeting(rules: &Rules, at: Time) -> &'static str {
    let hour = at.with_timezone(&rules.timezone).hour();
    match (rules.locale, hour) {
        (Locale::PtBr, 5..12) => "bom dia",
        (Locale::PtBr, 12..18) => "boa tarde",
        (Locale::PtBr, _) => "boa noite",
        (Locale::En, 5..12) => "good morning",
        (Locale::En, 12..18) => "good afternoon",
        (Locale::En, _) => "good evening",
    }
}

/// The first variable that does not exist.
pub fn unknown_variable(content: &str) -> Option<&str> {
    let known = Values::default();
    variables(content).find(|name| known.get(name).is_none())
}

fn variables(content: &str) -> impl Iterator<Item = &str> {
    content.split("{{").skip(1).filter_map(|rest| rest.split_once("}}")).map(|(name, _)| name.trim())
}

/// Fill the variables. What is empty goes, and so does one of the two spaces that stood around it.
pub fn render(content: &str, values: &Values) -> String {
    let mut text = String::new();
    let mut rest = content;
    while let Some((before, after)) = rest.split_once("{{") {
        let Some((name, behind)) = after.split_once("}}") else { break };
        text.push_str(before);
        match values.get(name.trim()) {
            Some("") => {
                let opens = text.is_empty() || text.ends_with([' ', '\n']);
                rest = if opens { behind.strip_prefix(' ').unwrap_or(behind) } else { behind };
                if rest.starts_with([',', '.', '!', '?', ';', ':', '\n']) || rest.is_empty() {
                    text.truncate(text.trim_end_matches(' ').len());
                }
                continue;
            }
            Some(value) => text.push_str(value),
            None => text.extend(["{{", name, "}}"]),
        }
        rest = behind;
    }
    text.push_str(rest);
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn variables_are_filled_and_empty_ones_leave_no_gap() {
        let values = Values {
            customer_name: Some("Maria Clara Souza".into()),
            agent_name: Some("Ana".into()),
            greeting: Some("boa tarde".into()),
            ..Values::default()
        };
        for (content, expected) in [
            ("Olá {{customer.firstName}}, {{greeting}}! Aqui é {{ agent.name }}.", "Olá Maria, boa tarde! Aqui é Ana."),
            ("Olá {{department.name}} tudo bem?", "Olá tudo bem?"),
            ("Olá {{department.name}}, tudo bem?", "Olá, tudo bem?"),
            ("{{protocol}} pronto", "pronto"),
            ("Protocolo: {{protocol}}", "Protocolo:"),
            ("{{ aberto", "{{ aberto"),
            ("{{customer.name}}", "Maria Clara Souza"),
        ] {
            assert_eq!(render(content, &values), expected, "{content}");
        }
    }

    #[test]
    fn an_unknown_variable_is_named() {
        assert_eq!(unknown_variable("Oi {{customer.name}} {{cutomer.name}}"), Some("cutomer.name"));
        assert_eq!(unknown_variable("Oi {{protocol}}"), None);
    }
}
