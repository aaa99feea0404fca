use domain::wire;

use crate::Channel;

impl Channel {
    /// The object of the events.
    pub fn view(&self) -> wire::ChannelEvent {
        wire::ChannelEvent {
            id: self.id,
            name: self.name.clone(),
            provider: self.provider.0,
            external_key: self.external_key.clone(),
            phone: self.phone.clone(),
            base_url: self.base_url.clone(),
            api_version: self.api_version.clone(),
            waba_id: self.waba_id.clone(),
            status: self.status.0,
            status_reason: self.status_reason.clone(),
            engine: self.engine.clone(),
            quality: self.quality.clone(),
            messaging_limit: self.messaging_limit.clone(),
            last_event_at: self.last_event_at,
            last_sent_at: self.last_sent_at,
            is_default: self.is_default,
            max_per_second: self.max_per_second,
            settings: serde_json::from_value(self.settings.clone()).unwrap_or_default(),
            insecure_webhook: self.insecure_webhook,
            version: self.version,
            created_at: self.created_at,
            updated_at: self.updated_at,
        }
    }
}
