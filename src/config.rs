//! Every setting of the program, checked before anything starts. Nothing else reads the environment.
//!
//! Defaults give way to `.env` in the working directory, and that to the environment; an empty value is no value.
//! `.env.example` explains each variable; a test compares it with what is read here.

mod database;
mod http;
mod log;
mod media;
mod problem;
mod rates;
mod reader;
mod retention;
mod secret;
mod security;
mod sending;
mod webhooks;
mod whatsapp;
mod workers;

use std::io;
use std::path::{Path, PathBuf};
use std::time::Duration;

pub use database::{Database, Pools};
pub use http::{Http, Mode};
pub use log::{Log, LogFormat};
pub use media::{Media, MediaStore, S3};
pub use problem::{ConfigError, Problem};
pub use rates::Rates;
pub use reader::Values;
pub use retention::Retention;
pub use secret::{Key, Secret};
pub use security::Security;
pub use sending::Sending;
pub use webhooks::Webhooks;
pub use whatsapp::{Meta, Waha, WhatsApp};
pub use workers::Workers;

use jobs::Faults;
use reader::Reader;

use crate::profile::Profile;

/// Every setting. It holds secrets, so it has no `Debug`.
#[derive(Clone)]
pub struct Config {
    pub profile: Profile,
    /// Home of the `SQLite` files, of generated secrets and, unless told otherwise, of media.
    pub data_dir: PathBuf,
    pub mode: Mode,
    pub database: Database,
    pub http: Http,
    pub security: Security,
    pub whatsapp: WhatsApp,
    pub webhooks: Webhooks,
    pub media: Media,
    pub sending: Sending,
    pub workers: Workers,
    pub retention: Retention,
    pub rates: Rates,
    pub log: Log,
    /// How long a stop may take: sockets are closed and work in hand is finished or given back.
    pub shutdown_grace: Duration,
    /// For rehearsals: this process lives so far in the future.
    pub clock_offset: Duration,
    /// For tests: what happens to the jobs that this process pushes.
    pub queue_faults: Option<Faults>,
}

/// Read the settings of this process. `default_port` holds when `PORT` is unset.
///
/// An embedded installation draws its missing secrets here and keeps them in its data directory.
pub fn load(default_port: u16) -> Result<Config, ConfigError> {
    let values = merge(dotenv(Path::new(".env"))?, environment());
    parse(&values, default_port, &mut |directory, file| {
        secret::load_or_draw(directory, file, |bytes| rand::fill(bytes))
    })
}

/// Gives the secret kept in a file of the data directory.
type Draw<'a> = &'a mut dyn FnMut(&Path, &str) -> io::Result<String>;

fn parse(values: &Values, default_port: u16, draw: Draw<'_>) -> Result<Config, ConfigError> {
    let mut reader = Reader::new(values);
    let config = sections(&mut reader, default_port, draw);
    reader.finish(config)
}

fn sections(reader: &mut Reader<'_>, default_port: u16, draw: Draw<'_>) -> Option<Config> {
    let chosen = database::choose_profile(reader);
    let profile = reader.profile;
    let data_dir = PathBuf::from(reader.text("WPPC_DATA_DIR").unwrap_or_else(|| "./data".to_owned()));

    let database = database::read(reader, &data_dir);
    let mode = http::mode(reader);
    let whatsapp = whatsapp::read(reader);
    let http = http::read(reader, default_port, whatsapp.waha.is_remote());
    let webhooks = webhooks::read(reader, &whatsapp.waha);
    let media = media::read(reader, &data_dir);
    let sending = sending::read(reader);
    let workers = workers::read(reader);
    let retention = retention::read(reader);
    let rates = rates::read(reader);
    let log = log::read(reader);
    let shutdown_grace = Duration::from_secs(reader.number("SHUTDOWN_GRACE_SECONDS", profile.pick(10, 30)));
    let clock_offset = Duration::from_secs(reader.number("WPPC_CLOCK_OFFSET_SECONDS", 0));
    let expected = "as drop=0.3,double=0.3,delay=0.3,longest=40,seed=7";
    let queue_faults = reader.parse("WPPC_QUEUE_FAULTS", expected, |text| text.parse().ok());
    // Last, so that nothing is drawn for an installation that will not start.
    let security = security::read(reader, mode, &data_dir, draw);

    chosen.then_some(())?;
    Some(Config {
        profile,
        data_dir,
        mode,
        database: database?,
        http: http?,
        security: security?,
        whatsapp,
        webhooks,
        media: media?,
        sending,
        workers,
        retention,
        rates,
        log,
        shutdown_grace,
        clock_offset,
        queue_faults,
    })
}

/// The later layer wins; an empty value in it hides nothing.
fn merge(mut below: Values, above: Values) -> Values {
    below.extend(above.into_iter().filter(|(_, text)| !text.trim().is_empty()));
    below
}

/// A missing file is an empty one.
fn dotenv(path: &Path) -> Result<Values, ConfigError> {
    let unreadable = |error: dotenvy::Error| {
        // The error quotes the line, which may hold a secret.
        let place = match error {
            dotenvy::Error::LineParse(_, index) => format!("a line is not NAME=value, near its character {index}"),
            _ => "the file cannot be read".to_owned(),
        };
        ConfigError { problems: vec![Problem { variable: path.display().to_string(), expected: place }] }
    };
    match dotenvy::from_path_iter(path) {
        Ok(lines) => lines.collect::<Result<_, _>>().map_err(unreadable),
        Err(error) if error.not_found() => Ok(Values::new()),
        Err(error) => Err(unreadable(error)),
    }
}

fn environment() -> Values {
    let text = |name: std::ffi::OsString| name.to_string_lossy().into_owned();
    std::env::vars_os().map(|(name, value)| (text(name), text(value))).collect()
}

#[cfg(test)]
mod tests;
