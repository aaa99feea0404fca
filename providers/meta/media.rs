//! Files at META: uploaded before they are sent, and asked for by id before they are read.

use std::time::Duration;

use domain::id::new_id;
use domain::message::MessageType;
use domain::send::{SendClass, SendFailure};
use serde_json::{Value, json};
use url::Url;

use super::api::{authorised, node};
use crate::credentials::ChannelAccess;
use crate::error::{from_broken, meta_failure, url_with};
use crate::http::{Broken, Call, Http, Method, Rules, same_origin};
use crate::json::{integer, text};
use crate::media::{Attachment, Download, FetchClass, FetchFailure};

const UPLOAD: Duration = Duration::from_mins(1);
/// Where META keeps files, whatever the answer says.
const HOSTS: [&str; 4] = [".fbcdn.net", ".facebook.com", ".whatsapp.net", ".fbsbx.com"];

/// The object of a message with a file.
pub(super) fn content(file: &Attachment, caption: &str) -> (&'static str, Value) {
    let kind = match file.kind {
        MessageType::Image => "image",
        MessageType::Video => "video",
        MessageType::Audio => "audio",
        MessageType::Document | MessageType::Text => "document",
    };
    let mut content = json!({ "id": file.uploaded_id });
    if !caption.is_empty() && kind != "audio" {
        content["caption"] = caption.into();
    }
    if let Some(name) = file.file_name.as_ref().filter(|_| kind == "document") {
        content["filename"] = name.as_str().into();
    }
    if file.voice {
        content["voice"] = true.into();
    }
    (kind, content)
}

pub(super) async fn upload(
    http: &Http,
    version: &str,
    channel: &ChannelAccess,
    file: &Attachment,
) -> Result<String, SendFailure> {
    let boundary = format!("file-{}", new_id().simple());
    let mut call = Call::new(Method::POST, node(version, channel, &["media"]))
        .header("content-type", format!("multipart/form-data; boundary={boundary}"));
    call.body = Some(form(&boundary, file));
    call.timeout = Some(UPLOAD);
    // The customer sees nothing of an upload: that it broke off says that nothing was sent.
    let answer = http.call(authorised(channel, call)).await.map_err(|broken| match broken {
        Broken::NotSent(detail) | Broken::Unknown(detail) => from_broken(Broken::NotSent(detail)),
    })?;
    let failed = |failure: SendFailure| {
        let class = if failure.class == SendClass::Unknown { SendClass::NotSent } else { failure.class };
        SendFailure { class, ..failure }
    };
    if !answer.is_success() {
        return Err(failed(meta_failure(&answer)));
    }
    let id = text(&answer.json(), "/id").map(str::to_owned);
    id.ok_or_else(|| from_broken(Broken::NotSent("the upload was answered without an id".to_owned())))
}

fn form(boundary: &str, file: &Attachment) -> Vec<u8> {
    // No quote and no line break of a customer's name may end the header.
    let name: String =
        file.file_name.as_deref().unwrap_or("file").chars().filter(|c| !"\"\\\r\n".contains(*c)).collect();
    let mut form = Vec::with_capacity(file.bytes.len() + 1024);
    for (field, value) in [("messaging_product", "whatsapp"), ("type", file.mime.as_str())] {
        let part = format!("--{boundary}\r\ncontent-disposition: form-data; name=\"{field}\"\r\n\r\n{value}\r\n");
        form.extend_from_slice(part.as_bytes());
    }
    let head = format!(
        "--{boundary}\r\ncontent-disposition: form-data; name=\"file\"; filename=\"{name}\"\r\ncontent-type: {}\r\n\r\n",
        file.mime
    );
    form.extend_from_slice(head.as_bytes());
    form.extend_from_slice(&file.bytes);
    form.extend_from_slice(format!("\r\n--{boundary}--\r\n").as_bytes());
    form
}

pub(super) async fn fetch(
    http: &Http,
    version: &str,
    channel: &ChannelAccess,
    reference: &Value,
) -> Result<Download, FetchFailure> {
    let id = text(reference, "/id").ok_or_else(|| FetchFailure::new(FetchClass::Gone, "the event named no file"))?;
    let version = channel.api_version.as_deref().unwrap_or(version);
    let call = Call::get(url_with(&channel.base_url, &[version, id]));
    let answer = http.call(authorised(channel, call)).await;
    let answer = answer.map_err(|broken| FetchFailure::new(FetchClass::Retry, broken.to_string()))?;
    let body = answer.json();
    if !answer.is_success() {
        // 100 with 33: no such object, or no longer.
        let gone = answer.status == 404 || integer(&body, "/error/error_subcode") == Some(33);
        let class = if gone { FetchClass::Gone } else { FetchClass::Retry };
        return Err(FetchFailure::new(class, format!("answered {}", answer.status)));
    }
    let url = text(&body, "/url").and_then(|url| Url::parse(url).ok());
    let url = url.ok_or_else(|| FetchFailure::new(FetchClass::Retry, "the answer names no address"))?;
    let allowed = |url: &Url| may_be_at(url, &channel.base_url);
    let secret = channel.credentials.access_token.as_ref().map(|token| ("authorization", format!("Bearer {token}")));
    let mut download = http.download(url, &Rules { allowed: &allowed, secret, trusted: &allowed }).await?;
    download.sha256 = text(&body, "/sha256").filter(|hash| hash.len() == 64).map(str::to_lowercase);
    Ok(download)
}

fn may_be_at(url: &Url, base: &Url) -> bool {
    let host = url.host_str().unwrap_or_default();
    same_origin(url, base) || (url.scheme() == "https" && HOSTS.iter().any(|known| host.ends_with(known)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn files_are_at_metas_own_hosts_or_at_the_configured_one() {
        let base = Url::parse("http://graph.test:8080/sandbox/meta").unwrap();
        let at = |url: &str| may_be_at(&Url::parse(url).unwrap(), &base);
        assert!(at("https://lookaside.fbsbx.com/whatsapp_business/attachments/?mid=1"));
        assert!(at("https://scontent.xx.fbcdn.net/v/t1") && at("http://graph.test:8080/v25.0/1/bytes"));
        for elsewhere in [
            "http://lookaside.fbsbx.com/1",
            "https://fbcdn.net.evil.test/1",
            "https://evilfbcdn.net/1",
            "http://graph.test/1",
            "https://169.254.169.254/latest",
        ] {
            assert!(!at(elsewhere), "{elsewhere}");
        }
    }
}
