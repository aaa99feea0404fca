//! An endpoint of a company, as its administrator sees it.

use std::time::Duration;

use serde_json::{Value, json};

use crate::harness::{Company, Receiver, wait_until};

/// An endpoint of a company at a receiver.
pub(super) struct Endpoint<'a> {
    pub(super) company: &'a Company,
    pub(super) path: String,
    pub(super) secret: String,
}

impl<'a> Endpoint<'a> {
    pub(super) async fn at(company: &'a Company, receiver: &Receiver, filter: Value) -> Self {
        let body = json!({"url": receiver.url, "eventFilter": filter});
        let made = company.api().post("/api/webhook-endpoints", body).await.created();
        let secret = made["secret"].as_str().unwrap().to_owned();
        assert!(secret.starts_with("whsec_"), "{made:#}");
        Self { company, path: format!("/api/webhook-endpoints/{}", made["id"].as_str().unwrap()), secret }
    }

    pub(super) async fn does(&self, what: &str, body: Value) -> Value {
        self.company.api().post(&format!("{}/{what}", self.path), body).await.ok()
    }

    pub(super) async fn shown(&self) -> Value {
        self.company.api().get(&self.path).await.ok()
    }

    pub(super) async fn deliveries(&self, state: &str) -> Vec<Value> {
        let path = format!("{}/deliveries?limit=200&state={state}", self.path);
        self.company.api().get(&path).await.ok()["items"].as_array().unwrap().clone()
    }

    /// Wait until this holds of the endpoint.
    pub(super) async fn becomes(&self, what: &str, test: impl Fn(&Value) -> bool) -> Value {
        wait_until(&format!("an endpoint {what}"), Duration::from_secs(90), async || {
            let shown = self.shown().await;
            test(&shown).then_some(shown)
        })
        .await
    }

    /// Wait until nothing is on its way.
    pub(super) async fn delivered(&self) {
        let mut last = String::new();
        wait_until("an end of the deliveries", Duration::from_secs(90), async || {
            let latest = self.company.api().get("/api/events").await.ok()["latest"].as_str().unwrap().to_owned();
            let reached = self.shown().await["cursor"].as_str().unwrap() >= last.as_str();
            let still = latest == last;
            last = latest;
            (still && reached && self.deliveries("PENDING").await.is_empty()).then_some(())
        })
        .await;
    }
}
