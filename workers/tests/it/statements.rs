//! What a PostgreSQL server was asked to do, from its own log: the statements by transaction, and every row that was written.

use std::path::PathBuf;
use std::time::Duration;

use test_databases::TestDatabase;

/// Reads a server's log from where it was put.
pub(crate) struct Statements {
    log: PathBuf,
    from: usize,
}

/// The statements of one transaction, BEGIN and COMMIT included; a single statement is one of its own.
#[derive(Debug, Clone)]
pub(crate) struct Transaction {
    id: String,
    pub(crate) statements: Vec<String>,
    /// `UPDATE messages`, one for each row.
    pub(crate) writes: Vec<String>,
}

/// Makes the server log each row that is written.
const WITNESS: &str = "
    CREATE FUNCTION note_write() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN RAISE LOG 'wrote % %', TG_OP, TG_TABLE_NAME; RETURN NULL; END $$;
    DO $$ DECLARE name text; BEGIN
        FOR name IN SELECT tablename FROM pg_tables WHERE schemaname = 'public' LOOP
            EXECUTE format('CREATE TRIGGER note_write AFTER INSERT OR UPDATE OR DELETE ON %I FOR EACH ROW EXECUTE FUNCTION note_write()', name);
        END LOOP;
    END $$;";

/// What runs every few seconds whoever writes (the figures of the hour among it), the leases of processes, and what the
/// tests themselves ask.
const BACKGROUND: [&str; 11] = [
    "SET nudged_at = $1",
    "\"state\" = $1 AND \"inbox_events\".\"next_attempt_at\" <= $2",
    "SELECT DISTINCT company_id, channel_id FROM inbox_events",
    "\"leases\"",
    " leases ",
    "events_after",
    "FROM \"installation\"",
    "rollup_cursor",
    "FROM events WHERE (epoch, tx, id) > (",
    "WHERE \"conversations\".\"id\" IN (",
    "\"online_spans\"",
];

impl Statements {
    /// `None` when the server is not the test's own.
    pub(crate) fn of(home: &TestDatabase) -> Option<Self> {
        let log = home.log()?;
        home.sql(WITNESS);
        let mut new = Self { log, from: 0 };
        new.begin();
        Some(new)
    }

    fn read(&self) -> String {
        std::fs::read_to_string(&self.log).unwrap()
    }

    /// Forget what was asked so far.
    pub(crate) fn begin(&mut self) {
        self.from = self.read().len();
    }

    /// Wait until the server has been asked nothing but the background's questions for a while, and tell what it was asked.
    pub(crate) async fn settled(&mut self) -> Vec<Transaction> {
        let mut before = usize::MAX;
        loop {
            tokio::time::sleep(Duration::from_millis(700)).await;
            let asked = transactions(&self.read()[self.from..]);
            let count = asked.iter().map(|transaction| transaction.statements.len()).sum();
            if count == before {
                self.begin();
                return asked;
            }
            before = count;
        }
    }
}

fn transactions(log: &str) -> Vec<Transaction> {
    let mut all: Vec<Transaction> = Vec::new();
    let mut statement = false;
    for line in log.lines() {
        let Some((id, line)) = line.strip_prefix('@').and_then(|line| line.split_once('@')) else {
            // A statement goes on.
            if statement && let Some(last) = all.last_mut().and_then(|transaction| transaction.statements.last_mut()) {
                last.push(' ');
                last.push_str(line.trim());
            }
            continue;
        };
        let text = line.strip_prefix("LOG:  ").unwrap_or_default();
        let asked = text.strip_prefix("statement: ").or_else(|| {
            let (_, asked) = text.strip_prefix("execute ")?.split_once(": ")?;
            Some(asked)
        });
        statement = asked.is_some();
        let wrote = text.strip_prefix("wrote ");
        if asked.is_none() && wrote.is_none() {
            continue;
        }
        let known = all.iter().rposition(|transaction| transaction.id == id);
        let place = known.unwrap_or_else(|| {
            all.push(Transaction { id: id.to_owned(), statements: Vec::new(), writes: Vec::new() });
            all.len() - 1
        });
        // Continuation lines follow their own statement: keep it last.
        let transaction = all.remove(place);
        all.push(transaction);
        let Some(transaction) = all.last_mut() else { continue };
        if let Some(asked) = asked {
            transaction.statements.push(asked.trim().to_owned());
        } else if let Some(wrote) = wrote {
            transaction.writes.push(wrote.to_owned());
        }
    }
    all.retain(|transaction| {
        let background =
            transaction.statements.iter().any(|asked| BACKGROUND.iter().any(|known| asked.contains(known)));
        !background
    });
    all
}

impl Transaction {
    pub(crate) fn asks(&self, part: &str) -> bool {
        self.statements.iter().any(|statement| statement.contains(part))
    }

    pub(crate) fn commits(&self) -> bool {
        self.asks("COMMIT")
    }
}

/// For people: every statement, short.
pub(crate) fn show(title: &str, all: &[Transaction]) {
    println!("--- {title}");
    for transaction in all {
        for (n, statement) in transaction.statements.iter().enumerate() {
            let mark = if n == 0 { '*' } else { ' ' };
            println!("{mark} {}", brief(statement));
        }
        if !transaction.writes.is_empty() {
            println!("  wrote: {}", transaction.writes.join(", "));
        }
    }
}

/// Lists of columns say nothing here.
fn brief(statement: &str) -> String {
    let words: Vec<&str> = statement.split_whitespace().collect();
    let words = words.join(" ");
    let words = match (words.starts_with("SELECT"), words.find(" FROM ")) {
        (true, Some(from)) => format!("SELECT ..{}", &words[from..]),
        _ => words,
    };
    words.chars().take(220).collect()
}
