use serde::{Deserialize, Serialize};

use crate::job::Job;

/// Send what is due in the outbox: a token, the claim finds the rows.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct SendOutbound {}

impl Job for SendOutbound {
    const NAME: &'static str = "send-outbound";
    const OWNS_ROW: bool = true;

    fn key(&self) -> String {
        String::new()
    }
}
