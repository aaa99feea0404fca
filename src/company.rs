//! Companies from the command line: made, closed, listed.

use anyhow::Context as _;
use api::auth::{Passwords, password};
use entities::NewCompany;
use serde_json::json;

use crate::cli::Company;
use crate::config::Config;
use crate::profile::Live;

pub(crate) async fn run(config: &Config, action: Company) -> anyhow::Result<()> {
    let live = Live::open(config).await?;
    match action {
        Company::Create { name, admin_email, json } => create(&live, name, &admin_email, json).await,
        Company::Disable { id, json } => disable(&live, &id, json).await,
        Company::List { json } => list(&live, json).await,
    }
}

async fn create(live: &Live, name: String, email: &str, as_json: bool) -> anyhow::Result<()> {
    let drawn = password::draw();
    let new = NewCompany {
        name,
        locale: "pt-BR".to_owned(),
        admin_email: email.trim().to_lowercase(),
        admin_name: email.split('@').next().unwrap_or("Admin").to_owned(),
        password_hash: Passwords::default().hash(&drawn).await?,
    };
    let tx = live.stores.api.begin_system().await?;
    let made = tx.create_company(new, live.clock.now()).await?;
    let made = made.with_context(|| format!("{email} is taken: addresses are unique in the whole installation"))?;
    tx.commit().await?;
    if as_json {
        println!("{}", json!({"companyId": made.company, "email": email, "password": drawn}));
    } else {
        println!("company   {}\nemail     {email}\npassword  {drawn}", made.company);
    }
    Ok(())
}

async fn disable(live: &Live, id: &str, as_json: bool) -> anyhow::Result<()> {
    let missing = || format!("there is no company {id}");
    let id = id.parse().ok().with_context(missing)?;
    let tx = live.stores.api.begin(id).await?;
    let mut company = tx.find_company().await?.with_context(missing)?;
    company.is_active = false;
    company.rules_version += 1;
    tx.save_company(company, live.clock.now()).await?;
    tx.commit().await?;
    if as_json {
        println!("{}", json!({"companyId": id, "isActive": false}));
    } else {
        println!("{id} is closed: nobody logs in, nothing is sent");
    }
    Ok(())
}

async fn list(live: &Live, as_json: bool) -> anyhow::Result<()> {
    let companies = live.stores.api.system().companies().await?;
    if as_json {
        let list: Vec<_> = companies
            .iter()
            .map(|company| json!({"companyId": company.id, "name": company.name, "isActive": company.is_active}))
            .collect();
        println!("{}", serde_json::to_string(&list)?);
        return Ok(());
    }
    for company in companies {
        println!("{}  {}{}", company.id, company.name, if company.is_active { "" } else { "  (closed)" });
    }
    Ok(())
}
