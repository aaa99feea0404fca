//! `bench read`: what people ask for all day, in a company with a long history.

mod fill;

use std::path::PathBuf;
use std::sync::Arc;

use anyhow::{Context as _, ensure};
use bytes::Bytes;
use clap::Args;
use http_body_util::Full;
use hyper::Request;
use hyper::header::{AUTHORIZATION, HOST};
use serde_json::{Value, json};
use tokio::time::Instant;

use self::fill::{Place, Size, fill, ids};
use crate::board::Board;
use crate::company::Company;
use crate::http::{Api, Connection};
use crate::meter::rest;
use crate::program::{Installation, Profile, Subject};
use crate::provider::Provider;
use crate::report::{Latencies, Report, rate};

const DEPARTMENTS: usize = 12;
const AGENTS: usize = 50;
/// Requests before the clock runs.
const WARM_UP: usize = 10;

#[derive(Debug, Clone, Args)]
pub(crate) struct Read {
    #[command(flatten)]
    subject: Subject,
    #[arg(long, default_value_t = 100_000)]
    conversations: usize,
    #[arg(long, default_value_t = 1_000_000)]
    messages: usize,
    /// Of each row.
    #[arg(long, default_value_t = 200)]
    requests: usize,
    /// Connections that ask at the same time.
    #[arg(long, default_value_t = 4)]
    concurrency: usize,
    /// Only the rows whose name has this in it.
    #[arg(long, value_name = "TEXT")]
    only: Option<String>,
    /// Write the figures here as JSON.
    #[arg(long, value_name = "FILE")]
    json: Option<PathBuf>,
}

/// A row: who asks, and for what the nth time.
struct Question {
    name: &'static str,
    who: Api,
    path: Box<dyn Fn(usize) -> String + Send + Sync>,
}

pub(crate) async fn run(read: Read) -> anyhow::Result<()> {
    ensure!(
        read.subject.profile == Profile::Cluster,
        "the history is written with PostgreSQL's SQL: --profile cluster"
    );
    let mut report = Report::new("read");
    let installation = Installation::start(&read.subject).await?;
    let provider = Provider::start(Arc::new(Board::default())).await?;
    let company = Company::make(&installation, &provider, "leitura").await?;
    let mut departments = vec![company.department.clone()];
    for number in 1..DEPARTMENTS {
        departments.push(company.add_department(&format!("Setor {number}"), &format!("setor-{number}")).await?);
    }
    let mut agent = None;
    for number in 0..AGENTS {
        let own = [&departments[number % DEPARTMENTS], &departments[(number + 5) % DEPARTMENTS]].map(String::as_str);
        agent = Some(company.agent(&installation, &format!("agente{number}"), &own).await?);
    }
    let agents = company.admin.get("/api/users?role=AGENT").await?;
    let channel = company.admin.get("/api/channels").await?[0]["id"].as_str().context("no channel")?.to_owned();
    let place = Place { channel: &channel, departments: &departments, agents: &ids(&agents) };
    let began = Instant::now();
    let services = installation.services.as_ref().context("a cluster has its services")?;
    fill(services, &place, Size { conversations: read.conversations, messages: read.messages })?;
    report.say("services", installation.stated());
    report.say("conversations", read.conversations);
    report.say("messages", read.messages);
    report.say("concurrency", read.concurrency);
    report.say("secondsToFill", began.elapsed().as_secs());
    report.say("secondsToRest", rest(&installation).await?.as_secs());
    let agent = agent.context("no agent")?;
    let only = read.only.as_deref().unwrap_or_default();
    let questions = questions(&company.admin, &agent, &departments, read.conversations).await?;
    for question in questions.into_iter().filter(|question| question.name.contains(only)) {
        eprintln!("{} ..", question.name);
        report.row(ask(&read, Arc::new(question)).await?);
    }
    report.finish(read.json.as_deref())
}

async fn questions(
    admin: &Api,
    agent: &Api,
    departments: &[String],
    conversations: usize,
) -> anyhow::Result<Vec<Question>> {
    let resolved = admin.get("/api/conversations?status=RESOLVED&limit=100").await?;
    let some = ids(&resolved);
    ensure!(some.len() == 100, "the history is not seen: {} conversations", some.len());
    let half_a_year_ago = domain::clock::Clock::system().now() - chrono::Duration::days(180);
    let (opened, read, one) = (some.clone(), some, departments[3].clone());
    let question =
        |name, who: &Api, path: Box<dyn Fn(usize) -> String + Send + Sync>| Question { name, who: who.clone(), path };
    let fixed = |path: &str| {
        let path = path.to_owned();
        Box::new(move |_| path.clone()) as Box<dyn Fn(usize) -> String + Send + Sync>
    };
    let names = ["Ana", "gonçalves", "joao s", "Maria Silva", "Elisa Castro"];
    Ok(vec![
        question("inbox, administrator", admin, fixed("/api/conversations?limit=50")),
        question("inbox, agent", agent, fixed("/api/conversations?limit=50")),
        question("mine", agent, fixed("/api/conversations?status=ASSIGNED&assignedUserId=me&limit=50")),
        question("queue of a department", admin, fixed(&format!("/api/departments/{one}/queue"))),
        question(
            "one department, resolved",
            admin,
            fixed(&format!("/api/conversations?status=RESOLVED&departmentId={one}")),
        ),
        question("longest wait first", admin, fixed("/api/conversations?sort=waiting&limit=50")),
        question(
            "inbox of half a year ago",
            admin,
            fixed(&format!("/api/conversations?limit=50&to={}", half_a_year_ago.format("%FT%TZ"))),
        ),
        question("counts, administrator", admin, fixed("/api/conversations/counts")),
        question("counts, agent", agent, fixed("/api/conversations/counts")),
        question(
            "search a name",
            admin,
            Box::new(move |n| format!("/api/conversations?search={}", encoded(names[n % names.len()]))),
        ),
        question(
            "search a name, agent",
            agent,
            Box::new(move |n| format!("/api/conversations?search={}", encoded(names[n % names.len()]))),
        ),
        question(
            "search a phone",
            admin,
            Box::new(move |n| format!("/api/conversations?search=119{:08}", 1 + n * 97 % conversations)),
        ),
        question("search what nobody is called", admin, fixed("/api/conversations?search=xyzzyx")),
        question("open a conversation", admin, Box::new(move |n| format!("/api/conversations/{}", opened[n % 100]))),
        question(
            "its messages",
            admin,
            Box::new(move |n| format!("/api/conversations/{}/messages?limit=50", read[n % 100])),
        ),
        question("messages with a common word", admin, fixed("/api/messages/search?query=boleto")),
        question("messages with two words, agent", agent, fixed("/api/messages/search?query=boleto%20atraso")),
        question(
            "messages with a rare word",
            admin,
            Box::new(move |n| format!("/api/messages/search?query=protocolo{}", 1 + n * 89 % conversations)),
        ),
    ])
}

async fn ask(read: &Read, question: Arc<Question>) -> anyhow::Result<Vec<(&'static str, Value)>> {
    let began = Instant::now();
    let share = read.requests.div_ceil(read.concurrency.max(1));
    let askers =
        (0..read.concurrency.max(1)).map(|asker| tokio::spawn(asker_of(question.clone(), asker * share, share)));
    let mut latencies = Latencies::new();
    let mut bytes = 0;
    for asker in askers {
        let (own, size) = asker.await??;
        latencies.add(&own);
        bytes += size;
    }
    let count = share * read.concurrency.max(1);
    Ok(vec![
        ("question", question.name.into()),
        ("requests", count.into()),
        ("requests/s", rate(count, began.elapsed())),
        ("p50 ms", latencies.ms(0.5)),
        ("p95 ms", latencies.ms(0.95)),
        ("p99 ms", latencies.ms(0.99)),
        ("bytes", json!(bytes / count)),
    ])
}

async fn asker_of(question: Arc<Question>, from: usize, count: usize) -> anyhow::Result<(Latencies, usize)> {
    let mut connection = Connection::open(question.who.address).await?;
    let mut latencies = Latencies::new();
    let mut bytes = 0;
    for number in from..from + WARM_UP + count {
        let path = (question.path)(number);
        let request = Request::get(&path)
            .header(HOST, question.who.address.to_string())
            .header(AUTHORIZATION, format!("Bearer {}", question.who.token))
            .body(Full::new(Bytes::new()))?;
        let began = Instant::now();
        let (status, body) = connection.send(request).await?;
        ensure!(status.is_success(), "{path}: {status} {}", String::from_utf8_lossy(&body));
        if number >= from + WARM_UP {
            latencies.record(began.elapsed());
            bytes += body.len();
        }
    }
    Ok((latencies, bytes))
}

/// A text in a query.
fn encoded(text: &str) -> String {
    text.bytes()
        .map(|byte| if byte.is_ascii_alphanumeric() { char::from(byte).to_string() } else { format!("%{byte:02X}") })
        .collect()
}
