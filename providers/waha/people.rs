//! The address book of a WAHA session.

use domain::send::SendFailure;

use super::api::{get, read_failure};
use super::ids::person;
use crate::credentials::ChannelAccess;
use crate::http::Http;
use crate::json::{first_text, flag};
use crate::provider::{NamedPeople, NamedPerson};

pub(super) async fn list(
    http: &Http,
    channel: &ChannelAccess,
    skip: usize,
    limit: usize,
) -> Result<NamedPeople, SendFailure> {
    let (skip, most) = (skip.to_string(), limit.to_string());
    let query = [
        ("session", channel.external_key.as_str()),
        ("limit", &most),
        ("offset", &skip),
        ("sortBy", "id"),
        ("sortOrder", "asc"),
    ];
    let answer = get(http, channel, &["api", "contacts", "all"], &query).await?;
    if !answer.is_success() {
        return Err(read_failure(&answer));
    }
    let body = answer.json();
    let all = body.as_array().map(Vec::as_slice).unwrap_or_default();
    let people = all.iter().filter(|one| !flag(one, "/isGroup") && !flag(one, "/isMe")).filter_map(|one| {
        let name =
            |paths: &[&str]| first_text(one, paths).map(str::trim).filter(|name| !name.is_empty()).map(str::to_owned);
        Some(NamedPerson {
            identity: first_text(one, &["/id", "/id/_serialized"]).and_then(person)?,
            name: name(&["/name"]),
            push_name: name(&["/pushname", "/pushName", "/notify"]),
        })
    });
    Ok(NamedPeople { people: people.collect(), is_last: all.len() < limit })
}
