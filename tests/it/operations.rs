//! Every operation of the committed document: who may call it, and how with the ids of one company. The one table that the
//! tests of isolation and of privileges walk. A new operation gets a row here, or they fail with its name.

mod call;
mod channels;
mod contacts;
mod desk;
mod integrators;
mod receiver;

use std::collections::BTreeMap;
use std::fs;

use reqwest::Method;
use serde_json::{Value, json};

use self::call::at;
pub(crate) use self::call::{Call, Operation};
use self::channels::channels;
use self::desk::desk;
use self::integrators::integrators;
use self::receiver::receiver;

/// The roles of SPEC 3: column *Who*.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Who {
    Public,
    Any,
    Supervisor,
    Admin,
    /// Whoever has `OPS_TOKEN`.
    Ops,
}

/// Ids of one company, or ids of nothing.
pub(crate) struct Ids {
    pub(crate) company: String,
    pub(crate) email: String,
    pub(crate) department: String,
    pub(crate) agent: String,
    pub(crate) channel: String,
    pub(crate) contact: String,
    pub(crate) conversation: String,
    pub(crate) message: String,
    pub(crate) api_key: String,
    pub(crate) endpoint: String,
    /// The end of the log before anything of this happened.
    pub(crate) seq: String,
    pub(crate) tag: String,
    pub(crate) note: String,
    pub(crate) quick_reply: String,
    pub(crate) reset: String,
    pub(crate) media: String,
    /// Given up: of nothing, until a test buries something.
    pub(crate) dead_job: String,
    /// A number, as events of the inbox have.
    pub(crate) inbox_event: String,
}

impl Ids {
    pub(crate) fn of_nothing() -> Self {
        let id = || domain::id::new_id().to_string();
        Self {
            company: id(),
            email: format!("{}@example.com", id()),
            department: id(),
            agent: id(),
            channel: id(),
            contact: id(),
            conversation: id(),
            message: id(),
            api_key: id(),
            endpoint: id(),
            seq: "0".repeat(40),
            tag: id(),
            note: id(),
            quick_reply: id(),
            reset: id(),
            media: id(),
            dead_job: id(),
            inbox_event: "9000000000".to_owned(),
        }
    }

    pub(crate) fn all(&self) -> [&str; 15] {
        let desk = [&self.tag, &self.note, &self.quick_reply, &self.reset].map(String::as_str);
        let [tag, note, quick_reply, reset] = desk;
        [
            &self.company,
            &self.department,
            &self.agent,
            &self.channel,
            &self.contact,
            &self.conversation,
            &self.message,
            &self.api_key,
            &self.endpoint,
            tag,
            note,
            quick_reply,
            reset,
            &self.media,
            &self.dead_job,
        ]
    }
}

type Calls = fn(&Ids) -> Vec<Call>;
type Row = (&'static str, Who, Calls);

/// All operations of the document. Panics when the table has not each of them exactly once.
pub(crate) fn operations() -> Vec<Operation> {
    let file = concat!(env!("CARGO_MANIFEST_DIR"), "/openapi/openapi.json");
    let document: Value =
        serde_json::from_str(&fs::read_to_string(file).expect("the committed document")).expect("JSON");
    let rows: Vec<Row> = [
        system(),
        receiver(),
        people(),
        departments(),
        conversations(),
        channels(),
        desk(),
        contacts::rows(),
        integrators(),
    ]
    .concat();
    let mut table: BTreeMap<&str, (Who, Calls)> = rows.iter().map(|&(id, who, calls)| (id, (who, calls))).collect();
    assert_eq!(table.len(), rows.len(), "an operation has two rows");
    let mut found = Vec::new();
    let mut missing = Vec::new();
    for (path, item) in document["paths"].as_object().expect("paths") {
        for (method, operation) in item.as_object().expect("methods") {
            // What all operations of a path have in common is none itself.
            let Ok(method) = method.to_uppercase().parse::<Method>() else { continue };
            let Some(operation) = operation.as_object() else { continue };
            let id = operation["operationId"].as_str().expect("every operation has an id").to_owned();
            match table.remove(id.as_str()) {
                Some((who, calls)) => found.push(Operation { id, method, path: path.clone(), who, calls }),
                None => missing.push(id),
            }
        }
    }
    assert!(missing.is_empty(), "operations without a row in tests/it/operations.rs: {missing:?}");
    assert!(table.is_empty(), "rows of operations that do not exist: {:?}", table.keys());
    found
}

fn system() -> Vec<Row> {
    vec![
        ("getLiveness", Who::Public, |_| vec![at(&[]).gets(200)]),
        ("getHealth", Who::Public, |_| vec![at(&[]).gets(200)]),
        ("getReadiness", Who::Public, |_| vec![at(&[]).gets(200)]),
        ("getBootstrap", Who::Public, |_| vec![at(&[]).gets(200)]),
        ("getJobsSummary", Who::Admin, |_| vec![at(&[]).gets(200)]),
        ("listDeadJobs", Who::Admin, |_| vec![at(&[]).gets(200)]),
        ("retryDeadJob", Who::Admin, |a| vec![at(&[&a.dead_job])]),
        ("discardDeadJob", Who::Admin, |a| vec![at(&[&a.dead_job])]),
        ("listInbox", Who::Admin, |_| {
            vec![at(&[]).query("state=DEAD").gets(200), at(&[]).query("state=PARKED").gets(200)]
        }),
        ("retryInboxEvent", Who::Admin, |a| vec![at(&[&a.inbox_event])]),
        ("discardInboxEvent", Who::Admin, |a| vec![at(&[&a.inbox_event])]),
        ("listAudit", Who::Admin, |a| vec![at(&[]).gets(200), at(&[]).query(&format!("userId={}", a.agent)).gets(200)]),
        ("exportAudit", Who::Admin, |_| vec![at(&[]).gets(200)]),
        ("getDashboard", Who::Any, |_| vec![at(&[]).query("period=1d").gets(200)]),
        ("getAgentMetrics", Who::Any, |_| vec![at(&[]).gets(200)]),
        ("getBoard", Who::Supervisor, |_| vec![at(&[]).gets(200)]),
        ("listQueues", Who::Ops, |_| vec![at(&[]).gets(401)]),
        ("scrapeMetrics", Who::Ops, |_| vec![at(&[]).gets(401)]),
        ("openSocket", Who::Public, |_| vec![at(&[]).gets(400)]),
        ("createCompany", Who::Ops, |_| {
            vec![at(&[]).body(json!({"name": "Terceira", "adminEmail": "third@example.com"})).gets(401)]
        }),
    ]
}

fn people() -> Vec<Row> {
    const PASSWORD: &str = "uma-senha-bem-longa-42";
    vec![
        ("register", Who::Admin, |a| {
            let body = json!({
                "email": "nova@example.com", "password": PASSWORD, "name": "Nova", "companyId": a.company,
            });
            vec![at(&[]).body(body)]
        }),
        ("login", Who::Public, |a| vec![at(&[]).body(json!({"email": a.email, "password": "wrong"})).gets(401)]),
        ("getMe", Who::Any, |_| vec![at(&[]).gets(200)]),
        ("logout", Who::Any, |_| vec![at(&[]).body(json!({})).gets(204)]),
        ("listUsers", Who::Any, |a| {
            vec![at(&[]).gets(200), at(&[]).query(&format!("departmentId={}", a.department)).gets(200)]
        }),
        ("createUser", Who::Admin, |a| {
            let user = |more: Value| {
                let email = format!("{}@example.com", domain::id::new_id());
                let mut body = json!({"email": email, "password": PASSWORD, "name": "Nova", "role": "AGENT"});
                body.as_object_mut().expect("an object").extend(more.as_object().expect("an object").clone());
                body
            };
            vec![
                at(&[]).body(user(json!({"companyId": a.company}))),
                at(&[]).body(user(json!({"departmentId": a.department}))),
                at(&[]).body(user(json!({"departmentIds": [a.department]}))),
            ]
        }),
        ("updateMe", Who::Any, |a| vec![at(&[]).body(json!({"activeDepartmentIds": [a.department]})).gets(422)]),
        ("setMyStatus", Who::Any, |_| vec![at(&[]).body(json!({"status": "ONLINE"})).gets(200)]),
        ("listMyDepartments", Who::Any, |_| vec![at(&[]).gets(200)]),
        ("getUser", Who::Any, |a| vec![at(&[&a.agent])]),
        ("updateUser", Who::Admin, |a| vec![at(&[&a.agent]).body(json!({"name": "Tomada", "isActive": false}))]),
        ("deleteUser", Who::Admin, |a| vec![at(&[&a.agent])]),
        ("listUserDepartments", Who::Admin, |a| vec![at(&[&a.agent])]),
        ("setUserDepartments", Who::Admin, |a| vec![at(&[&a.agent]).body(json!({"departmentIds": []}))]),
        ("addUserDepartment", Who::Admin, |a| vec![at(&[&a.agent, &a.department])]),
        ("removeUserDepartment", Who::Admin, |a| vec![at(&[&a.agent, &a.department])]),
    ]
}

fn departments() -> Vec<Row> {
    vec![
        ("listDepartments", Who::Any, |_| vec![at(&[]).query("includeInactive=true").gets(200)]),
        ("createDepartment", Who::Admin, |_| vec![at(&[]).body(json!({"name": "Vendas", "slug": "vendas"})).gets(201)]),
        ("reorderDepartments", Who::Admin, |a| vec![at(&[]).body(json!({"ids": [a.department]})).gets(422)]),
        ("getDepartment", Who::Any, |a| vec![at(&[&a.department])]),
        ("updateDepartment", Who::Admin, |a| vec![at(&[&a.department]).body(json!({"name": "Tomado"}))]),
        ("deleteDepartment", Who::Admin, |a| vec![at(&[&a.department])]),
        ("listDepartmentAgents", Who::Any, |a| vec![at(&[&a.department])]),
        ("getDepartmentQueue", Who::Any, |a| vec![at(&[&a.department])]),
        ("previewRoute", Who::Supervisor, |a| vec![at(&[&a.department])]),
    ]
}

fn conversations() -> Vec<Row> {
    vec![
        ("listConversations", Who::Any, |a| {
            let filters = [
                String::new(),
                format!("departmentId={}", a.department),
                format!("assignedUserId={}", a.agent),
                format!("channelId={}", a.channel),
                "search=11988887777".to_owned(),
            ];
            filters.iter().map(|filter| at(&[]).query(filter).gets(200)).collect()
        }),
        ("countConversations", Who::Any, |a| vec![at(&[]).query(&format!("departmentId={}", a.department)).gets(200)]),
        ("getConversation", Who::Any, |a| vec![at(&[&a.conversation])]),
        ("listMessages", Who::Any, |a| vec![at(&[&a.conversation]), at(&[&a.conversation]).query("scope=contact")]),
        ("listDecisions", Who::Any, |a| vec![at(&[&a.conversation])]),
        ("getTimeline", Who::Any, |a| vec![at(&[&a.conversation])]),
        ("assignConversation", Who::Any, |a| {
            vec![
                at(&[&a.conversation]).body(json!({})),
                at(&[&a.conversation]).body(json!({"userId": a.agent, "force": true})),
            ]
        }),
        ("unassignConversation", Who::Any, |a| vec![at(&[&a.conversation])]),
        ("transferConversation", Who::Any, |a| {
            vec![at(&[&a.conversation]).body(json!({"departmentId": a.department}))]
        }),
        ("resolveConversation", Who::Any, |a| vec![at(&[&a.conversation]).body(json!({}))]),
        ("changeStatus", Who::Any, |a| vec![at(&[&a.conversation]).body(json!({"status": "ARCHIVED"}))]),
        ("changeCustomerName", Who::Any, |a| vec![at(&[&a.conversation]).body(json!({"name": "Tomado"}))]),
        ("markRead", Who::Any, |a| vec![at(&[&a.conversation])]),
        ("markUnread", Who::Any, |a| vec![at(&[&a.conversation])]),
        ("pauseBot", Who::Supervisor, |a| vec![at(&[&a.conversation]).body(json!({"paused": true}))]),
        ("sendMessage", Who::Any, |a| {
            vec![at(&[]).body(json!({"conversationId": a.conversation, "content": "Tomado"}))]
        }),
        // A form; tests/it/media.rs sends real ones.
        ("sendMedia", Who::Any, |_| vec![at(&[]).body(json!({})).gets(415)]),
        ("getMedia", Who::Any, |a| vec![at(&[&a.media])]),
        ("retryMedia", Who::Any, |a| vec![at(&[&a.media])]),
        ("linkMedia", Who::Any, |a| vec![at(&[&a.media])]),
        ("sendTemplate", Who::Any, |a| {
            vec![at(&[]).body(json!({"conversationId": a.conversation, "name": "hello_world", "language": "en_US"}))]
        }),
        ("setReaction", Who::Any, |a| vec![at(&[&a.message]).body(json!({"emoji": "👍"}))]),
        ("removeReaction", Who::Any, |a| vec![at(&[&a.message])]),
        ("resendMessage", Who::Any, |a| vec![at(&[&a.message])]),
        ("cancelMessage", Who::Any, |a| vec![at(&[&a.message])]),
        ("searchMessages", Who::Any, |a| {
            let of_one = format!("query=segredo&conversationId={}", a.conversation);
            vec![at(&[]).query("query=segredo").gets(200), at(&[]).query(&of_one).gets(200)]
        }),
    ]
}
