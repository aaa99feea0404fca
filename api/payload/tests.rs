mod sample;

use futures_util::stream;
use poem::Body as RawBody;
use poem::http::StatusCode;
use poem_openapi::OpenApiService;
use serde_json::{Value, json};
use uuid::Uuid;

use self::sample::{Sample, post, refused, sample};
use super::*;
use crate::testing::problem;

const ARRAY: &str = "invalid type: sequence, expected an object";

fn field(field: &str, message: &str) -> Value {
    json!({"field": field, "message": message})
}

#[tokio::test]
async fn a_good_body_comes_back() {
    let response = post(r#"{"displayName":"Ana","colour":"DARK_BLUE"}"#).await;
    response.assert_status(StatusCode::CREATED);
    response
        .assert_json(json!({
            "displayName": "Ana", "colour": "DARK_BLUE", "openingHours": [], "replyTexts": {}, "maxCount": null,
        }))
        .await;
}

#[tokio::test]
async fn the_whole_problem_object_in_both_languages() {
    let (status, body) = problem(post("{").await).await;
    assert_eq!(status, StatusCode::BAD_REQUEST);
    assert_eq!(
        body,
        json!({
            "type": "urn:wppconnector:problem:malformed_json",
            "title": "Malformed JSON",
            "status": 400,
            "detail": "The body is not valid JSON.",
            "code": "malformed_json",
            "errors": [field("", "not valid JSON at line 1, column 1")],
        })
    );
    let response =
        sample().post("/api/drafts").header("accept-language", "pt-BR,en;q=0.1").body_json(&json!({})).send().await;
    response.assert_header("content-language", "pt-BR");
    let (_, body) = problem(response).await;
    assert_eq!(body["title"], "Validation failed");
    assert_eq!(body["detail"], "Alguns campos não são válidos.");
}

#[tokio::test]
async fn cut_trailing_and_empty_texts_are_malformed() {
    let latin: &'static [u8] = b"{\"displayName\":\"Jos\xe9\"}";
    for body in [&br#"{"displayName":"Ana""#[..], br#"{"displayName":"Ana","colour":"RED"} x"#, b"", b" ", b"[", latin]
    {
        assert_eq!(refused(body).await.1, "malformed_json", "{:?}", String::from_utf8_lossy(body));
    }
    let deep = "[".repeat(100_000);
    assert_eq!(refused(deep).await.1, "malformed_json");
    let wrong_and_cut = r#"{"displayName":5,"colour":"RED""#;
    assert_eq!(refused(wrong_and_cut).await.1, "malformed_json");
}

#[tokio::test]
async fn every_unknown_field_is_named_at_once_however_deep() {
    let body = r#"{"displayName":"Ana","colour":"RED","x":1,"openingHours":[{"startAt":"08:00"},{"startAt":"1","endAt":{"y":2}}],"z":null}"#;
    let (status, code, errors) = refused(body).await;
    assert_eq!((status, code), (StatusCode::BAD_REQUEST, json!("unknown_field")));
    let unknown = |path: &str| field(path, "unknown field");
    assert_eq!(errors, json!([unknown("x"), unknown("openingHours[1].endAt"), unknown("z")]));
}

#[tokio::test]
async fn a_misspelt_name_is_unknown_and_the_right_one_required() {
    let (_, code, errors) = refused(r#"{"display_name":"Ana","colour":"RED"}"#).await;
    assert_eq!(code, "unknown_field");
    assert_eq!(errors, json!([field("display_name", "unknown field"), field("displayName", "required")]));
}

#[tokio::test]
async fn wrong_types_missing_fields_and_bad_enums_are_422_with_their_path() {
    let one = |errors: Value| {
        (errors[0]["field"].as_str().unwrap().to_owned(), errors[0]["message"].as_str().unwrap().to_owned())
    };
    for (body, path, message) in [
        (r#"{"displayName":5,"colour":"RED"}"#, "displayName", "invalid type: integer `5`, expected a string"),
        (r#"{"displayName":"Ana"}"#, "colour", "required"),
        (r#"{"displayName":"Ana","colour":"BLUE"}"#, "colour", "unknown variant `BLUE`, expected `RED` or `DARK_BLUE`"),
        (
            r#"{"displayName":"Ana","colour":"RED","openingHours":[{"startAt":"1"},{}]}"#,
            "openingHours[1].startAt",
            "required",
        ),
        (
            r#"{"displayName":"Ana","colour":"RED","openingHours":[{"startAt":null}]}"#,
            "openingHours[0].startAt",
            "invalid type: null, expected a string",
        ),
        (r#"{"displayName":"Ana","displayName":"Bia","colour":"RED"}"#, "displayName", "given twice"),
        ("[]", "displayName", "required"),
        ("null", "", "invalid type: null, expected struct Draft"),
    ] {
        let (status, code, errors) = refused(body).await;
        assert_eq!((status, code), (StatusCode::UNPROCESSABLE_ENTITY, json!("validation")), "{body}");
        if body != "[]" {
            assert_eq!(one(errors), (path.to_owned(), message.to_owned()), "{body}");
        }
    }
}

#[tokio::test]
async fn an_array_is_no_object_at_any_depth() {
    let (status, _, errors) = refused(r#"["a", "RED", [], {}, null]"#).await;
    assert_eq!((status, errors), (StatusCode::UNPROCESSABLE_ENTITY, json!([field("", ARRAY)])));
    let (_, _, errors) = refused(r#"{"displayName": "a", "colour": "RED", "openingHours": [["09:00"]]}"#).await;
    assert_eq!(errors, json!([field("openingHours[0]", ARRAY)]));
}

#[tokio::test]
async fn every_broken_rule_is_listed_with_the_name_on_the_wire() {
    let body = r#"{"displayName":"","colour":"RED","openingHours":[{"startAt":"08:00"},{"startAt":"08:00:00"}],"replyTexts":{"out_of_hours":"long"},"maxCount":11}"#;
    let (status, code, errors) = refused(body).await;
    assert_eq!((status, code), (StatusCode::UNPROCESSABLE_ENTITY, json!("validation")));
    let mut fields: Vec<&str> =
        errors.as_array().unwrap().iter().map(|error| error["field"].as_str().unwrap()).collect();
    fields.sort_unstable();
    assert_eq!(fields, ["displayName", "maxCount", "openingHours[1].startAt", "replyTexts.out_of_hours"]);
}

#[tokio::test]
async fn only_json_is_read() {
    for kind in ["text/plain", "application/json; charset=latin1", "multipart/form-data; boundary=x"] {
        let response = sample().post("/api/drafts").content_type(kind).body("{}").send().await;
        let (status, body) = problem(response).await;
        assert_eq!(
            (status, &body["code"]),
            (StatusCode::UNSUPPORTED_MEDIA_TYPE, &json!("unsupported_media_type")),
            "{kind}"
        );
    }
    let (status, _) = problem(sample().post("/api/drafts").body("{}").send().await).await;
    assert_eq!(status, StatusCode::UNSUPPORTED_MEDIA_TYPE);
}

#[tokio::test]
async fn too_much_is_refused_with_and_without_a_length() {
    let announced =
        sample().post("/api/drafts").content_type("application/json").header("content-length", LIMIT + 1).send().await;
    assert_eq!(problem(announced).await.1["code"], "too_large");

    let chunks = stream::iter((0..10_000).map(|_| Ok::<_, std::io::Error>(vec![b' '; 64 * 1024])));
    let chunked = post(RawBody::from_bytes_stream(chunks)).await;
    assert_eq!(problem(chunked).await.0, StatusCode::PAYLOAD_TOO_LARGE);

    let mut exact = r#"{"displayName":"Ana","colour":"RED"}"#.to_owned();
    exact.push_str(&" ".repeat(LIMIT - exact.len()));
    post(exact.clone()).await.assert_status(StatusCode::CREATED);
    exact.push(' ');
    assert_eq!(problem(post(exact).await).await.1["code"], "too_large");
}

#[tokio::test]
async fn an_optional_body_may_be_left_out() {
    let api = sample();
    api.post("/api/choices").send().await.assert_json(false).await;
    api.post("/api/choices").body_json(&Value::Null).send().await.assert_json(false).await;
    api.post("/api/choices").body_json(&json!({})).send().await.assert_json(false).await;
    api.post("/api/choices").body_json(&json!({"force": true})).send().await.assert_json(true).await;
    let (status, body) = problem(api.post("/api/choices").body_json(&json!({"farce": true})).send().await).await;
    assert_eq!((status, &body["code"]), (StatusCode::BAD_REQUEST, &json!("unknown_field")));
}

#[tokio::test]
async fn an_odd_id_is_not_found_and_an_odd_parameter_is_named() {
    let api = sample();
    let (status, body) = problem(api.get("/api/drafts/not-an-id").send().await).await;
    assert_eq!((status, &body["code"]), (StatusCode::NOT_FOUND, &json!("not_found")));
    let (status, body) = problem(api.get("/api/drafts?limit=many").send().await).await;
    assert_eq!((status, &body["code"]), (StatusCode::BAD_REQUEST, &json!("invalid_query")));
    assert_eq!(body["errors"][0]["field"], "limit");
}

#[tokio::test]
async fn answers_carry_versions_cursors_and_nothing_when_deleted() {
    let api = sample();
    let path = format!("/api/drafts/{}", Uuid::nil());
    api.get(&path).send().await.assert_header("etag", "\"7\"");
    let known = api.get(&path).header("if-none-match", "\"7\"").send().await;
    known.assert_status(StatusCode::NOT_MODIFIED);
    known.assert_text("").await;
    api.delete(&path).send().await.assert_status(StatusCode::NO_CONTENT);

    let list = api.get("/api/drafts?limit=2&cursor=old&search=a%20b").send().await;
    list.assert_header("x-next-cursor", "abc");
    list.assert_header("link", "</api/drafts?limit=2&search=a+b&cursor=abc>; rel=\"next\"");
    list.assert_json(json!([])).await;
    api.get("/api/drafts?limit=0").send().await.assert_header_is_not_exist("link");
}

#[test]
fn the_document_shows_bodies_answers_headers_and_every_error() {
    let spec: Value = serde_json::from_str(&OpenApiService::new(Sample, "sample", "1").spec()).unwrap();
    let echo = &spec["paths"]["/api/drafts"]["post"];
    assert_eq!(echo["operationId"], "echoDraft");
    assert_eq!(echo["requestBody"]["required"], true);
    assert_eq!(echo["requestBody"]["content"]["application/json"]["schema"]["$ref"], "#/components/schemas/Draft");
    for status in ["201", "400", "401", "403", "404", "405", "409", "410", "413", "415", "422", "429", "500", "503"] {
        assert!(echo["responses"].get(status).is_some(), "{status}");
    }
    let problem = &echo["responses"]["404"]["content"]["application/problem+json"]["schema"]["$ref"];
    assert_eq!(problem, "#/components/schemas/Problem");
    assert_eq!(echo["responses"]["404"]["description"], "not_found");
    let choose = &spec["paths"]["/api/choices"]["post"]["requestBody"];
    assert_eq!(choose["required"], false);
    let list = &spec["paths"]["/api/drafts"]["get"]["responses"]["200"];
    assert_eq!(list["content"]["application/json"]["schema"]["items"]["$ref"], "#/components/schemas/DraftView");
    assert!(list["headers"].get("X-Next-Cursor").is_some());
}
