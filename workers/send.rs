//! Sending one message: what to do when it is not accepted.

pub mod policy;
