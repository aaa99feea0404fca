//! G31: the burst of one company is not felt by another.

use std::time::Duration;

use futures_util::future::join_all;
use futures_util::stream::{self, StreamExt as _};
use serde_json::{Value, json};
use tokio::time::{Instant, sleep};

use crate::harness::{App, Company, PATIENCE, Phone, Setup, Socket, is_long, meta_webhook, waha_webhook, wait_until};
use crate::team::{Team, draw, id};

/// Messages of one webhook.
const BATCH: usize = 50;
/// Messages of one phone of the burst.
const EACH: usize = 5;
/// Two shared cores, in debug builds, busy with the burst: below this, twice a few milliseconds is noise.
const FLOOR: Duration = Duration::from_millis(700);
/// A lane is worked on for up to two seconds: whoever waits for a place of the burst's waits about as long.
const WORST: Duration = Duration::from_secs(1);
const SAMPLES: usize = 30;

/// One webhook of META with these messages.
pub(crate) fn batch(key: &str, messages: &[(String, String)]) -> Value {
    let at = domain::clock::Clock::system().now().timestamp().to_string();
    let message = |(digits, words): &(String, String)| json!({"id": format!("wamid.{}", draw()), "from": digits, "timestamp": at, "type": "text", "text": {"body": words}});
    let contact = |(digits, _): &(String, String)| json!({"profile": {"name": "Cliente"}, "wa_id": digits});
    let value = json!({
        "messaging_product": "whatsapp",
        "metadata": {"display_phone_number": "5511999990001", "phone_number_id": key},
        "contacts": messages.iter().map(contact).collect::<Vec<_>>(),
        "messages": messages.iter().map(message).collect::<Vec<_>>(),
    });
    let entry = json!({"id": draw(), "changes": [{"field": "messages", "value": value}]});
    json!({"object": "whatsapp_business_account", "entry": [entry]})
}

/// The other company, with a WAHA number and a browser that listens.
struct Neighbour {
    key: String,
    secret: String,
    socket: Socket,
    written: usize,
}

impl Neighbour {
    async fn of(app: &App, company: &Company) -> Self {
        let (key, secret) = (draw(), draw());
        let body = json!({
            "name": "Balcão", "provider": "WAHA", "externalKey": key, "phone": "+5511999990002",
            "baseUrl": format!("{}/sandbox/waha", app.base()), "credentials": {"hmacKey": secret, "apiKey": draw()},
        });
        let channel = company.api().post("/api/channels", body).await.created();
        company.api().post(&format!("/api/channels/{}/verify", id(&channel)), json!({})).await.ok();
        Self { key, secret, socket: company.admin.socket().await, written: 0 }
    }

    /// From the webhook of a customer to its event in the browser.
    async fn one(&mut self, app: &App) -> Duration {
        self.written += 1;
        let words = format!("mensagem {}", self.written);
        let payload = json!({
            "id": format!("false_5511977776666@c.us_{}", draw()), "from": "5511977776666@c.us", "fromMe": false,
            "timestamp": domain::clock::Clock::system().now().timestamp(), "body": words, "hasMedia": false,
        });
        let begun = Instant::now();
        waha_webhook(&app.api(), &self.key, &self.secret, "message", payload).await.expect(200);
        self.socket.event_where("message-received", |data| data["message"]["content"] == words.as_str()).await;
        begun.elapsed()
    }
}

fn p95(mut times: Vec<Duration>) -> Duration {
    times.sort_unstable();
    times[times.len() * 95 / 100]
}

#[tokio::test]
async fn a_burst_of_one_company_does_not_delay_the_messages_of_another() {
    let burst = if is_long() { 20_000 } else { 1_500 };
    let app = App::with(Setup::of(2, 1)).await;
    let team = Team::of(&app).await;
    let line = team.line(&app, "META").await;
    let mut neighbour = Neighbour::of(&app, &app.another_company("Vizinha").await).await;
    neighbour.one(&app).await;
    let mut quiet = Vec::new();
    for _ in 0..SAMPLES {
        quiet.push(neighbour.one(&app).await);
    }

    let messages: Vec<(String, String)> =
        (0..burst).map(|n| (format!("55119{:08}", n % (burst / EACH)), format!("quero encomendar {n}"))).collect();
    let (key, secret) = (line.key.as_str(), line.secret.as_str());
    let api = app.apis().pop().expect("an api");
    let begun = Instant::now();
    let posts = stream::iter(messages.chunks(BATCH)).for_each_concurrent(4, |messages| {
        let (api, body) = (api.clone(), batch(key, messages));
        async move {
            meta_webhook(&api, secret, &body).await.expect(200);
        }
    });
    let mut loaded = Vec::new();
    let measures = async {
        sleep(Duration::from_millis(200)).await;
        while loaded.len() < SAMPLES {
            loaded.push(neighbour.one(&app).await);
        }
    };
    futures_util::join!(posts, measures);
    let summary = team.company.api().get("/api/jobs/summary").await.ok();
    let worst = loaded.iter().copied().max().unwrap_or_default();
    let (quiet, loaded) = (p95(quiet), p95(loaded));
    eprintln!(
        "p95 from webhook to event: {quiet:?} quiet, {loaded:?} beside a burst of {burst} ({worst:?} at worst); measured for {:?}; left: {} events, {} to send",
        begun.elapsed(),
        summary["events"]["pending"],
        summary["outbox"]["queued"],
    );
    assert!(worst < WORST, "{worst:?} at worst: somebody waited for a place of the burst's");
    assert!(loaded <= (2 * quiet).max(FLOOR), "{quiet:?} quiet, {loaded:?} beside the burst");
    app.is_sound().await;
}

#[tokio::test]
async fn a_provider_that_hangs_for_one_company_delays_no_text_of_another() {
    // Eight places, of which one is kept.
    let app = App::with(Setup::default().env("WORKER_CONCURRENCY_SEND_OUTBOUND", "8")).await;
    let team = Team::of(&app).await;
    let line = team.line(&app, "SANDBOX").await;
    let neighbour = app.another_company("Vizinha").await;
    neighbour.channel().await;
    let other = neighbour.phone("+5511977776666").await;
    let crowd: Vec<Phone> = (0..20).map(|n| line.phone(&format!("+55119888877{n:02}"))).collect();
    crowd[0].faults(json!({"sendTimeoutBeforeAccept": {"holdMs": 10_000}})).await;
    join_all(crowd.iter().map(|phone| phone.says("Oi"))).await;
    wait_until("a provider that has seven calls in hand", PATIENCE, async || {
        (app.query("select count(*) from outbox where phase = 'SENDING'") == ["7"]).then_some(())
    })
    .await;

    let begun = Instant::now();
    other.says("Oi").await;
    other.received_at_least(1).await;
    let took = begun.elapsed();
    assert!(took < Duration::from_secs(5), "{took:?}: the neighbour waited for a call that hangs");
    crowd[0].faults(json!({})).await;
    app.is_sound().await;
}
