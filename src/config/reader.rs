//! Takes variables out of a map, collects what is wrong, and remembers every name it was asked for.

use std::collections::{BTreeMap, BTreeSet};
use std::net::IpAddr;
use std::str::FromStr;

use ipnet::IpNet;
use url::Url;

use super::problem::{ConfigError, Problem};
use super::secret::Secret;
use crate::profile::Profile;

/// Settings as text, by name.
pub type Values = BTreeMap<String, String>;

pub(super) struct Reader<'a> {
    pub(super) profile: Profile,
    values: &'a Values,
    asked: BTreeSet<String>,
    problems: Vec<Problem>,
}

impl<'a> Reader<'a> {
    pub(super) fn new(values: &'a Values) -> Self {
        Self { profile: Profile::Embedded, values, asked: BTreeSet::new(), problems: Vec::new() }
    }

    pub(super) fn problem(&mut self, variable: &str, expected: impl Into<String>) {
        self.problems.push(Problem { variable: variable.to_owned(), expected: expected.into() });
    }

    /// The text of a variable; empty is unset.
    pub(super) fn text(&mut self, name: &str) -> Option<String> {
        self.asked.insert(name.to_owned());
        self.values.get(name).map(|text| text.trim().to_owned()).filter(|text| !text.is_empty())
    }

    pub(super) fn secret(&mut self, name: &str) -> Option<Secret> {
        self.text(name).map(Secret::new)
    }

    /// `None` and a problem when it is there and `parse` refuses it.
    pub(super) fn parse<T>(&mut self, name: &str, expected: &str, parse: impl FnOnce(&str) -> Option<T>) -> Option<T> {
        let text = self.text(name)?;
        let value = parse(&text);
        if value.is_none() {
            self.problem(name, expected);
        }
        value
    }

    pub(super) fn number<T: FromStr>(&mut self, name: &str, default: T) -> T {
        self.parse(name, "a whole number that is not negative", |text| text.parse().ok()).unwrap_or(default)
    }

    /// A number that makes no sense as 0.
    pub(super) fn count(&mut self, name: &str, default: u32) -> u32 {
        self.parse(name, "a whole number from 1", |text| text.parse().ok().filter(|n| *n > 0)).unwrap_or(default)
    }

    pub(super) fn flag(&mut self, name: &str, default: bool) -> bool {
        let parse = |text: &str| match text {
            "true" | "1" => Some(true),
            "false" | "0" => Some(false),
            _ => None,
        };
        self.parse(name, "true or false", parse).unwrap_or(default)
    }

    pub(super) fn url(&mut self, name: &str) -> Option<Url> {
        self.parse(name, "an address that starts with http:// or https://", web_address)
    }

    pub(super) fn urls(&mut self, name: &str) -> Vec<Url> {
        let expected = "addresses that start with http:// or https://, separated by commas";
        self.parse(name, expected, |text| items(text).map(web_address).collect()).unwrap_or_default()
    }

    pub(super) fn networks(&mut self, name: &str) -> Vec<IpNet> {
        let expected = "addresses or networks as 10.0.0.0/8, separated by commas";
        self.parse(name, expected, |text| items(text).map(network).collect()).unwrap_or_default()
    }

    /// A missing value of the cluster profile is a problem; the embedded one never needs any.
    pub(super) fn required_in_cluster<T>(&mut self, name: &str, value: Option<T>, why: &str) -> Option<T> {
        if value.is_none() && self.profile == Profile::Cluster && !self.accused(name) {
            self.problem(name, format!("must be set in the cluster profile: {why}"));
        }
        value
    }

    pub(super) fn accused(&self, name: &str) -> bool {
        self.problems.iter().any(|problem| problem.variable == name)
    }

    pub(super) fn is_sound(&self) -> bool {
        self.problems.is_empty()
    }

    /// Every name that was asked for: the variables of the program.
    #[cfg(test)]
    pub(super) fn asked(&self) -> BTreeSet<String> {
        self.asked.clone()
    }

    /// Refuse names that look like ours and are not, then tell everything that is wrong.
    pub(super) fn finish<T>(mut self, value: Option<T>) -> Result<T, ConfigError> {
        let ours = |name: &str| name.starts_with("WPPC_") || name.starts_with("WORKER_CONCURRENCY_");
        let values = self.values;
        for name in values.keys().filter(|name| ours(name)) {
            if !self.asked.contains(name) {
                self.problem(name, "there is no such setting");
            }
        }
        match value {
            Some(value) if self.problems.is_empty() => Ok(value),
            _ => Err(ConfigError { problems: self.problems }),
        }
    }
}

pub(super) fn items(text: &str) -> impl Iterator<Item = &str> {
    text.split(',').map(str::trim).filter(|item| !item.is_empty())
}

fn web_address(text: &str) -> Option<Url> {
    Url::parse(text).ok().filter(|url| matches!(url.scheme(), "http" | "https") && url.has_host())
}

fn network(text: &str) -> Option<IpNet> {
    text.parse().ok().or_else(|| text.parse::<IpAddr>().ok().map(IpNet::from))
}
