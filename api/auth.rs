//! Who is asking: passwords, tokens, and the principal that endpoints receive.

pub mod common;
pub mod cookie;
pub mod password;
pub mod principal;
pub mod scheme;
pub mod token;

pub use password::Passwords;
pub use principal::{Account, Accounts, AccountsError, KeyAccount, KeyPrincipal, Principal, Scope};
pub use scheme::{Auth, Caller, User, Who};
pub use token::{Claims, Holder, Tokens};

/// Every API key begins so, and no token does.
pub const KEY_PREFIX: &str = "wpc_";
