//! One integration binary: it drives the real program, on the profile that `WPP_TEST_PROFILE` names.

#![expect(clippy::unwrap_used, reason = "a test may; clippy sees only the functions marked as tests")]

#[expect(dead_code, unused_imports, reason = "the harness offers more than the themes use so far")]
mod harness;

mod agreement;
mod bad_input;
mod bot;
mod bursts;
mod crashes;
mod deadlines;
mod dialects;
mod duplicates;
mod flows;
mod harness_itself;
mod isolation;
mod names;
mod operations;
mod presence;
mod privileges;
mod process;
mod realtime;
mod returning;
mod routing;
mod signatures;
mod team;
mod walls;
