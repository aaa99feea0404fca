//! `bench soak`: random work and random accidents for some minutes; at the end everything must be sound.

mod people;

use std::net::SocketAddr;
use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;

use anyhow::{Context as _, ensure};
use clap::Args;
use rand::rngs::StdRng;
use rand::{RngExt as _, SeedableRng as _};
use serde_json::Value;
use tokio::task::JoinSet;
use tokio::time::{Instant, sleep};
use tokio_util::task::AbortOnDropHandle;

use crate::board::Board;
use crate::company::Company;
use crate::program::{Installation, Profile, Subject};
use crate::provider::Provider;
use crate::report::{Report, word};
use crate::webhook::Webhook;

use people::{Agent, Counts, post_until_taken};

/// Unknown sends wait for evidence for a minute and a half, lost lanes for their lease.
const PATIENCE: Duration = Duration::from_mins(5);
/// Webhooks under way at once.
const UNDER_WAY: usize = 16;
const WORDS: [&str; 8] = ["Oi", "1", "2", "Vendas", "suporte", "quero falar com alguém", "obrigado!", "0"];

#[derive(Debug, Clone, Args)]
pub(crate) struct Soak {
    #[command(flatten)]
    subject: Subject,
    #[arg(long, default_value_t = 5.0)]
    minutes: f64,
    /// The same seed draws the same decisions; what the processes make of them still differs in time.
    #[arg(long)]
    seed: Option<u64>,
    #[arg(long, default_value_t = 200)]
    customers: usize,
    #[arg(long, default_value_t = 4)]
    agents: usize,
    /// Seconds between two accidents, on average.
    #[arg(long, default_value_t = 10.0)]
    accident_every: f64,
    /// Write the figures here as JSON.
    #[arg(long, value_name = "FILE")]
    json: Option<PathBuf>,
}

pub(crate) async fn run(soak: Soak) -> anyhow::Result<()> {
    let mut report = Report::new("soak");
    let seed = soak.seed.unwrap_or_else(|| rand::rng().random());
    eprintln!("seed {seed}");
    report.say("seed", seed);
    report.say("minutes", soak.minutes);
    report.say("profile", word(&soak.subject.profile));

    let provider = Provider::start(Arc::new(Board::default())).await?;
    let mut installation = Installation::start(&soak.subject).await?;
    report.say("services", installation.stated());
    let company = Arc::new(Company::make(&installation, &provider, "resistente").await?);
    let mut departments = vec![company.department.clone()];
    for (name, slug) in [("Vendas", "vendas"), ("Suporte", "suporte")] {
        departments.push(company.add_department(name, slug).await?);
    }
    let departments: Vec<&str> = departments.iter().map(String::as_str).collect();
    let mut agents = Vec::new();
    for n in 0..soak.agents {
        agents.push(Agent::hire(&installation, &company, &format!("agente{n}"), &departments).await?);
    }
    let counts = work(&soak, seed, &mut installation, &company, &mut agents).await?;

    eprintln!("waiting for the end of all work ..");
    let settled = company.settled(PATIENCE).await.map(|_| ());
    let (is_sound, findings) = installation.command(&["doctor", "--json"])?;
    let lost_or_doubled = match installation.profile {
        Profile::Cluster => Some(difference(&installation, counts.accepted)?),
        Profile::Embedded => None,
    };
    report.row(vec![
        ("accepted", counts.accepted.into()),
        ("doubled posts", counts.doubled.into()),
        ("posts again", counts.again.into()),
        ("agent actions", counts.actions.into()),
        ("refused", counts.refused.into()),
        ("texts sent", provider.taken().into()),
        ("kills", counts.kills.into()),
        ("flushes", counts.flushes.into()),
        ("rows too many or few", lost_or_doubled.into()),
        ("doctor", if is_sound { "sound" } else { "UNSOUND" }.into()),
    ]);
    report.say("findings", serde_json::from_str::<Value>(&findings).unwrap_or(findings.clone().into()));
    report.finish(soak.json.as_deref())?;
    settled?;
    ensure!(is_sound, "doctor found something (seed {seed}): {findings}");
    ensure!(lost_or_doubled.unwrap_or(0) == 0, "messages were lost or doubled (seed {seed})");
    Ok(())
}

/// Agents and accidents, one after the other, while the customers write.
async fn work(
    soak: &Soak,
    seed: u64,
    installation: &mut Installation,
    company: &Arc<Company>,
    agents: &mut [Agent],
) -> anyhow::Result<Counts> {
    let mut rng = StdRng::seed_from_u64(seed);
    let end = Instant::now() + Duration::from_secs_f64(soak.minutes * 60.0);
    let writing = customers(installation.address(), company.clone(), soak.customers, seed.wrapping_add(1), end);
    let writing = AbortOnDropHandle::new(tokio::spawn(writing));
    let mut counts = Counts::default();
    let mut accident = Instant::now() + pause(&mut rng, soak.accident_every);
    while Instant::now() < end {
        if Instant::now() >= accident {
            cause(&mut rng, installation, &mut counts).await?;
            accident = Instant::now() + pause(&mut rng, soak.accident_every);
        }
        if !agents.is_empty() {
            let agent = rng.random_range(0..agents.len());
            if rng.random_bool(0.9) {
                agents[agent].does_something(&mut rng, &mut counts).await;
            } else {
                agents[agent].comes_or_goes(&mut rng, &mut counts).await;
            }
        }
        sleep(Duration::from_millis(rng.random_range(0..100))).await;
    }
    let written = writing.await??;
    Ok(Counts { accepted: written.accepted, doubled: written.doubled, again: written.again, ..counts })
}

/// Customers who write until `end`. They go on while a process is down, as a provider does: it posts until it is heard.
async fn customers(
    address: SocketAddr,
    company: Arc<Company>,
    customers: usize,
    seed: u64,
    end: Instant,
) -> anyhow::Result<Counts> {
    let mut rng = StdRng::seed_from_u64(seed);
    let (mut counts, mut posts) = (Counts::default(), JoinSet::new());
    while Instant::now() < end {
        let words = WORDS[rng.random_range(0..WORDS.len())];
        let webhook = Webhook::new(&company, rng.random_range(0..customers), words);
        counts.accepted += 1;
        if rng.random_bool(0.05) {
            counts.doubled += 1;
            posts.spawn(post_until_taken(address, webhook.clone()));
        }
        posts.spawn(post_until_taken(address, webhook));
        while posts.len() >= UNDER_WAY {
            counts.again += posts.join_next().await.context("a post is under way")???;
        }
        sleep(Duration::from_millis(rng.random_range(0..20))).await;
    }
    while let Some(again) = posts.join_next().await {
        counts.again += again??;
    }
    Ok(counts)
}

/// Kill a process, or empty Redis under everybody's feet.
async fn cause(rng: &mut StdRng, installation: &mut Installation, counts: &mut Counts) -> anyhow::Result<()> {
    if let Some(services) = installation.services.as_ref()
        && rng.random_bool(0.3)
    {
        services.redis(&["FLUSHALL"])?;
        counts.flushes += 1;
        return Ok(());
    }
    counts.kills += 1;
    let process = rng.random_range(0..installation.processes.len());
    installation.crash(process).await
}

/// Between half and one and a half of so many seconds.
fn pause(rng: &mut StdRng, seconds: f64) -> Duration {
    Duration::from_secs_f64(seconds * rng.random_range(0.5..1.5))
}

/// How many inbound messages the database has more (or, negative, fewer) than were accepted.
fn difference(installation: &Installation, accepted: i64) -> anyhow::Result<i64> {
    let services = installation.services.as_ref().context("a cluster has services")?;
    let rows = services.sql("SELECT count(*) FROM messages WHERE direction = 'INBOUND'")?;
    let rows: i64 = rows.first().context("a count is one row")?.parse()?;
    Ok(rows - accepted)
}
