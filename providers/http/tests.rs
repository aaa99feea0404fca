use std::sync::Arc;
use std::time::Duration;

use reqwest::dns::Resolve as _;
use url::Url;

use super::address::is_private;
use super::client::GuardedResolver;
use super::*;
use crate::testing::Server;

fn guarded(list: &str) -> Http {
    Http::new(HttpConfig { timeout: Duration::from_secs(2), private_hosts: list.parse().unwrap() }).unwrap()
}

fn url(text: &str) -> Url {
    text.parse().unwrap()
}

#[test]
fn private_addresses_are_recognised_in_every_dress() {
    for address in [
        "127.0.0.1",
        "127.255.0.1",
        "10.0.0.1",
        "172.16.0.1",
        "172.31.255.255",
        "192.168.1.1",
        "169.254.169.254",
        "100.64.0.1",
        "100.127.255.255",
        "0.0.0.0",
        "0.1.2.3",
        "224.0.0.1",
        "239.1.1.1",
        "240.0.0.1",
        "255.255.255.255",
        "192.0.0.1",
        "198.18.0.1",
        "::",
        "::1",
        "fe80::1",
        "fc00::1",
        "fd12::1",
        "fec0::1",
        "ff02::1",
        "::ffff:127.0.0.1",
        "::ffff:10.0.0.1",
        "::127.0.0.1",
        "64:ff9b::7f00:1",
        "2002:7f00:1::",
        "2002:a00:1::1",
        "2001::1",
        "2001:db8::1",
    ] {
        assert!(is_private(address.parse().unwrap()), "{address}");
    }
    for address in
        ["8.8.8.8", "172.15.0.1", "172.32.0.1", "100.63.0.1", "100.128.0.1", "2606:4700::1111", "::ffff:8.8.8.8"]
    {
        assert!(!is_private(address.parse().unwrap()), "{address}");
    }
}

#[test]
fn what_an_administrator_may_enter() {
    let none = PrivateHosts::none();
    for (text, refused) in [
        ("ftp://example.com/", UrlRefused::Scheme),
        ("file:///etc/passwd", UrlRefused::Scheme),
        ("https://user@example.com/", UrlRefused::UserInfo),
        ("https://user:pass@example.com/", UrlRefused::UserInfo),
        ("http://127.0.0.1/", UrlRefused::Private),
        ("http://2130706433/", UrlRefused::Private),
        ("http://0x7f.1/", UrlRefused::Private),
        ("http://[::1]:3000/", UrlRefused::Private),
        ("http://[::ffff:10.0.0.1]/", UrlRefused::Private),
        ("http://localhost:3000/", UrlRefused::Private),
        ("http://LOCALHOST./", UrlRefused::Private),
        ("http://a.localhost/", UrlRefused::Private),
    ] {
        assert_eq!(check_url(&url(text), &none), Err(refused), "{text}");
    }
    assert_eq!(check_url(&url("https://waha.example.com:3000/x"), &none), Ok(()));
    assert_eq!(check_url(&url("http://8.8.8.8/"), &none), Ok(()));
    for list in ["*", "localhost", "127.0.0.1", "127.0.0.0/8", "other, localhost"] {
        assert_eq!(check_url(&url("http://localhost:3000/"), &list.parse().unwrap()), Ok(()), "{list}");
    }
    let lan: PrivateHosts = "10.1.0.0/16, waha, [::1]".parse().unwrap();
    assert_eq!(check_url(&url("http://10.1.2.3/"), &lan), Ok(()));
    assert_eq!(check_url(&url("http://[::1]/"), &lan), Ok(()));
    assert_eq!(check_url(&url("http://10.2.2.3/"), &lan), Err(UrlRefused::Private));
    assert_eq!(check_url(&url("https://user@10.1.2.3/"), &PrivateHosts::all()), Err(UrlRefused::UserInfo));
    assert!("http://waha".parse::<PrivateHosts>().is_err());
    assert!("10.0.0.0/33".parse::<PrivateHosts>().is_err());
}

#[tokio::test]
async fn a_private_address_is_not_connected_to() {
    let server = Server::answering(200, "{}").await;
    let port = server.url.port().unwrap();
    for host in ["127.0.0.1", "localhost", "[::ffff:127.0.0.1]", "2130706433"] {
        let broken = guarded("").call(Call::get(url(&format!("http://{host}:{port}/")))).await.unwrap_err();
        assert!(matches!(broken, Broken::NotSent(_)), "{host} {broken:?}");
    }
    assert!(server.seen().is_empty());
}

#[tokio::test]
async fn a_name_is_judged_by_what_it_resolves_to() {
    let found = |list: &str| {
        let resolver = GuardedResolver { private_hosts: Arc::new(list.parse().unwrap()) };
        resolver.resolve("localhost".parse().unwrap())
    };
    assert!(found("").await.is_err());
    assert!(found("10.0.0.0/8, other.test").await.is_err());
    for list in ["127.0.0.0/8", "LOCALHOST", "*"] {
        let addresses: Vec<_> = found(list).await.unwrap().collect();
        assert!(addresses.iter().any(|address| address.ip().is_loopback()), "{list}");
    }
    // Only what is listed comes through, not everything the name has.
    assert!(found("127.0.0.0/8").await.unwrap().all(|address| address.is_ipv4()));
}

#[tokio::test]
async fn what_the_installation_lists_is_reached() {
    let server = Server::answering(200, "{}").await;
    let port = server.url.port().unwrap();
    for (list, host) in [
        ("*", "localhost"),
        ("localhost", "localhost"),
        ("127.0.0.0/8", "localhost"),
        ("127.0.0.1", "127.0.0.1"),
        ("*", "127.0.0.1"),
    ] {
        let answer = guarded(list).call(Call::get(url(&format!("http://{host}:{port}/")))).await.unwrap();
        assert_eq!(answer.status, 200, "{list} {host}");
    }
}

#[tokio::test]
async fn a_redirect_is_an_answer_and_not_followed() {
    let target = Server::answering(200, "{}").await;
    let location: &'static str = Box::leak(format!("Location: {}\r\n", target.url).into_boxed_str());
    let server = Server::start(vec![crate::testing::Behaviour::Answer(307, location, String::new())]).await;
    let answer = guarded("*").call(Call::get(server.url.clone())).await.unwrap();
    assert_eq!(answer.status, 307);
    assert!(target.seen().is_empty());
}

#[test]
fn retry_after_is_seconds_or_a_date_by_the_servers_own_clock() {
    let now = Some("Tue, 24 Nov 2026 10:00:00 GMT");
    let seconds = |seconds| Some(Duration::from_secs(seconds));
    for (value, answered_at, expected) in [
        ("120", None, seconds(120)),
        ("0", now, seconds(0)),
        ("Tue, 24 Nov 2026 10:01:30 GMT", now, seconds(90)),
        ("Tuesday, 24-Nov-26 10:01:30 GMT", now, seconds(90)),
        ("Tue Nov 24 10:01:30 2026", now, seconds(90)),
        // Over already: at once.
        ("Tue, 24 Nov 2026 09:00:00 GMT", now, seconds(0)),
        // A server that does not say what time it is cannot be asked what it means.
        ("Tue, 24 Nov 2026 10:01:30 GMT", None, None),
        ("soon", now, None),
        ("-5", now, None),
        ("", now, None),
    ] {
        assert_eq!(super::client::retry_after(value, answered_at), expected, "{value:?}");
    }
}
