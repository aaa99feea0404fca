use std::fmt;

/// Everything that is wrong with the settings, at once. It names variables and never quotes their values.
#[derive(Debug, PartialEq, Eq, thiserror::Error)]
pub struct ConfigError {
    pub problems: Vec<Problem>,
}

/// One wrong variable and what it should be.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Problem {
    pub variable: String,
    pub expected: String,
}

impl fmt::Display for ConfigError {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "These settings are wrong (.env.example explains each):")?;
        for Problem { variable, expected } in &self.problems {
            write!(out, "\n  {variable}: {expected}")?;
        }
        Ok(())
    }
}
