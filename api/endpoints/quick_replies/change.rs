use domain::clock::Time;
use domain::event::{Event, Room};
use domain::id::new_id;
use domain::quick_reply::QuickReplyScope;
use entities::{NewEvent, QuickReply, Scope, StoreError, Text, Writing};
use jobs::Nudge;
use serde_json::json;
use uuid::Uuid;

use super::body::{NewQuickReply, QuickReplyChange};
use super::may_keep;
use crate::again::again;
use crate::audit::{Action, Entity, audit};
use crate::auth::Principal;
use crate::context::Context;
use crate::error::{ApiError, Code};
use crate::idempotency::{Outcome, idempotent};

pub(super) async fn create(
    cx: &Context,
    who: &Principal,
    key: Option<&str>,
    new: &NewQuickReply,
) -> Result<Outcome, ApiError> {
    may_keep(who, new.scope)?;
    let request = json!(["createQuickReply", new]);
    let outcome = idempotent(cx, who, key, &request, |ticket| async move {
        let ticket = &ticket;
        again(|| async move {
            let now = cx.clock.now();
            let tx = cx.begin(who.company_id).await?;
            let row = QuickReply {
                id: new_id(),
                company_id: who.company_id,
                title: new.title.trim().to_owned(),
                content: new.content.clone(),
                shortcut: new.shortcut.clone(),
                category: new.category.clone(),
                scope: Text(new.scope),
                owner_id: (new.scope == QuickReplyScope::Personal).then_some(who.user_id),
                is_active: true,
                created_at: now,
                updated_at: now,
            };
            if !tx.quick_replies().insert(row.clone()).await? {
                return Err(Code::ShortcutTaken.into());
            }
            ticket.done(&tx, row.id).await?;
            announce(&tx, &row, now).await?;
            audit(&tx, cx, who, Action::Create, Entity::QuickReply, Some(row.id), &[]).await?;
            tx.commit().await?;
            Ok(row.id)
        })
        .await
    })
    .await?;
    cx.nudge(Nudge::Events { seq: String::new() }).await;
    Ok(outcome)
}

pub(super) async fn update(
    cx: &Context,
    who: &Principal,
    id: Uuid,
    change: &QuickReplyChange,
) -> Result<QuickReply, ApiError> {
    let saved = write(cx, who, id, Action::Update, |row| {
        let mut changed = Vec::new();
        if let Some(title) = &change.title {
            title.trim().clone_into(&mut row.title);
            changed.push("title");
        }
        if let Some(content) = &change.content {
            row.content.clone_from(content);
            changed.push("content");
        }
        if let Some(shortcut) = &change.shortcut {
            row.shortcut.clone_from(shortcut);
            changed.push("shortcut");
        }
        if let Some(category) = &change.category {
            row.category.clone_from(category);
            changed.push("category");
        }
        changed
    });
    saved.await.map_err(|error| if error.is_duplicate() { Code::ShortcutTaken.into() } else { error })
}

pub(super) async fn delete(cx: &Context, who: &Principal, id: Uuid) -> Result<(), ApiError> {
    write(cx, who, id, Action::Delete, |row| {
        row.is_active = false;
        Vec::new()
    })
    .await?;
    Ok(())
}

async fn write(
    cx: &Context,
    who: &Principal,
    id: Uuid,
    action: Action,
    apply: impl Fn(&mut QuickReply) -> Vec<&'static str> + Send + Sync,
) -> Result<QuickReply, ApiError> {
    let apply = &apply;
    let row = again(|| async move {
        let now = cx.clock.now();
        let tx = cx.begin(who.company_id).await?;
        let mut row = tx.quick_replies().find(who.user_id, id).await?.ok_or_else(ApiError::not_found)?;
        may_keep(who, row.scope.0)?;
        let changed = apply(&mut row);
        let row = tx.quick_replies().save(row, now).await?;
        announce(&tx, &row, now).await?;
        audit(&tx, cx, who, action, Entity::QuickReply, Some(id), &changed).await?;
        tx.commit().await?;
        Ok(row)
    })
    .await?;
    cx.nudge(Nudge::Events { seq: String::new() }).await;
    Ok(row)
}

/// A personal one is nobody else's business.
async fn announce(tx: &Scope<Writing>, row: &QuickReply, now: Time) -> Result<(), StoreError> {
    let room = row.owner_id.map_or(Room::Company(row.company_id), Room::User);
    let event = Event::QuickRepliesUpdated { id: Some(row.id) };
    tx.log_events(&[NewEvent { event, conversation: None, contact: None, audience: vec![room] }], now).await
}
