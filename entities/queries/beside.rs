//! Rows of several tables in one read.

use sea_orm::{ColumnTrait as _, EntityTrait, IdenStatic as _, Iterable as _, QuerySelect as _, Select};

/// Select the columns of `F` beside those of `E`, their names after `prefix`. The caller joins the table, and reads the row with
/// `from_query_result_optional`.
pub(super) fn beside<E: EntityTrait, F: EntityTrait>(select: Select<E>, _: F, prefix: &str) -> Select<E> {
    let name = |column: &F::Column| format!("{prefix}{}", column.as_str());
    F::Column::iter().fold(select, |select, column| select.expr_as(column.into_expr(), name(&column)))
}
