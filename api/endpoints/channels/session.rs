//! The session behind a WAHA channel: how it is, what is done to it, and the code that links a phone.

use domain::channel::ProviderKind;
use domain::id::{ChannelId, CompanyId};
use domain::send::SendFailure;
use entities::Channel;
use poem::http::{HeaderValue, header};
use poem::{IntoResponse, Response};
use poem_openapi::param::{Path, Query};
use poem_openapi::registry::{MetaMediaType, MetaResponse, MetaResponses, MetaSchema, MetaSchemaRef, Registry};
use poem_openapi::{ApiResponse, Enum, OpenApi};
use providers::{ChannelAccess, ChannelReport, QrFormat, SessionAction};
use schemars::JsonSchema;
use serde::Serialize;
use serde_json::json;
use uuid::Uuid;

use crate::audit::{self, Entity, audit};
use crate::auth::{Actor as _, Caller, User, need};
use crate::channels;
use crate::context::Context;
use crate::endpoints::Tag;
use crate::error::{ApiError, Code};
use crate::payload::Reply;

pub struct SessionApi;

/// The session of a WAHA channel, as its server tells it at this moment.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
#[schemars(rename = "ChannelSession")]
pub(super) struct ChannelSession {
    /// In the server's words, as `WORKING`, `SCAN_QR_CODE` or `STOPPED`.
    pub status: String,
    /// Messages come and go.
    pub works: bool,
    /// The number that is linked to it.
    pub phone: Option<String>,
    pub engine: Option<String>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Enum)]
#[oai(rename = "SessionAction", rename_all = "lowercase")]
pub(super) enum Action {
    Start,
    Stop,
    Restart,
    /// Unlink the phone.
    Logout,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Enum)]
#[oai(rename = "QrFormat", rename_all = "lowercase")]
pub(super) enum Format {
    /// A picture.
    Png,
    /// The text inside, for a page that draws it itself.
    Raw,
}

/// 200 with a picture or a text, kept by nobody.
pub(super) struct QrCode(Response);

impl IntoResponse for QrCode {
    fn into_response(self) -> Response {
        self.0
    }
}

impl ApiResponse for QrCode {
    fn meta() -> MetaResponses {
        let content = |content_type, format| MetaMediaType {
            content_type,
            schema: MetaSchemaRef::Inline(Box::new(MetaSchema { format, ..MetaSchema::new("string") })),
        };
        MetaResponses {
            responses: vec![MetaResponse {
                description: "The code as it is now; it changes every few seconds.",
                status: Some(200),
                status_range: None,
                content: vec![content("image/png", Some("binary")), content("text/plain", None)],
                headers: vec![],
            }],
        }
    }

    fn register(_registry: &mut Registry) {}
}

#[OpenApi(prefix_path = "/api/channels", tag = "Tag::Channels")]
impl SessionApi {
    /// Ask a WAHA server how the channel's session is.
    #[oai(path = "/:id/session", method = "get", operation_id = "getChannelSession")]
    async fn get(
        &self,
        who: Caller<need::ChannelsRead>,
        cx: Context,
        id: Path<Uuid>,
    ) -> Result<Reply<ChannelSession>, ApiError> {
        who.must_supervise()?;
        let (row, access) = waha(&cx, who.company_id(), id.0).await?;
        let report = cx.providers.of(row.provider.0).check(&access).await.map_err(|failure| refused(&row, &failure))?;
        Ok(Reply::new(report.into()))
    }

    /// Start, stop or restart the session, or unlink its phone. What becomes of it then is told by the channel's status.
    #[oai(path = "/:id/session/:action", method = "post", operation_id = "changeChannelSession")]
    async fn change(
        &self,
        User(user): User,
        cx: Context,
        id: Path<Uuid>,
        action: Path<Action>,
    ) -> Result<Reply<ChannelSession>, ApiError> {
        user.admin()?;
        let (row, access) = waha(&cx, user.company_id, id.0).await?;
        let action = match action.0 {
            Action::Start => SessionAction::Start,
            Action::Stop => SessionAction::Stop,
            Action::Restart => SessionAction::Restart,
            Action::Logout => SessionAction::Logout,
        };
        let changed = cx.providers.of(row.provider.0).change_session(&access, action).await;
        let report = changed.map_err(|failure| refused(&row, &failure))?.ok_or(Code::ChannelCannot)?;
        let tx = cx.begin(user.company_id).await?;
        // Should its webhook be lost, the change is seen all the same.
        tx.channels().poll_at(row.id, cx.clock.now()).await?;
        audit(&tx, &cx, &user, audit::Action::Update, Entity::Channel, Some(row.id), &["session"]).await?;
        tx.commit().await?;
        Ok(Reply::new(report.into()))
    }

    /// Fetch the code that a phone scans to become the channel's. There is one while the session is `SCAN_QR_CODE`.
    #[oai(path = "/:id/qr", method = "get", operation_id = "getChannelQr")]
    async fn qr(
        &self,
        User(user): User,
        cx: Context,
        id: Path<Uuid>,
        format: Query<Option<Format>>,
    ) -> Result<QrCode, ApiError> {
        user.admin()?;
        let (row, access) = waha(&cx, user.company_id, id.0).await?;
        let (format, kind) = match format.0 {
            Some(Format::Raw) => (QrFormat::Raw, "text/plain; charset=utf-8"),
            Some(Format::Png) | None => (QrFormat::Png, "image/png"),
        };
        let told = cx.providers.of(row.provider.0).qr(&access, format).await;
        let code = told.map_err(|failure| refused(&row, &failure))?.ok_or(Code::ChannelCannot)?;
        let mut response = Response::builder().body(code);
        response.headers_mut().insert(header::CONTENT_TYPE, HeaderValue::from_static(kind));
        response.headers_mut().insert(header::X_CONTENT_TYPE_OPTIONS, HeaderValue::from_static("nosniff"));
        Ok(QrCode(response))
    }
}

impl From<ChannelReport> for ChannelSession {
    fn from(report: ChannelReport) -> Self {
        let ChannelReport { works, state, phone, engine } = report;
        Self { status: state, works, phone, engine }
    }
}

/// The channel, which must be one of WAHA: the others have no session.
async fn waha(cx: &Context, company: CompanyId, id: ChannelId) -> Result<(Channel, ChannelAccess), ApiError> {
    let scope = cx.company(company);
    let row = scope.channels().find_kept(id).await?.ok_or_else(ApiError::not_found)?;
    if row.provider != ProviderKind::Waha {
        return Err(Code::ChannelCannot.into());
    }
    let access = channels::access(cx, &row, channels::credentials(&scope, &row)?)?;
    Ok((row, access))
}

fn refused(row: &Channel, failure: &SendFailure) -> ApiError {
    tracing::info!(channel = %row.id, class = ?failure.class, "the session's server refused or did not answer");
    ApiError::new(Code::ChannelCannot).with("providerCode", json!(failure.provider_code))
}
