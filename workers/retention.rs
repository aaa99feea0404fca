//! What a company does not keep for ever goes (settings, `retentionDays`): in slices, each a transaction of its own, oldest first. What
//! a pass leaves, or a process that died in it, is found by the next one.

use std::collections::BTreeMap;

use chrono::Duration;
use domain::clock::Time;
use domain::id::CompanyId;
use entities::Media;

use crate::context::Context;
use crate::execute::JobError;

/// Rows of one transaction; transactions of one kind and company in one pass.
const SLICE: u64 = 200;
const SLICES: usize = 10;
/// Companies named in one statement.
const COMPANIES: usize = 500;

/// One pass over all companies. Returns the rows that went.
pub(crate) async fn run(context: &Context) -> Result<usize, JobError> {
    let now = context.deps.clock.now();
    let all = context.deps.store.system().retentions().await?;
    let mut pass = Pass { context, now, gone: 0, is_over: true };
    let mut by_days: BTreeMap<u32, Vec<CompanyId>> = BTreeMap::new();
    for (company, keep) in &all {
        if keep.raw_bodies > 0 {
            by_days.entry(keep.raw_bodies).or_default().push(*company);
        }
    }
    for (days, companies) in by_days {
        pass.bodies(days, &companies).await?;
    }
    for (company, keep) in all {
        if keep.media > 0 {
            pass.files(company, now - Duration::days(keep.media.into())).await?;
        }
        if keep.messages > 0 {
            pass.texts(company, now - Duration::days(keep.messages.into())).await?;
        }
        if keep.audit > 0 {
            pass.audit(company, now - Duration::days(keep.audit.into())).await?;
        }
    }
    if pass.is_over {
        context.kept.insert((), ());
    }
    Ok(usize::try_from(pass.gone).unwrap_or(usize::MAX))
}

struct Pass<'a> {
    context: &'a Context,
    now: Time,
    gone: u64,
    /// Nothing was left for the next pass.
    is_over: bool,
}

impl Pass<'_> {
    /// Count a slice. `true` = there may be more.
    fn took(&mut self, rows: u64) -> bool {
        self.gone += rows;
        rows >= SLICE
    }

    async fn bodies(&mut self, days: u32, companies: &[CompanyId]) -> Result<(), JobError> {
        let deps = &self.context.deps;
        let before = self.now - Duration::days(days.into());
        // Those that came earlier have none any more: they are not looked through again.
        let after = self.context.bodies_gone.get(&days).unwrap_or_default();
        let identity = self.now - deps.retention.inbox.max(Duration::days(days.into()));
        let mut is_over = true;
        for companies in companies.chunks(COMPANIES) {
            let mut left = true;
            for _ in 0..SLICES {
                let tx = deps.store.begin_system().await?;
                let bodies = tx.forget_bodies(companies, after, before, SLICE, self.now).await?;
                let events = tx.forget_events(companies, identity, SLICE).await?;
                tx.commit().await?;
                left = self.took(bodies) | self.took(events);
                if !left {
                    break;
                }
            }
            is_over &= !left;
        }
        if is_over {
            self.context.bodies_gone.insert(days, before);
        }
        self.is_over &= is_over;
        Ok(())
    }

    async fn files(&mut self, company: CompanyId, before: Time) -> Result<(), JobError> {
        for _ in 0..SLICES {
            let old = self.context.deps.store.company(company).old_files(before, SLICE).await?;
            self.expire(company, &old).await?;
            if !self.took(old.len() as u64) {
                return Ok(());
            }
        }
        self.is_over = false;
        Ok(())
    }

    /// The bytes go before the row says so: a crash in between forgets none.
    async fn expire(&self, company: CompanyId, files: &[Media]) -> Result<(), JobError> {
        let deps = &self.context.deps;
        for file in files {
            if let Some(key) = &file.storage_key
                && !deps.store.company(company).is_shared(file).await?
            {
                deps.media.delete(key).await.map_err(|error| JobError::Fatal(error.to_string()))?;
            }
            let tx = deps.store.begin(company).await?;
            tx.expire_file(file, self.now).await?;
            tx.commit().await?;
        }
        Ok(())
    }

    async fn texts(&mut self, company: CompanyId, before: Time) -> Result<(), JobError> {
        let deps = &self.context.deps;
        for _ in 0..SLICES {
            let old = deps.store.company(company).old_texts(before, SLICE).await?;
            for conversation in &old {
                loop {
                    let files = deps.store.company(company).files_of(conversation.id, SLICE).await?;
                    if files.is_empty() {
                        break;
                    }
                    self.expire(company, &files).await?;
                }
                loop {
                    let tx = deps.store.begin(company).await?;
                    tx.people().lock(conversation.contact_id).await?;
                    let gone = tx.forget_texts(conversation.id, before, SLICE, self.now).await?;
                    tx.commit().await?;
                    self.gone += gone.unwrap_or_default();
                    if gone.is_none_or(|gone| gone < SLICE) {
                        break;
                    }
                }
            }
            if (old.len() as u64) < SLICE {
                return Ok(());
            }
        }
        self.is_over = false;
        Ok(())
    }

    async fn audit(&mut self, company: CompanyId, before: Time) -> Result<(), JobError> {
        let deps = &self.context.deps;
        for _ in 0..SLICES {
            let tx = deps.store.begin(company).await?;
            let gone = tx.forget_audit(before, SLICE).await?;
            tx.commit().await?;
            if !self.took(gone) {
                return Ok(());
            }
        }
        self.is_over = false;
        Ok(())
    }
}
