//! Attendances that the company begins.

mod wish;

use attendance::{After, AgentText, Attendance, Program, begin_for, send_program_text, send_text};
use domain::channel::{NOBODY_NEW, ProviderKind};
use domain::clock::Time;
use domain::conversation::StartedBy;
use domain::flow::Start;
use domain::id::{ConversationId, DepartmentId, UserId};
use domain::template::Parameters;
use domain::wire;
use entities::{Person, Scope, Writing};
use garde::Validate;
use poem::web::Data;
use poem_openapi::OpenApi;
use poem_openapi::param::Path;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::json;
use uuid::Uuid;

use self::wish::{Whom, Wish, wish};
use super::{sight, takers};
use crate::again::again;
use crate::audit::{Action, Entity, audit};
use crate::auth::{Actor, Caller, need};
use crate::context::Context;
use crate::endpoints::Tag;
use crate::endpoints::contacts::person_rule;
use crate::endpoints::messages::refused;
use crate::error::{ApiError, Code, Language};
use crate::idempotency::{Ticket, idempotent};
use crate::payload::{Created, Id};
use crate::views;

pub struct StartApi;

/// An attendance to be begun, of a phone or of a contact.
#[derive(Debug, Clone, Deserialize, Serialize, JsonSchema, Validate)]
#[serde(rename_all = "camelCase")]
pub struct NewConversation {
    /// The company's usual channel when left out.
    #[garde(skip)]
    pub channel_id: Option<Id>,
    /// As people type it; without a country it is of Brazil.
    #[garde(inner(length(chars, min = 1, max = 40)))]
    pub phone: Option<String>,
    #[garde(skip)]
    pub contact_id: Option<Id>,
    /// For a contact that has no name yet: 1 to 200 characters.
    #[garde(inner(custom(person_rule)))]
    pub name: Option<String>,
    #[garde(skip)]
    pub department_id: Option<Id>,
    /// Whose it is to be. The caller's when left out; begun by a key, it then rests in its department.
    #[garde(skip)]
    pub user_id: Option<Id>,
    /// The first text, 1 to 4096 characters with the sender's name.
    #[garde(inner(length(chars, min = 1, max = 4096)))]
    pub message: Option<String>,
    /// In the place of a text: a template of the channel, which META takes outside of the window too.
    #[garde(skip)]
    pub template: Option<TemplateChoice>,
}

/// A template, and what fills its gaps.
#[derive(Debug, Clone, Deserialize, Serialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct TemplateChoice {
    pub name: String,
    /// As `pt_BR`.
    pub language: String,
    #[serde(default)]
    pub parameters: Parameters,
}

#[OpenApi(prefix_path = "/api/conversations", tag = "Tag::Conversations")]
impl StartApi {
    /// Begin a new attendance of the contact of one that is over, on the same channel.
    #[oai(path = "/:id/start", method = "post", operation_id = "startAgain")]
    async fn again(
        &self,
        who: Caller<need::ConversationsWrite>,
        cx: Context,
        language: Data<&Language>,
        id: Path<Uuid>,
    ) -> Result<Created<wire::Conversation>, ApiError> {
        let scope = cx.company(who.company_id());
        let earlier = sight::find(&scope, &who, id.0).await?;
        let channel = scope.channels().find_kept(earlier.channel_id).await?.ok_or(Code::InvalidTransition)?;
        let wish = Wish {
            channel,
            whom: Whom::Contact(earlier.contact_id),
            name: None,
            department: None,
            user: who.user_id(),
            message: None,
            template: None,
        };
        let id = begin(&cx, &who, &wish, None).await?;
        answer(&cx, &who, *language.0, id, false).await
    }
}

/// Begin what was asked for, once for a key.
pub(super) async fn start(
    cx: &Context,
    who: &dyn Actor,
    language: Language,
    key: Option<&str>,
    body: &NewConversation,
) -> Result<Created<wire::Conversation>, ApiError> {
    let request = json!(["startConversation", body]);
    let outcome = idempotent(cx, who, key, &request, |ticket| async move {
        let wish = wish(cx, who, body).await?;
        begin(cx, who, &wish, Some(&ticket)).await
    })
    .await?;
    answer(cx, who, language, outcome.id, outcome.replayed).await
}

async fn begin(
    cx: &Context,
    who: &dyn Actor,
    wish: &Wish,
    ticket: Option<&Ticket>,
) -> Result<ConversationId, ApiError> {
    let (id, after) = again(|| Box::pin(attempt(cx, who, wish, ticket))).await?;
    cx.told(who.company_id(), after).await;
    Ok(id)
}

async fn attempt(
    cx: &Context,
    who: &dyn Actor,
    wish: &Wish,
    ticket: Option<&Ticket>,
) -> Result<(ConversationId, After), ApiError> {
    let now = cx.clock.now();
    let tx = cx.begin(who.company_id()).await?;
    let mut person = lock(&tx, wish, now).await?;
    if let Some(name) = wish.name.as_ref().filter(|_| person.contact.name.is_none()) {
        person.contact.name = Some(name.clone());
        person.contact.name_source = Some(entities::Text(entities::NameSource::Agent));
        person.contact = tx.people().save(person.contact, now).await?;
    }
    if person.contact.blocked {
        return Err(Code::ContactBlocked.into());
    }
    let newest = tx.conversations().current(wish.channel.id, person.contact.id).await?.map(|episode| episode.row);
    if let Some(other) = newest.as_ref().filter(|other| other.status.is_active()) {
        let mut error = ApiError::new(Code::ActiveConversationExists);
        if who.sees(other) {
            error = error.with("conversationId", json!(other.id));
        }
        return Err(error);
    }
    if wish.channel.takes_nobody_new() && !tx.messages().were_exchanged(wish.channel.id, person.contact.id).await? {
        return Err(ApiError::new(Code::ChannelCannot).with("providerCode", NOBODY_NEW));
    }
    let window = window(wish, newest.and_then(|row| row.window_expires_at), now)?;
    let started_by = if who.user().is_some() { StartedBy::Agent } else { StartedBy::Api };
    let company = cx.directory.company(&tx).await?;
    if wish.department.is_some_and(|department| company.rules.active(department).is_none()) {
        return Err(ApiError::not_found());
    }
    let mut hand = begin_for(&tx, company, person, &wish.channel, started_by, window, now).await?;
    write(who, wish, &tx, &mut hand).await?;
    let id = hand.row.id;
    let (_, after) = hand.finish().await?;
    if let Some(ticket) = ticket {
        ticket.done(&tx, id).await?;
    }
    audit(&tx, cx, who, Action::Start, Entity::Conversation, Some(id), &[]).await?;
    tx.commit().await?;
    Ok((id, after))
}

/// Until when one may write freely. META lets nobody begin outside of it but with a template.
fn window(wish: &Wish, last: Option<Time>, now: Time) -> Result<Option<Time>, ApiError> {
    if wish.channel.provider != ProviderKind::Meta {
        return Ok(None);
    }
    match last.filter(|until| *until > now) {
        Some(until) => Ok(Some(until)),
        // Begun with a template, and closed until the customer answers.
        None if wish.template.is_some() => Ok(Some(now)),
        None => Err(Code::WindowClosed.into()),
    }
}

/// The contact, locked; made when nobody has the number.
async fn lock(tx: &Scope<Writing>, wish: &Wish, now: Time) -> Result<Person, ApiError> {
    let phone = match &wish.whom {
        Whom::Contact(id) => {
            let person = tx.people().lock(*id).await?.filter(Person::is_somebody);
            return person.ok_or_else(ApiError::not_found);
        }
        Whom::Phone(phone) => phone,
    };
    for _ in 0..3 {
        if let Some(person) = tx.people().lock_matching(std::slice::from_ref(phone)).await?.pop() {
            return Ok(person);
        }
        let new =
            entities::NewContact { name: wish.name.clone(), email: None, attributes: json!({}), phone: phone.clone() };
        if let Some(person) = tx.people().write_down(new, now).await? {
            return Ok(person);
        }
    }
    Err(ApiError::internal("a contact could neither be found nor made"))
}

/// Give it to whom it is for, and say the first words.
async fn write(who: &dyn Actor, wish: &Wish, tx: &Scope<Writing>, hand: &mut Attendance<'_>) -> Result<(), ApiError> {
    let mut sender = None;
    let how = match wish.user {
        Some(user) => {
            let own = who.user_id() == Some(user);
            let above = who.supervises();
            let rules = takers::Rules { beyond_capacity: own && above, without_membership: own && above, offline: own };
            let department = department(who, wish, tx, user).await?;
            let taker = takers::lock(tx, hand, user, department, rules).await?;
            let agent = takers::agent(&taker);
            sender = Some(taker).filter(|_| own);
            Start::Agent { agent, department_id: department, by: who.user_id() }
        }
        None => Start::Department(wish.department),
    };
    hand.start(&how).await?;
    let Some(content) = wish.message.clone() else { return Ok(()) };
    let text = AgentText {
        content,
        file: None,
        template: wish.template.clone(),
        client_id: None,
        reply_to: None,
        resend_of: None,
    };
    let stored = match (sender, who.user_id()) {
        (Some(sender), _) => send_text(hand, &sender, text).await,
        (None, Some(user)) => {
            let sender = tx.agents().find(user).await?.ok_or_else(ApiError::not_found)?;
            send_text(hand, &sender, text).await
        }
        // A program's own question is no reason to keep the bot silent; there is nobody whom it could disturb.
        (None, None) => send_program_text(hand, Program { keep_bot: true, sender_name: None }, text).await,
    };
    stored.map_err(refused)?;
    Ok(())
}

/// As what the agent begins it: in the department that was named, else in their primary one, else in any of theirs. `None` = the root.
async fn department(
    who: &dyn Actor,
    wish: &Wish,
    tx: &Scope<Writing>,
    user: UserId,
) -> Result<Option<DepartmentId>, ApiError> {
    let agent = tx.agents().find(user).await?.ok_or_else(ApiError::not_found)?;
    let own = who.user().filter(|own| own.user_id == user && !own.in_root);
    let any = own.and_then(|own| own.department_ids.first().copied());
    Ok(wish.department.or(agent.department_id).or(any))
}

async fn answer(
    cx: &Context,
    who: &dyn Actor,
    language: Language,
    id: ConversationId,
    replayed: bool,
) -> Result<Created<wire::Conversation>, ApiError> {
    let scope = cx.company(who.company_id());
    let row = scope.conversations().find(id).await?.ok_or_else(ApiError::not_found)?;
    let company = cx.directory.company(&scope).await?;
    let object = views::conversations::load_one(&scope, &company, language.tag(), who.user_id(), row).await?;
    Ok(if replayed { Created::replayed(object) } else { Created::new(object) })
}
