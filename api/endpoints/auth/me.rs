use domain::channel::ProviderKind;
use domain::id::{CompanyId, UserId};
use domain::role::Role;
use domain::wire;

use crate::error::{ApiError, Code};
use crate::state::AppState;

/// The caller as the dashboard needs them, and their row.
pub async fn me(state: &AppState, company: CompanyId, user: UserId) -> Result<(wire::Me, entities::User), ApiError> {
    let scope = state.company(company);
    let gone = || ApiError::new(Code::Unauthenticated);
    let row = scope.users().find(user).await?.ok_or_else(gone)?;
    let company = scope.find_company().await?.ok_or_else(gone)?;
    let channels = scope.channels().list_kept().await?;
    let default = channels.into_iter().find(|channel| channel.is_default && channel.provider == ProviderKind::Meta);
    let me = wire::Me {
        permissions: permissions(row.role.0).into_iter().map(str::to_owned).collect(),
        preferences: serde_json::from_value(row.preferences.clone()).unwrap_or_default(),
        company: wire::CompanyRef {
            agent_prefix_enabled: company.settings().agent_prefix_enabled,
            id: company.id,
            name: company.name,
            phone_number_id: default.map(|channel| channel.external_key),
            greeting_message: company.greeting_message,
            locale: company.locale,
            timezone: company.timezone,
        },
        user: scope.users().view(row.clone()).await?,
    };
    Ok((me, row))
}

/// What a role may do, for a dashboard to show no button that would be refused. The server asks the role, not this.
fn permissions(role: Role) -> Vec<&'static str> {
    let agent = ["conversations:own"];
    let supervisor =
        ["conversations:all", "queues:read", "quick-replies:manage", "tags:manage", "channels:read", "settings:read"];
    let admin = [
        "users:manage",
        "departments:manage",
        "settings:manage",
        "channels:manage",
        "audit:read",
        "integrations:manage",
        "operations:manage",
    ];
    let mut permissions = agent.to_vec();
    if role.supervises() {
        permissions.extend(supervisor);
    }
    if role == Role::Admin {
        permissions.extend(admin);
    }
    permissions
}
