use std::borrow::Cow;

use garde::Validate;
use schemars::{JsonSchema, Schema, SchemaGenerator};
use serde::Deserialize;

/// A body without rules beyond its types: `Body<Plain<T>>` for what comes from a crate that knows no validation. In the document
/// it is `TBody`, so that `T` may be an answer as well.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(transparent)]
pub struct Plain<T>(pub T);

impl<T> Validate for Plain<T> {
    type Context = ();

    fn validate_into(&self, (): &(), _: &mut dyn FnMut() -> garde::Path, _: &mut garde::Report) {}
}

impl<T: JsonSchema> JsonSchema for Plain<T> {
    fn schema_name() -> Cow<'static, str> {
        format!("{}Body", T::schema_name()).into()
    }

    fn schema_id() -> Cow<'static, str> {
        format!("{}Body", T::schema_id()).into()
    }

    fn json_schema(generator: &mut SchemaGenerator) -> Schema {
        T::json_schema(generator)
    }
}
