//! What is typed into the search of the list: part of a name, of a phone in any format, of an e-mail address, or the start of a
//! protocol number.

use domain::id::CompanyId;
use domain::identity::IdentityKind;
use domain::phone;
use sea_orm::sea_query::{Expr, ExprTrait as _, Func, LikeExpr, Query, SelectStatement, SimpleExpr, UnionType};
use sea_orm::{ColumnTrait as _, Condition, DbBackend};

use crate::Text;
use crate::tables::{contact, contact_identity, conversation};

/// Conditions over columns of `conversations`, one of which holds. Each way to find one has its index, so they are asked apart.
pub(super) fn ways(backend: DbBackend, company: CompanyId, text: &str) -> Vec<SimpleExpr> {
    let by_protocol = Expr::col(conversation::Column::Protocol).like(start(text.trim()));
    let by_contact = contacts(backend, company, text).into_iter();
    [by_protocol].into_iter().chain(by_contact.map(|own| conversation::Column::ContactId.in_subquery(own))).collect()
}

/// All the ways as one condition.
pub(super) fn found(backend: DbBackend, company: CompanyId, text: &str) -> SimpleExpr {
    let mut all = Query::select();
    all.column(conversation::Column::Id).from(conversation::Entity).and_where(Expr::cust("1 = 0"));
    for way in ways(backend, company, text) {
        let own = Query::select()
            .column(conversation::Column::Id)
            .from(conversation::Entity)
            .and_where(conversation::Column::CompanyId.eq(company))
            .and_where(way)
            .to_owned();
        all.union(UnionType::All, own);
    }
    conversation::Column::Id.in_subquery(all)
}

/// Selects of the ids of contacts whose names, e-mail addresses or phones have it: who is in any of them is meant.
pub(in crate::queries) fn contacts(backend: DbBackend, company: CompanyId, text: &str) -> Vec<SelectStatement> {
    let text = text.trim();
    let spellings = if backend == DbBackend::Sqlite { spellings(text) } else { Vec::new() };
    let name_like = |column: contact::Column| {
        let lower = Expr::expr(SimpleExpr::from(Func::lower(Expr::col(column))));
        let any = Condition::any().add(lower.like(anywhere(&text.to_lowercase())));
        spellings.iter().fold(any, |any, spelling| any.add(Expr::col(column).like(anywhere(spelling))))
    };
    let named = Query::select()
        .column(contact::Column::Id)
        .from(contact::Entity)
        .and_where(contact::Column::CompanyId.eq(company))
        .cond_where(
            Condition::any()
                .add(name_like(contact::Column::Name))
                .add(name_like(contact::Column::PushName))
                .add(name_like(contact::Column::Email)),
        )
        .to_owned();
    let mut found = vec![named];
    if let Some(phones) = phones(text) {
        let owners = Query::select()
            .column(contact_identity::Column::ContactId)
            .from(contact_identity::Entity)
            .and_where(contact_identity::Column::CompanyId.eq(company))
            .and_where(contact_identity::Column::Kind.eq(Text(IdentityKind::Phone)))
            .cond_where(phones)
            .to_owned();
        found.push(owners);
    }
    found
}

/// SQLite knows the case of ASCII letters only: what is beyond them is looked for as names are usually written.
fn spellings(text: &str) -> Vec<String> {
    if text.is_ascii() {
        return Vec::new();
    }
    let title = |word: &str| {
        let mut letters = word.chars();
        letters.next().map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
    };
    let words: Vec<String> = text.to_lowercase().split(' ').map(title).collect();
    vec![text.to_owned(), text.to_uppercase(), words.join(" ")]
}

/// Digits that a part of a phone number must have to be looked for.
const FEWEST_DIGITS: usize = 4;

/// What was typed as a whole number, as people write it in Brazil, or as a part of one.
fn phones(text: &str) -> Option<Condition> {
    let only_phone = text.chars().all(|c| c.is_ascii_digit() || " +-().\u{a0}/".contains(c));
    let digits: String = text.chars().filter(char::is_ascii_digit).collect();
    if !only_phone || digits.len() < FEWEST_DIGITS {
        return None;
    }
    let part = Expr::col(contact_identity::Column::Canonical).like(anywhere(&digits));
    let mut any = Condition::any().add(part);
    if let Some(whole) = phone::parse(text, "55") {
        any = any.add(contact_identity::Column::Canonical.eq(phone::canonical(&whole)));
    }
    Some(any)
}

fn escaped(text: &str) -> String {
    text.replace('\\', "\\\\").replace('%', "\\%").replace('_', "\\_")
}

fn anywhere(text: &str) -> LikeExpr {
    LikeExpr::new(format!("%{}%", escaped(text))).escape('\\')
}

fn start(text: &str) -> LikeExpr {
    LikeExpr::new(format!("{}%", escaped(text))).escape('\\')
}
