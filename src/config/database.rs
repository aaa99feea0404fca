//! Where the rows are, and which profile that makes.

use std::path::Path;

use super::reader::Reader;
use super::secret::Secret;
use crate::profile::Profile;

#[derive(Clone)]
pub struct Database {
    /// `postgres://..` or `sqlite://path`. It may hold a password.
    pub url: Secret,
    /// `redis://..`; there in the cluster profile, `None` in the embedded one.
    pub redis_url: Option<Secret>,
    pub pools: Pools,
}

/// Connections to PostgreSQL, apart so that workers never starve the webhook receiver.
/// SQLite has one writer and some readers instead, see [`entities::Store`].
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Pools {
    pub webhooks: u32,
    pub api: u32,
    pub workers: u32,
}

/// Set the reader's profile. False when it cannot be told, which is then a problem.
pub(super) fn choose_profile(reader: &mut Reader<'_>) -> bool {
    let parse = |text: &str| match text {
        "embedded" => Some(Profile::Embedded),
        "cluster" => Some(Profile::Cluster),
        _ => None,
    };
    let explicit = reader.parse("WPPC_PROFILE", "embedded or cluster", parse);
    let postgres = reader.text("DATABASE_URL").is_some_and(|url| is_postgres(&url));
    let redis = reader.text("REDIS_URL").is_some();
    reader.profile = match (explicit, postgres, redis) {
        (Some(profile), ..) => profile,
        (None, false, _) => Profile::Embedded,
        (None, true, true) => Profile::Cluster,
        (None, true, false) => {
            if !reader.accused("WPPC_PROFILE") {
                let both = "DATABASE_URL names PostgreSQL, so the cluster profile is meant, which needs REDIS_URL as well; \
                            for one process without Redis unset DATABASE_URL";
                reader.problem("REDIS_URL", both);
            }
            Profile::Cluster
        }
    };
    !reader.accused("WPPC_PROFILE")
}

pub(super) fn read(reader: &mut Reader<'_>, data_dir: &Path) -> Option<Database> {
    let profile = reader.profile;
    let pools = Pools {
        webhooks: reader.count("DATABASE_POOL_WEBHOOKS", 4),
        api: reader.count("DATABASE_POOL_API", 12),
        workers: reader.count("DATABASE_POOL_WORKERS", 24),
    };
    let expected = profile.pick(
        "an address that starts with sqlite://, because the embedded profile keeps its rows in SQLite",
        "an address that starts with postgres:// or postgresql://",
    );
    let fits = |text: &str| match profile {
        Profile::Embedded => text.starts_with("sqlite:"),
        Profile::Cluster => is_postgres(text),
    };
    let url = reader.parse("DATABASE_URL", expected, |text| fits(text).then(|| Secret::new(text)));
    let accused = reader.accused("DATABASE_URL");
    let url = url.or_else(|| {
        let file = data_dir.join("wppconnector.db");
        (profile == Profile::Embedded && !accused).then(|| Secret::new(format!("sqlite://{}", file.display())))
    });
    let url = reader.required_in_cluster("DATABASE_URL", url, "the PostgreSQL of this installation");

    let is_redis =
        |text: &str| ["redis://", "rediss://", "redis+unix://", "unix://"].iter().any(|s| text.starts_with(s));
    let expected = "an address that starts with redis:// or rediss://";
    let redis_url = reader.parse("REDIS_URL", expected, |text| is_redis(text).then(|| Secret::new(text)));
    let redis_url = reader.required_in_cluster("REDIS_URL", redis_url, "queue, bus and rate limits live there");
    Some(Database { url: url?, redis_url: redis_url.filter(|_| profile == Profile::Cluster), pools })
}

fn is_postgres(url: &str) -> bool {
    url.starts_with("postgres://") || url.starts_with("postgresql://")
}
