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
        id,
        company_id: company,
        name: "WhatsApp".into(),
        provider: Text(ProviderKind::Sandbox),
        external_key: id.to_string(),
        phone: None,
        base_url: None,
        api_version: None,
        waba_id: None,
        credentials_enc,
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
        is_default: true,
        max_per_second: 1000,
        settings: json!({}),
        version: 0,
        created_at: now,
        updated_at: now,
    }
}
