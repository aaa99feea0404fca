//! G15, G16: agents are never given more than they can hold, and who waits longest is served first, whatever happens around.

use std::time::Duration;

use futures_util::future::join_all;
use rand::rngs::StdRng;
use rand::seq::IndexedRandom as _;
use rand::{RngExt as _, SeedableRng as _};
use serde_json::{Value, json};
use tokio::time::{Instant, sleep};

use crate::harness::{App, Company, PATIENCE, Person, Phone, Setup, Sql, is_long, wait_until};
use crate::team::id;

/// What an automatic assignment saw when it was made: the agent's load with it, their capacity, and how many who wait longer in
/// that department it passed over: who is assigned on arrival has the place of that instant, though others may have got the lock
/// before. Written by the database itself, in the assignment's own transaction.
fn probe(sql: &Sql) {
    let seen = "SELECT u.max_conversations, \
        (SELECT count(*) FROM assignments a WHERE a.user_id = NEW.user_id AND a.unassigned_at IS NULL), \
        (SELECT count(*) FROM conversations c JOIN conversations own ON own.id = NEW.conversation_id \
         WHERE c.department_id = NEW.department_id AND c.id <> own.id AND c.status = 'OPEN' \
         AND c.flow_state = 'DEPARTMENT_SELECTED' AND c.idle_since IS NULL AND c.bot_paused_until IS NULL \
         AND c.queued_at < coalesce(own.queued_at, NEW.assigned_at)) \
        FROM users u WHERE u.id = NEW.user_id";
    sql.query("CREATE TABLE probe (capacity int, load int, passed_over int)");
    sql.either(
        &format!(
            "CREATE FUNCTION probe() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN INSERT INTO probe {seen}; RETURN NULL; END $$; \
             CREATE TRIGGER probe AFTER INSERT ON assignments FOR EACH ROW WHEN (NEW.assigned_by = 'AUTO') EXECUTE FUNCTION probe()"
        ),
        &format!(
            "CREATE TRIGGER probe AFTER INSERT ON assignments WHEN NEW.assigned_by = 'AUTO' BEGIN INSERT INTO probe {seen}; END"
        ),
    );
}

fn count(sql: &Sql, of: &str) -> usize {
    sql.query(&format!("SELECT count(*) FROM {of}"))[0].parse().unwrap()
}

/// Two departments behind a menu; Xis works in both.
struct House {
    company: Company,
    sales: String,
    support: String,
    /// Xis, Ana of Vendas, Bia of Suporte.
    agents: Vec<Person>,
}

impl House {
    async fn of(app: &App) -> Self {
        let company = app.company().await;
        let sales = id(&company.department("Vendas", "vendas").await);
        let support = id(&company.department("Suporte", "suporte").await);
        let agents = vec![
            company.agent("Xis", &[&sales, &support]).await,
            company.agent("Ana", &[&sales]).await,
            company.agent("Bia", &[&support]).await,
        ];
        company.channel().await;
        Self { company, sales, support, agents }
    }

    async fn holds(&self, agent: &Person, most: u32) {
        let path = format!("/api/users/{}", agent.id);
        self.company.api().patch(&path, json!({"maxConversations": most})).await.ok();
    }

    async fn everybody_goes(&self, status: &str) {
        join_all(self.agents.iter().map(|agent| agent.goes(status))).await;
    }

    /// A new customer who asks for this department at once.
    async fn arrives(&self, number: u32, slug: &str) -> Phone {
        let phone = self.company.phone(&format!("+55119{number:08}")).await;
        phone.says("Oi").await;
        phone.says(slug).await;
        phone
    }

    async fn queued(&self, number: u32, slug: &str) -> Phone {
        let phone = self.arrives(number, slug).await;
        self.company.conversation(&phone, "queued", |own| own["flowState"] == "DEPARTMENT_SELECTED").await;
        phone
    }

    async fn served(&self, phone: &Phone, agent: &Person) -> Value {
        let what = format!("with {}", agent.email);
        self.company.conversation(phone, &what, |own| own["assignedUserId"] == agent.id.as_str()).await
    }

    /// Resolve what this agent holds, up to so many.
    async fn frees(&self, agent: &Person, most: usize) {
        let path = format!("/api/conversations?status=ASSIGNED&assignedUserId={}", agent.id);
        let held = agent.api.get(&path).await.ok();
        for own in held.as_array().into_iter().flatten().take(most) {
            // Another customer's word may come between: that is a 409, and no harm.
            let path = format!("/api/conversations/{}/resolve", id(own));
            agent.api.post(&path, json!({"sendMessage": false})).await;
        }
    }

    /// One hand that does random things until `end`.
    async fn stirs(&self, hand: u32, seed: u64, end: Instant) {
        let mut dice = StdRng::seed_from_u64(seed + u64::from(hand));
        let mut number = hand * 1_000_000;
        while Instant::now() < end {
            let agent = self.agents.choose(&mut dice).unwrap();
            match dice.random_range(0..10) {
                0..4 => {
                    number += 1;
                    self.arrives(number, ["vendas", "suporte"].choose(&mut dice).unwrap()).await;
                }
                4..7 => self.frees(agent, dice.random_range(1..3)).await,
                7..9 => self.holds(agent, dice.random_range(1..5)).await,
                _ => {
                    agent.goes("BUSY").await;
                    sleep(Duration::from_millis(dice.random_range(0..200))).await;
                    agent.goes("ONLINE").await;
                }
            }
        }
    }
}

#[tokio::test]
async fn random_work_never_overloads_an_agent_and_never_lets_anybody_jump_the_queue() {
    // More than the most that anybody ever may hold.
    const OVERLOADED: &str =
        "SELECT user_id FROM assignments WHERE unassigned_at IS NULL GROUP BY user_id HAVING count(*) > 4";
    let seed = rand::random();
    eprintln!("seed {seed}");
    let app = App::with(Setup::of(2, 2)).await;
    let house = House::of(&app).await;
    let sql = app.sql();
    probe(&sql);
    for agent in &house.agents {
        house.holds(agent, 2).await;
    }
    house.everybody_goes("ONLINE").await;
    let watch = sql.watch(OVERLOADED);
    let end = Instant::now() + Duration::from_secs(if is_long() { 180 } else { 14 });
    join_all((1..=4).map(|hand| house.stirs(hand, seed, end))).await;
    house.company.understood().await;

    // Everybody is served in the end: room for all, in the order of their waiting.
    house.everybody_goes("ONLINE").await;
    for agent in &house.agents {
        house.holds(agent, 4).await;
    }
    wait_until("an end of the queues", 8 * PATIENCE, async || {
        for agent in &house.agents {
            house.frees(agent, 4).await;
        }
        let waiting = "conversations WHERE status = 'OPEN' AND flow_state = 'DEPARTMENT_SELECTED'";
        (count(&sql, waiting) == 0).then_some(())
    })
    .await;
    assert_eq!(watch.rows(), Vec::<String>::new(), "too many at one moment, seed {seed}");
    let made = count(&sql, "probe");
    assert!(made > 10, "only {made} assignments");
    assert_eq!(count(&sql, "probe WHERE load > capacity"), 0, "of {made} beyond capacity, seed {seed}");
    assert_eq!(count(&sql, "probe WHERE passed_over > 0"), 0, "of {made} before their turn, seed {seed}");
    app.is_sound().await;
}

#[tokio::test]
async fn the_oldest_of_all_queues_of_a_freed_agent_is_next_and_heads_that_nobody_may_take_are_skipped() {
    let app = App::start().await;
    let house = House::of(&app).await;
    let nobody = house.company.department("Estoque", "estoque").await;
    let xis = house.agents[0].clone();
    house.holds(&xis, 1).await;
    let unserved = house.queued(1, "estoque").await;
    let paused = house.queued(2, "vendas").await;
    let first = house.queued(3, "suporte").await;
    let second = house.queued(4, "vendas").await;
    let third = house.queued(5, "suporte").await;
    let own = house.company.conversation(&paused, "there", |_| true).await;
    let bot = format!("/api/conversations/{}/bot", id(&own));
    house.company.api().post(&bot, json!({"paused": true})).await.ok();

    xis.goes("ONLINE").await;
    for phone in [&first, &second] {
        let own = house.served(phone, &xis).await;
        if own["departmentId"] == house.sales.as_str() {
            // Back in the queue of Vendas with the time of its coming, the paused one is before everybody.
            house.company.api().post(&bot, json!({"paused": false})).await.ok();
        }
        house.frees(&xis, 1).await;
    }
    house.served(&paused, &xis).await;
    house.frees(&xis, 1).await;
    let last = house.served(&third, &xis).await;
    assert_eq!(last["departmentId"], house.support.as_str());
    let waits = house.company.conversation(&unserved, "there", |_| true).await;
    assert_eq!((&waits["flowState"], &waits["departmentId"]), (&json!("DEPARTMENT_SELECTED"), &nobody["id"]));
    app.is_sound().await;
}

#[tokio::test]
async fn queues_are_drained_by_the_next_tick_though_every_triggered_drain_is_lost() {
    let lost = "drop=1,only=route-conversation,spare=TICK";
    let app = App::with(Setup::default().env("WPPC_QUEUE_FAULTS", lost)).await;
    let house = House::of(&app).await;
    let mut phones = Vec::new();
    for number in 1..=6 {
        phones.push(house.queued(number, ["vendas", "suporte"][number as usize % 2]).await);
    }
    house.everybody_goes("ONLINE").await;
    wait_until("everybody with an agent", Duration::from_secs(35), async || {
        let all = house.company.conversations().await;
        all.iter().all(|own| own["status"] == "ASSIGNED").then_some(())
    })
    .await;
    assert_eq!(house.company.conversations().await.len(), phones.len());
    app.is_sound().await;
}
