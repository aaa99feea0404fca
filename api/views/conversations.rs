use std::collections::HashMap;

use attendance::Company;
use domain::id::{ChannelId, ContactId, ConversationId, UserId};
use domain::wire;
use entities::{Channel, Conversation, ConversationParts, Mode, Person, Scope, StoreError, User};

use super::messages::{distinct, with_senders};

/// The objects of `rows`, in their order, each with its last message. At most eight statements: contacts, identities, channels, last
/// messages, tags, users, and of the last messages the phases and the quoted ones. `pins` = the viewer's.
pub async fn load<M: Mode>(
    scope: &Scope<M>,
    company: &Company,
    locale: &str,
    pins: &[ConversationId],
    rows: Vec<Conversation>,
) -> Result<Vec<wire::Conversation>, StoreError> {
    if rows.is_empty() {
        return Ok(Vec::new());
    }
    let contacts: Vec<ContactId> = distinct(rows.iter().map(|row| row.contact_id));
    let people = scope.people().find_all(&contacts).await?;
    let people: HashMap<ContactId, Person> = people.into_iter().map(|person| (person.contact.id, person)).collect();
    let channels = scope.channels().list().await?;
    let channels: HashMap<ChannelId, Channel> = channels.into_iter().map(|channel| (channel.id, channel)).collect();
    let conversations: Vec<ConversationId> = rows.iter().map(|row| row.id).collect();
    let last = scope.messages().newest_of(&conversations).await?;
    let tags = scope.tags().of_conversations(&conversations).await?;

    let senders = last.iter().filter_map(|message| message.sender_id);
    let users = distinct(rows.iter().filter_map(|row| row.assigned_user_id).chain(senders));
    let users = if users.is_empty() { Vec::new() } else { scope.users().find_all(&users).await? };
    let users: HashMap<UserId, User> = users.into_iter().map(|user| (user.id, user)).collect();
    let names = users.values().map(|user| (user.id, user.name.clone())).collect();
    let last = with_senders(scope, locale, &last, names).await?;
    let mut last: HashMap<ConversationId, wire::Message> =
        last.into_iter().map(|message| (message.conversation_id, message)).collect();

    let mut objects = Vec::with_capacity(rows.len());
    for row in rows {
        let person =
            people.get(&row.contact_id).ok_or_else(|| StoreError::invalid("a conversation without its contact"))?;
        let channel =
            channels.get(&row.channel_id).ok_or_else(|| StoreError::invalid("a conversation without its channel"))?;
        let shared = row.view(ConversationParts {
            person,
            channel,
            department: company.department(row.department_id),
            assignee: row.assigned_user_id.and_then(|id| users.get(&id)),
            tags: tags.get(&row.id).map_or(&[], Vec::as_slice),
        });
        let last_message = last.remove(&row.id);
        let pinned = pins.contains(&row.id);
        objects.push(wire::Conversation { shared, last_message, queue_position: None, pinned });
    }
    Ok(objects)
}

/// The object of one row.
pub async fn load_one<M: Mode>(
    scope: &Scope<M>,
    company: &Company,
    locale: &str,
    viewer: Option<UserId>,
    row: Conversation,
) -> Result<wire::Conversation, StoreError> {
    let pins = scope.pins(viewer).await?;
    let loaded = load(scope, company, locale, &pins, vec![row]).await?;
    loaded.into_iter().next().ok_or_else(|| StoreError::invalid("a conversation without its object"))
}
