//! What a committed transaction caused, told to the others. Best effort: the due-scan and the hubs find what is lost here.

use domain::after::After;
use domain::id::CompanyId;

use crate::bus::{Bus, Nudge};
use crate::definitions::{FetchMedia, RouteConversation, RouteTrigger, SendOutbound};
use crate::envelope::Envelope;
use crate::job::Job;
use crate::queue::Queue;

/// Push the jobs of `after`, count what it notes, and tell the realtime hubs that the log grew.
pub async fn tell(queue: &Queue, bus: &Bus, company: CompanyId, after: After) {
    for noted in after.noted {
        queue.figures().note(noted);
    }
    if after.send {
        push(queue, SendOutbound {}).await;
    }
    for department_id in after.drain {
        let job = RouteConversation { department_id, trigger: RouteTrigger::Freed };
        push(queue, Envelope::new(job).company(company)).await;
    }
    for media_id in after.fetch {
        push(queue, Envelope::new(FetchMedia { media_id }).company(company)).await;
    }
    nudge(bus, Nudge::Events { seq: String::new() }).await;
}

/// Push a job whose row is committed.
pub async fn push<J: Job>(queue: &Queue, job: impl Into<Envelope<J>> + Send) {
    if let Err(error) = queue.push(job).await {
        tracing::warn!(queue = J::NAME, %error, "a job could not be pushed; the due-scan will find its row");
    }
}

/// Tell the other processes.
pub async fn nudge(bus: &Bus, nudge: Nudge) {
    if let Err(error) = bus.publish(&nudge).await {
        tracing::debug!(%error, "a nudge was lost; the hubs poll");
    }
}
