//! The composition root: it reads the settings, knows both profiles, and starts whatever the command line asks for.

pub mod boot;
pub mod cli;
mod company;
pub mod config;
mod doctor;
mod documents;
pub mod profile;
mod seed;
pub mod shutdown;
pub mod telemetry;
