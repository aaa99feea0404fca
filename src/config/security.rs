//! Keys, tokens and how long they live.

use std::path::Path;
use std::time::Duration;

use super::Draw;
use super::http::Mode;
use super::reader::Reader;
use super::secret::{Key, Secret};
use crate::profile::Profile;

/// Shorter secrets can be found by trying.
const JWT_SECRET_BYTES: usize = 32;

#[derive(Clone)]
pub struct Security {
    pub jwt_secret: Secret,
    pub jwt_expiration: Duration,
    pub encryption_key: Key,
    /// Decrypts what was written before the key changed.
    pub encryption_key_previous: Option<Key>,
    /// Asked for when the first company is made; always in the cluster profile.
    pub bootstrap_token: Option<Secret>,
    /// Opens the operations of the whole installation. Unset: closed, but for local addresses in the embedded profile.
    pub ops_token: Option<Secret>,
}

pub(super) fn read(reader: &mut Reader<'_>, mode: Mode, data_dir: &Path, draw: Draw<'_>) -> Option<Security> {
    let strict = mode == Mode::Production || reader.profile == Profile::Cluster;
    let long_enough = |text: &str| (!strict || text.len() >= JWT_SECRET_BYTES).then(|| Secret::new(text));
    let jwt_secret = reader.parse("JWT_SECRET", "at least 32 bytes in production", long_enough);
    let jwt_secret = reader.required_in_cluster("JWT_SECRET", jwt_secret, "at least 32 random bytes that sign log-ins");
    let expected = "a time as 7d, 12h, 30m, 900s, or seconds";
    let jwt_expiration = reader.parse("JWT_EXPIRATION", expected, duration);
    let key = reader.parse("ENCRYPTION_KEY", "32 bytes in base64, as of `openssl rand -base64 32`", Key::parse);
    let key =
        reader.required_in_cluster("ENCRYPTION_KEY", key, "32 random bytes in base64 that encrypt stored secrets");
    let encryption_key_previous = reader.parse("ENCRYPTION_KEY_PREVIOUS", "32 bytes in base64", Key::parse);
    let bootstrap_token = reader.secret("BOOTSTRAP_TOKEN");
    let ops_token = reader.secret("OPS_TOKEN");

    let mut own = |variable: &str, file: &str| {
        if reader.profile != Profile::Embedded || !reader.is_sound() {
            return None;
        }
        draw(data_dir, file)
            .inspect_err(|error| {
                let place = data_dir.join(file);
                reader.problem(variable, format!("is unset, and {} cannot be kept: {error}", place.display()));
            })
            .ok()
    };
    let jwt_secret = jwt_secret.or_else(|| own("JWT_SECRET", "jwt.secret").map(Secret::new));
    let drawn = if key.is_none() { own("ENCRYPTION_KEY", "encryption.key") } else { None };
    let key = key.or_else(|| {
        let key = Key::parse(drawn.as_deref()?);
        if key.is_none() {
            reader.problem(
                "ENCRYPTION_KEY",
                "the file encryption.key in the data directory does not hold 32 bytes in base64",
            );
        }
        key
    });
    Some(Security {
        jwt_secret: jwt_secret?,
        jwt_expiration: jwt_expiration.unwrap_or(Duration::from_hours(7 * 24)),
        encryption_key: key?,
        encryption_key_previous,
        bootstrap_token,
        ops_token,
    })
}

fn duration(text: &str) -> Option<Duration> {
    let unit = match text.bytes().last()? {
        b's' | b'0'..=b'9' => 1,
        b'm' => 60,
        b'h' => 3_600,
        b'd' => 86_400,
        _ => return None,
    };
    let number: u64 = text.trim_end_matches(['s', 'm', 'h', 'd']).parse().ok()?;
    number.checked_mul(unit).filter(|seconds| *seconds > 0).map(Duration::from_secs)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_time_has_a_unit_or_means_seconds() {
        assert_eq!(duration("7d"), Some(Duration::from_hours(168)));
        assert_eq!(duration("12h"), Some(Duration::from_hours(12)));
        assert_eq!(duration("30m"), Some(Duration::from_mins(30)));
        assert_eq!(duration("900"), duration("900s"));
        for wrong in ["", "d", "0", "-1d", "1w", "1.5h"] {
            assert_eq!(duration(wrong), None, "{wrong}");
        }
    }
}
