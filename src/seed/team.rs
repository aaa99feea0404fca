//! The company of the demonstration: four departments, an administrator, a supervisor, four agents, a channel.

use anyhow::Context as _;
use api::auth::{Passwords, password};
use domain::channel::{ChannelStatus, ProviderKind};
use domain::clock::Time;
use domain::id::{ChannelId, CompanyId, DepartmentId, UserId, new_id};
use domain::role::Role;
use entities::{Channel, Department, NewCompany, Scope, Text, User, Writing};
use providers::Credentials;
use serde_json::json;

use crate::profile::Live;

/// What was made.
pub(super) struct Demo {
    pub(super) company: CompanyId,
    pub(super) channel: ChannelId,
    pub(super) agents: Vec<UserId>,
    pub(super) password: String,
    /// Role and address.
    pub(super) logins: Vec<(&'static str, String)>,
}

const DEPARTMENTS: [(&str, &str, &str, &str, &[&str]); 3] = [
    ("Vendas", "vendas", "💼", "#0ea5e9", &["comprar", "preço", "orçamento"]),
    ("Suporte Técnico", "suporte", "🔧", "#f59e0b", &["ajuda", "problema", "erro"]),
    ("Financeiro", "financeiro", "💰", "#10b981", &["boleto", "pagamento", "nota fiscal"]),
];

const AGENTS: [(&str, &str, usize); 4] =
    [("Beatriz", "beatriz", 0), ("Carlos", "carlos", 1), ("Daniela", "daniela", 2), ("Eduardo", "eduardo", 3)];

pub(super) async fn hire(live: &Live, number: usize) -> anyhow::Result<Demo> {
    let now = live.clock.now();
    let domain = if number == 0 { "demo.local".to_owned() } else { format!("demo{}.local", number + 1) };
    let password = password::draw();
    let password_hash = Passwords::default().hash(&password).await?;
    let email = |name: &str| format!("{name}@{domain}");
    let new = NewCompany {
        name: "MaxSoluções".to_owned(),
        locale: "pt-BR".to_owned(),
        admin_email: email("admin"),
        admin_name: "Ana Admin".to_owned(),
        password_hash: password_hash.clone(),
    };
    let tx = live.stores.api.begin_system().await?;
    let made = tx.create_company(new, now).await?.context("the addresses of the demonstration are taken")?;
    let tx = tx.into_company(made.company);
    let departments = departments(&tx, made.company, made.root, now).await?;
    let mut logins = vec![("admin", email("admin"))];
    let user = |name: &str, address: String, role| {
        User::new(new_id(), made.company, address, name.to_owned(), role, password_hash.clone(), now)
    };
    let supervisor = user("Sônia", email("sonia"), Role::Supervisor);
    enlist(&tx, &supervisor).await?;
    for department in &departments {
        tx.users().join(supervisor.id, *department, now).await?;
    }
    logins.push(("supervisor", supervisor.email));
    let mut agents = Vec::new();
    for (name, address, department) in AGENTS {
        let mut agent = user(name, email(address), Role::Agent);
        agent.department_id = Some(departments[department]);
        enlist(&tx, &agent).await?;
        tx.users().join(agent.id, departments[department], now).await?;
        logins.push(("agent", agent.email));
        agents.push(agent.id);
    }
    let channel = channel(&tx, made.company, now).await?;
    tx.bump_rules().await?;
    tx.commit().await?;
    Ok(Demo { company: made.company, channel, agents, password, logins })
}

/// Add a user whose address is new, as its domain is.
async fn enlist(tx: &Scope<Writing>, user: &User) -> anyhow::Result<()> {
    anyhow::ensure!(tx.users().insert(user.clone()).await?, "the address {} is taken", user.email);
    Ok(())
}

/// The three of the menu before the root, which the owner's document calls "Outros Assuntos".
async fn departments(
    tx: &Scope<Writing>,
    company: CompanyId,
    root: DepartmentId,
    now: Time,
) -> anyhow::Result<Vec<DepartmentId>> {
    let mut ids = Vec::new();
    for (position, (name, slug, emoji, color, keywords)) in (0..).zip(DEPARTMENTS) {
        let department = Department {
            emoji: Some(emoji.to_owned()),
            color: color.to_owned(),
            position,
            keywords: json!(keywords),
            ..Department::new(new_id(), company, slug.to_owned(), name.to_owned(), now)
        };
        ids.push(tx.insert_department(department).await?.id);
    }
    let mut others = tx.find_department(root).await?.context("the root department")?;
    "Outros Assuntos".clone_into(&mut others.name);
    "outros".clone_into(&mut others.slug);
    others.emoji = Some("📋".to_owned());
    others.position = 3;
    ids.push(tx.save_department(others, now).await?.id);
    Ok(ids)
}

async fn channel(tx: &Scope<Writing>, company: CompanyId, now: Time) -> anyhow::Result<ChannelId> {
    let id = new_id();
    let secrets = Credentials { hmac_key: Some(password::draw()), ..Credentials::default() };
    let channel = Channel {
        name: "WhatsApp de demonstração".to_owned(),
        phone: Some("+5511400028922".to_owned()),
        credentials_enc: tx.channels().seal(id, &serde_json::to_vec(&secrets)?)?,
        status: Text(ChannelStatus::Active),
        is_default: true,
        ..Channel::new(id, company, ProviderKind::Sandbox, id.to_string(), now)
    };
    Ok(tx.channels().insert(channel).await?.id)
}
