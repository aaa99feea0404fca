use std::time::Duration;

use super::reader::Reader;

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Sending {
    /// How long a provider may take to answer a send.
    pub timeout: Duration,
    /// How long evidence is awaited for a send whose answer was lost.
    pub unknown_grace: Duration,
}

pub(super) fn read(reader: &mut Reader<'_>) -> Sending {
    let mut seconds = |name: &str, default: u32| Duration::from_secs(u64::from(reader.count(name, default)));
    Sending { timeout: seconds("SEND_TIMEOUT_SECONDS", 20), unknown_grace: seconds("SEND_UNKNOWN_GRACE_SECONDS", 90) }
}
