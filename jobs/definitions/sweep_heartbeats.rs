use serde::{Deserialize, Serialize};

use crate::job::Job;

/// Take users offline whose heartbeat stopped. Once a minute; `minute` counts from the Unix epoch.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SweepHeartbeats {
    pub minute: i64,
}

impl Job for SweepHeartbeats {
    const NAME: &'static str = "sweep-heartbeats";
    const OWNS_ROW: bool = false;
    const MAX_ATTEMPTS: u32 = 1;

    fn key(&self) -> String {
        self.minute.to_string()
    }
}
