//! Which components a type needs, and under which names.

use std::collections::{BTreeMap, BTreeSet};

use schemars::JsonSchema;
use schemars::generate::SchemaSettings;
use serde_json::{Map, Value};

use super::{Contract, component_name};

const PREFIX: &str = "#/components/schemas/";

/// A type's schema, with the components it mentions.
pub struct Shape {
    pub(super) root: Value,
    pub(super) components: BTreeMap<String, Value>,
}

impl Shape {
    pub fn of<T: JsonSchema>(contract: Contract) -> Self {
        match contract {
            Contract::Serialize => generate::<T>(contract),
            Contract::Deserialize => {
                let written = generate::<T>(Contract::Serialize).components;
                let mut read = generate::<T>(contract);
                let root = read.root.get("$ref").and_then(component_name).map(ToOwned::to_owned);
                let renamed = differing(&written, &read.components, root.as_deref());
                rename(&mut read.root, &renamed);
                read.components = read
                    .components
                    .into_iter()
                    .map(|(name, mut schema)| {
                        rename(&mut schema, &renamed);
                        (if renamed.contains(&name) { format!("{name}Input") } else { name }, schema)
                    })
                    .collect();
                read
            }
        }
    }
}

fn generate<T: JsonSchema>(contract: Contract) -> Shape {
    let settings = match contract {
        Contract::Serialize => SchemaSettings::openapi3().for_serialize(),
        Contract::Deserialize => SchemaSettings::openapi3().for_deserialize(),
    };
    let mut generator = settings.into_generator();
    let root = generator.subschema_for::<T>();
    let mut root = root.to_value();
    let mut components: BTreeMap<String, Value> = generator.take_definitions(true).into_iter().collect();
    // A list or an option is written in place and misses the transformations that the generator applies to definitions.
    if root.get("$ref").is_none() {
        components.insert(String::new(), root);
        for transform in &mut SchemaSettings::openapi3().transforms {
            if let Some(schema) = components.get_mut("").and_then(|root| <&mut schemars::Schema>::try_from(root).ok()) {
                transform.transform(schema);
            }
        }
        root = components.remove("").unwrap_or_default();
    }
    Shape { root, components }
}

/// The components whose two shapes differ, or that mention one that does. The body's own type keeps its name.
fn differing(
    written: &BTreeMap<String, Value>,
    read: &BTreeMap<String, Value>,
    root: Option<&str>,
) -> BTreeSet<String> {
    let mut found: BTreeSet<String> =
        read.iter().filter(|(name, schema)| written.get(*name) != Some(schema)).map(|(name, _)| name.clone()).collect();
    loop {
        let more: Vec<String> = read
            .iter()
            .filter(|(name, schema)| !found.contains(*name) && mentions(schema, &found))
            .map(|(name, _)| name.clone())
            .collect();
        if more.is_empty() {
            break;
        }
        found.extend(more);
    }
    if let Some(root) = root {
        found.remove(root);
    }
    found
}

fn mentions(schema: &Value, names: &BTreeSet<String>) -> bool {
    match schema {
        Value::Object(object) => {
            reference(object).is_some_and(|name| names.contains(name))
                || object.values().any(|value| mentions(value, names))
        }
        Value::Array(items) => items.iter().any(|item| mentions(item, names)),
        _ => false,
    }
}

fn rename(schema: &mut Value, names: &BTreeSet<String>) {
    match schema {
        Value::Object(object) => {
            if let Some(name) = reference(object).filter(|name| names.contains(*name)) {
                let renamed = format!("{PREFIX}{name}Input");
                object.insert("$ref".to_owned(), renamed.into());
            }
            object.values_mut().for_each(|value| rename(value, names));
        }
        Value::Array(items) => items.iter_mut().for_each(|item| rename(item, names)),
        _ => {}
    }
}

fn reference(object: &Map<String, Value>) -> Option<&str> {
    object.get("$ref").and_then(component_name)
}
