//! G32: one event that always fails stops nobody, is there to be looked at, and is done once its cause is gone.

use chrono::Duration as Span;
use serde_json::{Value, json};

use crate::harness::{App, Company, PATIENCE, Profile, Sql, wait_until};
use crate::operations::Ids;
use crate::team::{Team, draw, texts};

const POISON: &str = "veneno";

/// From now on the database takes no message of these words.
fn refuse(sql: &Sql) {
    sql.either(
        "CREATE FUNCTION refuse() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION 'refused'; END $$; \
         CREATE TRIGGER refuse BEFORE INSERT ON messages FOR EACH ROW WHEN (NEW.content = 'veneno') EXECUTE FUNCTION refuse();",
        "CREATE TRIGGER refuse BEFORE INSERT ON messages WHEN NEW.content = 'veneno' BEGIN SELECT RAISE(ABORT, 'refused'); END;",
    );
}

async fn dead(company: &Company) -> Vec<Value> {
    company.api().get("/api/jobs/inbox?state=DEAD").await.ok()["items"].as_array().cloned().unwrap_or_default()
}

async fn audited(company: &Company, action: &str) -> usize {
    let found = company.api().get(&format!("/api/audit?entity=job&outcome=OK&action={action}")).await.ok();
    found["items"].as_array().map_or(0, Vec::len)
}

/// The only company so far has a job and an event of its inbox that were given up. Until somebody decides about them, no work of
/// it is settled.
pub(crate) fn gives_up(app: &App, ids: &mut Ids, why: &str) {
    let sql = app.sql();
    "01900000-0000-7000-8000-00000000dead".clone_into(&mut ids.dead_job);
    let hex = ids.dead_job.replace('-', "");
    let (id, now) = if app.profile == Profile::Cluster {
        (format!("'{hex}'"), "now()")
    } else {
        (format!("x'{hex}'"), "strftime('%Y-%m-%dT%H:%M:%f+00:00', 'now')")
    };
    sql.query(&format!(
        "INSERT INTO dead_jobs (id, queue, key, payload, company_id, attempts, last_error, first_failed_at, dead_at, created_at, updated_at) \
         SELECT {id}, 'sweep-heartbeats', '1', '{{\"minute\": 1}}', id, 4, '{why}', {now}, {now}, {now}, {now} FROM companies"
    ));
    ids.inbox_event = sql.query("SELECT max(id) FROM inbox_events WHERE kind = 'MESSAGE'").remove(0);
    sql.query(&format!("UPDATE inbox_events SET state = 'DEAD', error = '{why}' WHERE id = {}", ids.inbox_event));
}

#[tokio::test]
async fn an_event_that_always_fails_stops_nobody_and_is_processed_once_its_cause_is_gone() {
    let mut app = App::start().await;
    let team = Team::of(&app).await;
    let stranger = app.another_company("Outra").await;
    let line = team.line(&app, "WAHA").await;
    let (sick, well) = (line.phone("+5511988880001"), line.phone("+5511988880002"));
    for phone in [&sick, &well] {
        line.deliver(&app, phone, &draw(), "Oi", 1).await;
        team.asked(phone, "Escolha o departamento").await;
    }
    refuse(&app.sql());
    line.deliver(&app, &sick, &draw(), POISON, 1).await;
    line.deliver(&app, &sick, &draw(), "depois", 1).await;

    // Six tries, with these pauses between them; the others are served all the while.
    for (tried, pause) in [1, 4, 15, 30, 60].into_iter().enumerate() {
        let words = format!("e eu? {tried}");
        line.deliver(&app, &well, &draw(), &words, 1).await;
        team.stored(&well, &words).await;
        let failed = format!("SELECT count(*) FROM inbox_events WHERE state = 'PENDING' AND attempts > {tried}");
        wait_until(&format!("try {tried} to fail"), PATIENCE, async || {
            (app.sql().query(&failed) == ["1"]).then_some(())
        })
        .await;
        assert_eq!(texts(&team.stored(&sick, "Oi").await, "INBOUND"), ["Oi"], "its own lane waits");
        if pause > 4 {
            app.later(Span::seconds(pause + 1)).await;
        }
    }
    assert_eq!(texts(&team.stored(&sick, "depois").await, "INBOUND"), ["Oi", "depois"], "the lane goes on");

    let left = dead(&team.company).await;
    assert_eq!(left.len(), 1, "{left:#?}");
    let event = &left[0];
    assert_eq!((&event["kind"], &event["state"], &event["attempts"]), (&json!("MESSAGE"), &json!("DEAD"), &json!(5)));
    assert!(event["body"].to_string().contains(POISON), "{event:#}");
    assert!(event["error"].as_str().is_some_and(|error| !error.is_empty()), "{event:#}");
    assert_eq!(team.company.api().get("/api/jobs/summary").await.ok()["deadEvents"], 1);
    assert_eq!(audited(&team.company, "export").await, 1, "who reads what customers wrote is written down");
    assert!(!app.try_command(&["doctor"]).await.status.success(), "a dead letter is told");
    assert!(!app.logs().contains(POISON), "no log tells what a customer wrote");

    // Nobody else's business.
    let retry = format!("/api/jobs/inbox/{}/retry", event["id"]);
    assert!(dead(&stranger).await.is_empty());
    stranger.api().post(&retry, json!({})).await.problem(404, "not_found");
    team.ana.api.post(&retry, json!({})).await.problem(403, "forbidden");

    // While the cause is there, a retry begins anew and the lane waits for it; then it is gone.
    team.company.api().post(&retry, json!({})).await.done();
    team.company.api().post(&retry, json!({})).await.problem(404, "not_found");
    app.sql().either("DROP TRIGGER refuse ON messages", "DROP TRIGGER refuse");
    let messages = team.stored(&sick, POISON).await;
    // It stands where it was written, though it was processed last.
    assert_eq!(texts(&messages, "INBOUND"), ["Oi", POISON, "depois"]);
    assert!(dead(&team.company).await.is_empty());
    assert_eq!(audited(&team.company, "retry").await, 1);
    app.is_sound().await;
}

#[tokio::test]
async fn what_nobody_understands_is_parked_with_its_body_until_somebody_discards_it() {
    let app = App::start().await;
    let team = Team::of(&app).await;
    let line = team.line(&app, "WAHA").await;
    let phone = line.phone("+5511988887777");
    line.deliver(&app, &phone, &draw(), "Oi", 1).await;
    team.asked(&phone, "Escolha o departamento").await;
    app.sql().query("UPDATE inbox_events SET state = 'PARKED', error = 'set aside' WHERE kind = 'MESSAGE'");

    let listed = team.company.api().get("/api/jobs/inbox?state=PARKED").await.ok();
    let event = &listed["items"][0];
    assert!(event["body"].to_string().contains("Oi"), "{listed:#}");
    let discard = format!("/api/jobs/inbox/{}/discard", event["id"]);
    team.company.api().post(&discard, json!({})).await.done();
    team.company.api().post(&discard, json!({})).await.problem(404, "not_found");
    assert_eq!(team.company.api().get("/api/jobs/inbox?state=PARKED").await.ok()["items"], json!([]));
    assert_eq!(audited(&team.company, "discard").await, 1);
    team.company.api().get("/api/jobs/inbox?state=DONE").await.problem(400, "invalid_query");
    app.is_sound().await;
}

#[tokio::test]
async fn a_job_that_was_given_up_is_listed_and_done_once_more_or_let_be() {
    let app = App::start().await;
    let company = app.company().await;
    let sql = app.sql();
    let bury = |n: u8| {
        let now = sql.either("SELECT now()", "SELECT strftime('%Y-%m-%dT%H:%M:%f+00:00', 'now')").remove(0);
        let id = format!("0190000000007000800000000000000{n}");
        let id = sql.either(&format!("SELECT '''{id}'''"), &format!("SELECT 'x''{id}'''")).remove(0);
        sql.query(&format!(
            "INSERT INTO dead_jobs (id, queue, key, payload, company_id, attempts, last_error, first_failed_at, dead_at, created_at, updated_at) \
             SELECT {id}, 'sweep-heartbeats', '1', '{{\"minute\": 1}}', id, 4, 'nobody could', '{now}', '{now}', '{now}', '{now}' FROM companies"
        ));
    };
    bury(1);
    bury(2);
    let stranger = app.another_company("Outra").await;
    let listed = company.api().get("/api/jobs/dead").await.ok();
    assert_eq!(listed["items"].as_array().map(Vec::len), Some(2), "{listed:#}");
    assert_eq!(listed["items"][0]["queue"], "sweep-heartbeats");
    assert_eq!(stranger.api().get("/api/jobs/dead").await.ok()["items"], json!([]));
    for (n, decision) in ["retry", "discard"].into_iter().enumerate() {
        let path = format!("/api/jobs/dead/{}/{decision}", listed["items"][n]["id"].as_str().unwrap());
        stranger.api().post(&path, json!({})).await.problem(404, "not_found");
        company.api().post(&path, json!({})).await.done();
        company.api().post(&path, json!({})).await.problem(404, "not_found");
        assert_eq!(audited(&company, decision).await, 1);
    }
    assert_eq!(company.api().get("/api/jobs/dead").await.ok()["items"], json!([]));
    company.settled().await;
    app.is_sound().await;
}
