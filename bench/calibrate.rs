//! `bench calibrate`: the load against nothing but the provider. What `bench ingest` shows is far below, or worthless.

use std::path::PathBuf;
use std::sync::Arc;

use clap::Args;

use crate::board::Board;
use crate::load;
use crate::provider::Provider;
use crate::report::{Report, rate};
use crate::webhook::Webhook;

#[derive(Debug, Clone, Args)]
pub(crate) struct Calibrate {
    #[arg(long, default_value_t = 50_000)]
    messages: usize,
    #[arg(long, value_delimiter = ',', default_values_t = vec![1, 16, 64])]
    concurrency: Vec<usize>,
    /// Write the figures here as JSON.
    #[arg(long, value_name = "FILE")]
    json: Option<PathBuf>,
}

pub(crate) async fn run(calibrate: Calibrate) -> anyhow::Result<()> {
    let mut report = Report::new("calibrate");
    let board = Arc::new(Board::default());
    let provider = Provider::start(board.clone()).await?;
    let webhook = |number| Webhook::signed("nobody", "a secret", number, "Oi");
    let webhooks: Arc<Vec<Webhook>> = Arc::new((0..calibrate.messages).map(webhook).collect());
    for concurrency in calibrate.concurrency {
        let slots = board.more(calibrate.messages);
        let taken = load::post(provider.address, webhooks.clone(), slots, concurrency, None).await?;
        report.row(vec![
            ("conc", concurrency.into()),
            ("messages", calibrate.messages.into()),
            ("requests/s", rate(calibrate.messages, taken.time)),
            ("p50 ms", taken.accept.ms(0.5)),
            ("p99 ms", taken.accept.ms(0.99)),
        ]);
    }
    report.finish(calibrate.json.as_deref())
}
