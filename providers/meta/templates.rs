//! The message templates of a business account.

use domain::send::SendFailure;
use domain::template::ProviderTemplate;
use serde_json::Value;

use super::api::authorised;
use crate::credentials::ChannelAccess;
use crate::error::{from_broken, meta_failure, url_with};
use crate::http::{Broken, Call, Http};
use crate::json::text;

/// Each page has a hundred: nobody has so many.
const PAGES: usize = 60;

pub(super) async fn list(
    http: &Http,
    version: &str,
    channel: &ChannelAccess,
    account: &str,
) -> Result<Vec<ProviderTemplate>, SendFailure> {
    let version = channel.api_version.as_deref().unwrap_or(version);
    let mut templates = Vec::new();
    let mut after: Option<String> = None;
    for _ in 0..PAGES {
        let mut url = url_with(&channel.base_url, &[version, account, "message_templates"]);
        url.query_pairs_mut().append_pair("fields", "name,language,category,status,components");
        url.query_pairs_mut().append_pair("limit", "100");
        if let Some(after) = &after {
            url.query_pairs_mut().append_pair("after", after);
        }
        let answer = http.call(authorised(channel, Call::get(url))).await.map_err(|broken| match broken {
            Broken::NotSent(detail) | Broken::Unknown(detail) => from_broken(Broken::NotSent(detail)),
        })?;
        if !answer.is_success() {
            return Err(meta_failure(&answer));
        }
        let page = answer.json();
        templates.extend(page["data"].as_array().into_iter().flatten().filter_map(template));
        let next = text(&page, "/paging/cursors/after").filter(|_| text(&page, "/paging/next").is_some());
        match next {
            Some(next) => after = Some(next.to_owned()),
            None => break,
        }
    }
    Ok(templates)
}

fn template(value: &Value) -> Option<ProviderTemplate> {
    let field = |pointer: &str| text(value, pointer).unwrap_or_default().to_owned();
    Some(ProviderTemplate {
        name: text(value, "/name")?.to_owned(),
        language: text(value, "/language")?.to_owned(),
        category: field("/category"),
        status: field("/status"),
        components: value.get("components").cloned().unwrap_or_else(|| Value::Array(Vec::new())),
    })
}
