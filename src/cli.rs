//! The command line. Exit codes: 0 done, 1 failed, 2 wrong usage or settings.

use std::path::PathBuf;

use clap::{Args, Parser, Subcommand};

/// Customer service over WhatsApp for many companies: menu bot, fair queues, live dashboard.
#[derive(Debug, Parser)]
#[command(name = "wppconnector", version)]
pub struct Cli {
    #[command(subcommand)]
    role: Option<Role>,
}

impl Cli {
    /// What to do; without a word, everything in one process.
    pub fn role(self) -> Role {
        self.role.unwrap_or(Role::AllInOne)
    }
}

#[derive(Debug, Clone, PartialEq, Eq, Subcommand)]
pub enum Role {
    /// API, workers and timers in one process (the default).
    AllInOne,
    /// HTTP, webhooks, WebSocket and dashboard. Cluster only.
    Api,
    /// The job workers. Cluster only.
    Workers {
        /// Only these queues, as `process-inbound,send-outbound`.
        #[arg(long, value_delimiter = ',', value_name = "QUEUES")]
        queues: Vec<String>,
    },
    /// Bring the database up to date. Safe to run from many hosts at once.
    Migrate {
        #[command(subcommand)]
        action: Option<Migrate>,
    },
    /// Write openapi.json and events.schema.json.
    Openapi {
        /// Write nothing; fail when FILE, or the schema beside it, differs.
        #[arg(long, value_name = "FILE")]
        check: Option<PathBuf>,
    },
    /// Look for what is wrong, and tell what to do about it.
    Doctor(Doctor),
    /// Make, close or list companies.
    Company {
        #[command(subcommand)]
        action: Company,
    },
    /// Fill an installation with a demonstration. Never in production.
    Seed(Seed),
}

#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Subcommand)]
pub enum Migrate {
    /// Apply what is missing (the default).
    #[default]
    Up,
    /// List what is applied and what is missing.
    Status,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Args)]
pub struct Doctor {
    /// Seal every secret with `ENCRYPTION_KEY` that `ENCRYPTION_KEY_PREVIOUS` still opens.
    #[arg(long)]
    pub rotate_keys: bool,
    #[arg(long)]
    pub json: bool,
}

#[derive(Debug, Clone, PartialEq, Eq, Subcommand)]
pub enum Company {
    /// Make a company with its root department and administrator; the password is printed once.
    Create {
        #[arg(long)]
        name: String,
        #[arg(long, value_name = "EMAIL")]
        admin_email: String,
        #[arg(long)]
        json: bool,
    },
    /// Close a company: nobody logs in, nothing is sent.
    Disable {
        id: String,
        #[arg(long)]
        json: bool,
    },
    /// List the companies.
    List {
        #[arg(long)]
        json: bool,
    },
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Args)]
pub struct Seed {
    /// The demonstration: a company, its team, a SANDBOX channel, conversations in every state.
    #[arg(long, required = true)]
    pub demo: bool,
    /// Make a new company although there is one already.
    #[arg(long)]
    pub company_new: bool,
}

impl Role {
    /// The word of the command line.
    pub fn name(&self) -> &'static str {
        match self {
            Self::AllInOne => "all-in-one",
            Self::Api => "api",
            Self::Workers { .. } => "workers",
            Self::Migrate { .. } => "migrate",
            Self::Openapi { .. } => "openapi",
            Self::Doctor(_) => "doctor",
            Self::Company { .. } => "company",
            Self::Seed(_) => "seed",
        }
    }

    /// It runs until it is stopped, and stops in order; everything else ends by itself or at the first Ctrl+C.
    pub fn serves(&self) -> bool {
        match self {
            Self::AllInOne | Self::Api | Self::Workers { .. } => true,
            Self::Seed(_) | Self::Migrate { .. } | Self::Openapi { .. } | Self::Doctor(_) | Self::Company { .. } => {
                false
            }
        }
    }

    /// Where it listens when `PORT` is unset. Workers differ, so that both fit on one host.
    pub fn default_port(&self) -> u16 {
        match self {
            Self::Workers { .. } => 4001,
            _ => 4000,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn role(words: &[&str]) -> Role {
        Cli::try_parse_from([&["wppconnector"], words].concat()).expect("valid words").role()
    }

    #[test]
    fn no_word_means_everything_in_one_process() {
        assert_eq!(role(&[]), Role::AllInOne);
    }

    #[test]
    fn queues_are_a_comma_list() {
        let queues = vec!["tick".to_owned(), "send-outbound".to_owned()];
        assert_eq!(role(&["workers", "--queues", "tick,send-outbound"]), Role::Workers { queues });
    }

    #[test]
    fn migrate_alone_means_up() {
        assert_eq!(role(&["migrate"]), Role::Migrate { action: None });
        assert_eq!(role(&["migrate", "status"]), Role::Migrate { action: Some(Migrate::Status) });
    }

    #[test]
    fn a_seed_must_say_which() {
        assert!(Cli::try_parse_from(["wppconnector", "seed"]).is_err());
        let expected = Seed { demo: true, company_new: true };
        assert_eq!(role(&["seed", "--demo", "--company-new"]), Role::Seed(expected));
    }

    #[test]
    fn only_workers_leave_port_4000_alone() {
        assert_eq!(role(&["workers"]).default_port(), 4001);
        assert_eq!(role(&["api"]).default_port(), 4000);
    }
}
