use super::reader::Reader;

/// How many days history is kept.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Retention {
    /// Events of a company that has a webhook endpoint.
    pub events_with_endpoint: u32,
    /// Events of any other company.
    pub events: u32,
    pub deliveries: u32,
}

pub(super) fn read(reader: &mut Reader<'_>) -> Retention {
    let events = reader.parse("EVENTS_RETENTION_DAYS", "a number of days from 1", days);
    Retention {
        events_with_endpoint: events.unwrap_or(30),
        events: events.unwrap_or(7),
        deliveries: reader.parse("DELIVERY_RETENTION_DAYS", "a number of days from 1", days).unwrap_or(30),
    }
}

fn days(text: &str) -> Option<u32> {
    text.parse().ok().filter(|days| *days > 0)
}
