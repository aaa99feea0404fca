use domain::id::EndpointId;
use serde::{Deserialize, Serialize};

use crate::job::Job;

/// Bring an endpoint of an integrator what the event log has for it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct DeliverWebhook {
    pub endpoint_id: EndpointId,
}

impl Job for DeliverWebhook {
    const NAME: &'static str = "deliver-webhook";
    const OWNS_ROW: bool = true;

    fn key(&self) -> String {
        self.endpoint_id.to_string()
    }
}
