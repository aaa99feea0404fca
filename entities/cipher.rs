//! What is secret at rest: channel credentials and raw webhook bodies, under AES-256-GCM.
//!
//! A sealed value is `key id (4) | nonce (12) | ciphertext`. The key id lets an old key read what it wrote while a new one writes.

use aes_gcm::aead::{Aead, Payload};
use aes_gcm::{Aes256Gcm, KeyInit as _};
use sha2::{Digest as _, Sha256};

use crate::error::StoreError;

const ID: usize = 4;
const NONCE: usize = 12;

/// A 256-bit key.
pub type Key = [u8; 32];

/// Seals with one key and opens with that or a previous one.
#[derive(Clone)]
pub struct Cipher {
    current: Sealed,
    previous: Option<Sealed>,
}

#[derive(Clone)]
struct Sealed {
    id: [u8; ID],
    aead: Aes256Gcm,
}

impl Sealed {
    fn new(key: &Key) -> Self {
        let digest = Sha256::digest(key);
        let mut id = [0; ID];
        id.copy_from_slice(&digest[..ID]);
        Self { id, aead: Aes256Gcm::new(&(*key).into()) }
    }
}

impl Cipher {
    pub fn new(current: &Key, previous: Option<&Key>) -> Self {
        Self { current: Sealed::new(current), previous: previous.map(Sealed::new) }
    }

    /// Encrypt `plain`, bound to `context`: the same context is needed to open it, so a value cannot be moved to another row.
    pub fn seal(&self, plain: &[u8], context: &[u8]) -> Result<Vec<u8>, StoreError> {
        let nonce: [u8; NONCE] = rand::random();
        let sealed = self
            .current
            .aead
            .encrypt(&nonce.into(), Payload { msg: plain, aad: context })
            .map_err(|_| StoreError::invalid("encryption failed"))?;
        Ok([&self.current.id[..], &nonce[..], &sealed[..]].concat())
    }

    pub fn open(&self, sealed: &[u8], context: &[u8]) -> Result<Vec<u8>, StoreError> {
        let refused = || StoreError::invalid("a sealed value cannot be opened: wrong key or changed bytes");
        if sealed.len() < ID + NONCE {
            return Err(refused());
        }
        let (id, rest) = sealed.split_at(ID);
        let (nonce, body) = rest.split_at(NONCE);
        let nonce: [u8; NONCE] = nonce.try_into().map_err(|_| refused())?;
        let key = [Some(&self.current), self.previous.as_ref()].into_iter().flatten().find(|key| key.id == id);
        key.ok_or_else(refused)?.aead.decrypt(&nonce.into(), Payload { msg: body, aad: context }).map_err(|_| refused())
    }

    /// The fingerprints of the key that seals and of the one before, in hexadecimal.
    pub fn key_names(&self) -> [Option<String>; 2] {
        [Some(&self.current), self.previous.as_ref()].map(|key| key.map(|key| hex::encode(key.id)))
    }

    /// True when `sealed` was written with a key that is to be retired.
    pub fn is_old(&self, sealed: &[u8]) -> bool {
        !sealed.starts_with(&self.current.id)
    }
}

#[cfg(test)]
mod tests {
    use super::Cipher;

    #[test]
    fn a_sealed_value_opens_only_with_its_key_and_context() {
        let cipher = Cipher::new(&[1; 32], None);
        let sealed = cipher.seal(b"secret", b"row 1").unwrap();
        assert_eq!(cipher.open(&sealed, b"row 1").unwrap(), b"secret");
        assert!(cipher.open(&sealed, b"row 2").is_err());
        assert!(Cipher::new(&[2; 32], None).open(&sealed, b"row 1").is_err());
        assert!(cipher.open(&sealed[..10], b"row 1").is_err());
    }

    #[test]
    fn a_previous_key_still_opens_what_it_sealed() {
        let sealed = Cipher::new(&[1; 32], None).seal(b"secret", b"").unwrap();
        let rotated = Cipher::new(&[2; 32], Some(&[1; 32]));
        assert_eq!(rotated.open(&sealed, b"").unwrap(), b"secret");
        assert!(rotated.is_old(&sealed));
        assert!(!rotated.is_old(&rotated.seal(b"x", b"").unwrap()));
    }
}
