//! Who works during a soak. What the program refuses or fails to answer while it is being killed is counted, not judged.

use std::net::SocketAddr;
use std::time::Duration;

use anyhow::ensure;
use hyper::StatusCode;
use rand::RngExt as _;
use rand::rngs::StdRng;
use serde_json::{Value, json};
use tokio::time::{Instant, sleep};

use crate::company::Company;
use crate::http::{Api, Connection};
use crate::program::Installation;
use crate::socket::Socket;
use crate::webhook::Webhook;

const PATIENCE: Duration = Duration::from_mins(2);

#[derive(Debug, Default)]
pub(super) struct Counts {
    /// Different messages that were taken with 200.
    pub(super) accepted: i64,
    pub(super) doubled: u64,
    pub(super) again: u64,
    pub(super) actions: u64,
    pub(super) refused: u64,
    pub(super) kills: u64,
    pub(super) flushes: u64,
}

pub(super) struct Agent {
    api: Api,
    /// Gone when the process was killed, until the next action.
    socket: Option<Socket>,
}

impl Agent {
    pub(super) async fn hire(
        installation: &Installation,
        company: &Company,
        name: &str,
        departments: &[&str],
    ) -> anyhow::Result<Self> {
        let api = company.agent(installation, name, departments).await?;
        api.patch("/api/users/me/status", json!({"status": "ONLINE"})).await?;
        let socket = Socket::open(&api, None).await?;
        Ok(Self { api, socket: Some(socket) })
    }

    /// Answer, resolve or give back one of the conversations that the agent holds.
    pub(super) async fn does_something(&mut self, rng: &mut StdRng, counts: &mut Counts) {
        if !self.socket.as_ref().is_some_and(Socket::is_open) {
            self.socket = Socket::open(&self.api, None).await.ok();
        }
        let (place, action) = (rng.random_range(0..20), rng.random_range(0..10));
        let listed =
            self.api.get("/api/conversations?status=ASSIGNED&assignedUserId=me&limit=20").await.unwrap_or_default();
        let Some(list) = listed.as_array().filter(|list| !list.is_empty()) else { return };
        let id = list[place % list.len()]["id"].as_str().unwrap_or_default();
        let (path, body) = match action {
            0..6 => ("/api/messages/send".to_owned(), json!({"conversationId": id, "content": "Já vou ver."})),
            6..9 => (format!("/api/conversations/{id}/resolve"), json!({})),
            _ => (format!("/api/conversations/{id}/unassign"), json!({})),
        };
        let done = self.api.post(&path, body).await;
        count(&done, counts);
    }

    pub(super) async fn comes_or_goes(&mut self, rng: &mut StdRng, counts: &mut Counts) {
        let status = if rng.random_bool(0.7) { "ONLINE" } else { "OFFLINE" };
        let done = self.api.patch("/api/users/me/status", json!({"status": status})).await;
        count(&done, counts);
    }
}

fn count(done: &anyhow::Result<Value>, counts: &mut Counts) {
    match done {
        Ok(_) => counts.actions += 1,
        Err(_) => counts.refused += 1,
    }
}

/// Post it as the provider does, again and again until it is answered with 200. Gives how often it was posted again.
pub(super) async fn post_until_taken(address: SocketAddr, webhook: Webhook) -> anyhow::Result<u64> {
    let end = Instant::now() + PATIENCE;
    let mut again = 0;
    while !is_taken(address, &webhook).await {
        ensure!(Instant::now() < end, "a webhook was not taken for {PATIENCE:?}");
        again += 1;
        sleep(Duration::from_millis(50)).await;
    }
    Ok(again)
}

async fn is_taken(address: SocketAddr, webhook: &Webhook) -> bool {
    let Ok(mut connection) = Connection::open(address).await else { return false };
    let answer = connection.send(webhook.request(&address.to_string())).await;
    matches!(answer, Ok((StatusCode::OK, _)))
}
