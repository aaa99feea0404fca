use domain::id::MediaId;
use serde::{Deserialize, Serialize};

use crate::job::Job;

/// Bring one attachment from its provider into the media store.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct FetchMedia {
    pub media_id: MediaId,
}

impl Job for FetchMedia {
    const NAME: &'static str = "fetch-media";
    const OWNS_ROW: bool = true;

    fn key(&self) -> String {
        self.media_id.to_string()
    }
}
