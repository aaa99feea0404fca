//! Opaque, signed cursors of keyset lists (SPEC 3.0). A cursor says after which row the next page begins; the signature keeps
//! clients from inventing positions, and the list's name keeps the cursor of one list out of another.

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use serde::Serialize;
use serde::de::DeserializeOwned;
use subtle::ConstantTimeEq as _;

use crate::error::{ApiError, Code};
use crate::keys::{Keys, Purpose, mac};

/// Bytes of the signature that are kept: 128 bits.
const SIGNATURE: usize = 16;

/// A position that a list can continue from.
pub trait Position: Serialize + DeserializeOwned {
    /// The list it belongs to, sort order included: `conversations.waiting`.
    const LIST: &'static str;
}

/// Writes and reads cursors.
#[derive(Clone)]
pub struct Cursors {
    key: [u8; 32],
}

impl Cursors {
    pub fn new(keys: &Keys) -> Self {
        Self { key: keys.derive(Purpose::Cursor) }
    }

    pub fn write<P: Position>(&self, position: &P) -> Result<String, ApiError> {
        let payload = serde_json::to_vec(position).map_err(ApiError::internal)?;
        let mut bytes = self.sign::<P>(&payload).to_vec();
        bytes.extend(payload);
        Ok(URL_SAFE_NO_PAD.encode(bytes))
    }

    /// `invalid_cursor` unless this list wrote it.
    pub fn read<P: Position>(&self, cursor: &str) -> Result<P, ApiError> {
        let invalid = || ApiError::new(Code::InvalidCursor);
        let bytes = URL_SAFE_NO_PAD.decode(cursor).map_err(|_| invalid())?;
        let (signature, payload) = bytes.split_at_checked(SIGNATURE).ok_or_else(invalid)?;
        if !bool::from(self.sign::<P>(payload).ct_eq(signature)) {
            return Err(invalid());
        }
        serde_json::from_slice(payload).map_err(|_| invalid())
    }

    /// The same for a parameter that may be absent.
    pub fn read_optional<P: Position>(&self, cursor: Option<&str>) -> Result<Option<P>, ApiError> {
        cursor.map(|cursor| self.read(cursor)).transpose()
    }

    /// A keyed hash: equal for equal bytes, and telling nothing of them to who has not the key.
    pub fn fingerprint(&self, bytes: &[u8]) -> String {
        let mut message = b"fingerprint\0".to_vec();
        message.extend(bytes);
        hex::encode(mac(&self.key, &message))
    }

    fn sign<P: Position>(&self, payload: &[u8]) -> [u8; SIGNATURE] {
        let mut message = P::LIST.as_bytes().to_vec();
        message.push(0);
        message.extend(payload);
        let mut signature = [0; SIGNATURE];
        signature.copy_from_slice(&mac(&self.key, &message)[..SIGNATURE]);
        signature
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use serde::Deserialize;

    use super::*;

    #[derive(Debug, PartialEq, Serialize, Deserialize)]
    struct ByTime {
        at: i64,
        id: u32,
    }
    impl Position for ByTime {
        const LIST: &'static str = "test.time";
    }

    #[derive(Debug, PartialEq, Serialize, Deserialize)]
    struct Other {
        at: i64,
        id: u32,
    }
    impl Position for Other {
        const LIST: &'static str = "test.other";
    }

    fn cursors() -> Cursors {
        Cursors::new(&Keys::new("a secret"))
    }

    #[test]
    fn a_cursor_comes_back_as_it_was_written() {
        let cursor = cursors().write(&ByTime { at: -5, id: 7 }).unwrap();
        assert_eq!(cursors().read::<ByTime>(&cursor).unwrap(), ByTime { at: -5, id: 7 });
        assert!(cursors().read_optional::<ByTime>(None).unwrap().is_none());
    }

    #[test]
    fn the_cursor_of_another_list_or_another_secret_is_invalid() {
        let cursor = cursors().write(&ByTime { at: 1, id: 2 }).unwrap();
        assert_eq!(cursors().read::<Other>(&cursor).unwrap_err().code(), Code::InvalidCursor);
        let elsewhere = Cursors::new(&Keys::new("another secret"));
        assert_eq!(elsewhere.read::<ByTime>(&cursor).unwrap_err().code(), Code::InvalidCursor);
    }

    proptest! {
        #[test]
        fn no_changed_character_is_accepted(at: i64, id: u32, place: usize, replacement in "[A-Za-z0-9_=.-]") {
            let cursor = cursors().write(&ByTime { at, id }).unwrap();
            let place = place % cursor.len();
            let mut changed = cursor.clone();
            changed.replace_range(place..=place, &replacement);
            prop_assume!(changed != cursor);
            prop_assert_eq!(cursors().read::<ByTime>(&changed).unwrap_err().code(), Code::InvalidCursor);
        }

        #[test]
        fn garbage_is_invalid(garbage in ".*") {
            prop_assert!(cursors().read::<ByTime>(&garbage).is_err());
        }
    }
}
