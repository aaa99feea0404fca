use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use serde_json::{Value, json};

use super::*;

const SECRET: &[u8] = b"a secret of at least thirty-two bytes";

fn tokens(clock: &Clock) -> Tokens {
    Tokens::new(&Keys::new(SECRET), Duration::hours(1), clock.clone())
}

fn holder() -> Holder {
    Holder {
        user_id: id::new_id(),
        email: "ana@example.com".into(),
        role: Role::Agent,
        company_id: id::new_id(),
        department_id: None,
        token_version: 4,
    }
}

fn refused(token: &str) -> Code {
    tokens(&Clock::system()).read(token).unwrap_err().code()
}

fn forge(algorithm: Algorithm, claims: &Value, secret: &[u8]) -> String {
    jsonwebtoken::encode(&Header::new(algorithm), claims, &EncodingKey::from_secret(secret)).unwrap()
}

fn good_claims() -> Value {
    json!({
        "sub": id::new_id(), "email": "a@b.c", "role": "ADMIN", "companyId": id::new_id(), "departmentId": null,
        "ver": 0, "iat": 0, "exp": 4_000_000_000_u64, "jti": id::new_id(),
    })
}

#[test]
fn a_token_comes_back_as_it_was_issued() {
    let clock = Clock::system();
    let holder = holder();
    let claims = tokens(&clock).read(&tokens(&clock).issue(&holder).unwrap()).unwrap();
    assert_eq!((claims.sub, claims.ver, claims.company_id), (holder.user_id, 4, holder.company_id));
    assert_eq!(claims.exp - claims.iat, 3600);
}

#[test]
fn a_token_ends_at_the_second_of_its_exp() {
    let clock = Clock::system();
    let token = tokens(&clock).issue(&holder()).unwrap();
    clock.advance(Duration::minutes(59));
    assert!(tokens(&clock).read(&token).is_ok());
    clock.advance(Duration::minutes(1));
    assert_eq!(tokens(&clock).read(&token).unwrap_err().code(), Code::TokenExpired);
}

#[test]
fn a_token_without_signature_is_refused() {
    let part = |value: &Value| URL_SAFE_NO_PAD.encode(value.to_string());
    for algorithm in ["none", "None", "NONE"] {
        let unsigned = format!("{}.{}.", part(&json!({"alg": algorithm, "typ": "JWT"})), part(&good_claims()));
        assert_eq!(refused(&unsigned), Code::Unauthenticated);
    }
}

#[test]
fn the_algorithm_is_pinned() {
    assert_eq!(refused(&forge(Algorithm::HS512, &good_claims(), SECRET)), Code::Unauthenticated);
    assert_eq!(refused(&forge(Algorithm::HS256, &good_claims(), b"another secret")), Code::Unauthenticated);
    assert!(tokens(&Clock::system()).read(&forge(Algorithm::HS256, &good_claims(), SECRET)).is_ok());
}

#[test]
fn a_token_without_an_end_is_refused() {
    let mut claims = good_claims();
    claims.as_object_mut().unwrap().remove("exp");
    assert_eq!(refused(&forge(Algorithm::HS256, &claims, SECRET)), Code::Unauthenticated);
}

#[test]
fn garbage_is_refused() {
    for garbage in ["", ".", "a.b.c", "wpc_123", &"x".repeat(10_000)] {
        assert_eq!(refused(garbage), Code::Unauthenticated);
    }
}

#[test]
fn a_media_token_opens_media_only_and_a_session_opens_no_media() {
    let clock = Clock::system();
    let tokens = tokens(&clock);
    let (media, seconds) = tokens.issue_media(id::new_id(), 1).unwrap();
    assert_eq!(seconds, 12 * 3600);
    assert_eq!(tokens.read_media(&media).unwrap().ver, 1);
    assert_eq!(tokens.read(&media).unwrap_err().code(), Code::Unauthenticated);
    let session = tokens.issue(&holder()).unwrap();
    assert_eq!(tokens.read_media(&session).unwrap_err().code(), Code::Unauthenticated);
    clock.advance(Duration::hours(12));
    assert_eq!(tokens.read_media(&media).unwrap_err().code(), Code::TokenExpired);
}
