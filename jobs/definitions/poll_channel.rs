use domain::id::ChannelId;
use serde::{Deserialize, Serialize};

use crate::job::Job;

/// Ask a channel's provider for what no webhook brought.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct PollChannel {
    pub channel_id: ChannelId,
}

impl Job for PollChannel {
    const NAME: &'static str = "poll-channel";
    const OWNS_ROW: bool = true;

    fn key(&self) -> String {
        self.channel_id.to_string()
    }
}
