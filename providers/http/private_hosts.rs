//! The installation's list of private places that its channels may talk to (`PROVIDER_PRIVATE_HOSTS`).

use std::net::IpAddr;
use std::str::FromStr;

use ipnet::IpNet;
use url::{Host, Url};

use super::address::is_private;

/// Host names, addresses and networks that are reachable although they are private. Empty = none.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct PrivateHosts {
    all: bool,
    names: Vec<String>,
    networks: Vec<IpNet>,
}

/// An entry of the list that is neither a name, an address nor a network.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("`{0}` is no host name, address or CIDR network (write it without scheme and port)")]
pub struct InvalidPrivateHost(pub String);

/// Why a URL may not be used as a provider's address.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum UrlRefused {
    #[error("only http and https addresses are possible")]
    Scheme,
    #[error("an address must not hold a user name or password")]
    UserInfo,
    #[error("the address has no host")]
    NoHost,
    #[error("the address is private and not in the installation's list of private hosts")]
    Private,
}

impl PrivateHosts {
    /// Every private host is allowed.
    pub fn all() -> Self {
        Self { all: true, ..Self::default() }
    }

    /// No private host is allowed.
    pub fn none() -> Self {
        Self::default()
    }

    /// Whether `host` is listed by its name. What it resolves to does not matter then.
    pub(crate) fn allows_name(&self, host: &str) -> bool {
        let host = plain(host);
        self.all || self.names.contains(&host)
    }

    /// Whether `address` is public or listed.
    pub(crate) fn allows_address(&self, address: IpAddr) -> bool {
        self.all || !is_private(address) || self.networks.iter().any(|network| network.contains(&address))
    }
}

impl FromStr for PrivateHosts {
    type Err = InvalidPrivateHost;

    /// A comma list of names, addresses and CIDR networks; `*` = all.
    fn from_str(list: &str) -> Result<Self, Self::Err> {
        let mut hosts = Self::default();
        for entry in list.split(',').map(str::trim).filter(|entry| !entry.is_empty()) {
            let bare = entry.trim_start_matches('[').trim_end_matches(']');
            if entry == "*" {
                hosts.all = true;
            } else if let Ok(network) = bare.parse::<IpNet>() {
                hosts.networks.push(network);
            } else if let Ok(address) = bare.parse::<IpAddr>() {
                hosts.networks.push(IpNet::from(address));
            } else if let Ok(Host::Domain(name)) = Host::parse(entry) {
                hosts.names.push(plain(&name));
            } else {
                return Err(InvalidPrivateHost(entry.to_owned()));
            }
        }
        Ok(hosts)
    }
}

/// Check a URL that somebody entered or a provider named. Names are only judged by what they say here; what they resolve to is checked
/// again at each connect.
pub fn check_url(url: &Url, allowed: &PrivateHosts) -> Result<(), UrlRefused> {
    if !matches!(url.scheme(), "http" | "https") {
        return Err(UrlRefused::Scheme);
    }
    if !url.username().is_empty() || url.password().is_some() {
        return Err(UrlRefused::UserInfo);
    }
    let permitted = match url.host().ok_or(UrlRefused::NoHost)? {
        Host::Ipv4(address) => allowed.allows_address(address.into()),
        Host::Ipv6(address) => allowed.allows_address(address.into()),
        Host::Domain(name) => allowed.allows_name(name) || !is_local_name(name) || allowed.allows_loopback(),
    };
    if permitted { Ok(()) } else { Err(UrlRefused::Private) }
}

impl PrivateHosts {
    fn allows_loopback(&self) -> bool {
        self.allows_address(IpAddr::from([127, 0, 0, 1])) || self.allows_address(std::net::Ipv6Addr::LOCALHOST.into())
    }
}

fn is_local_name(name: &str) -> bool {
    let name = plain(name);
    name.is_empty() || name == "localhost" || name.rsplit('.').next() == Some("localhost")
}

fn plain(host: &str) -> String {
    host.trim_end_matches('.').to_ascii_lowercase()
}
