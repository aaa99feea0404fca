//! The address book: everybody who was ever heard of, by chat id. The phone calls people as they call themselves.

use std::sync::Arc;

use serde_json::{Value, json};

use super::not_found;
use crate::sandbox::channel::SimChannel;
use crate::sandbox::http::{Request, Response};
use crate::sandbox::simulator::Core;

pub(super) fn list(core: &Arc<Core>, channel: &SimChannel, request: &Request) -> Response {
    let number = |name: &str| request.query(name).and_then(|text| text.parse::<usize>().ok());
    let (skip, limit) = (number("offset").unwrap_or(0), number("limit").unwrap_or(usize::MAX));
    let page = core.with(channel.id, |line| {
        let mut all: Vec<Value> = line
            .people
            .iter()
            .map(|person| {
                json!({
                    "id": person.chat_id(), "number": person.digits(), "name": person.name, "pushname": person.name,
                    "isMe": false, "isGroup": false, "isWAContact": true, "isMyContact": person.name.is_some(),
                    "isBlocked": false,
                })
            })
            .collect();
        all.sort_by(|one, other| one["id"].as_str().cmp(&other["id"].as_str()));
        all.into_iter().skip(skip).take(limit).collect::<Vec<_>>()
    });
    page.map_or_else(|_| not_found(), |page| Response::json(200, &json!(page)))
}
