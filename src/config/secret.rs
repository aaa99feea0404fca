//! Secrets in memory, and the two that an embedded installation draws for itself.

use std::fs::{self, OpenOptions};
use std::io::{self, Write as _};
use std::os::unix::fs::{DirBuilderExt as _, OpenOptionsExt as _};
use std::path::Path;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;

/// A text that must not be logged: it has no `Debug` and no `Display`.
#[derive(Clone, PartialEq, Eq)]
pub struct Secret(String);

impl Secret {
    pub fn new(text: impl Into<String>) -> Self {
        Self(text.into())
    }

    /// The text itself. Whoever calls this keeps it out of logs and answers.
    pub fn expose(&self) -> &str {
        &self.0
    }
}

/// The 32 bytes of AES-256. Like [`Secret`], it cannot be printed.
#[derive(Clone, PartialEq, Eq)]
pub struct Key([u8; 32]);

impl Key {
    /// From base64; `None` unless it is exactly 32 bytes.
    pub fn parse(text: &str) -> Option<Self> {
        STANDARD.decode(text).ok()?.try_into().ok().map(Self)
    }

    pub fn expose(&self) -> &[u8; 32] {
        &self.0
    }
}

/// The secret kept in `directory/file`, drawn at first use: 32 random bytes in base64, readable by the owner only.
///
/// Two processes that start together agree: a link to the finished file either makes it appear whole or finds the other's.
pub(super) fn load_or_draw(directory: &Path, file: &str, random: impl FnOnce(&mut [u8])) -> io::Result<String> {
    let path = directory.join(file);
    if let Some(text) = read(&path)? {
        return Ok(text);
    }
    fs::DirBuilder::new().recursive(true).mode(0o700).create(directory)?;
    let mut bytes = [0; 32];
    random(&mut bytes);

    let draft = directory.join(format!(".{file}.{}", std::process::id()));
    let mut out = OpenOptions::new().write(true).create(true).truncate(true).mode(0o600).open(&draft)?;
    writeln!(out, "{}", STANDARD.encode(bytes))?;
    out.sync_all()?;
    let linked = fs::hard_link(&draft, &path);
    fs::remove_file(&draft)?;
    match linked {
        Err(error) if error.kind() != io::ErrorKind::AlreadyExists => Err(error),
        _ => read(&path)?.ok_or_else(|| io::ErrorKind::NotFound.into()),
    }
}

fn read(path: &Path) -> io::Result<Option<String>> {
    match fs::read_to_string(path) {
        Ok(text) => Ok(Some(text.trim().to_owned())),
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
        Err(error) => Err(error),
    }
}

#[cfg(test)]
mod tests {
    use std::os::unix::fs::PermissionsExt as _;

    use super::*;

    #[test]
    fn a_secret_is_drawn_once_and_only_its_owner_may_read_it() {
        let home = tempfile::tempdir().unwrap();
        let data = home.path().join("data");
        let drawn = load_or_draw(&data, "jwt.secret", |bytes| bytes.fill(7)).unwrap();
        let again = load_or_draw(&data, "jwt.secret", |bytes| bytes.fill(8)).unwrap();
        assert_eq!(drawn, again);
        assert!(Key::parse(&drawn).is_some());
        let mode = fs::metadata(data.join("jwt.secret")).unwrap().permissions().mode();
        assert_eq!(mode & 0o777, 0o600);
        assert_eq!(fs::read_dir(&data).unwrap().count(), 1, "no draft is left behind");
    }

    #[test]
    fn a_key_is_exactly_32_bytes() {
        assert!(Key::parse(&STANDARD.encode([1; 32])).is_some());
        assert!(Key::parse(&STANDARD.encode([1; 31])).is_none());
        assert!(Key::parse("not base64!").is_none());
    }
}
