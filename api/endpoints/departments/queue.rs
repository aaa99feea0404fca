use std::collections::HashMap;

use domain::clock::Time;
use domain::id::DepartmentId;
use domain::wire;
use entities::{ConversationParts, QUEUE_COUNT_LIMIT, Reading, Scope};

use crate::error::ApiError;

/// Who waits, the longest first, each with their place.
pub(in crate::endpoints) async fn load(
    scope: &Scope<Reading>,
    department: DepartmentId,
    limit: u32,
    now: Time,
) -> Result<Vec<wire::Conversation>, ApiError> {
    let rows = scope.conversations().queued(department, now, limit.into()).await?;
    let contacts: Vec<_> = rows.iter().map(|row| row.contact_id).collect();
    let people: HashMap<_, _> =
        scope.people().find_all(&contacts).await?.into_iter().map(|person| (person.contact.id, person)).collect();
    let channels: HashMap<_, _> =
        scope.channels().list().await?.into_iter().map(|channel| (channel.id, channel)).collect();
    let ids: Vec<_> = rows.iter().map(|row| row.id).collect();
    let tags = scope.tags().of_conversations(&ids).await?;
    let department = scope.find_department(department).await?;
    let most = u32::try_from(QUEUE_COUNT_LIMIT).unwrap_or(u32::MAX);
    let view = |(place, row): (u32, &entities::Conversation)| {
        let parts = ConversationParts {
            person: people.get(&row.contact_id)?,
            channel: channels.get(&row.channel_id)?,
            department: department.as_ref(),
            assignee: None,
            tags: tags.get(&row.id).map_or(&[], Vec::as_slice),
        };
        Some(wire::Conversation {
            shared: row.view(parts),
            last_message: None,
            queue_position: Some(place.min(most)),
            pinned: false,
        })
    };
    Ok((1..).zip(&rows).filter_map(view).collect())
}
