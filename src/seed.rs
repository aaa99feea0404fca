//! A demonstration for newcomers: a company with its team, a SANDBOX channel, and customers in several states.

mod customers;
mod team;

use anyhow::Context as _;

use crate::cli::Seed;
use crate::config::{Config, Mode};
use crate::profile::Live;

/// Fill the installation. Standard output gets the log-ins and nothing else.
pub(crate) async fn run(config: &Config, options: Seed) -> anyhow::Result<()> {
    if config.mode == Mode::Production {
        anyhow::bail!("a demonstration is never made in production (NODE_ENV)");
    }
    let live = Live::open(config).await?;
    let existing = live.stores.api.system().companies().await?;
    if !existing.is_empty() && !options.company_new {
        anyhow::bail!("this installation has a company already; --company-new makes one more");
    }
    let demo = team::hire(&live, existing.len()).await.context("the team")?;
    customers::write(&live, &demo).await.context("the customers")?;
    println!("Password of everybody: {}", demo.password);
    for (role, email) in &demo.logins {
        println!("  {role:<11}{email}");
    }
    Ok(())
}
