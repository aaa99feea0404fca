use std::time::Duration;

use tokio::time::{Instant, sleep};

/// How long a test waits for what should happen at once, on a slow and busy machine.
pub(crate) const PATIENCE: Duration = Duration::from_secs(15);

const PAUSE: Duration = Duration::from_millis(25);

/// Ask `question` again and again until it gives a value. Panics with `what` after `timeout`.
pub(crate) async fn wait_until<T>(what: &str, timeout: Duration, mut question: impl AsyncFnMut() -> Option<T>) -> T {
    let end = Instant::now() + timeout;
    loop {
        if let Some(value) = question().await {
            return value;
        }
        assert!(Instant::now() < end, "waited {timeout:?} in vain for {what}");
        sleep(PAUSE).await;
    }
}
