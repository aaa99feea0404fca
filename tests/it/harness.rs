//! The program as its users meet it: real processes, real databases, a phone and a browser's socket.
//!
//! `App::start` gives every test an installation of its own. Set `WPP_TEST_PROFILE` to `cluster` for PostgreSQL and
//! Redis (`scripts/services start` prints the addresses it needs), `WPP_TEST_LOG` for another `LOG_LEVEL`, and `WPP_TEST_LONG`
//! to 1 for load tests in their full length.

mod api;
mod app;
mod company;
mod files;
mod phone;
mod process;
mod provider;
mod receiver;
mod s3;
mod server;
mod services;
mod signed;
mod socket;
mod sql;
mod sqlite;
mod waha;
mod wait;

pub(crate) use api::{Answer, Api, client};
pub(crate) use app::{App, BOOTSTRAP_TOKEN, Setup};
pub(crate) use company::{Company, PASSWORD, Person};
pub(crate) use files::{FileServer, PNG};
pub(crate) use phone::{Phone, Received};
pub(crate) use process::{Process, is_long};
pub(crate) use provider::{ProviderLine, ProviderServer};
pub(crate) use receiver::{Got, Manner, Receiver};
pub(crate) use s3::{BUCKET, S3Server};
pub(crate) use server::PostgresServer;
pub(crate) use services::{Postgres, Profile, Redis};
pub(crate) use signed::{Delivery, WahaEvent, meta_webhook, sandbox_webhook, waha_webhook};
pub(crate) use socket::{Frame, Socket};
pub(crate) use sql::Sql;
pub(crate) use waha::{Taken, WahaServer};
pub(crate) use wait::{PATIENCE, wait_until};
