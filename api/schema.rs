//! One definition of each object for REST, events and documents: `schemars` derives the schema, and this module turns it into
//! what poem-openapi puts into the document (OpenAPI 3.0, so null becomes `nullable`).
//!
//! A type that is read and written in two shapes (a defaulted field is optional to send and always present to receive) is two
//! components: its name for what we send, and the name with `Input` for what we read inside a body.

mod convert;
mod name;

use std::collections::HashSet;
use std::sync::{Mutex, OnceLock, PoisonError};

use poem_openapi::registry::{MetaSchemaRef, Registry};
use schemars::JsonSchema;
use serde_json::Value;

use convert::{meta, reference_of};
pub use name::Shape;

/// Whether a schema describes what we read or what we write.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Contract {
    Serialize,
    Deserialize,
}

/// How the document points at a type. Unlike [`Shape::reference`] it makes no component of a named one to say its name.
pub fn reference_to<T: JsonSchema>(contract: Contract) -> MetaSchemaRef {
    if T::inline_schema() {
        Shape::of::<T>(contract).reference()
    } else {
        MetaSchemaRef::Reference(T::schema_name().into_owned())
    }
}

impl Shape {
    /// How the document points at the type: a component for a named one, in place for lists, options and scalars.
    pub fn reference(&self) -> MetaSchemaRef {
        reference_of(&self.root)
    }

    /// Put the type and everything it mentions among the components, each once.
    ///
    /// Panics when two different shapes claim one name: the document would lie, and no request has been served yet.
    pub fn register(&self, registry: &mut Registry) {
        for (name, schema) in &self.components {
            let schema = meta(schema);
            match registry.schemas.get(name) {
                Some(known) => assert!(
                    known == &schema,
                    "two shapes are named `{name}` in the API document: give what is sent its own type"
                ),
                None => {
                    registry.schemas.insert(name.clone(), schema);
                }
            }
        }
    }
}

/// The document keeps `&'static str`; each distinct text is leaked once.
pub fn intern(text: &str) -> &'static str {
    static TEXTS: OnceLock<Mutex<HashSet<&'static str>>> = OnceLock::new();
    let mut texts = TEXTS.get_or_init(Mutex::default).lock().unwrap_or_else(PoisonError::into_inner);
    if let Some(known) = texts.get(text) {
        return known;
    }
    let leaked: &'static str = Box::leak(text.to_owned().into_boxed_str());
    texts.insert(leaked);
    leaked
}

/// The name in `#/components/schemas/Name`.
fn component_name(reference: &Value) -> Option<&str> {
    reference.as_str()?.rsplit('/').next()
}

#[cfg(test)]
mod tests;
