//! The program as its users meet it: real processes, real databases, a phone and a browser's socket.
//!
//! `App::start` gives every test an installation of its own. Set `WPP_TEST_PROFILE` to `cluster` for PostgreSQL and
//! Redis (`scripts/services start` prints the addresses it needs), `WPP_TEST_LOG` for another `LOG_LEVEL`.

mod api;
mod app;
mod company;
mod phone;
mod process;
mod services;
mod signed;
mod socket;
mod waha;
mod wait;

pub(crate) use api::{Answer, Api};
pub(crate) use app::{App, Setup};
pub(crate) use company::{Company, Person};
pub(crate) use phone::{Phone, Received};
pub(crate) use process::Process;
pub(crate) use services::{Postgres, Profile, Redis};
pub(crate) use signed::{WahaEvent, meta_webhook, sandbox_webhook, waha_webhook};
pub(crate) use socket::{Frame, Socket};
pub(crate) use waha::{Taken, WahaServer};
pub(crate) use wait::{PATIENCE, wait_until};
