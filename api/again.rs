//! Transactions that lost a race are done again, from their beginning.

use std::time::Duration;

use rand::RngExt as _;

use crate::error::ApiError;

const TRIES: u32 = 5;

/// Do `work` until it is not in anybody's way, at most five times; then the client hears 503 and tries later itself.
pub async fn again<T, F, W>(mut work: F) -> Result<T, ApiError>
where
    F: FnMut() -> W + Send,
    W: Future<Output = Result<T, ApiError>> + Send,
{
    let mut tries = 1;
    loop {
        match work().await {
            Err(error) if error.is_contended() && tries < TRIES => {
                let pause = rand::rng().random_range(5..40) * u64::from(tries);
                tokio::time::sleep(Duration::from_millis(pause)).await;
                tries += 1;
            }
            done => return done,
        }
    }
}
