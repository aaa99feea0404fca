//! Many customers writing at once, and what must have come of it whatever was killed, stopped or emptied meanwhile.

use std::collections::BTreeMap;
use std::time::Duration;

use tokio::task::JoinSet;
use tokio::time::{Instant, sleep};

use crate::harness::{Api, App, Company, WahaServer, wait_until};

/// How long an answer may take when the process that sent it was killed at it.
const ANSWER: Duration = Duration::from_mins(2);

/// Each customer greets, waits for the menu, chooses Vendas by its name, and then writes numbered messages.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Load {
    pub(crate) phones: usize,
    /// Numbered messages of each phone.
    pub(crate) each: usize,
    /// Of a phone between two messages.
    pub(crate) pause: Duration,
}

/// A company whose one department with a name is Vendas, and its WAHA server.
pub(crate) async fn shop(app: &App) -> (Company, WahaServer) {
    let company = app.company().await;
    company.department("Vendas", "vendas").await;
    let waha = WahaServer::connected_to(&company).await;
    (company, waha)
}

fn phone(n: usize) -> String {
    format!("+55119888{n:05}")
}

fn numbered(phone: &str, number: usize) -> String {
    format!("{phone} escreve a mensagem {number}")
}

impl Load {
    /// Begin. Every phone goes on until all that it says was answered with 200.
    pub(crate) fn start(self, api: &Api, waha: &WahaServer) -> JoinSet<()> {
        let mut tasks = JoinSet::new();
        for n in 0..self.phones {
            let (api, waha) = (api.clone(), waha.clone());
            // People do not write in step: whatever happens in between happens to somebody.
            let turn =
                self.pause * u32::try_from(n).unwrap_or(u32::MAX) / u32::try_from(self.phones).unwrap_or(u32::MAX);
            tasks.spawn(async move {
                sleep(turn).await;
                self.tell(&api, &waha, &phone(n)).await;
            });
        }
        tasks
    }

    async fn tell(self, api: &Api, waha: &WahaServer, phone: &str) {
        waha.says(api, phone, "Oi").await;
        // A call that was cut off is looked for before it is repeated, and that takes its time (SPEC 8.4).
        let end = Instant::now() + ANSWER;
        while waha.received(phone).is_empty() {
            assert!(Instant::now() < end, "{phone} was never greeted");
            sleep(Duration::from_millis(50)).await;
        }
        waha.says(api, phone, "Vendas").await;
        for number in 1..=self.each {
            waha.says(api, phone, &numbered(phone, number)).await;
            sleep(self.pause).await;
        }
    }

    /// All of it is a row, exactly once and in each phone's order; each phone has one episode, and got the two answers of an
    /// undisturbed run: the menu, and what became of the choice. `patience`: until the rows are there.
    pub(crate) async fn arrived(self, app: &App, waha: &WahaServer, patience: Duration) {
        let total = (self.phones * (self.each + 2)).to_string();
        let count = "SELECT count(*) FROM messages WHERE direction = 'INBOUND'";
        wait_until(&format!("{total} messages"), patience, async || {
            sleep(Duration::from_millis(200)).await;
            let found = app.query(count);
            (found[0].parse::<usize>().ok() >= total.parse().ok()).then_some(())
        })
        .await;
        assert_eq!(app.query(count), [total]);
        assert_eq!(app.query("SELECT count(*) FROM conversations"), [self.phones.to_string()], "one episode each");

        let mut all: BTreeMap<String, Vec<String>> = BTreeMap::new();
        let rows = "SELECT content FROM messages WHERE direction = 'INBOUND' ORDER BY conversation_id, seq";
        for content in app.query(rows) {
            if let Some((phone, _)) = content.split_once(" escreve") {
                all.entry(phone.to_owned()).or_default().push(content.clone());
            }
        }
        assert_eq!(all.len(), self.phones);
        for (phone, contents) in &all {
            let expected: Vec<String> = (1..=self.each).map(|number| numbered(phone, number)).collect();
            assert_eq!(contents, &expected, "of {phone}");
        }
        self.answered(app, waha).await;
    }

    async fn answered(self, app: &App, waha: &WahaServer) {
        let waiting = "SELECT count(*) FROM messages WHERE direction = 'OUTBOUND' AND status = 'PENDING'";
        wait_until("an end of all sending", ANSWER, async || {
            sleep(Duration::from_millis(200)).await;
            let each_has_both = (0..self.phones).all(|n| waha.received(&phone(n)).len() >= 2);
            (each_has_both && app.query(waiting) == ["0"]).then_some(())
        })
        .await;
        for n in 0..self.phones {
            let received = waha.received(&phone(n));
            let texts: Vec<&str> = received.iter().map(|taken| taken.text.as_str()).collect();
            assert!(
                matches!(texts[..], [menu, routed] if menu.starts_with("Bem-vindo") && !routed.starts_with("Bem-vindo")),
                "{texts:#?}"
            );
        }
        assert_eq!(app.query("SELECT count(*) FROM messages WHERE status = 'FAILED'"), ["0"]);
    }
}

/// A caller of the API who reads again and again, and what was answered, until the task is aborted.
pub(crate) fn reader(api: Api) -> tokio::sync::watch::Receiver<Vec<u16>> {
    let (told, answers) = tokio::sync::watch::channel(Vec::new());
    tokio::spawn(async move {
        while !told.is_closed() {
            let request = api.request(reqwest::Method::GET, "/api/conversations");
            let answer = request.timeout(Duration::from_secs(30)).send().await;
            if let Ok(answer) = answer {
                told.send_modify(|all| all.push(answer.status().as_u16()));
            }
            sleep(Duration::from_millis(100)).await;
        }
    });
    answers
}
