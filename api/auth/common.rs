//! The passwords that everybody tries first. Only those of eight characters or more are listed: shorter ones are refused anyway.

use std::collections::HashSet;
use std::sync::LazyLock;

static LIST: LazyLock<HashSet<&str>> = LazyLock::new(|| include_str!("common.txt").lines().collect());

/// Whether a password is among them, in any case of its letters.
pub fn contains(password: &str) -> bool {
    LIST.contains(password.to_lowercase().as_str())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_list_is_lower_case_long_enough_and_without_doubles() {
        let lines: Vec<&str> = include_str!("common.txt").lines().collect();
        assert_eq!(lines.len(), LIST.len());
        assert!(
            lines.iter().all(|line| line.chars().count() >= 8 && *line == line.to_lowercase() && *line == line.trim())
        );
        assert!(contains("QWERTYuiop") && !contains("tapir-amarelo-42"));
    }
}
