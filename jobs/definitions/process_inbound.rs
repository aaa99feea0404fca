use serde::{Deserialize, Serialize};

use crate::job::Job;

/// Work on the lanes that are due: a token, the claim finds the rows.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct ProcessInbound {}

impl Job for ProcessInbound {
    const NAME: &'static str = "process-inbound";
    const OWNS_ROW: bool = true;

    fn key(&self) -> String {
        String::new()
    }
}
