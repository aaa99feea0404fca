//! Empty databases to migrate: a SQLite file, and a `PostgreSQL` database.

use sea_orm::{ConnectOptions, Database, DatabaseConnection};
use test_databases::TestDatabase;

/// A connection, and what must outlive it.
pub(crate) struct Empty {
    pub(super) db: DatabaseConnection,
    pub(crate) url: String,
    _home: TestDatabase,
}

impl Empty {
    async fn of(home: TestDatabase) -> Self {
        let url = home.url().to_owned();
        let file = if url.starts_with("sqlite:") { "?mode=rwc" } else { "" };
        Self { db: connect(&format!("{url}{file}")).await, url, _home: home }
    }
}

/// Both databases; PostgreSQL is left out, loudly, only where there is none.
pub(super) async fn empty() -> Vec<Empty> {
    let mut all = vec![sqlite().await];
    all.extend(postgres().await);
    all
}

pub(super) async fn sqlite() -> Empty {
    Empty::of(TestDatabase::sqlite()).await
}

pub(crate) async fn postgres() -> Option<Empty> {
    Some(Empty::of(TestDatabase::postgres()?).await)
}

/// One connection. `SQLite` waits for locks, as the store does.
pub(super) async fn connect(url: &str) -> DatabaseConnection {
    let mut options = ConnectOptions::new(url);
    options.max_connections(1).sqlx_logging(false);
    Database::connect(options).await.unwrap()
}
