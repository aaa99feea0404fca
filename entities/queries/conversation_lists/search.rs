//! What is typed into the search of the list: part of a name, of a phone in any format, of an e-mail address, or the start of a
//! protocol number.

use domain::id::CompanyId;
use domain::identity::IdentityKind;
use domain::phone;
use sea_orm::sea_query::{Expr, ExprTrait as _, Func, LikeExpr, Query, SimpleExpr};
use sea_orm::{ColumnTrait as _, Condition};

use crate::Text;
use crate::tables::{contact, contact_identity, conversation};

/// The condition over columns of `conversations`.
pub(super) fn found(company: CompanyId, text: &str) -> Condition {
    let text = text.trim();
    let spellings = spellings(text);
    let name_like = |column: contact::Column| {
        let lower = Expr::expr(SimpleExpr::from(Func::lower(Expr::col(column))));
        let any = Condition::any().add(lower.like(anywhere(&text.to_lowercase())));
        spellings.iter().fold(any, |any, spelling| any.add(Expr::col(column).like(anywhere(spelling))))
    };
    let people = Query::select()
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
    let mut found = Condition::any()
        .add(conversation::Column::ContactId.in_subquery(people))
        .add(Expr::col((conversation::Entity, conversation::Column::Protocol)).like(start(text)));
    if let Some(phones) = phones(text) {
        let owners = Query::select()
            .column(contact_identity::Column::ContactId)
            .from(contact_identity::Entity)
            .and_where(contact_identity::Column::CompanyId.eq(company))
            .and_where(contact_identity::Column::Kind.eq(Text(IdentityKind::Phone)))
            .cond_where(phones)
            .to_owned();
        found = found.add(conversation::Column::ContactId.in_subquery(owners));
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
