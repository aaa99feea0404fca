//! The composition root: it reads the settings, knows both profiles, and starts whatever the command line asks for.

pub mod boot;
pub mod cli;
pub mod config;
pub mod doctor;
pub mod profile;
pub mod shutdown;
pub mod telemetry;
