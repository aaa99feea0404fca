//! G33: text always arrives, its attachment when it can; nothing is fetched from where it must not be; nobody reads what hangs on a
//! message that they may not see.

mod bad_servers;
mod both_ways;
mod serving;

use std::path::Path;
use std::time::Duration;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use reqwest::Method;
use serde_json::{Value, json};
use sha2::{Digest as _, Sha256};
use tokio::time::Instant;

use crate::harness::{
    Answer, Api, App, BUCKET, Company, FileServer, PATIENCE, PNG, Phone, S3Server, Setup, is_long, waha_webhook,
    wait_until,
};
use crate::team::{Line, Team, draw, id};

const PDF: &[u8] = b"%PDF-1.7\n1 0 obj <<>> endobj\ntrailer <<>>\n%%EOF\n";

/// A customer's picture in a conversation; gives the id of the attachment once it is in the store.
pub(crate) async fn sends_a_picture(company: &Company, phone: &Phone, conversation: &str) -> String {
    phone.sends(picture("Só entre nós: a receita")).await;
    let message = attached(company.api(), conversation, "Só entre nós: a receita", "READY").await;
    id(&message["media"])
}

fn picture(caption: &str) -> Value {
    json!({
        "type": "image", "text": caption, "mediaBase64": STANDARD.encode(PNG), "fileName": "bolo.png",
        "mimeType": "image/png",
    })
}

/// The message with this text, when its attachment is in this state.
async fn attached(api: &Api, conversation: &str, words: &str, state: &str) -> Value {
    let path = format!("/api/conversations/{conversation}/messages?limit=200");
    wait_until(&format!("\"{words}\" with its file {state}"), 3 * PATIENCE, async || {
        let messages = api.get(&path).await.ok()["messages"].as_array().cloned().unwrap_or_default();
        let found = messages.into_iter().find(|message| message["content"] == words)?;
        (found["media"]["state"] == state).then_some(found)
    })
    .await
}

struct Upload<'a> {
    conversation: &'a str,
    name: &'a str,
    bytes: &'a [u8],
    caption: &'a str,
    more: &'a [(&'a str, &'a str)],
}

impl Upload<'_> {
    /// The file first: the order of the fields is the client's business.
    async fn send(&self, api: &Api, key: Option<&str>) -> Answer {
        let mut form = Vec::new();
        let head = format!(
            "--x\r\nContent-Disposition: form-data; name=\"file\"; filename=\"{}\"\r\nContent-Type: application/pdf\r\n\r\n",
            self.name
        );
        form.extend_from_slice(head.as_bytes());
        form.extend_from_slice(self.bytes);
        let fields = [("conversationId", self.conversation), ("caption", self.caption)];
        for (name, value) in fields.iter().chain(self.more) {
            let field = format!("\r\n--x\r\nContent-Disposition: form-data; name=\"{name}\"\r\n\r\n{value}");
            form.extend_from_slice(field.as_bytes());
        }
        form.extend_from_slice(b"\r\n--x--\r\n");
        let mut request = api
            .request(Method::POST, "/api/messages/send-media")
            .header("content-type", "multipart/form-data; boundary=x")
            .body(form);
        if let Some(key) = key {
            request = request.header("Idempotency-Key", key);
        }
        Answer::of(request).await
    }
}

/// What a plain client gets, with these headers.
async fn read(api: &Api, path: &str, headers: &[(&str, &str)]) -> reqwest::Response {
    let mut request = api.request(Method::GET, path);
    for (name, value) in headers {
        request = request.header(*name, *value);
    }
    request.send().await.expect("an answer")
}

async fn with_ana(team: &Team, line: &Line, number: &str) -> (Phone, String) {
    let phone = line.phone(number);
    phone.says("Oi").await;
    team.asked(&phone, "Escolha o departamento").await;
    phone.says("1").await;
    let conversation = id(&team.served_by(&phone, &team.ana).await);
    team.asked(&phone, "Você está sendo atendido").await;
    (phone, conversation)
}

/// Every file below a folder.
fn files(folder: &Path) -> Vec<String> {
    let mut found = Vec::new();
    for entry in std::fs::read_dir(folder).into_iter().flatten().flatten() {
        let path = entry.path();
        if path.is_dir() { found.extend(files(&path)) } else { found.push(path.to_string_lossy().into_owned()) }
    }
    found
}

/// A picture by WAHA's webhook, its file at `url`.
async fn post_picture(app: &App, line: &Line, phone: &Phone, caption: &str, url: &str) {
    let digits = phone.number.trim_start_matches('+');
    let at = domain::clock::Clock::system().now().timestamp();
    let name = caption.to_lowercase().replace(' ', "-");
    let payload = json!({
        "id": format!("false_{digits}@c.us_{}", draw()), "timestamp": at, "from": format!("{digits}@c.us"),
        "to": "5511999990000@c.us", "fromMe": false, "source": "app", "body": caption, "hasMedia": true,
        "media": {"url": url, "mimetype": "image/png", "filename": format!("{name}.png")},
    });
    waha_webhook(&app.api(), &line.key, &line.secret, "message", payload).await.expect(200);
}

#[tokio::test]
async fn what_is_gone_is_told_so_and_what_travels_inside_the_webhook_needs_no_address() {
    let app = App::start().await;
    let team = Team::of(&app).await;
    for (provider, number) in [("SANDBOX", "+5511988880001"), ("WAHA", "+5511988880002"), ("META", "+5511988880003")] {
        let line = team.line(&app, provider).await;
        let (phone, conversation) = with_ana(&team, &line, number).await;
        phone.faults(json!({"mediaGone": {}})).await;
        phone.sends(picture("Sumiu")).await;
        attached(&team.ana.api, &conversation, "Sumiu", "EXPIRED").await;
        phone.faults(json!({"mediaExpires": {"s": 0}})).await;
        phone.sends(picture("Venceu")).await;
        attached(&team.ana.api, &conversation, "Venceu", "EXPIRED").await;
        phone.faults(json!({"mediaExpires": {"s": 180}})).await;
        phone.sends(picture("Chegou")).await;
        attached(&team.ana.api, &conversation, "Chegou", "READY").await;
        if provider == "WAHA" {
            let mut inline = picture("Dentro");
            inline["inline"] = json!(true);
            phone.sends(inline).await;
            attached(&team.ana.api, &conversation, "Dentro", "READY").await;
        }
    }
    app.is_sound().await;
}

#[tokio::test]
async fn a_file_that_its_server_forgets_after_three_minutes_comes_in_time_though_every_job_is_two_seconds_late() {
    // All the tries that those minutes have room for are for those who have the time.
    let refusals: u32 = if is_long() { 5 } else { 2 };
    let late = Duration::from_secs(2);
    let app = App::with(Setup::default().env("WPPC_QUEUE_FAULTS", "delay=1,shortest=2,only=fetch-media")).await;
    let team = Team::of(&app).await;
    let line = team.line(&app, "WAHA").await;
    let (phone, conversation) = with_ana(&team, &line, "+5511988887777").await;
    let server = FileServer::refusing(refusals as usize).await;
    let path = format!("/api/channels/{}", line.channel);
    team.company.api().patch(&path, json!({"settings": {"mediaHost": server.host}})).await.ok();

    let sent = Instant::now();
    post_picture(&app, &line, &phone, "Foto", &server.url("brief.png")).await;
    team.stored(&phone, "Foto").await;
    assert_eq!(server.asked(), 0, "the text waits for nobody");
    let ready = async || {
        let messages = team.company.messages(&conversation).await;
        messages.into_iter().find(|message| message["content"] == "Foto" && message["media"]["state"] != "PENDING")
    };
    let message = wait_until("an end of its fetching", Duration::from_mins(3), ready).await;
    assert_eq!(message["media"]["state"], "READY", "{message:#}");
    assert!(sent.elapsed() > late * (refusals + 1), "every job was late, yet it took {:?}", sent.elapsed());
    assert_eq!(server.asked(), refusals as usize + 1);
    let url = message["mediaUrl"].as_str().unwrap();
    assert_eq!(read(&team.ana.api, url, &[]).await.bytes().await.unwrap(), PNG);
    app.is_sound().await;
}

#[tokio::test]
async fn a_failed_file_is_tried_again_when_somebody_asks_for_it() {
    let app = App::start().await;
    let team = Team::of(&app).await;
    let line = team.line(&app, "WAHA").await;
    let server = FileServer::start().await;
    let (phone, conversation) = with_ana(&team, &line, "+5511988887777").await;
    // The channel's second host is not named yet.
    post_picture(&app, &line, &phone, "Foto", &server.url("good.png").replace("127.0.0.1", "192.0.2.1")).await;
    let message = attached(&team.ana.api, &conversation, "Foto", "FAILED").await;
    let url = message["mediaUrl"].as_str().unwrap();
    team.ana.api.get(url).await.problem(410, "media_gone");
    let mut socket = team.ana.socket().await;
    let again = team.ana.api.post(&format!("{url}/retry"), json!({})).await.ok();
    assert_eq!(again["state"], "PENDING");
    let states = |state: &'static str| move |data: &Value| data["message"]["media"]["state"] == state;
    socket.event_where("message-updated", states("PENDING")).await;
    socket.event_where("message-updated", states("FAILED")).await;
    app.is_sound().await;
}

#[tokio::test]
async fn an_object_without_a_row_is_gone_after_a_day_and_those_with_one_stay() {
    let mut app = App::start().await;
    let team = Team::of(&app).await;
    let line = team.line(&app, "SANDBOX").await;
    let (phone, conversation) = with_ana(&team, &line, "+5511988887777").await;
    let media = sends_a_picture(&team.company, &phone, &conversation).await;
    let folder = app.directory().join("data/media");
    let kept = files(&folder);
    assert_eq!(kept.len(), 1, "{kept:?}");
    // What a process leaves behind that died between the upload and its message.
    let orphan = Path::new(&kept[0]).with_file_name(domain::id::new_id().to_string());
    std::fs::write(&orphan, b"left").unwrap();
    app.later(chrono::Duration::hours(25)).await;
    wait_until("the orphan to be gone", Duration::from_mins(2), async || (!orphan.exists()).then_some(())).await;
    // Ana was away for a day, so the customer is not hers any more.
    let url = format!("/api/media/{media}");
    assert_eq!(read(team.company.api(), &url, &[]).await.bytes().await.unwrap(), PNG);
    assert_eq!(files(&folder), kept);
    app.is_sound().await;
}

#[tokio::test]
async fn a_bucket_takes_and_gives_what_a_directory_does() {
    let server = S3Server::start().await;
    let settings = Setup::default()
        .env("MEDIA_STORE", "s3")
        .env("S3_ENDPOINT", &server.endpoint)
        .env("S3_BUCKET", BUCKET)
        .env("S3_ACCESS_KEY", "key")
        .env("S3_SECRET_KEY", "secret");
    let app = App::with(settings).await;
    let team = Team::of(&app).await;
    let line = team.line(&app, "SANDBOX").await;
    let (phone, conversation) = with_ana(&team, &line, "+5511988887777").await;
    let media = sends_a_picture(&team.company, &phone, &conversation).await;
    let url = format!("/api/media/{media}");
    assert_eq!(read(&team.ana.api, &url, &[]).await.bytes().await.unwrap(), PNG);
    assert_eq!(read(&team.ana.api, &url, &[("range", "bytes=1-3")]).await.bytes().await.unwrap(), "PNG");
    // Larger than one part of a multipart upload.
    let long = [PDF, &vec![b' '; 6 * 1024 * 1024]].concat();
    let upload = Upload { conversation: &conversation, name: "lista.pdf", bytes: &long, caption: "Lista", more: &[] };
    let sent = upload.send(&team.ana.api, None).await.created();
    let got = phone.hears("Lista").await;
    assert_eq!(got.raw["media"]["sha256"], hex::encode(Sha256::digest(&long)));
    let url = sent["mediaUrl"].as_str().unwrap();
    assert_eq!(read(&team.ana.api, url, &[]).await.bytes().await.unwrap(), long);
    let refused = Upload { conversation: &conversation, name: "a.exe", bytes: &long, caption: "", more: &[] };
    refused.send(&team.ana.api, None).await.problem(415, "media_refused");
    let keys = server.keys().await;
    let of_company = |key: &String| key.starts_with(&format!("{}/", team.company.id));
    assert!(keys.len() == 2 && keys.iter().all(of_company), "{keys:?}");
    app.is_sound().await;
}
