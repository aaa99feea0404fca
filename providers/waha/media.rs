//! Files at WAHA: sent inside the call, read from the server's own address.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use domain::message::MessageType;
use serde_json::{Value, json};
use url::{Host, Url};

use super::api::get;
use crate::credentials::ChannelAccess;
use crate::http::{Http, Rules, same_origin};
use crate::json::text;
use crate::media::{Attachment, Download, FetchClass, FetchFailure};

/// Put a file into the body of a send. Returns the call to make.
pub(super) fn add(body: &mut Value, file: &Attachment, caption: &str) -> &'static str {
    body["file"] = json!({
        "mimetype": file.mime,
        "filename": file.file_name,
        "data": STANDARD.encode(&file.bytes),
    });
    if !caption.is_empty() {
        body["caption"] = caption.into();
    }
    match file.kind {
        MessageType::Image => "sendImage",
        MessageType::Video => {
            body["convert"] = true.into();
            "sendVideo"
        }
        // What was recorded is shown as a voice message; a song is a file.
        MessageType::Audio if file.voice || matches!(file.mime.as_str(), "audio/ogg" | "audio/webm") => {
            body["convert"] = true.into();
            "sendVoice"
        }
        MessageType::Audio | MessageType::Document | MessageType::Text => "sendFile",
    }
}

pub(super) async fn fetch(http: &Http, channel: &ChannelAccess, reference: &Value) -> Result<Download, FetchFailure> {
    if let Some(url) = text(reference, "/url") {
        return by_url(http, channel, url).await;
    }
    let nameless = || FetchFailure::new(FetchClass::Gone, "the event named no file");
    let id = text(reference, "/messageId").ok_or_else(nameless)?;
    // Announced without an address: asked for by its message, the server fetches it now.
    let chat = id.split('_').nth(1).ok_or_else(nameless)?;
    let path = ["api", &channel.external_key, "chats", chat, "messages", id];
    let answer = get(http, channel, &path, &[("downloadMedia", "true")]).await;
    let answer = answer.map_err(|failure| {
        FetchFailure::new(FetchClass::Retry, failure.detail.unwrap_or_else(|| "no answer".to_owned()))
    })?;
    let body = answer.json();
    match (text(&body, "/media/data"), text(&body, "/media/url")) {
        (Some(data), _) => decoded(data),
        (None, Some(url)) => by_url(http, channel, url).await,
        (None, None) if answer.status == 404 => Err(nameless()),
        (None, None) => Err(FetchFailure::new(FetchClass::Retry, format!("answered {} without a file", answer.status))),
    }
}

async fn by_url(http: &Http, channel: &ChannelAccess, url: &str) -> Result<Download, FetchFailure> {
    let base = &channel.base_url;
    let url = Url::parse(url).map_err(|_| FetchFailure::new(FetchClass::Refused, "the event's address is none"))?;
    let media_host = channel.settings.media_host.as_deref();
    let url = if !same_origin(&url, base) && !is_media_host(&url, media_host) && is_this_machine(&url) {
        at_base(&url, base)
    } else {
        url
    };
    let allowed = |url: &Url| same_origin(url, base) || is_media_host(url, media_host);
    let trusted = |url: &Url| same_origin(url, base);
    let secret = channel.credentials.api_key.clone().map(|key| ("x-api-key", key));
    http.download(url, &Rules { allowed: &allowed, secret, trusted: &trusted }).await
}

/// The channel's second host: a name, or a name with a port.
fn is_media_host(url: &Url, media_host: Option<&str>) -> bool {
    let Some((wanted, host)) = media_host.zip(url.host_str()) else { return false };
    let wanted = wanted.trim_start_matches("https://").trim_start_matches("http://").trim_end_matches('/');
    match url.port_or_known_default() {
        Some(port) => wanted.eq_ignore_ascii_case(host) || wanted.eq_ignore_ascii_case(&format!("{host}:{port}")),
        None => wanted.eq_ignore_ascii_case(host),
    }
}

/// A server that does not know its own name calls itself this.
fn is_this_machine(url: &Url) -> bool {
    match url.host() {
        Some(Host::Domain(name)) => name == "localhost",
        Some(Host::Ipv4(address)) => address.is_loopback() || address.is_unspecified(),
        Some(Host::Ipv6(address)) => address.is_loopback() || address.is_unspecified(),
        None => false,
    }
}

/// The same file at the address by which we know the server.
fn at_base(url: &Url, base: &Url) -> Url {
    let mut moved = base.clone();
    moved.set_path(&format!("{}{}", base.path().trim_end_matches('/'), url.path()));
    moved.set_query(url.query());
    moved
}

/// The file inside a stored event.
pub(super) fn inline(body: &[u8]) -> Result<Download, FetchFailure> {
    let event: Value = serde_json::from_slice(body).unwrap_or_default();
    let data = text(&event, "/payload/media/data").or_else(|| text(&event, "/media/data"));
    data.map_or_else(|| Err(FetchFailure::new(FetchClass::Gone, "the event holds no file")), decoded)
}

fn decoded(data: &str) -> Result<Download, FetchFailure> {
    // Some engines write a data URL.
    let data = data.split_once("base64,").map_or(data, |(_, data)| data);
    let bytes = STANDARD.decode(data.trim());
    bytes
        .map(|bytes| Download::of_bytes(bytes.into()))
        .map_err(|_| FetchFailure::new(FetchClass::Gone, "the file in the event is not base64"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_server_that_calls_itself_localhost_is_asked_where_we_know_it() {
        let base = Url::parse("http://waha.internal:3000/one").unwrap();
        let url = Url::parse("http://localhost:3000/api/files/default/a.jpg?x=1").unwrap();
        assert!(is_this_machine(&url));
        assert_eq!(at_base(&url, &base).as_str(), "http://waha.internal:3000/one/api/files/default/a.jpg?x=1");
        assert!(!is_this_machine(&Url::parse("http://localhost.evil.test/").unwrap()));
    }

    #[test]
    fn the_media_host_is_meant_exactly() {
        let is = |url: &str, host: &str| is_media_host(&Url::parse(url).unwrap(), Some(host));
        assert!(is("https://files.test/a", "files.test") && is("http://files.test:9000/a", "files.test:9000"));
        assert!(is("https://files.test/a", "https://FILES.test/"));
        assert!(!is("https://evil-files.test/a", "files.test") && !is("http://files.test:9000/a", "files.test:9001"));
    }
}
