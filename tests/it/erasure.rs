//! Forgetting a person (SPEC 3.8): nothing in any table says who it was, and a crash in the middle leaves nothing behind.

use std::path::PathBuf;

use serde_json::{Value, json};

use crate::harness::{App, PATIENCE, Receiver, waha_webhook, wait_until};
use crate::media::sends_a_picture;
use crate::team::{Line, Team, id};

const SECRETS: [&str; 6] = ["98888", "Zuleika", "segredo", "zuleika@example.com", "bilhete", "jasmim"];

/// Every text of every table that has one of these words, as `table.column: rows`.
pub(crate) fn places(app: &App, words: &[&str]) -> Vec<String> {
    let sql = app.sql();
    let tables = sql.either(
        "select table_name || '.' || column_name from information_schema.columns where table_schema = current_schema()
         and data_type in ('text', 'jsonb', 'json', 'character varying')",
        "select m.name || '.' || p.name from sqlite_master m join pragma_table_info(m.name) p
         where m.type = 'table' and m.name not like '%fts_%' and m.name not like 'sqlite%'",
    );
    let one = |place: &String| {
        let (table, column) = place.split_once('.').unwrap();
        let has = words.iter().map(|word| format!("cast(\"{column}\" as text) like '%{word}%'"));
        let has = has.collect::<Vec<_>>().join(" or ");
        format!("select '{place}: ' || count(*) from \"{table}\" where {has} having count(*) > 0")
    };
    // SQLite reads up to 500 of them in one, and one argument of a command holds 128 KiB.
    let questions = tables.chunks(25).map(|places| places.iter().map(one).collect::<Vec<_>>().join(" union all "));
    questions.flat_map(|question| sql.query(&question)).collect()
}

fn traces(app: &App) -> Vec<String> {
    places(app, &SECRETS)
}

/// The objects of the media store.
fn files(app: &App) -> Vec<PathBuf> {
    let mut folders = vec![app.directory().join("data").join("media")];
    let mut files = Vec::new();
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(folder).into_iter().flatten().flatten() {
            if entry.path().is_dir() { folders.push(entry.path()) } else { files.push(entry.path()) }
        }
    }
    files
}

/// A job that was given up over a conversation.
fn bury(app: &App, conversation: &str) {
    let sql = app.sql();
    let now = sql.either("SELECT now()", "SELECT strftime('%Y-%m-%dT%H:%M:%f+00:00', 'now')").remove(0);
    let id = "01900000000070008000000000000001";
    let id = sql.either(&format!("SELECT '''{id}'''"), &format!("SELECT 'x''{id}'''")).remove(0);
    sql.query(&format!(
        "INSERT INTO dead_jobs (id, queue, key, payload, company_id, attempts, last_error, first_failed_at, dead_at, created_at, updated_at) \
         SELECT {id}, 'check-timeout', '{conversation}', '{{\"conversationId\": \"{conversation}\", \"why\": \"segredo\"}}', id, 4, \
         'jasmim', '{now}', '{now}', '{now}', '{now}' FROM companies"
    ));
}

/// A customer of whom much is known.
async fn known(team: &Team, app: &App, texts: usize) -> (String, Value, Line) {
    let line = team.line(app, "WAHA").await;
    let integrator = Receiver::start().await;
    let endpoint = json!({"url": integrator.url, "eventFilter": ["message-received"]});
    let endpoint = id(&team.company.api().post("/api/webhook-endpoints", endpoint).await.created());
    let phone = line.phone("+5511988887777");
    phone.sends(json!({"type": "text", "text": "Oi, é segredo", "name": "Zuleika"})).await;
    let conversation = team.asked(&phone, "Escolha o departamento").await;
    phone.says("1").await;
    team.served_by(&phone, &team.ana).await;
    team.ana.says(&id(&conversation), "Olá Zuleika, o segredo fica aqui").await;
    phone.hears("o segredo fica aqui").await;
    for number in 0..texts {
        phone.says(&format!("segredo {number}")).await;
    }
    if texts > 0 {
        team.stored(&phone, &format!("segredo {}", texts - 1)).await;
    }
    let edit = json!({"messageId": phone.says("segredo com erro").await, "text": "segredo sem erro"});
    team.stored(&phone, "segredo com erro").await;
    let path = format!("/api/sandbox/{}/edit", line.channel);
    assert!(team.company.api().post(&path, edit).await.status < 300);
    team.stored(&phone, "segredo sem erro").await;
    assert_eq!(app.query("select count(*) from message_revisions where content like '%segredo%'"), ["1"]);
    sends_a_picture(&team.company, &phone, &id(&conversation)).await;
    let contact = conversation["contactId"].as_str().unwrap().to_owned();
    integrator.gets("the picture", |got| got.body.to_string().contains("a receita")).await;
    // Then it rests: what it sends by itself is no part of the story.
    team.company.api().post(&format!("/api/webhook-endpoints/{endpoint}/pause"), json!({})).await.ok();
    app.query("update webhook_deliveries set response_excerpt = 'oi, segredo', last_error = 'Zuleika'");
    let change = json!({
        "name": "Zuleika Silva", "email": "zuleika@example.com", "note": "gosta de jasmim", "attributes": {"flor": "jasmim"},
    });
    team.company.api().patch(&format!("/api/contacts/{contact}"), change).await.ok();
    let note = json!({"content": "um bilhete sobre ela"});
    team.ana.api.post(&format!("/api/conversations/{}/notes", id(&conversation)), note).await.created();
    team.company.settled().await;
    bury(app, &id(&conversation));
    (contact, conversation, line)
}

/// The server posts the first message of this customer again, as it was; its clock may be `ahead` of ours.
async fn copy(app: &App, line: &Line, raw: &str, ahead: i64) {
    let payload = json!({
        "id": raw, "from": "5511988887777@c.us", "fromMe": false, "body": "Oi, é segredo", "hasMedia": false,
        "timestamp": domain::clock::Clock::system().now().timestamp() + ahead,
    });
    waha_webhook(&app.api(), &line.key, &line.secret, "message", payload).await.expect(200);
}

#[tokio::test]
async fn of_an_erased_contact_nothing_is_left_but_numbers() {
    let app = App::start().await;
    let team = Team::of(&app).await;
    let (contact, conversation, line) = known(&team, &app, 3).await;
    let raw = app.query("select whatsapp_message_id from messages where content = 'Oi, é segredo'").remove(0);
    let before = app.query("select count(*) from messages");
    assert!(!traces(&app).is_empty());
    let path = format!("/api/contacts/{contact}");
    team.ana.api.delete(&path).await.problem(403, "forbidden");
    let receipt = team.company.api().delete(&path).await.ok();
    let rows = |table: &str| {
        let tables = receipt["tables"].as_array().unwrap().iter();
        tables.filter(|one| one["table"] == table).filter_map(|one| one["rows"].as_u64()).sum::<u64>()
    };
    assert_eq!(receipt["contactId"], contact.as_str());
    assert_eq!((rows("contacts"), rows("contact_identities"), rows("conversation_notes")), (1, 1, 1), "{receipt:#}");
    assert_eq!(vec![rows("messages").to_string()], before, "{receipt:#}");
    assert_eq!(traces(&app), Vec::<String>::new());
    assert_eq!(app.query("select count(*) from messages"), before);
    assert!(rows("inbox_events") > 3 && rows("dead_jobs") == 1 && rows("webhook_deliveries") > 0, "{receipt:#}");
    assert_eq!((rows("objects"), files(&app).len()), (1, 0), "{receipt:#}");
    let left = "select count(*) from inbox_events where external_id like 'erased:%' and length(body) = 0";
    assert_eq!(app.query(left), vec![rows("inbox_events").to_string()]);
    assert_eq!(app.query("select count(*) from webhook_deliveries where response_excerpt is not null"), ["0"]);
    let outbox = format!("/api/sandbox/{}/outbox", line.channel);
    assert_eq!(team.company.api().get(&outbox).await.ok(), json!([]), "the simulated phone forgets as well");

    // The server posts once more what it posted before the person was erased: nobody comes back by it.
    for ahead in [-60, 0, 3600] {
        copy(&app, &line, &raw, ahead).await;
        team.company.understood().await;
        assert_eq!(app.query("select count(*) from messages"), before, "a second copy is known");
    }
    assert_eq!(traces(&app), Vec::<String>::new(), "of a copy nothing stays");
    assert_eq!(
        app.query("select count(*) from contacts where erasing_at is null and last_message_at is not null"),
        ["0"]
    );

    team.company.api().get(&path).await.problem(404, "not_found");
    team.company.api().delete(&path).await.problem(404, "not_found");
    let ended = team.company.api().get(&format!("/api/conversations/{}", id(&conversation))).await.ok();
    assert_eq!((&ended["status"], &ended["customerName"]), (&json!("RESOLVED"), &Value::Null));
    app.is_sound().await;
}

#[tokio::test]
async fn an_erasure_that_a_crash_cut_off_is_finished() {
    let mut app = App::start().await;
    let team = Team::of(&app).await;
    let (contact, _, _) = known(&team, &app, 30).await;
    let api = team.company.api().clone();
    let path = format!("/api/contacts/{contact}");
    let asked = tokio::spawn(async move { api.request(reqwest::Method::DELETE, &path).send().await });
    wait_until("the erasure to begin", PATIENCE, async || {
        let begun = app.query("select count(*) from contact_identities");
        (begun == ["0"]).then_some(())
    })
    .await;
    app.process("api-1").kill();
    let cut_off = app.query("select count(*) from contacts where erasing_at is not null");
    println!("erasures that were cut off: {cut_off:?}");
    let _answer = asked.await;
    app.later(chrono::Duration::minutes(1)).await;
    wait_until("the rest to be erased", PATIENCE * 4, async || {
        (app.query("select count(*) from contacts where erasing_at is not null") == ["0"]).then_some(())
    })
    .await;
    assert_eq!(traces(&app), Vec::<String>::new());
    app.is_sound().await;
}

#[tokio::test]
async fn a_process_that_dies_in_the_middle_leaves_the_rest_to_the_next() {
    let mut app = App::start().await;
    let team = Team::of(&app).await;
    let (contact, _, _) = known(&team, &app, 3).await;
    // Its bytes cannot be taken away, so the erasure stops behind its beginning, for as long as that is so.
    let file = files(&app).remove(0);
    let aside = app.directory().join("aside");
    std::fs::rename(&file, &aside).unwrap();
    std::fs::create_dir_all(file.join("in the way")).unwrap();
    let answer = team.company.api().delete(&format!("/api/contacts/{contact}")).await;
    assert!(answer.status >= 500, "{}", answer.status);
    assert_eq!(app.query("select count(*) from contacts where erasing_at is not null"), ["1"]);
    assert_eq!(app.query("select count(*) from contact_identities"), ["0"], "no address leads to them");
    assert!(!traces(&app).is_empty());
    for process in &mut app.processes {
        process.kill();
    }
    std::fs::remove_dir_all(&file).unwrap();
    std::fs::rename(&aside, &file).unwrap();
    app.later(chrono::Duration::minutes(1)).await;
    wait_until("the rest to be erased", PATIENCE * 4, async || {
        (app.query("select count(*) from contacts where erasing_at is not null") == ["0"]).then_some(())
    })
    .await;
    assert_eq!((traces(&app), files(&app)), (Vec::<String>::new(), Vec::new()));
    app.is_sound().await;
}
