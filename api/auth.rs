//! Who is asking: passwords, tokens, and the principal that endpoints receive.

pub mod actor;
pub mod cookie;
pub mod password;
pub mod principal;
pub mod scheme;
pub mod scope;
pub mod token;

pub use actor::Actor;
pub use password::Passwords;
pub use principal::{Account, Accounts, AccountsError, KeyAccount, KeyPrincipal, Principal};
pub use scheme::{Auth, Caller, User, Who};
pub use scope::{Scope, need};
pub use token::{Claims, Holder, Tokens};

/// Every API key begins so, and no token does.
pub const KEY_PREFIX: &str = "wpc_";
