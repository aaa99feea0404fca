//! How many jobs of a kind one process works on at once.

use workers::Concurrency;

use super::reader::Reader;

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Workers {
    pub concurrency: Concurrency,
}

pub(super) fn read(reader: &mut Reader<'_>) -> Workers {
    let Concurrency(mut concurrency) = reader.profile.pick(Concurrency::embedded(), Concurrency::cluster());
    for (queue, slots) in &mut concurrency {
        let variable = format!("WORKER_CONCURRENCY_{}", queue.replace('-', "_").to_uppercase());
        *slots = reader.count(&variable, *slots);
    }
    Workers { concurrency: Concurrency(concurrency) }
}
