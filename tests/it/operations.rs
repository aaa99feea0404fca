//! Every operation of the committed document: who may call it, and how with the ids of one company. The one table that the
//! tests of isolation and of privileges walk. A new operation gets a row here, or they fail with its name.

use std::collections::BTreeMap;
use std::fs;

use reqwest::Method;
use serde_json::{Value, json};

use crate::harness::{Answer, Api};

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
    pub(crate) conversation: String,
    pub(crate) message: String,
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
            conversation: id(),
            message: id(),
        }
    }

    pub(crate) fn all(&self) -> [&str; 6] {
        [&self.company, &self.department, &self.agent, &self.channel, &self.conversation, &self.message]
    }
}

/// One call of an operation, and what a stranger's administrator is answered.
pub(crate) struct Call {
    /// For the placeholders of the path, in their order.
    path: Vec<String>,
    query: String,
    body: Value,
    pub(crate) stranger: u16,
}

/// To be answered 404, unless said otherwise.
fn at(path: &[&str]) -> Call {
    let path = path.iter().map(|&id| id.to_owned()).collect();
    Call { path, query: String::new(), body: Value::Null, stranger: 404 }
}

impl Call {
    fn body(self, body: Value) -> Self {
        Self { body, ..self }
    }

    fn query(self, query: &str) -> Self {
        Self { query: query.to_owned(), ..self }
    }

    /// The stranger gets this: their own data, an empty list, or a refusal.
    fn gets(self, stranger: u16) -> Self {
        Self { stranger, ..self }
    }
}

/// An operation as the document has it.
pub(crate) struct Operation {
    pub(crate) id: String,
    pub(crate) method: Method,
    pub(crate) path: String,
    pub(crate) who: Who,
    calls: fn(&Ids) -> Vec<Call>,
}

impl Operation {
    pub(crate) fn calls(&self, ids: &Ids) -> Vec<Call> {
        (self.calls)(ids)
    }

    pub(crate) async fn send(&self, api: &Api, call: &Call) -> Answer {
        let mut path = self.path.clone();
        for id in &call.path {
            let (from, to) = (path.find('{').expect("a placeholder"), path.find('}').expect("its end"));
            path.replace_range(from..=to, id);
        }
        assert!(!path.contains('{'), "{}: the table fills too little of {path}", self.id);
        if !call.query.is_empty() {
            path = format!("{path}?{}", call.query);
        }
        let request = api.request(self.method.clone(), &path);
        Answer::of(if call.body.is_null() { request } else { request.json(&call.body) }).await
    }
}

type Calls = fn(&Ids) -> Vec<Call>;
type Row = (&'static str, Who, Calls);

/// All operations of the document. Panics when the table has not each of them exactly once.
pub(crate) fn operations() -> Vec<Operation> {
    let file = concat!(env!("CARGO_MANIFEST_DIR"), "/openapi/openapi.json");
    let document: Value =
        serde_json::from_str(&fs::read_to_string(file).expect("the committed document")).expect("JSON");
    let rows: Vec<Row> = [system(), people(), departments(), conversations(), channels()].concat();
    let mut table: BTreeMap<&str, (Who, Calls)> = rows.iter().map(|&(id, who, calls)| (id, (who, calls))).collect();
    assert_eq!(table.len(), rows.len(), "an operation has two rows");
    let mut found = Vec::new();
    let mut missing = Vec::new();
    for (path, item) in document["paths"].as_object().expect("paths") {
        for (method, operation) in item.as_object().expect("methods") {
            let Ok(method) = method.to_uppercase().parse::<Method>() else { continue };
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
        ("listAudit", Who::Admin, |a| vec![at(&[]).gets(200), at(&[]).query(&format!("userId={}", a.agent)).gets(200)]),
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
        ("resendMessage", Who::Any, |a| vec![at(&[&a.message])]),
        ("cancelMessage", Who::Any, |a| vec![at(&[&a.message])]),
        ("searchMessages", Who::Any, |a| {
            let of_one = format!("query=segredo&conversationId={}", a.conversation);
            vec![at(&[]).query("query=segredo").gets(200), at(&[]).query(&of_one).gets(200)]
        }),
    ]
}

fn channels() -> Vec<Row> {
    vec![
        ("listChannels", Who::Supervisor, |_| vec![at(&[]).gets(200)]),
        ("createChannel", Who::Admin, |_| {
            vec![at(&[]).body(json!({"name": "Outro", "provider": "SANDBOX"})).gets(201)]
        }),
        ("getChannel", Who::Supervisor, |a| vec![at(&[&a.channel])]),
        ("updateChannel", Who::Admin, |a| vec![at(&[&a.channel]).body(json!({"name": "Tomado"}))]),
        ("verifyChannel", Who::Admin, |a| vec![at(&[&a.channel])]),
        ("setDefaultChannel", Who::Admin, |a| vec![at(&[&a.channel])]),
        ("sandboxInbound", Who::Admin, |a| {
            vec![at(&[&a.channel]).body(json!({"from": "+5511977776666", "type": "text", "text": "Oi"}))]
        }),
        ("sandboxStatus", Who::Admin, |a| vec![at(&[&a.channel]).body(json!({"messageId": "x", "status": "read"}))]),
        ("sandboxPhoneReply", Who::Admin, |a| {
            vec![at(&[&a.channel]).body(json!({"to": "+5511988887777", "text": "Tomado"}))]
        }),
        ("sandboxEdit", Who::Admin, |a| vec![at(&[&a.channel]).body(json!({"messageId": "x", "text": "Tomado"}))]),
        ("sandboxRevoke", Who::Admin, |a| vec![at(&[&a.channel]).body(json!({"messageId": "x"}))]),
        ("sandboxReaction", Who::Admin, |a| vec![at(&[&a.channel]).body(json!({"messageId": "x", "emoji": "👍"}))]),
        ("sandboxRaw", Who::Admin, |a| vec![at(&[&a.channel]).body(json!({"body": "{}"}))]),
        ("sandboxOutbox", Who::Admin, |a| vec![at(&[&a.channel])]),
        ("sandboxDeliveries", Who::Admin, |a| vec![at(&[&a.channel])]),
        ("sandboxSeen", Who::Admin, |a| vec![at(&[&a.channel])]),
        ("sandboxSession", Who::Admin, |a| vec![at(&[&a.channel]).body(json!({"status": "STOPPED"}))]),
        ("sandboxFaults", Who::Admin, |a| vec![at(&[&a.channel])]),
        ("sandboxSetFaults", Who::Admin, |a| vec![at(&[&a.channel]).body(json!({}))]),
        ("sandboxReset", Who::Admin, |a| vec![at(&[&a.channel])]),
    ]
}
