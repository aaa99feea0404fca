use tracing_subscriber::EnvFilter;
use url::Url;

use super::reader::Reader;

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Log {
    /// A level, or filter directives as `info,jobs=debug`.
    pub level: String,
    pub format: LogFormat,
    /// Where traces go, when they go anywhere.
    pub otlp_endpoint: Option<Url>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum LogFormat {
    Pretty,
    Json,
}

pub(super) fn read(reader: &mut Reader<'_>) -> Log {
    let format = |text: &str| match text {
        "pretty" => Some(LogFormat::Pretty),
        "json" => Some(LogFormat::Json),
        _ => None,
    };
    let default = reader.profile.pick(LogFormat::Pretty, LogFormat::Json);
    let expected = "off, error, warn, info, debug, trace, or directives as info,jobs=debug";
    Log {
        level: reader.parse("LOG_LEVEL", expected, level).unwrap_or_else(|| "info".to_owned()),
        format: reader.parse("LOG_FORMAT", "pretty or json", format).unwrap_or(default),
        otlp_endpoint: reader.url("OTEL_EXPORTER_OTLP_ENDPOINT"),
    }
}

/// A filter takes any bare word for a target, so a misspelt level would silence everything.
fn level(text: &str) -> Option<String> {
    const LEVELS: [&str; 6] = ["off", "error", "warn", "info", "debug", "trace"];
    let text = text.to_ascii_lowercase();
    let sound = text.split(',').all(|part| LEVELS.contains(&part.trim()) || part.contains('='));
    (sound && EnvFilter::try_new(&text).is_ok()).then_some(text)
}
