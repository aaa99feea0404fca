//! What concerns the whole installation, for whoever runs it.

use domain::id::CompanyId;
use domain::wire;
use entities::NewCompany;
use garde::Validate;
use jobs::Depth;
use poem::http::StatusCode;
use poem::{Request, RequestBody};
use poem_openapi::registry::{MetaSecurityScheme, Registry};
use poem_openapi::{ApiExtractor, ApiExtractorType, ExtractParamOptions, OpenApi};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use subtle::ConstantTimeEq as _;

use super::Tag;
use super::auth::{email_rule, me, name_rule, normal_email};
use crate::again::again;
use crate::audit::{Action, Entity};
use crate::auth::password;
use crate::context::Context;
use crate::error::{ApiError, Code};
use crate::middleware::{ClientAddress, bearer};
use crate::payload::{Body, Created, Reply};
use crate::state::AppState;

/// The name of the operators' scheme in the document.
const OPERATOR: &str = "operator";

/// Calls with `Authorization: Bearer <OPS_TOKEN>`.
///
/// Without a configured token they are open to this very machine in the embedded profile, and do not exist in a cluster.
pub struct OpsApi;

#[derive(Clone, Deserialize, JsonSchema, Validate)]
#[serde(rename_all = "camelCase")]
pub struct MakeCompany {
    #[garde(custom(name_rule))]
    pub name: String,
    #[garde(custom(email_rule))]
    pub admin_email: String,
    #[garde(inner(custom(name_rule)))]
    pub admin_name: Option<String>,
    /// Drawn, and answered once, when not said.
    #[garde(skip)]
    pub admin_password: Option<String>,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct NamedCompany {
    pub id: CompanyId,
    pub name: String,
}

#[derive(Clone, PartialEq, Serialize, JsonSchema)]
pub struct MadeCompany {
    pub company: NamedCompany,
    pub user: wire::Me,
    /// Only when it was drawn: it is told this once.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub password: Option<String>,
}

/// What is in one queue. Jobs are nudges: a queue that is empty says nothing of the rows, which `GET /api/jobs/summary` counts.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct QueueDepth {
    /// As `process-inbound`.
    pub queue: String,
    pub waiting: u64,
    /// Taken by a worker and not finished.
    pub in_flight: u64,
}

#[OpenApi(prefix_path = "/api/ops", tag = "Tag::Operations")]
impl OpsApi {
    /// Make a company with its administrator and its root department.
    #[oai(path = "/companies", method = "post", operation_id = "createCompany")]
    async fn create_company(
        &self,
        _operator: Operator,
        cx: Context,
        body: Body<MakeCompany>,
    ) -> Result<Created<MadeCompany>, ApiError> {
        Ok(Created::new(make(&cx, body.0).await?))
    }

    /// How full each queue of the installation is.
    #[oai(path = "/queues", method = "get", operation_id = "listQueues")]
    async fn queues(&self, _operator: Operator, cx: Context) -> Result<Reply<Vec<QueueDepth>>, ApiError> {
        let depths = cx.queue.depths().await.map_err(|error| ApiError::from(Code::Internal).caused_by(error))?;
        let shown = |depth: Depth| QueueDepth {
            queue: depth.queue.to_owned(),
            waiting: depth.waiting,
            in_flight: depth.inflight,
        };
        Ok(Reply::new(depths.into_iter().map(shown).collect()))
    }
}

/// Whoever runs the installation: the check of an operation, and its line in the document. It comes first: 401 is said before what is
/// wrong with the body.
pub(super) struct Operator;

impl<'a> ApiExtractor<'a> for Operator {
    const TYPES: &'static [ApiExtractorType] = &[ApiExtractorType::SecurityScheme];

    type ParamType = ();
    type ParamRawType = ();

    fn register(registry: &mut Registry) {
        let scheme = MetaSecurityScheme {
            ty: "http",
            description: Some(
                "`OPS_TOKEN`. While none is set, the embedded profile lets in whoever is on this very machine.",
            ),
            name: None,
            key_in: None,
            scheme: Some("bearer"),
            bearer_format: None,
            flows: None,
            openid_connect_url: None,
        };
        registry.create_security_scheme(OPERATOR, scheme);
    }

    fn security_schemes() -> Vec<&'static str> {
        vec![OPERATOR]
    }

    async fn from_request(
        request: &'a Request,
        _body: &mut RequestBody,
        _options: ExtractParamOptions<()>,
    ) -> poem::Result<Self> {
        let state: &AppState = request.data().ok_or_else(|| ApiError::internal("the routes were given no state"))?;
        admit(state, request)?;
        Ok(Self)
    }
}

/// Whoever runs the installation passes.
pub(crate) fn admit(state: &AppState, request: &Request) -> Result<(), ApiError> {
    let Some(token) = &state.settings.ops_token else {
        let is_local = request.data::<ClientAddress>().is_some_and(|address| address.0.is_loopback());
        return if state.settings.profile == "embedded" && is_local { Ok(()) } else { Err(ApiError::not_found()) };
    };
    let given = bearer(request).unwrap_or_default();
    let is_right: bool = token.as_bytes().ct_eq(given.as_bytes()).into();
    if is_right { Ok(()) } else { Err(Code::Unauthenticated.into()) }
}

async fn make(cx: &Context, body: MakeCompany) -> Result<MadeCompany, ApiError> {
    let email = normal_email(&body.admin_email);
    let drawn = body.admin_password.is_none().then(password::draw);
    let password = body.admin_password.or_else(|| drawn.clone()).unwrap_or_default();
    let name = body.name.trim().to_owned();
    let admin_name = body.admin_name.unwrap_or_else(|| email.split('@').next().unwrap_or("Admin").to_owned());
    cx.passwords.acceptable("adminPassword", &password, &email, &admin_name).await?;
    let new = NewCompany {
        name: name.clone(),
        locale: "pt-BR".to_owned(),
        admin_email: email,
        admin_name: admin_name.trim().to_owned(),
        password_hash: cx.passwords.hash(&password).await?,
    };
    let (company, admin) = again(|| async {
        let now = cx.clock.now();
        let system = cx.store.begin_system().await?;
        let made = system.create_company(new.clone(), now).await?.ok_or_else(|| ApiError::new(Code::EmailTaken))?;
        let tx = system.into_company(made.company);
        let entry = cx.request.entry(None, Action::Register, Entity::User, Some(made.admin), StatusCode::CREATED);
        tx.audit(entry, now).await?;
        tx.commit().await?;
        Ok((made.company, made.admin))
    })
    .await?;
    let (user, _) = me(cx, company, admin).await?;
    Ok(MadeCompany { company: NamedCompany { id: company, name }, user, password: drawn })
}
