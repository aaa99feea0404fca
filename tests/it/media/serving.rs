//! Who may read a file and as what, and which files nobody may send.

use serde_json::json;
use sha2::{Digest as _, Sha256};

use super::{PDF, Upload, files, read, sends_a_picture, with_ana};
use crate::harness::{Answer, App, PNG, Setup, client};
use crate::team::{Team, draw};

fn header(response: &reqwest::Response, name: &str) -> String {
    response.headers().get(name).and_then(|value| value.to_str().ok()).unwrap_or_default().to_owned()
}

#[tokio::test]
async fn a_file_is_served_to_those_who_see_its_message_and_harmless_to_their_browsers() {
    let app = App::start().await;
    let team = Team::of(&app).await;
    let line = team.line(&app, "SANDBOX").await;
    let (phone, conversation) = with_ana(&team, &line, "+5511988887777").await;
    let media = sends_a_picture(&team.company, &phone, &conversation).await;
    let url = format!("/api/media/{media}");

    let all = read(&team.ana.api, &url, &[]).await;
    let etag = header(&all, "etag");
    assert_eq!(etag, format!("\"{}\"", hex::encode(Sha256::digest(PNG))));
    assert_eq!(header(&all, "content-type"), "image/png");
    assert_eq!(header(&all, "content-disposition"), "inline; filename=\"bolo.png\"; filename*=UTF-8''bolo.png");
    assert_eq!(header(&all, "content-security-policy"), "default-src 'none'; sandbox");
    assert_eq!(header(&all, "x-content-type-options"), "nosniff");
    assert_eq!(header(&all, "cache-control"), "private, max-age=86400, immutable");
    let part = read(&team.ana.api, &url, &[("range", "bytes=1-3")]).await;
    assert_eq!((part.status().as_u16(), header(&part, "content-range")), (206, format!("bytes 1-3/{}", PNG.len())));
    assert_eq!(part.bytes().await.unwrap(), "PNG");
    assert_eq!(read(&team.ana.api, &url, &[("range", "bytes=9999-")]).await.status(), 416);
    assert_eq!(read(&team.ana.api, &url, &[("if-none-match", &etag)]).await.status(), 304);

    // The cookie of a log-in reads files, and does nothing else.
    let me = team.ana.api.get("/api/auth/me").await;
    let cookie = me.header("set-cookie").unwrap().split(';').next().unwrap().to_owned();
    assert_eq!(read(&app.api(), &url, &[("cookie", &cookie)]).await.bytes().await.unwrap(), PNG);
    assert_eq!(read(&app.api(), "/api/auth/me", &[("cookie", &cookie)]).await.status(), 401);
    app.api().get(&url).await.problem(401, "unauthenticated");

    // A link needs no log-in, is good for one file, and ends.
    let signed = team.ana.api.post(&format!("{url}/link"), json!({})).await.ok();
    let signed = signed["url"].as_str().unwrap().to_owned();
    assert_eq!(client().get(&signed).send().await.unwrap().bytes().await.unwrap(), PNG);
    let token = signed.split("token=").nth(1).unwrap();
    app.api().get(&format!("/api/media/{}?token={token}", draw())).await.problem(404, "not_found");
    app.api().get(&format!("{url}?token={token}x")).await.problem(401, "unauthenticated");

    // Bia is of another department; the stranger of another company.
    let stranger = app.another_company("Outra").await;
    for other in [&team.bia.api, stranger.api()] {
        other.get(&url).await.problem(404, "not_found");
        other.post(&format!("{url}/link"), json!({})).await.problem(404, "not_found");
        other.post(&format!("{url}/retry"), json!({})).await.problem(404, "not_found");
    }
    let cookie_of = |answer: &Answer| answer.header("set-cookie").unwrap().split(';').next().unwrap().to_owned();
    let bias = cookie_of(&team.bia.api.get("/api/auth/me").await);
    assert_eq!(read(&app.api(), &url, &[("cookie", &bias)]).await.status(), 404);
    team.ana.api.post(&format!("{url}/retry"), json!({})).await.problem(409, "invalid_transition");
    app.is_sound().await;
}

#[tokio::test]
async fn what_may_not_be_sent_is_refused_and_leaves_nothing_behind() {
    let app = App::with(Setup::default().env("MEDIA_MAX_UPLOAD_BYTES", "100000")).await;
    let team = Team::of(&app).await;
    let line = team.line(&app, "SANDBOX").await;
    let (_, conversation) = with_ana(&team, &line, "+5511988887777").await;
    let page: &[u8] = b"<!DOCTYPE html><script>alert(1)</script>";
    let svg: &[u8] = b"<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>";
    let program: &[u8] = b"MZ\x90\0\x03\0\0\0\x04\0\0\0\xff\xff\0\0";
    for (name, bytes) in [
        ("page.html", page),
        ("page.png", page),
        ("notes.txt", page),
        ("image.svg", svg),
        ("image.png", svg),
        ("run.exe", program),
        ("run.pdf", program),
        ("noextension", PNG),
        ("picture.html", PNG),
    ] {
        let upload = Upload { conversation: &conversation, name, bytes, caption: "", more: &[] };
        upload.send(&team.ana.api, None).await.problem(415, "media_refused");
    }
    let big = [PDF, &vec![b' '; 200_000]].concat();
    let upload = Upload { conversation: &conversation, name: "big.pdf", bytes: &big, caption: "", more: &[] };
    let problem = upload.send(&team.ana.api, None).await.problem(413, "too_large");
    assert_eq!(problem["limit"], 100_000);
    let nowhere = Upload { conversation: &draw(), name: "a.pdf", bytes: PDF, caption: "", more: &[] };
    nowhere.send(&team.ana.api, None).await.problem(404, "not_found");
    let theirs = Upload { conversation: &conversation, name: "a.pdf", bytes: PDF, caption: "", more: &[] };
    theirs.send(&team.bia.api, None).await.problem(404, "not_found");
    let more = [("surprise", "1")];
    let unknown = Upload { conversation: &conversation, name: "a.pdf", bytes: PDF, caption: "", more: &more };
    unknown.send(&team.ana.api, None).await.problem(400, "unknown_field");
    let more = [("senderName", "Carla")];
    let signed = Upload { conversation: &conversation, name: "a.pdf", bytes: PDF, caption: "", more: &more };
    let problem = signed.send(&team.ana.api, None).await.problem(422, "validation");
    assert_eq!(problem["errors"][0]["field"], "senderName", "only programs say whose file it is");
    assert_eq!(files(&app.directory().join("data/media")), Vec::<String>::new());
    assert!(team.company.messages(&conversation).await.iter().all(|message| message["media"].is_null()));
    app.is_sound().await;
}
