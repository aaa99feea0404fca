//! Rows into the objects of the API, a page at a time: the number of statements does not depend on the number of rows.

pub mod conversations;
pub mod messages;
