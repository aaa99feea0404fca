//! What happens to a message that is stored already: reactions, edits, revocations.

use domain::clock::Time;
use domain::id::MessageId;
use entities::{Scope, StoreError, Writing};
use serde_json::{Value, json};

use crate::After;
use crate::directory::Directory;
use crate::events::Told;
use crate::hand::Attendance;

/// The actor of a customer's reaction; any other is a user's id.
pub const CUSTOMER: &str = "customer";

/// One change of a message.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Amendment {
    /// `None` takes the reaction back. One reaction an actor.
    Reaction {
        actor: String,
        emoji: Option<String>,
        at: Time,
    },
    Edit {
        content: Option<String>,
        at: Time,
    },
    /// The content is kept for the staff.
    Revoke {
        at: Time,
    },
}

/// Change a message and tell those who see it. The caller commits.
pub async fn amend(
    tx: &Scope<Writing>,
    directory: &Directory,
    message: MessageId,
    amendment: Amendment,
    now: Time,
) -> Result<After, StoreError> {
    let Some(found) = tx.messages().find(message).await? else { return Ok(After::default()) };
    let Some(mut hand) = Attendance::open(tx, directory, found.conversation_id, now).await? else {
        return Ok(After::default());
    };
    let Some(mut row) = tx.messages().lock(message).await? else { return Ok(After::default()) };
    match amendment {
        Amendment::Reaction { actor, emoji, at } => {
            // The customer sees one reaction of the company, the last.
            if actor != CUSTOMER
                && let Some(all) = row.metadata.get_mut("reactions").and_then(Value::as_object_mut)
            {
                all.retain(|of, _| of == CUSTOMER);
            }
            react(&mut row.metadata, &actor, emoji, at);
        }
        Amendment::Edit { content, at } => {
            tx.messages().keep_revision(&row, at).await?;
            row.content = content;
            row.edited_at = Some(at);
        }
        Amendment::Revoke { at } => row.revoked_at = Some(at),
    }
    row.updated_at = now;
    let row = tx.messages().save(row).await?;
    hand.tell(Told::Updated(row));
    Ok(hand.finish().await?.1)
}

/// Reactions live in the message's metadata, as `{"reactions": {actor: {emoji, at}}}`.
fn react(metadata: &mut Value, actor: &str, emoji: Option<String>, at: Time) {
    if !metadata.is_object() {
        *metadata = json!({});
    }
    let reactions = &mut metadata["reactions"];
    if !reactions.is_object() {
        *reactions = json!({});
    }
    match emoji.filter(|emoji| !emoji.is_empty()) {
        Some(emoji) => reactions[actor] = json!({ "emoji": emoji, "at": at }),
        None => {
            reactions.as_object_mut().map(|all| all.remove(actor));
        }
    }
}
