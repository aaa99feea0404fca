//! The one HTTP client. Everything that leaves for an address somebody can configure goes through it: no ambient proxy, no redirects,
//! bounded time, bounded answers, and no private address unless the installation allows it.

mod address;
mod client;
mod download;
mod private_hosts;

pub use client::{Answer, Broken, Call, Http, HttpConfig, Method};
pub(crate) use download::{Rules, same_origin};
pub use private_hosts::{InvalidPrivateHost, PrivateHosts, UrlRefused, check_url};

#[cfg(test)]
mod tests;
