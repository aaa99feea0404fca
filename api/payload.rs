//! JSON in and out: the one extractor, and the few shapes of an answer.

mod body;
mod fields;
mod objects;
mod parse;
mod plain;
mod reply;

pub use body::{Body, LIMIT};
pub(crate) use body::{discard, read};
pub use fields::{Id, given};
pub(crate) use parse::read_value;
pub use plain::Plain;
pub(crate) use reply::NEXT_CURSOR;
pub use reply::{Checked, Created, Fresh, Link, List, NoContent, Page, Reply};

#[cfg(test)]
mod tests;
