//! Where the program listens, and under which names others find it.

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr};

use ipnet::IpNet;
use url::Url;

use super::reader::Reader;

/// `NODE_ENV`: how strict the program is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Mode {
    Development,
    Production,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Http {
    pub bind: IpAddr,
    pub port: u16,
    /// Origins of dashboards served from elsewhere; empty = only our own.
    pub frontend_urls: Vec<Url>,
    /// The address of this installation in links and in webhook URLs, without a slash at the end.
    pub public_url: String,
    /// Given to the dashboard in place of its own origin.
    pub dashboard_api_url: Option<Url>,
    pub dashboard_ws_url: Option<Url>,
    /// Whose `X-Forwarded-For` is believed.
    pub trusted_proxies: Vec<IpNet>,
}

impl Http {
    pub fn address(&self) -> SocketAddr {
        SocketAddr::new(self.bind, self.port)
    }

    /// How this process reaches itself, whatever name others know it by.
    pub fn own_url(&self) -> String {
        let own = match self.bind {
            any if !any.is_unspecified() => any,
            IpAddr::V4(_) => IpAddr::V4(Ipv4Addr::LOCALHOST),
            IpAddr::V6(_) => IpAddr::V6(Ipv6Addr::LOCALHOST),
        };
        format!("http://{}", SocketAddr::new(own, self.port))
    }
}

pub(super) fn mode(reader: &mut Reader<'_>) -> Mode {
    let parse = |text: &str| match text {
        "development" | "test" => Some(Mode::Development),
        "production" => Some(Mode::Production),
        _ => None,
    };
    let default = reader.profile.pick(Mode::Development, Mode::Production);
    reader.parse("NODE_ENV", "development, test or production", parse).unwrap_or(default)
}

/// `remote_waha`: a WAHA server on another host must be able to reach our webhooks.
pub(super) fn read(reader: &mut Reader<'_>, default_port: u16, remote_waha: bool) -> Option<Http> {
    let profile = reader.profile;
    let everywhere = IpAddr::V4(Ipv4Addr::UNSPECIFIED);
    let own = if remote_waha { everywhere } else { IpAddr::V4(Ipv4Addr::LOCALHOST) };
    let bind = reader.parse("BIND_ADDRESS", "an address as 127.0.0.1 or 0.0.0.0", |text| text.parse().ok());
    let port = reader.parse("PORT", "a port from 1 to 65535", |text| text.parse().ok().filter(|port| *port > 0));
    let port = port.unwrap_or(default_port);

    let public_url = reader.url("PUBLIC_URL").map(|url| url.as_str().trim_end_matches('/').to_owned());
    let public_url =
        profile.pick(Some(format!("http://localhost:{port}")), None).filter(|_| public_url.is_none()).or(public_url);
    let public_url = reader.required_in_cluster("PUBLIC_URL", public_url, "webhook addresses and links are made of it");

    let ws_url =
        |text: &str| Url::parse(text).ok().filter(|url| matches!(url.scheme(), "ws" | "wss" | "http" | "https"));
    Some(Http {
        bind: bind.unwrap_or_else(|| profile.pick(own, everywhere)),
        port,
        frontend_urls: reader.urls("FRONTEND_URL"),
        dashboard_api_url: reader.url("NEXT_PUBLIC_API_URL"),
        dashboard_ws_url: reader.parse("NEXT_PUBLIC_WS_URL", "an address that starts with ws:// or wss://", ws_url),
        trusted_proxies: reader.networks("TRUSTED_PROXIES"),
        public_url: public_url?,
    })
}
