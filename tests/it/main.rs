//! One integration binary: it drives the real program, on the profile that `WPP_TEST_PROFILE` names.

#![expect(clippy::unwrap_used, reason = "a test may; clippy sees only the functions marked as tests")]

#[expect(dead_code, unused_imports, reason = "the harness offers more than the themes use so far")]
mod harness;

mod bad_input;
mod flows;
mod harness_itself;
mod process;
mod signatures;
mod walls;
