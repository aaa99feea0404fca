use domain::id::ChannelId;
use serde::{Deserialize, Serialize};

use crate::job::Job;

/// Apply the pending delivery statuses of one channel.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct ApplyStatus {
    pub channel_id: ChannelId,
}

impl Job for ApplyStatus {
    const NAME: &'static str = "apply-status";
    const OWNS_ROW: bool = true;

    fn key(&self) -> String {
        self.channel_id.to_string()
    }
}
