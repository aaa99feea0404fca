//! The cookie `wpc_media` (SPEC 9.4): images in the dashboard are plain `<img>`, which send no `Authorization`.

use poem::Request;
use poem::http::header;

/// Its name.
pub const MEDIA: &str = "wpc_media";

/// The value of `Set-Cookie`. `https`: sent over TLS only.
pub fn set_media(token: &str, seconds: i64, https: bool) -> String {
    let secure = if https { "; Secure" } else { "" };
    format!("{MEDIA}={token}; Path=/api/media; HttpOnly; SameSite=Strict; Max-Age={seconds}{secure}")
}

/// The token of a request's cookie.
pub fn media_token(request: &Request) -> Option<&str> {
    let cookies = request.headers().get_all(header::COOKIE).iter().filter_map(|value| value.to_str().ok());
    cookies
        .flat_map(|cookies| cookies.split(';'))
        .filter_map(|cookie| cookie.trim().split_once('='))
        .find_map(|(name, value)| (name == MEDIA).then_some(value))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_cookie_goes_to_media_only_and_comes_back() {
        let set = set_media("a.b.c", 43_200, true);
        assert_eq!(set, "wpc_media=a.b.c; Path=/api/media; HttpOnly; SameSite=Strict; Max-Age=43200; Secure");
        assert!(!set_media("a.b.c", 0, false).contains("Secure"));
        let request = Request::builder().header("cookie", "x=1; wpc_media=a.b.c; y=2").finish();
        assert_eq!(media_token(&request), Some("a.b.c"));
        assert_eq!(media_token(&Request::builder().header("cookie", "other=1").finish()), None);
    }
}
