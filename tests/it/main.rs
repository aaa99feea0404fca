//! One integration binary: it drives the real program, on the profile that `WPP_TEST_PROFILE` names.

#![expect(clippy::unwrap_used, reason = "a test may; clippy sees only the functions marked as tests")]

#[expect(dead_code, unused_imports, reason = "the harness offers more than the themes use so far")]
mod harness;

mod agreement;
mod audit;
mod bad_input;
mod bot;
mod bursts;
mod channel_health;
mod channels;
mod contacts;
mod crashes;
mod deadlines;
mod desk;
mod details;
mod dialects;
mod duplicates;
mod erasure;
mod events;
mod fairness;
mod flows;
mod harness_itself;
mod idempotency;
mod identities;
mod isolation;
mod kept;
mod keys;
mod lag;
mod load;
mod login;
mod lossy;
mod media;
mod message_signs;
mod message_types;
mod metrics;
mod names;
mod night;
mod operations;
mod ops;
mod order;
mod outages;
mod poison;
mod presence;
mod privileges;
mod process;
mod queues;
mod realtime;
mod replicas;
mod returning;
mod routing;
mod secrets;
mod sending;
mod sequence;
mod settings;
mod shapes;
mod signatures;
mod team;
mod templates;
mod walls;
mod webhooks_out;
mod wire;
