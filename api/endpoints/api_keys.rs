//! Keys of programs: what opens the API without a person (SPEC 10.2).

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use domain::clock::Time;
use domain::id::{UserId, new_id};
use domain::wire::{optional_time, time};
use entities::ApiKey;
use garde::Validate;
use poem_openapi::OpenApi;
use poem_openapi::param::Path;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::json;
use sha2::{Digest as _, Sha256};
use uuid::Uuid;

use super::Tag;
use super::auth::name_rule;
use crate::again::again;
use crate::audit::{Action, Entity, audit};
use crate::auth::{KEY_PREFIX, Principal, Scope, User};
use crate::context::Context;
use crate::error::ApiError;
use crate::payload::{Body, Created, List, NoContent};

/// Keys are made and ended by administrators; no key can do either.
pub struct ApiKeysApi;

/// What of a key is shown beside its name, to tell keys apart.
const SHOWN: usize = 8;
/// Keys of one list.
const MOST: u64 = 200;

/// A key, without its secret.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
#[schemars(rename = "ApiKey")]
pub struct KeyView {
    pub id: Uuid,
    pub name: String,
    /// The first characters of the key.
    pub prefix: String,
    pub scopes: Vec<Scope>,
    /// Null = the installation's.
    pub rate_per_minute: Option<i32>,
    pub created_by: UserId,
    #[serde(serialize_with = "optional_time")]
    pub expires_at: Option<Time>,
    /// To ten minutes.
    #[serde(serialize_with = "optional_time")]
    pub last_used_at: Option<Time>,
    #[serde(serialize_with = "optional_time")]
    pub revoked_at: Option<Time>,
    #[serde(serialize_with = "time")]
    pub created_at: Time,
}

/// A key that was just made.
#[derive(Clone, Serialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct MadeKey {
    #[serde(flatten)]
    pub key: KeyView,
    /// The whole key, as `Authorization: Bearer` wants it. It is told this once.
    pub secret: String,
}

/// A key to be made.
#[derive(Clone, Deserialize, JsonSchema, Validate)]
#[serde(rename_all = "camelCase")]
pub struct NewKey {
    #[garde(custom(name_rule))]
    pub name: String,
    #[garde(length(min = 1, max = 20))]
    pub scopes: Vec<Scope>,
    /// Requests a minute; left out, the installation's.
    #[serde(default)]
    #[garde(range(min = 1, max = 100_000))]
    pub rate_per_minute: Option<i32>,
    /// Left out, it works until it is revoked.
    #[serde(default)]
    #[garde(skip)]
    pub expires_at: Option<Time>,
}

impl From<ApiKey> for KeyView {
    fn from(row: ApiKey) -> Self {
        Self {
            id: row.id,
            name: row.name,
            prefix: row.prefix,
            scopes: serde_json::from_value(row.scopes).unwrap_or_default(),
            rate_per_minute: row.rate_per_minute,
            created_by: row.created_by,
            expires_at: row.expires_at,
            last_used_at: row.last_used_at,
            revoked_at: row.revoked_at,
            created_at: row.created_at,
        }
    }
}

#[OpenApi(prefix_path = "/api/api-keys", tag = "Tag::Integrators")]
impl ApiKeysApi {
    /// List the company's keys, the newest first, revoked ones too.
    #[oai(path = "/", method = "get", operation_id = "listApiKeys")]
    async fn list(&self, User(user): User, cx: Context) -> Result<List<KeyView>, ApiError> {
        user.admin()?;
        let rows = cx.company(user.company_id).api_keys().list(MOST).await?;
        Ok(List::new(rows.into_iter().map(KeyView::from).collect(), None))
    }

    /// Make a key. Its secret is in this answer and nowhere else, ever.
    #[oai(path = "/", method = "post", operation_id = "createApiKey")]
    async fn create(&self, User(user): User, cx: Context, body: Body<NewKey>) -> Result<Created<MadeKey>, ApiError> {
        user.admin()?;
        Ok(Created::new(make(&cx, &user, body.0).await?))
    }

    /// End a key at once. Its entries in the audit trail stay.
    #[oai(path = "/:id", method = "delete", operation_id = "revokeApiKey")]
    async fn revoke(&self, User(user): User, cx: Context, id: Path<Uuid>) -> Result<NoContent, ApiError> {
        user.admin()?;
        again(|| async {
            let tx = cx.begin(user.company_id).await?;
            if !tx.api_keys().revoke(id.0, cx.clock.now()).await? {
                return Err(ApiError::not_found());
            }
            audit(&tx, &cx, &user, Action::Delete, Entity::ApiKey, Some(id.0), &[]).await?;
            Ok(tx.commit().await?)
        })
        .await?;
        Ok(NoContent)
    }
}

async fn make(cx: &Context, user: &Principal, body: NewKey) -> Result<MadeKey, ApiError> {
    let now = cx.clock.now();
    if body.expires_at.is_some_and(|until| until <= now) {
        return Err(ApiError::validation("expiresAt", "must be in the future"));
    }
    let mut scopes = body.scopes;
    scopes.sort_unstable();
    scopes.dedup();
    let secret = format!("{KEY_PREFIX}{}", URL_SAFE_NO_PAD.encode(rand::random::<[u8; 32]>()));
    let row = ApiKey {
        id: new_id(),
        company_id: user.company_id,
        name: body.name.trim().to_owned(),
        prefix: secret.chars().take(SHOWN).collect(),
        hash: Sha256::digest(secret.as_bytes()).to_vec(),
        scopes: json!(scopes),
        rate_per_minute: body.rate_per_minute,
        created_by: user.user_id,
        expires_at: body.expires_at,
        last_used_at: None,
        revoked_at: None,
        created_at: now,
        updated_at: now,
    };
    let row = &row;
    again(|| async move {
        let tx = cx.begin(user.company_id).await?;
        tx.api_keys().insert(row.clone()).await?;
        audit(&tx, cx, user, Action::Create, Entity::ApiKey, Some(row.id), &[]).await?;
        Ok(tx.commit().await?)
    })
    .await?;
    Ok(MadeKey { key: row.clone().into(), secret })
}
