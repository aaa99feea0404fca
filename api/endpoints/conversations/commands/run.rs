//! One command, one transaction: look under the lock whether it may be, do it, commit, tell the others.

mod work;

use attendance::{After, Attendance};
use domain::id::{ConversationId, DepartmentId, UserId};
use domain::wire;
use entities::Conversation;
use uuid::Uuid;

use self::work::Work;
use crate::again::again;
use crate::audit::{Action, Entity, audit};
use crate::auth::Actor;
use crate::context::Context;
use crate::endpoints::conversations::notes;
use crate::error::{ApiError, Language};
use crate::etag;
use crate::payload::Reply;
use crate::signs::Signs;
use crate::views;

/// What is asked for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::endpoints::conversations) enum Command {
    Assign {
        to: UserId,
        force: bool,
    },
    Unassign,
    Transfer {
        department: DepartmentId,
        to: Option<UserId>,
        force: bool,
        /// For the colleagues, stored as an internal note.
        note: Option<String>,
    },
    Resolve {
        say_goodbye: bool,
    },
    Archive,
    Reopen {
        to_me: bool,
    },
    Rename {
        name: Option<String>,
    },
    Read,
    Unread,
    Tag {
        tags: Vec<Uuid>,
    },
    Bot {
        paused: bool,
        minutes: Option<u32>,
    },
    /// A status that no command leads to.
    Impossible,
}

impl Command {
    /// What the audit trail calls it, with the fields it changes. Marks that one makes while reading are left out.
    fn audited(&self) -> Option<(Action, &'static [&'static str])> {
        match self {
            Self::Assign { .. } => Some((Action::Assign, &["assignedUserId"])),
            Self::Unassign => Some((Action::Unassign, &["assignedUserId"])),
            Self::Transfer { .. } => Some((Action::Transfer, &["departmentId", "assignedUserId"])),
            Self::Resolve { .. } => Some((Action::Resolve, &["status"])),
            Self::Archive => Some((Action::Archive, &["status"])),
            Self::Reopen { .. } => Some((Action::Reopen, &["status"])),
            Self::Rename { .. } => Some((Action::Update, &["customerName"])),
            Self::Tag { .. } => Some((Action::Update, &["tags"])),
            Self::Bot { .. } => Some((Action::Update, &["botPausedUntil"])),
            Self::Read | Self::Unread | Self::Impossible => None,
        }
    }
}

/// Do it, as often as locks make it necessary, and answer with the conversation as it is after.
pub(in crate::endpoints::conversations) async fn run(
    cx: &Context,
    who: &dyn Actor,
    language: Language,
    id: ConversationId,
    if_match: Option<&str>,
    command: &Command,
) -> Result<Reply<wire::Conversation>, ApiError> {
    let (row, after) = again(|| Box::pin(attempt(cx, who, id, if_match, command))).await?;
    if let Some(after) = after {
        cx.told(who.company_id(), after).await;
        if *command == Command::Read {
            Signs::new(cx).seen(who.company_id(), id);
        }
    }
    let version = row.version;
    let scope = cx.company(who.company_id());
    let company = cx.directory.company(&scope).await?;
    let object = views::conversations::load_one(&scope, &company, language.tag(), who.user_id(), row).await?;
    Ok(Reply::new(object).version(version))
}

/// `None` beside the row: nothing had to be done.
pub(in crate::endpoints::conversations) async fn attempt(
    cx: &Context,
    who: &dyn Actor,
    id: ConversationId,
    if_match: Option<&str>,
    command: &Command,
) -> Result<(Conversation, Option<After>), ApiError> {
    let tx = cx.begin(who.company_id()).await?;
    let now = cx.clock.now();
    let hand = Attendance::open(&tx, &cx.directory, id, now).await?.ok_or_else(ApiError::not_found)?;
    if !who.sees(&hand.row) {
        return Err(ApiError::not_found());
    }
    etag::check(if_match, hand.row.version)?;
    let mut work = Work { tx: &tx, who, now, hand };
    if !work.perform(command).await? {
        let row = work.hand.row;
        if let Some((action, _)) = command.audited() {
            audit(&tx, cx, who, action, Entity::Conversation, Some(id), &[]).await?;
            tx.commit().await?;
        }
        return Ok((row, None));
    }
    let root = work.hand.company().root_id();
    let (row, after) = work.hand.finish().await?;
    if let Command::Transfer { note: Some(note), .. } = command {
        let author =
            who.user().ok_or_else(|| ApiError::validation("note", "a program has no name to sign a note with"))?;
        notes::add(&tx, author, &row, root, note, now).await?;
    }
    if let Some((action, changed)) = command.audited() {
        audit(&tx, cx, who, action, Entity::Conversation, Some(id), changed).await?;
    }
    tx.commit().await?;
    Ok((row, Some(after)))
}
