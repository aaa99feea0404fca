use domain::clock::Time;
use domain::event::Event;
use garde::Validate;
use schemars::JsonSchema;
use serde::Deserialize;

use crate::payload::given;

/// An endpoint to be made.
#[derive(Debug, Clone, Deserialize, JsonSchema, Validate)]
#[serde(rename_all = "camelCase")]
pub struct NewEndpoint {
    #[garde(length(min = 1, max = 2000))]
    pub url: String,
    /// Names of events, as `message-received`; `*` or left out = all.
    #[serde(default)]
    #[garde(custom(filter_rule))]
    pub event_filter: Option<Vec<String>>,
    #[serde(default)]
    #[garde(length(chars, max = 200))]
    pub description: Option<String>,
}

/// What is to be changed of an endpoint. What is absent stays.
#[derive(Debug, Clone, Default, Deserialize, JsonSchema, Validate)]
#[serde(rename_all = "camelCase", default)]
pub struct EndpointChange {
    #[garde(length(min = 1, max = 2000))]
    pub url: Option<String>,
    #[garde(custom(filter_rule))]
    pub event_filter: Option<Vec<String>>,
    #[serde(deserialize_with = "given")]
    #[garde(inner(length(chars, max = 200)))]
    pub description: Option<Option<String>>,
}

impl EndpointChange {
    /// The names of what is changed.
    pub(super) fn fields(&self) -> Vec<&'static str> {
        let all = [
            ("url", self.url.is_some()),
            ("eventFilter", self.event_filter.is_some()),
            ("description", self.description.is_some()),
        ];
        all.into_iter().filter(|(_, given)| *given).map(|(name, _)| name).collect()
    }
}

/// From where to send again: one of the two.
#[derive(Debug, Clone, Default, Deserialize, JsonSchema, Validate)]
#[serde(rename_all = "camelCase", default)]
#[schemars(rename = "WebhookReplay")]
pub struct Replay {
    /// The `seq` of the first event.
    #[garde(skip)]
    pub from_seq: Option<String>,
    /// The first event at or after this time.
    #[garde(skip)]
    pub since: Option<Time>,
}

#[expect(clippy::ref_option, clippy::trivially_copy_pass_by_ref, reason = "the signature that garde calls")]
fn filter_rule(filter: &Option<Vec<String>>, (): &()) -> garde::Result {
    let Some(filter) = filter else { return Ok(()) };
    if filter.is_empty() {
        return Err(garde::Error::new("must name an event, or *"));
    }
    let is_known = |name: &String| name == "*" || Event::names().contains(&name.as_str());
    match filter.iter().find(|name| !is_known(name)) {
        Some(name) => Err(garde::Error::new(format!("there is no event {name}"))),
        None => Ok(()),
    }
}
