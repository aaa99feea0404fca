//! JSON in and out: the one extractor, and the few shapes of an answer.

mod body;
mod fields;
mod parse;
mod plain;
mod reply;

pub(crate) use body::read;
pub use body::{Body, LIMIT};
pub use fields::{Id, given};
pub use plain::Plain;
pub(crate) use reply::NEXT_CURSOR;
pub use reply::{Checked, Created, Link, List, NoContent, Page, Reply};

#[cfg(test)]
mod tests;
