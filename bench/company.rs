//! A company with a WAHA channel at the bench's own provider, and its people.

use std::time::Duration;

use anyhow::{Context as _, ensure};
use serde_json::{Value, json};
use tokio::time::{Instant, sleep};

use crate::http::Api;
use crate::program::Installation;
use crate::provider::Provider;

const PASSWORD: &str = "uma-senha-bem-longa-42";

pub(crate) struct Company {
    /// The session of its channel.
    pub(crate) session: String,
    pub(crate) hmac_key: String,
    /// Its administrator.
    pub(crate) admin: Api,
    /// The department that every company begins with.
    pub(crate) department: String,
}

impl Company {
    /// Make it, with an active channel that has the highest rate.
    pub(crate) async fn make(installation: &Installation, provider: &Provider, name: &str) -> anyhow::Result<Self> {
        let email = format!("admin@{name}.example.com");
        let body = json!({"name": name, "adminEmail": email, "adminPassword": PASSWORD});
        installation.ops().post("/api/ops/companies", body).await?;
        let admin = log_in(installation, &email).await?;
        let departments = admin.get("/api/departments").await?;
        let department = text(&departments[0]["id"])?;
        // Nobody answers during a measurement: no conversation may be taken away for that.
        admin.patch(&format!("/api/departments/{department}"), json!({"responseTimeoutMinutes": 60})).await?;
        let company = Self { session: name.to_owned(), hmac_key: format!("the secret of {name}"), admin, department };
        company.connect(provider).await?;
        Ok(company)
    }

    async fn connect(&self, provider: &Provider) -> anyhow::Result<()> {
        let body = json!({
            "name": "Balcão", "provider": "WAHA", "externalKey": self.session, "maxPerSecond": 10_000,
            "baseUrl": format!("http://{}", provider.address),
            "credentials": {"hmacKey": self.hmac_key, "apiKey": "key"},
        });
        let channel = self.admin.post("/api/channels", body).await?;
        let path = format!("/api/channels/{}", text(&channel["id"])?);
        let end = Instant::now() + Duration::from_secs(30);
        while self.admin.get(&path).await?["status"] != "ACTIVE" {
            ensure!(Instant::now() < end, "the channel of {} never became active", self.session);
            self.admin.post(&format!("{path}/verify"), json!({})).await.ok();
            sleep(Duration::from_millis(50)).await;
        }
        Ok(())
    }

    /// One more department, so that customers are greeted with a menu.
    pub(crate) async fn add_department(&self, name: &str, slug: &str) -> anyhow::Result<String> {
        text(&self.admin.post("/api/departments", json!({"name": name, "slug": slug})).await?["id"])
    }

    /// An agent of these departments without a limit of conversations, OFFLINE.
    pub(crate) async fn agent(
        &self,
        installation: &Installation,
        name: &str,
        departments: &[&str],
    ) -> anyhow::Result<Api> {
        let email = format!("{name}@{}.example.com", self.session);
        let body = json!({
            "email": email, "password": PASSWORD, "name": name, "role": "AGENT", "departmentIds": departments,
            "maxConversations": 0,
        });
        self.admin.post("/api/users", body).await?;
        log_in(installation, &email).await
    }

    /// Wait until everything that was accepted is a row; gives when that was first seen.
    pub(crate) async fn understood(&self, patience: Duration) -> anyhow::Result<Instant> {
        self.until(patience, &[("events", &["pending", "waiting"]), ("lanes", &["waiting"])]).await
    }

    /// Wait until nothing waits at all, the answers included.
    pub(crate) async fn settled(&self, patience: Duration) -> anyhow::Result<Instant> {
        let all: [(&str, &[&str]); 4] = [
            ("events", &["pending", "waiting"]),
            ("lanes", &["waiting"]),
            ("statuses", &["pending", "waiting"]),
            ("outbox", &["queued", "sending", "unknown"]),
        ];
        self.until(patience, &all).await
    }

    async fn until(&self, patience: Duration, parts: &[(&str, &[&str])]) -> anyhow::Result<Instant> {
        let end = Instant::now() + patience;
        loop {
            let asked = Instant::now();
            let summary = self.admin.get("/api/jobs/summary").await?;
            let counts = parts.iter().flat_map(|(part, names)| names.iter().map(|name| &summary[*part][*name]));
            if counts.map(|count| count.as_i64().unwrap_or(1)).sum::<i64>() == 0 {
                return Ok(asked);
            }
            ensure!(asked < end, "work still waits after {patience:?}: {summary:#}");
            sleep(Duration::from_millis(100)).await;
        }
    }
}

async fn log_in(installation: &Installation, email: &str) -> anyhow::Result<Api> {
    let nobody = Api::new(installation.address(), "");
    let answer = nobody.post("/api/auth/login", json!({"email": email, "password": PASSWORD})).await?;
    Ok(Api::new(installation.address(), text(&answer["token"])?))
}

fn text(value: &Value) -> anyhow::Result<String> {
    value.as_str().map(str::to_owned).with_context(|| format!("a text was expected, not {value}"))
}
