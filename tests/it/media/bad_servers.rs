//! Files that are fetched from a server with every bad habit.

use serde_json::json;

use super::{attached, post_picture, with_ana};
use crate::harness::{App, FileServer, Setup};
use crate::team::{Team, id};

#[tokio::test]
async fn a_file_server_with_bad_habits_costs_no_text_and_reaches_nothing_inside() {
    let settings = Setup::default()
        .env("MEDIA_MAX_INBOUND_BYTES", "1000000")
        // The simulator, and the file server. Nothing else that is private.
        .env("PROVIDER_PRIVATE_HOSTS", "127.0.0.1");
    let app = App::with(settings).await;
    let team = Team::of(&app).await;
    let line = team.line(&app, "WAHA").await;
    let server = FileServer::start().await;
    let other = FileServer::start().await;
    let path = format!("/api/channels/{}", line.channel);
    team.company.api().patch(&path, json!({"settings": {"mediaHost": server.host}})).await.ok();
    let (phone, conversation) = with_ana(&team, &line, "+5511988887777").await;

    let cases = [
        (server.url("good.png"), "READY", None),
        (server.url("busy.png"), "READY", None),
        (server.url("slow.png"), "READY", None),
        (server.url("again.png"), "READY", None),
        (server.url("typed.png"), "READY", None),
        (server.url("inside.png"), "FAILED", Some("address_refused")),
        (server.url("metadata.png"), "FAILED", Some("address_refused")),
        (server.url("endless.png"), "FAILED", Some("address_refused")),
        (server.url("page.png"), "REFUSED", Some("content_mismatch")),
        (server.url("big.png"), "FAILED", Some("too_large")),
        (server.url("nothing.png"), "EXPIRED", Some("gone")),
        (other.url("good.png").replace("127.0.0.1", "127.0.0.2"), "EXPIRED", Some("gone")),
        ("http://10.1.2.3/x.png".to_owned(), "FAILED", Some("address_refused")),
        ("http://169.254.169.254/latest/meta-data".to_owned(), "FAILED", Some("address_refused")),
        ("file:///etc/passwd".to_owned(), "FAILED", Some("address_refused")),
    ];
    for (n, (url, ..)) in cases.iter().enumerate() {
        post_picture(&app, &line, &phone, &format!("Foto {n}"), url).await;
    }
    // Whatever becomes of the files, every text is there at once.
    for n in 0..cases.len() {
        team.stored(&phone, &format!("Foto {n}")).await;
    }
    for (n, (url, state, code)) in cases.iter().enumerate() {
        let message = attached(&team.ana.api, &conversation, &format!("Foto {n}"), state).await;
        let media = id(&message["media"]);
        let bytes = team.ana.api.get(&format!("/api/media/{media}")).await;
        assert_eq!(bytes.status, if *state == "READY" { 200 } else { 410 }, "{url}");
        let told = app.query(&format!("select error_code from media where file_name = 'foto-{n}.png'"));
        assert_eq!(told, [code.unwrap_or_default()], "{url}");
    }
    assert_eq!(*server.keys.lock().unwrap(), Vec::<String>::new(), "the channel's key is for its own server only");
    team.company.settled().await;
    app.is_sound().await;
}
