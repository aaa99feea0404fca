//! Passwords (SPEC 11.1): argon2id, off the async threads, two at a time, and the same work for users that do not exist. A new one
//! must not be among the first that anybody would try.

use std::sync::{Arc, LazyLock};

use argon2::password_hash::phc::PasswordHash;
use argon2::{Algorithm, Argon2, Params, PasswordHasher as _, PasswordVerifier as _, Version};
use rand::distr::{Alphanumeric, SampleString as _};
use tokio::sync::Semaphore;
use zxcvbn::zxcvbn;

use crate::error::ApiError;

/// KiB, passes, lanes.
const COST: (u32, u32, u32) = (19 * 1024, 2, 1);
/// Each takes 19 MiB and a core: more would starve the rest of the process.
const AT_ONCE: usize = 2;
const MIN: usize = 8;
const MAX: usize = 128;
/// A password that so many guesses find, the likeliest first, is as good as none.
const GUESSES: u64 = 10_000;

/// Verified for users that do not exist, so that they take as long as the others. Of a random password that nobody kept.
static DUMMY: LazyLock<String> = LazyLock::new(|| {
    let password: [u8; 32] = rand::random();
    hash(&password).unwrap_or_default()
});

/// Hashes and checks passwords.
#[derive(Debug, Clone)]
pub struct Passwords {
    permits: Arc<Semaphore>,
}

impl Default for Passwords {
    fn default() -> Self {
        // Made at the start: the first stranger must not take twice as long as the others.
        LazyLock::force(&DUMMY);
        Self { permits: Arc::new(Semaphore::new(AT_ONCE)) }
    }
}

/// The outcome of a check.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Checked {
    pub correct: bool,
    /// It was hashed with weaker parameters than today's: hash it again and store that.
    pub rehash: bool,
}

impl Passwords {
    /// The text to store.
    pub async fn hash(&self, password: &str) -> Result<String, ApiError> {
        let password = password.to_owned();
        self.blocking(move || hash(password.as_bytes()).map_err(|error| ApiError::internal(error.to_string()))).await?
    }

    /// Check a password against the stored text. `None` = no such user: takes as long, and is wrong.
    pub async fn check(&self, stored: Option<String>, password: &str) -> Result<Checked, ApiError> {
        let password = password.to_owned();
        self.blocking(move || {
            let stored_or_dummy = stored.as_deref().unwrap_or(&DUMMY);
            let Ok(parsed) = PasswordHash::new(stored_or_dummy) else {
                return Checked { correct: false, rehash: false };
            };
            let correct = argon().verify_password(password.as_bytes(), &parsed).is_ok() && stored.is_some();
            Checked { correct, rehash: correct && is_weak(&parsed) }
        })
        .await
    }

    /// Refuse a new password that is too short, too long, the e-mail itself, or soon guessed by somebody who knows whose it is. `field`
    /// is its JSON path.
    pub async fn acceptable(&self, field: &str, password: &str, email: &str, name: &str) -> Result<(), ApiError> {
        let characters = password.chars().count();
        let problem = if characters < MIN {
            "at least 8 characters"
        } else if characters > MAX {
            "at most 128 characters"
        } else if is_email(password, email) {
            "must not be the e-mail"
        } else {
            let (password, email, name) = (password.to_owned(), email.to_owned(), name.to_owned());
            if !self.blocking(move || is_common(&password, &email, &name)).await? {
                return Ok(());
            }
            "too common"
        };
        Err(ApiError::validation(field, problem))
    }

    async fn blocking<T: Send + 'static>(&self, work: impl FnOnce() -> T + Send + 'static) -> Result<T, ApiError> {
        let permit = self.permits.clone().acquire_owned().await.map_err(ApiError::internal)?;
        tokio::task::spawn_blocking(move || {
            let done = work();
            drop(permit);
            done
        })
        .await
        .map_err(ApiError::internal)
    }
}

/// A password that nobody has to remember for long: told once.
pub fn draw() -> String {
    Alphanumeric.sample_string(&mut rand::rng(), 16)
}

fn is_email(password: &str, email: &str) -> bool {
    let password = password.to_lowercase();
    let email = email.to_lowercase();
    password == email || email.split('@').next() == Some(&password)
}

/// Whether few guesses find it. Of the owner one knows the e-mail and the name, and the parts of both.
fn is_common(password: &str, email: &str, name: &str) -> bool {
    let parts = email.split(['@', '.', '-', '_', '+']).chain(name.split_whitespace());
    let known: Vec<&str> = [email, name].into_iter().chain(parts).filter(|part| !part.is_empty()).collect();
    zxcvbn(password, &known).guesses() <= GUESSES
}

fn argon() -> Argon2<'static> {
    let (memory, passes, lanes) = COST;
    let params = Params::new(memory, passes, lanes, None).unwrap_or_default();
    Argon2::new(Algorithm::Argon2id, Version::V0x13, params)
}

fn hash(password: &[u8]) -> Result<String, argon2::password_hash::Error> {
    let salt: [u8; 16] = rand::random();
    Ok(argon().hash_password_with_salt(password, &salt)?.to_string())
}

fn is_weak(hash: &PasswordHash) -> bool {
    let (memory, passes, lanes) = COST;
    let Ok(params) = Params::try_from(hash) else {
        return true;
    };
    hash.algorithm.as_str() != "argon2id"
        || params.m_cost() < memory
        || params.t_cost() < passes
        || params.p_cost() < lanes
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn a_password_is_known_again_and_another_is_not() {
        let passwords = Passwords::default();
        let stored = passwords.hash("correct horse").await.unwrap();
        assert!(stored.starts_with("$argon2id$v=19$m=19456,t=2,p=1$"));
        let right = passwords.check(Some(stored.clone()), "correct horse").await.unwrap();
        assert_eq!(right, Checked { correct: true, rehash: false });
        assert!(!passwords.check(Some(stored.clone()), "correct horsf").await.unwrap().correct);
        assert_ne!(stored, passwords.hash("correct horse").await.unwrap(), "each has its own salt");
    }

    #[tokio::test]
    async fn nobody_has_no_password_and_a_broken_hash_matches_nothing() {
        let passwords = Passwords::default();
        assert!(!passwords.check(None, "").await.unwrap().correct);
        assert!(!passwords.check(Some("not a hash".into()), "not a hash").await.unwrap().correct);
    }

    #[tokio::test]
    async fn a_weaker_hash_is_accepted_and_asks_for_another() {
        let weak = Argon2::new(Algorithm::Argon2id, Version::V0x13, Params::new(8 * 1024, 1, 1, None).unwrap());
        let stored = weak.hash_password_with_salt(b"an old password", b"a salt of sixteen").unwrap().to_string();
        let checked = Passwords::default().check(Some(stored), "an old password").await.unwrap();
        assert_eq!(checked, Checked { correct: true, rehash: true });
    }

    #[tokio::test]
    async fn weak_passwords_are_refused_with_their_field() {
        let passwords = Passwords::default();
        let refused = async |password: &str| {
            let judged = passwords.acceptable("newPassword", password, "maria.silva@example.com", "Maria Souza").await;
            judged.err().map(|error| error.errors()[0].message.clone())
        };
        assert_eq!(refused("short").await.as_deref(), Some("at least 8 characters"));
        assert_eq!(refused(&"x".repeat(129)).await.as_deref(), Some("at most 128 characters"));
        assert_eq!(refused("Maria.Silva@example.com").await.as_deref(), Some("must not be the e-mail"));
        assert_eq!(refused("maria.silva").await.as_deref(), Some("must not be the e-mail"));
        for common in ["Password1", "QWERTYuiop", "12345678", "aaaaaaaaaa", "iloveyou", "maria souza"] {
            assert_eq!(refused(common).await.as_deref(), Some("too common"), "{common}");
        }
        assert_eq!(refused("cafeção9").await, None, "characters are counted, not bytes");
        assert_eq!(refused("uma frase comprida").await, None);
        assert_eq!(refused(&draw()).await, None);
    }
}
