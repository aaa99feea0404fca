//! The two ways to run: one process over `SQLite`, or many over `PostgreSQL` and Redis.

use domain::clock::Clock;

/// Chosen once at start; [`crate::config`] says how.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Profile {
    /// One process, `SQLite`, queue and bus in memory, no settings needed.
    Embedded,
    /// Many processes over `PostgreSQL` and Redis.
    Cluster,
}

impl Profile {
    pub fn name(self) -> &'static str {
        self.pick("embedded", "cluster")
    }

    /// The value that belongs to this profile.
    pub fn pick<T>(self, embedded: T, cluster: T) -> T {
        match self {
            Self::Embedded => embedded,
            Self::Cluster => cluster,
        }
    }
}

/// What the profile opened, alive, and the same for every role.
pub struct Live {
    pub profile: Profile,
    pub clock: Clock,
}
