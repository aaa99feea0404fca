//! How many jobs of a kind one process works on at once.

use std::collections::BTreeMap;

use super::reader::Reader;

/// Queue, default of the embedded profile, default per process of a cluster.
const DEFAULTS: [(&str, u32, u32); 10] = [
    ("process-inbound", 4, 16),
    ("apply-status", 1, 4),
    ("send-outbound", 4, 32),
    ("route-conversation", 1, 4),
    ("check-timeout", 2, 16),
    ("sweep-heartbeats", 1, 1),
    ("fetch-media", 2, 16),
    ("deliver-webhook", 2, 16),
    ("poll-channel", 1, 4),
    ("tick", 1, 1),
];

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Workers {
    /// Jobs at once, by queue name; every queue is there.
    pub concurrency: BTreeMap<&'static str, u32>,
}

pub(super) fn read(reader: &mut Reader<'_>) -> Workers {
    let concurrency = DEFAULTS.map(|(queue, embedded, cluster)| {
        let variable = format!("WORKER_CONCURRENCY_{}", queue.replace('-', "_").to_uppercase());
        (queue, reader.count(&variable, reader.profile.pick(embedded, cluster)))
    });
    Workers { concurrency: concurrency.into() }
}
