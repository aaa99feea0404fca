//! Who is at the other end, as far as the proxies in front of us can be believed.

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr};

use ipnet::IpNet;
use poem::Request;
use poem::web::RemoteAddr;

/// The client's address: the right-most hop that is not one of our proxies.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ClientAddress(pub IpAddr);

impl ClientAddress {
    /// What one client counts as: an IPv6 subscriber has a whole /64.
    pub fn bucket(self) -> String {
        match self.0 {
            IpAddr::V4(address) => address.to_string(),
            IpAddr::V6(address) => {
                let [a, b, c, d, ..] = address.segments();
                format!("{}/64", Ipv6Addr::new(a, b, c, d, 0, 0, 0, 0))
            }
        }
    }
}

/// The networks of `TRUSTED_PROXIES`.
#[derive(Debug, Clone, Default)]
pub struct TrustedProxies(pub Vec<IpNet>);

impl TrustedProxies {
    fn trusts(&self, address: IpAddr) -> bool {
        self.0.iter().any(|network| network.contains(&address))
    }

    pub(crate) fn client_of(&self, request: &Request) -> ClientAddress {
        let peer = peer(request).unwrap_or(IpAddr::V4(Ipv4Addr::UNSPECIFIED));
        let hops = request.headers().get_all("x-forwarded-for").iter().filter_map(|value| value.to_str().ok());
        ClientAddress(self.client(peer, &hops.collect::<Vec<_>>()))
    }

    /// Whether the client spoke TLS, as told by a proxy that we believe.
    pub(super) fn is_https(&self, request: &Request) -> bool {
        peer(request).is_some_and(|peer| self.trusts(peer))
            && request.header("x-forwarded-proto").is_some_and(|proto| proto.eq_ignore_ascii_case("https"))
    }

    fn client(&self, peer: IpAddr, forwarded: &[&str]) -> IpAddr {
        let mut client = peer;
        for hop in forwarded.iter().flat_map(|value| value.split(',')).collect::<Vec<_>>().into_iter().rev() {
            if !self.trusts(client) {
                break;
            }
            let Some(hop) = parse(hop.trim()) else {
                break;
            };
            client = hop;
        }
        client
    }
}

fn peer(request: &Request) -> Option<IpAddr> {
    let RemoteAddr(address) = request.remote_addr();
    address.as_socket_addr().map(|address| address.ip().to_canonical())
}

/// Some proxies write the port too.
fn parse(hop: &str) -> Option<IpAddr> {
    hop.parse::<IpAddr>()
        .or_else(|_| hop.parse::<SocketAddr>().map(|socket| socket.ip()))
        .or_else(|_| hop.trim_start_matches('[').trim_end_matches(']').parse())
        .ok()
        .map(|address: IpAddr| address.to_canonical())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn client(trusted: &[&str], peer: &str, forwarded: &[&str]) -> String {
        let trusted = TrustedProxies(trusted.iter().map(|network| network.parse().unwrap()).collect());
        trusted.client(peer.parse().unwrap(), forwarded).to_string()
    }

    #[test]
    fn a_stranger_cannot_choose_its_address() {
        assert_eq!(client(&[], "203.0.113.9", &["198.51.100.1"]), "203.0.113.9");
        assert_eq!(client(&["10.0.0.0/8"], "203.0.113.9", &["198.51.100.1"]), "203.0.113.9");
        assert_eq!(client(&["10.0.0.0/8"], "10.0.0.1", &["1.1.1.1, 203.0.113.9"]), "203.0.113.9");
    }

    #[test]
    fn the_right_most_untrusted_hop_is_the_client() {
        assert_eq!(client(&["10.0.0.0/8"], "10.0.0.1", &["1.1.1.1", "203.0.113.9, 10.0.0.2:8443"]), "203.0.113.9");
        assert_eq!(client(&["10.0.0.0/8"], "10.0.0.1", &["10.0.0.3"]), "10.0.0.3");
        assert_eq!(client(&["10.0.0.0/8"], "10.0.0.1", &["garbage, 10.0.0.2"]), "10.0.0.2");
        assert_eq!(client(&["::1/128"], "::1", &["[2001:db8::7]:443"]), "2001:db8::7");
        assert_eq!(client(&["10.0.0.0/8"], "10.0.0.1", &["::ffff:203.0.113.9"]), "203.0.113.9");
    }

    #[test]
    fn one_ipv6_subscriber_is_one_bucket() {
        let one = ClientAddress("2001:db8:1:2:3:4:5:6".parse().unwrap());
        let other = ClientAddress("2001:db8:1:2:ffff::1".parse().unwrap());
        assert_eq!(one.bucket(), other.bucket());
    }
}
