use std::collections::HashMap;

use domain::clock::Time;
use domain::id::{ContactId, ConversationId, DepartmentId, MessageId};
use domain::message::{Direction, MessageType};
use domain::wire;
use entities::{Conversation, MessageFilter, Person};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::auth::Actor;
use crate::context::Context;
use crate::cursor::Position;
use crate::endpoints::conversations::{cut, sight};
use crate::error::{ApiError, Language};
use crate::payload::List;
use crate::views;

/// A message that was found, and where.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct FoundMessage {
    #[serde(flatten)]
    pub message: wire::Message,
    pub conversation: FoundIn,
}

/// The conversation of a message that was found.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct FoundIn {
    pub id: ConversationId,
    pub protocol: String,
    pub customer_name: Option<String>,
    pub customer_phone: String,
}

pub(super) struct Wanted {
    pub(super) words: String,
    pub(super) conversation: Option<ConversationId>,
    pub(super) department: Option<DepartmentId>,
    pub(super) kind: Option<MessageType>,
    pub(super) direction: Option<Direction>,
    pub(super) from: Option<Time>,
    pub(super) to: Option<Time>,
    pub(super) limit: u32,
}

#[derive(Debug, Serialize, Deserialize)]
struct Place {
    at: Time,
    id: MessageId,
}

impl Position for Place {
    const LIST: &'static str = "messages.search";
}

/// Characters of a query, at least and at most.
const LENGTH: std::ops::RangeInclusive<usize> = 2..=200;

pub(super) async fn search(
    cx: &Context,
    who: &dyn Actor,
    language: Language,
    wanted: Wanted,
    cursor: Option<&str>,
) -> Result<List<FoundMessage>, ApiError> {
    if !LENGTH.contains(&wanted.words.trim().chars().count()) {
        return Err(ApiError::invalid_query("query", "2 to 200 characters"));
    }
    let place: Option<Place> = cx.cursors.read_optional(cursor)?;
    let filter = MessageFilter {
        visible: sight::all(who),
        words: wanted.words,
        conversation: wanted.conversation,
        department: wanted.department,
        kind: wanted.kind,
        direction: wanted.direction,
        from: wanted.from,
        to: wanted.to,
    };
    let scope = cx.company(who.company_id());
    let before = place.map(|place| (place.at, place.id));
    let rows = scope.messages().search(&filter, before, u64::from(wanted.limit) + 1, cx.clock.now()).await?;
    let (rows, last) = cut(rows, wanted.limit);
    let next = last.map(|row| cx.cursors.write(&Place { at: row.sent_at, id: row.id })).transpose()?;
    if rows.is_empty() {
        return Ok(List::new(Vec::new(), next));
    }
    let mut ids: Vec<ConversationId> = rows.iter().map(|row| row.conversation_id).collect();
    ids.sort_unstable();
    ids.dedup();
    let conversations = scope.conversations().find_all(&ids).await?;
    let contacts: Vec<ContactId> = conversations.iter().map(|row| row.contact_id).collect();
    let people = scope.people().find_all(&contacts).await?;
    let people: HashMap<ContactId, Person> = people.into_iter().map(|person| (person.contact.id, person)).collect();
    let places: HashMap<ConversationId, FoundIn> =
        conversations.iter().filter_map(|row| Some((row.id, found_in(row, people.get(&row.contact_id)?)))).collect();
    let objects = views::messages::load(&scope, language.tag(), &rows).await?;
    let found = objects.into_iter().filter_map(|message| {
        let conversation = places.get(&message.conversation_id)?.clone();
        Some(FoundMessage { message, conversation })
    });
    Ok(List::new(found.collect(), next))
}

fn found_in(row: &Conversation, person: &Person) -> FoundIn {
    let any = || person.identities.first().map(|identity| identity.value.clone()).unwrap_or_default();
    FoundIn {
        id: row.id,
        protocol: row.protocol.clone(),
        customer_name: person.display_name(),
        customer_phone: person.phone().map_or_else(any, str::to_owned),
    }
}
