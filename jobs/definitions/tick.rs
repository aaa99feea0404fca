use serde::{Deserialize, Serialize};

use crate::job::Job;

/// The repair pass, every 30 s. `minute` counts from the Unix epoch, `half` is 0 or 1.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Tick {
    pub minute: i64,
    pub half: u8,
}

impl Job for Tick {
    const NAME: &'static str = "tick";
    const OWNS_ROW: bool = false;
    const MAX_ATTEMPTS: u32 = 1;

    fn key(&self) -> String {
        format!("{}:{}", self.minute, self.half)
    }
}
