//! `bench ingest`: what happens to signed webhooks, from the post to the row, the socket and the provider.

use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;

use clap::{Args, ValueEnum};
use serde_json::{Value, json};

use crate::board::{Board, Effect, Slots};
use crate::company::Company;
use crate::load::{self, Taken};
use crate::meter::Meter;
use crate::program::{Installation, Subject};
use crate::provider::Provider;
use crate::report::{Report, rate, word};
use crate::socket::Socket;
use crate::webhook::{MARK, Webhook};

/// Longer than any backlog that a cell can leave.
const PATIENCE: Duration = Duration::from_mins(10);
/// Customers with an agent; those who are new have numbers from 0.
const FIRST_ROUTED: usize = 10_000_000;

#[derive(Debug, Clone, Args)]
pub(crate) struct Ingest {
    #[command(flatten)]
    subject: Subject,
    #[arg(long, default_value_t = 1000)]
    customers: usize,
    /// Messages of each cell with routed customers; new ones write one each.
    #[arg(long, default_value_t = 5000)]
    messages: usize,
    /// Messages before the clock runs, in each phase.
    #[arg(long, default_value_t = 500)]
    warm_up: usize,
    #[arg(long, value_delimiter = ',', default_values_t = vec![1, 16, 64])]
    concurrency: Vec<usize>,
    #[arg(long, value_delimiter = ',', value_enum, default_values_t = vec![Phase::New, Phase::Routed])]
    phase: Vec<Phase>,
    #[arg(long, value_delimiter = ',', value_enum, default_values_t = vec![Pace::Accepted, Pace::Seen])]
    pace: Vec<Pace>,
    /// Write the figures here as JSON.
    #[arg(long, value_name = "FILE")]
    json: Option<PathBuf>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Phase {
    /// The first message of a customer, which is greeted with a menu.
    New,
    /// A message in a conversation that an agent holds.
    Routed,
}

/// When a connection posts its next message.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Pace {
    /// When the one before was accepted: as fast as the receiver goes.
    Accepted,
    /// When the effect of the one before was seen: the greeting at the provider, or the message at the socket.
    Seen,
}

struct Stage {
    installation: Installation,
    board: Arc<Board>,
    new: Company,
    routed: Company,
    sockets: Vec<Socket>,
}

pub(crate) async fn run(ingest: Ingest) -> anyhow::Result<()> {
    let mut report = Report::new("ingest");
    let stage = Stage::build(&ingest).await?;
    report.say("profile", word(&ingest.subject.profile));
    report.say("services", stage.installation.stated());
    report.say("customers", ingest.customers);
    report.say("warmUp", ingest.warm_up);
    for phase in &ingest.phase {
        stage.warm_up(&ingest, *phase).await?;
        for pace in &ingest.pace {
            for concurrency in &ingest.concurrency {
                eprintln!("{} {} at {concurrency} ..", word(phase), word(pace));
                report.row(stage.cell(&ingest, *phase, *pace, *concurrency).await?);
            }
        }
    }
    report.finish(ingest.json.as_deref())
}

impl Stage {
    async fn build(ingest: &Ingest) -> anyhow::Result<Self> {
        let board = Arc::new(Board::default());
        let provider = Provider::start(board.clone()).await?;
        let installation = Installation::start(&ingest.subject).await?;
        let new = Company::make(&installation, &provider, "novos").await?;
        for (name, slug) in [("Vendas", "vendas"), ("Suporte", "suporte")] {
            new.add_department(name, slug).await?;
        }
        let routed = Company::make(&installation, &provider, "atendidos").await?;
        let agent = routed.agent(&installation, "ana", &[&routed.department]).await?;
        let mut sockets = vec![Socket::open(&agent, None).await?];
        for company in [&new, &routed] {
            sockets.push(Socket::open(&company.admin, Some(board.clone())).await?);
        }
        agent.patch("/api/users/me/status", json!({"status": "ONLINE"})).await?;
        let stage = Self { installation, board, new, routed, sockets };
        // In a company with one department the first message brings the agent.
        let greetings = (0..ingest.customers).map(|n| Webhook::new(&stage.routed, FIRST_ROUTED + n, "Oi")).collect();
        let slots = stage.board.more(ingest.customers);
        load::post(stage.installation.address(), Arc::new(greetings), slots, 16, None).await?;
        stage.routed.settled(PATIENCE).await?;
        Ok(stage)
    }

    fn company(&self, phase: Phase) -> &Company {
        match phase {
            Phase::New => &self.new,
            Phase::Routed => &self.routed,
        }
    }

    /// So many webhooks, built and signed, and the places for what becomes of them.
    fn webhooks(&self, ingest: &Ingest, phase: Phase, count: usize) -> (Arc<Vec<Webhook>>, Arc<Slots>) {
        let slots = self.board.more(count);
        let webhook = |index: usize| {
            let number = slots.first + index;
            let customer = match phase {
                Phase::New => number,
                Phase::Routed => FIRST_ROUTED + index % ingest.customers,
            };
            Webhook::new(self.company(phase), customer, &format!("{MARK}{number}"))
        };
        (Arc::new((0..count).map(webhook).collect()), slots)
    }

    async fn warm_up(&self, ingest: &Ingest, phase: Phase) -> anyhow::Result<()> {
        let (webhooks, slots) = self.webhooks(ingest, phase, ingest.warm_up);
        load::post(self.installation.address(), webhooks, slots, 16, None).await?;
        self.company(phase).settled(PATIENCE).await?;
        Ok(())
    }

    async fn cell(
        &self,
        ingest: &Ingest,
        phase: Phase,
        pace: Pace,
        concurrency: usize,
    ) -> anyhow::Result<Vec<(&'static str, Value)>> {
        let count = match phase {
            Phase::New => ingest.customers,
            Phase::Routed => ingest.messages,
        };
        let effect = match phase {
            Phase::New => Effect::Greeting,
            Phase::Routed => Effect::Socket,
        };
        let (webhooks, slots) = self.webhooks(ingest, phase, count);
        let until = (pace == Pace::Seen).then_some(effect);
        let company = self.company(phase);
        let meter = Meter::start(&self.installation)?;
        let taken = load::post(self.installation.address(), webhooks, slots.clone(), concurrency, until).await?;
        let understood = company.understood(PATIENCE).await?;
        company.settled(PATIENCE).await?;
        let cost = meter.columns(&self.installation, count)?;
        anyhow::ensure!(self.sockets.iter().all(Socket::is_open), "a socket was closed by the program");
        self.nothing_is_missing(phase, &slots, count).await?;

        let Taken { time, began, accept } = taken;
        let (greeting, socket) = (slots.latencies(Effect::Greeting), slots.latencies(Effect::Socket));
        let mut row = vec![
            ("phase", word(&phase).into()),
            ("pace", word(&pace).into()),
            ("conc", concurrency.into()),
            ("messages", count.into()),
            ("accepted/s", rate(count, time)),
            ("accept p50 ms", accept.ms(0.5)),
            ("accept p99 ms", accept.ms(0.99)),
            ("processed/s", rate(count, understood.into_std() - began)),
            ("greeting p50 ms", greeting.ms(0.5)),
            ("greeting p99 ms", greeting.ms(0.99)),
            ("socket p50 ms", socket.ms(0.5)),
            ("socket p99 ms", socket.ms(0.99)),
        ];
        row.extend(cost);
        Ok(row)
    }

    /// Every message reached the socket, every new customer was greeted, and nobody else was written to.
    async fn nothing_is_missing(&self, phase: Phase, slots: &Slots, count: usize) -> anyhow::Result<()> {
        let mut seen = (0, 0);
        // The socket may be a moment behind the rows.
        for _ in 0..50 {
            seen = (slots.latencies(Effect::Socket).count(), slots.latencies(Effect::Greeting).count());
            if seen.0 >= count as u64 {
                break;
            }
            tokio::time::sleep(Duration::from_millis(100)).await;
        }
        let greeted = if phase == Phase::New { count } else { 0 };
        anyhow::ensure!(
            seen == (count as u64, greeted as u64),
            "of {count} messages {} reached the socket; {} customers of {greeted} were greeted",
            seen.0,
            seen.1
        );
        Ok(())
    }
}
