//! The session behind a channel: started, stopped, and linked to a phone by a QR code.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use domain::send::{SendClass, SendFailure};
use serde_json::{Value, json};

use super::api::{authorised, check, get, read_failure};
use crate::credentials::ChannelAccess;
use crate::error::{from_broken, url_with};
use crate::http::{Call, Http};
use crate::json::text;
use crate::provider::{ChannelReport, QrFormat, SessionAction};

const PNG: &[u8] = b"\x89PNG\r\n\x1a\n";

pub(super) async fn change(
    http: &Http,
    channel: &ChannelAccess,
    action: SessionAction,
) -> Result<ChannelReport, SendFailure> {
    let word = match action {
        SessionAction::Start => "start",
        SessionAction::Stop => "stop",
        SessionAction::Restart => "restart",
        SessionAction::Logout => "logout",
    };
    let url = url_with(&channel.base_url, &["api", "sessions", &channel.external_key, word]);
    let answer = http.call(authorised(channel, Call::post(url, &json!({})))).await.map_err(from_broken)?;
    if !answer.is_success() {
        return Err(read_failure(&answer));
    }
    check(http, channel).await
}

pub(super) async fn qr(http: &Http, channel: &ChannelAccess, format: QrFormat) -> Result<Vec<u8>, SendFailure> {
    let path = ["api", &channel.external_key, "auth", "qr"];
    let format_name = match format {
        QrFormat::Png => "image",
        QrFormat::Raw => "raw",
    };
    let answer = get(http, channel, &path, &[("format", format_name)]).await?;
    if !answer.is_success() {
        return Err(read_failure(&answer));
    }
    let said = answer.json();
    let found = match format {
        QrFormat::Raw => text(&said, "/value").map(|code| code.as_bytes().to_vec()),
        // Some servers wrap the picture in JSON. Whatever comes, nothing but a picture is handed on.
        QrFormat::Png => Some(picture(&said).unwrap_or(answer.body)).filter(|bytes| bytes.starts_with(PNG)),
    };
    found.ok_or_else(|| SendFailure {
        class: SendClass::Other,
        provider_code: None,
        http_status: Some(answer.status),
        detail: Some("the answer holds no QR code".to_owned()),
        retry_after: None,
    })
}

fn picture(said: &Value) -> Option<Vec<u8>> {
    STANDARD.decode(text(said, "/data")?).ok()
}
