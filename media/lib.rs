//! The bytes of attachments: where they are kept, what they really are, and what may be sent.
//!
//! The store knows no company's rows and no provider. Whoever streams something in gets back what was seen on the way: size, hash and
//! the kind of content. An object appears under its key when it is whole, and not before.

mod kind;
mod length;
mod rules;
mod store;
mod upload;

pub use kind::{Sniffed, sniff};
pub use rules::{Limits, Sendable, nature_fits, sendable, served_as, shown_inline};
pub use store::{MediaError, S3, Store, Stored};
pub use upload::{Kept, Upload};
