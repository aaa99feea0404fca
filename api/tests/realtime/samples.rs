//! Rows to begin with.

use domain::channel::{ChannelStatus, ProviderKind};
use domain::clock::Time;
use domain::id::{ChannelId, CompanyId, new_id};
use entities::{Channel, Company, Department, Text};
use serde_json::json;

pub(crate) fn padaria(id: CompanyId, now: Time) -> Company {
    Company {
        id,
        name: "Padaria".into(),
        locale: "pt-BR".into(),
        timezone: "America/Sao_Paulo".into(),
        greeting_message: None,
        is_active: true,
        settings: json!({}),
        rules_version: 0,
        version: 0,
        created_at: now,
        updated_at: now,
    }
}

pub(crate) fn department(company: CompanyId, name: &str, is_root: bool, now: Time) -> Department {
    Department {
        id: new_id(),
        company_id: company,
        slug: name.to_lowercase(),
        name: name.to_owned(),
        description: None,
        color: "#6366f1".into(),
        emoji: None,
        position: 0,
        keywords: json!([]),
        is_root,
        is_active: true,
        response_timeout_minutes: 5,
        max_agents: 10,
        business_hours: None,
        last_assigned_at: None,
        version: 0,
        created_at: now,
        updated_at: now,
    }
}

pub(crate) fn whatsapp(company: CompanyId, id: ChannelId, credentials_enc: Vec<u8>, now: Time) -> Channel {
    Channel {
        credentials_enc,
        status: Text(ChannelStatus::Active),
        is_default: true,
        ..Channel::new(id, company, ProviderKind::Sandbox, id.to_string(), now)
    }
}
