//! Who is at work: the rows, written without the API.

use domain::channel::{ChannelStatus, ProviderKind};
use domain::id::{CompanyId, DepartmentId, new_id};
use domain::role::{OnlineStatus, Role};
use entities::{Channel, Company, Department, Text, User};
use providers::Credentials;
use serde_json::json;
use workers::Deps;

pub(crate) async fn company(deps: &Deps) -> CompanyId {
    let now = deps.clock.now();
    let row = Company {
        id: new_id(),
        name: "Padaria Sol".to_owned(),
        locale: "pt-BR".to_owned(),
        timezone: "America/Sao_Paulo".to_owned(),
        greeting_message: None,
        is_active: true,
        settings: json!({}),
        rules_version: 0,
        version: 0,
        created_at: now,
        updated_at: now,
    };
    let id = row.id;
    let tx = deps.store.begin_system().await.unwrap();
    tx.insert_company(row).await.unwrap();
    tx.commit().await.unwrap();
    id
}

pub(super) async fn department(deps: &Deps, company: CompanyId, name: &str, position: i32) -> DepartmentId {
    let now = deps.clock.now();
    let row = Department {
        id: new_id(),
        company_id: company,
        slug: name.to_lowercase(),
        name: name.to_owned(),
        description: None,
        color: "#6366f1".to_owned(),
        emoji: None,
        position,
        keywords: json!([]),
        is_root: position == 1,
        is_active: true,
        response_timeout_minutes: 5,
        max_agents: 10,
        business_hours: None,
        last_assigned_at: None,
        version: 0,
        created_at: now,
        updated_at: now,
    };
    let tx = deps.store.begin(company).await.unwrap();
    let row = tx.insert_department(row).await.unwrap();
    tx.bump_rules().await.unwrap();
    tx.commit().await.unwrap();
    row.id
}

pub(super) async fn agent(deps: &Deps, company: CompanyId, name: &str, departments: &[DepartmentId]) -> User {
    let now = deps.clock.now();
    let row = User {
        id: new_id(),
        company_id: company,
        email: format!("{}@example.com", new_id()),
        password_hash: "none".to_owned(),
        name: name.to_owned(),
        role: Text(Role::Agent),
        online_status: Text(OnlineStatus::Online),
        presence_intent: Text(OnlineStatus::Online),
        last_heartbeat_at: Some(now),
        status_changed_at: Some(now),
        last_assigned_at: None,
        is_active: true,
        department_id: departments.first().copied(),
        active_department_ids: json!([]),
        max_conversations: None,
        locale: None,
        preferences: json!({}),
        token_version: 0,
        deactivated_at: None,
        version: 0,
        created_at: now,
        updated_at: now,
    };
    let tx = deps.store.begin(company).await.unwrap();
    assert!(tx.users().insert(row.clone()).await.unwrap());
    for department in departments {
        tx.users().join(row.id, *department, now).await.unwrap();
    }
    tx.commit().await.unwrap();
    row
}

pub(crate) async fn channel(deps: &Deps, company: CompanyId, provider: ProviderKind) -> (Channel, Credentials) {
    let now = deps.clock.now();
    let credentials = match provider {
        ProviderKind::Meta => Credentials {
            access_token: Some("token".to_owned()),
            app_secret: Some("app secret".to_owned()),
            ..Credentials::default()
        },
        ProviderKind::Waha => {
            Credentials { api_key: Some("key".to_owned()), hmac_key: Some("hmac".to_owned()), ..Credentials::default() }
        }
        ProviderKind::Sandbox => Credentials { hmac_key: Some("hmac".to_owned()), ..Credentials::default() },
    };
    let id = new_id();
    let tx = deps.store.begin(company).await.unwrap();
    let sealed = tx.channels().seal(id, &serde_json::to_vec(&credentials).unwrap()).unwrap();
    let row = Channel {
        id,
        company_id: company,
        name: "Loja".to_owned(),
        provider: Text(provider),
        external_key: "line-1".to_owned(),
        phone: Some("+551130000000".to_owned()),
        base_url: None,
        api_version: None,
        waba_id: None,
        credentials_enc: sealed,
        insecure_webhook: false,
        status: Text(ChannelStatus::Active),
        status_reason: None,
        engine: None,
        send_after: None,
        last_event_at: None,
        last_sent_at: None,
        next_poll_at: None,
        polled_to: None,
        nudged_at: None,
        quality: None,
        messaging_limit: None,
        next_sync_at: None,
        is_default: true,
        max_per_second: 1000,
        settings: json!({}),
        version: 0,
        created_at: now,
        updated_at: now,
    };
    let row = tx.channels().insert(row).await.unwrap();
    tx.commit().await.unwrap();
    (row, credentials)
}
