//! Domain enums in text columns. The domain may not name the database library, and the orphan rule forbids naming the
//! domain's types here, hence a wrapper.

use std::ops::Deref;
use std::str::FromStr;

use sea_orm::sea_query::{ArrayType, ColumnType, Nullable, StringLen, Value, ValueType, ValueTypeErr};
use sea_orm::{ActiveValue, ColIdx, DbErr, IntoActiveValue, QueryResult, TryGetError, TryGetable};

/// An enum stored as the text that its `FromStr` reads and its `Into<&'static str>` writes.
///
/// Reads like the enum itself: `*row.status`, `row.status == Status::Open`, `row.status.is_active()`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Text<T>(pub T);

impl<T> Deref for Text<T> {
    type Target = T;

    fn deref(&self) -> &T {
        &self.0
    }
}

impl<T> From<T> for Text<T> {
    fn from(value: T) -> Self {
        Self(value)
    }
}

impl<T: PartialEq> PartialEq<T> for Text<T> {
    fn eq(&self, other: &T) -> bool {
        self.0 == *other
    }
}

impl<T: Into<&'static str>> From<Text<T>> for Value {
    fn from(value: Text<T>) -> Self {
        let text: &'static str = value.0.into();
        Self::String(Some(text.to_owned()))
    }
}

impl<T: FromStr> TryGetable for Text<T> {
    fn try_get_by<I: ColIdx>(res: &QueryResult, index: I) -> Result<Self, TryGetError> {
        let text = String::try_get_by(res, index)?;
        parse(&text).map_err(|()| {
            let wanted = std::any::type_name::<T>();
            TryGetError::DbErr(DbErr::Type(format!("column {index:?} holds `{text}`, which is no {wanted}")))
        })
    }
}

impl<T: FromStr> ValueType for Text<T> {
    fn try_from(value: Value) -> Result<Self, ValueTypeErr> {
        let text = <String as ValueType>::try_from(value)?;
        parse(&text).map_err(|()| ValueTypeErr)
    }

    fn type_name() -> String {
        "Text".to_owned()
    }

    fn array_type() -> ArrayType {
        ArrayType::String
    }

    fn column_type() -> ColumnType {
        ColumnType::String(StringLen::None)
    }
}

impl<T> Nullable for Text<T> {
    fn null() -> Value {
        Value::String(None)
    }
}

impl<T: FromStr + Into<&'static str>> IntoActiveValue<Self> for Text<T> {
    fn into_active_value(self) -> ActiveValue<Self> {
        ActiveValue::Set(self)
    }
}

fn parse<T: FromStr>(text: &str) -> Result<Text<T>, ()> {
    text.parse().map(Text).map_err(|_| ())
}
