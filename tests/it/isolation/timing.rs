//! An answer about what is there takes no longer than one about nothing.

use std::time::{Duration, Instant};

use super::busy;
use crate::harness::{Api, App};
use crate::operations::Ids;

/// The median time of an answer to this path.
async fn median(api: &Api, path: &str, times: &mut Vec<Duration>) -> Duration {
    let start = Instant::now();
    api.get(path).await.problem(404, "not_found");
    times.push(start.elapsed());
    times.sort_unstable();
    times[times.len() / 2]
}

#[tokio::test]
async fn the_time_of_an_answer_does_not_tell_what_a_stranger_has() {
    const REPEATS: usize = 41;
    /// Less than this is the noise of a busy machine.
    const FLOOR: Duration = Duration::from_millis(5);
    let app = App::start().await;
    let company = app.company().await;
    let ids = busy(&company).await;
    let stranger = app.another_company("Outra").await;
    let nothing = Ids::of_nothing();
    let paths = |ids: &Ids| {
        [
            format!("/api/conversations/{}", ids.conversation),
            format!("/api/conversations/{}/messages", ids.conversation),
            format!("/api/departments/{}", ids.department),
            format!("/api/users/{}", ids.agent),
        ]
    };
    for (there, nowhere) in paths(&ids).iter().zip(paths(&nothing)) {
        let (mut of_there, mut of_nowhere) = (Vec::new(), Vec::new());
        let mut medians = (Duration::ZERO, Duration::ZERO);
        // In turn, so that what slows the machine down slows both.
        for _ in 0..REPEATS {
            medians.0 = median(stranger.api(), there, &mut of_there).await;
            medians.1 = median(stranger.api(), &nowhere, &mut of_nowhere).await;
        }
        let (fast, slow) = (medians.0.min(medians.1), medians.0.max(medians.1));
        assert!(slow <= 2 * fast || slow.saturating_sub(fast) < FLOOR, "{there}: {medians:?}");
    }
    app.is_sound().await;
}
