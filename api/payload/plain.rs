use garde::Validate;
use schemars::JsonSchema;
use serde::Deserialize;

/// A body without rules beyond its types: `Body<Plain<T>>` for what comes from a crate that knows no validation.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(transparent)]
pub struct Plain<T>(pub T);

impl<T> Validate for Plain<T> {
    type Context = ();

    fn validate_into(&self, (): &(), _: &mut dyn FnMut() -> garde::Path, _: &mut garde::Report) {}
}
