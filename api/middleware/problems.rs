//! Whatever goes wrong becomes a problem object: our own errors as they are, poem's by their type.

use std::panic::AssertUnwindSafe;
use std::sync::Arc;

use futures_util::FutureExt as _;
use poem::error::{
    CorsError, MethodNotAllowedError, NotFoundError, ParseQueryError, ParseTypedHeaderError, ReadBodyError,
    WebSocketError,
};
use poem::http::StatusCode;
use poem::{Endpoint, Request, Response};
use poem_openapi::error::{
    AuthorizationError, ContentTypeError, ParseMultipartError, ParseParamError, ParsePathError,
    ParseRequestPayloadError,
};

use super::RequestId;
use crate::error::{ApiError, Code, Language};

pub(super) async fn answer<E: Endpoint<Output = Response>>(
    routes: Arc<E>,
    request: Request,
    id: &RequestId,
    language: Language,
) -> Response {
    let error = match AssertUnwindSafe(routes.call(request)).catch_unwind().await {
        Ok(Ok(response)) => return response,
        Ok(Err(error)) => problem_of(error),
        Err(panic) => ApiError::internal(format!("panic: {}", message(&*panic))),
    };
    if error.code().status().is_server_error() {
        let cause = error.cause().map(ToString::to_string).unwrap_or_default();
        tracing::error!(request_id = %id.0, code = error.code().name(), cause, "request {} failed", id.0);
    }
    error.response(language, &id.0)
}

/// Our name for an error of the framework.
pub fn problem_of(error: poem::Error) -> ApiError {
    let error = match error.downcast::<ApiError>() {
        Ok(ours) => return ours,
        Err(error) => error,
    };
    // poem-openapi calls every path parameter `param0`; and an odd id is simply an id that nothing has.
    if error.is::<ParsePathError>() || error.is::<NotFoundError>() {
        return ApiError::not_found();
    }
    if let Some(parameter) = error.downcast_ref::<ParseParamError>() {
        return ApiError::invalid_query(parameter.name, parameter.reason.clone());
    }
    if let Some(body) = error.downcast_ref::<ReadBodyError>() {
        return match body {
            ReadBodyError::PayloadTooLarge => Code::TooLarge.into(),
            _ => Code::MalformedJson.into(),
        };
    }
    let code = if error.is::<MethodNotAllowedError>() {
        Code::MethodNotAllowed
    } else if error.is::<ParseQueryError>() || error.is::<ParseTypedHeaderError>() || error.is::<WebSocketError>() {
        Code::InvalidQuery
    } else if error.is::<ContentTypeError>() {
        Code::UnsupportedMediaType
    } else if error.is::<ParseRequestPayloadError>() {
        Code::MalformedJson
    } else if error.is::<ParseMultipartError>() {
        Code::Validation
    } else if error.is::<AuthorizationError>() {
        Code::Unauthenticated
    } else if error.is::<CorsError>() {
        Code::Forbidden
    } else {
        return by_status(&error);
    };
    ApiError::new(code)
}

fn by_status(error: &poem::Error) -> ApiError {
    match error.status() {
        StatusCode::UNAUTHORIZED => Code::Unauthenticated.into(),
        StatusCode::FORBIDDEN => Code::Forbidden.into(),
        StatusCode::NOT_FOUND => Code::NotFound.into(),
        StatusCode::METHOD_NOT_ALLOWED => Code::MethodNotAllowed.into(),
        StatusCode::PAYLOAD_TOO_LARGE => Code::TooLarge.into(),
        StatusCode::UNSUPPORTED_MEDIA_TYPE => Code::UnsupportedMediaType.into(),
        status if status.is_client_error() => Code::InvalidQuery.into(),
        _ => ApiError::internal(error.to_string()),
    }
}

fn message(panic: &(dyn std::any::Any + Send)) -> &str {
    panic
        .downcast_ref::<&str>()
        .copied()
        .or_else(|| panic.downcast_ref::<String>().map(String::as_str))
        .unwrap_or("no message")
}
