use super::reader::Reader;

/// Requests a minute; `None` = no limit.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Rates {
    pub reads: Option<u32>,
    pub writes: Option<u32>,
    pub sends: Option<u32>,
    /// Per client address.
    pub anonymous: Option<u32>,
    /// Per API key, unless the key has its own.
    pub api_key: Option<u32>,
}

pub(super) fn read(reader: &mut Reader<'_>) -> Rates {
    let mut rate = |name: &str, default: u32| Some(reader.number(name, default)).filter(|rate| *rate > 0);
    Rates {
        reads: rate("RATE_READS_PER_MINUTE", 600),
        writes: rate("RATE_WRITES_PER_MINUTE", 60),
        sends: rate("RATE_SENDS_PER_MINUTE", 120),
        anonymous: rate("RATE_ANONYMOUS_PER_MINUTE", 60),
        api_key: rate("API_KEY_RATE_PER_MINUTE", 600),
    }
}
