//! One test for each row of SPEC 5.3.

mod agent;
mod end;
mod greeting;
mod menu;
mod pause;
mod queue;
mod suggestion;
