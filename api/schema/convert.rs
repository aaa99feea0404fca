//! A JSON schema as `schemars` writes it for OpenAPI 3.0, into the registry's own structure.

use poem_openapi::registry::{MetaSchema, MetaSchemaRef};
use serde_json::{Map, Value};

use super::{component_name, intern};

pub(super) fn reference_of(schema: &Value) -> MetaSchemaRef {
    match schema.get("$ref").and_then(component_name) {
        Some(name) => MetaSchemaRef::Reference(name.to_owned()),
        None => MetaSchemaRef::Inline(Box::new(meta(schema))),
    }
}

/// What no key of the schema restricts stays unrestricted.
pub(super) fn meta(schema: &Value) -> MetaSchema {
    let Some(object) = schema.as_object() else {
        return MetaSchema::ANY;
    };
    if let Some(alternatives) = object.get("anyOf").or_else(|| object.get("oneOf")).and_then(Value::as_array)
        && let Some(nullable) = optional(object, alternatives)
    {
        return nullable;
    }
    let mut meta = MetaSchema {
        ty: object.get("type").and_then(single_type).map_or("", intern),
        format: text(object, "format").map(intern),
        title: None,
        description: text(object, "description").map(intern),
        default: object.get("default").filter(|default| simple(default)).cloned(),
        nullable: flag(object, "nullable"),
        deprecated: flag(object, "deprecated"),
        read_only: flag(object, "readOnly"),
        write_only: flag(object, "writeOnly"),
        required: list(object, "required").iter().filter_map(Value::as_str).map(intern).collect(),
        properties: object
            .get("properties")
            .and_then(Value::as_object)
            .into_iter()
            .flatten()
            .map(|(name, property)| (intern(name), reference_of(property)))
            .collect(),
        items: object.get("items").map(|items| Box::new(reference_of(items))),
        additional_properties: additional(object).map(Box::new),
        enum_items: list(object, "enum").iter().filter(|item| !item.is_null()).cloned().collect(),
        any_of: list(object, "anyOf").iter().map(reference_of).collect(),
        one_of: list(object, "oneOf").iter().map(reference_of).collect(),
        all_of: list(object, "allOf").iter().map(reference_of).collect(),
        example: object.get("example").cloned(),
        multiple_of: number(object, "multipleOf"),
        maximum: number(object, "maximum"),
        minimum: number(object, "minimum"),
        max_length: count(object, "maxLength"),
        min_length: count(object, "minLength"),
        pattern: text(object, "pattern").map(ToOwned::to_owned),
        max_items: count(object, "maxItems"),
        min_items: count(object, "minItems"),
        unique_items: object.get("uniqueItems").and_then(Value::as_bool),
        max_properties: count(object, "maxProperties"),
        min_properties: count(object, "minProperties"),
        ..MetaSchema::ANY
    };
    one_list_of_variants(&mut meta);
    meta
}

/// An enum whose variants have comments comes as `oneOf` of single strings: for a client it is one `enum`.
fn one_list_of_variants(meta: &mut MetaSchema) {
    let variants: Option<Vec<Value>> = meta
        .one_of
        .iter()
        .map(|variant| match variant {
            MetaSchemaRef::Inline(inline) if inline.ty == "string" && !inline.enum_items.is_empty() => {
                Some(inline.enum_items.clone())
            }
            _ => None,
        })
        .collect::<Option<Vec<_>>>()
        .map(|lists| lists.into_iter().flatten().collect());
    if let Some(variants) = variants.filter(|variants| !variants.is_empty()) {
        meta.one_of.clear();
        meta.ty = "string";
        meta.enum_items = variants;
    }
}

/// `Option<Named>` comes as "that, or null".
fn optional(object: &Map<String, Value>, alternatives: &[Value]) -> Option<MetaSchema> {
    let (nulls, rest): (Vec<&Value>, Vec<&Value>) = alternatives.iter().partition(|alternative| is_null(alternative));
    if nulls.is_empty() {
        return None;
    }
    let description = text(object, "description").map(intern);
    let [only] = rest.as_slice() else {
        return Some(MetaSchema {
            nullable: true,
            description,
            any_of: rest.into_iter().map(reference_of).collect(),
            ..MetaSchema::ANY
        });
    };
    Some(match reference_of(only) {
        named @ MetaSchemaRef::Reference(_) => {
            MetaSchema { nullable: true, description, all_of: vec![named], ..MetaSchema::ANY }
        }
        MetaSchemaRef::Inline(inline) => {
            MetaSchema { nullable: true, description: description.or(inline.description), ..*inline }
        }
    })
}

fn is_null(schema: &Value) -> bool {
    schema.get("type").is_some_and(|kind| kind == "null")
        || schema.get("const").is_some_and(Value::is_null)
        || schema.get("enum").and_then(Value::as_array).is_some_and(|items| items.iter().all(Value::is_null))
}

fn additional(object: &Map<String, Value>) -> Option<MetaSchemaRef> {
    match object.get("additionalProperties")? {
        Value::Bool(false) => None,
        schema => Some(reference_of(schema)),
    }
}

/// One type, or the one beside `null`. Several types at once are "anything" in OpenAPI 3.0.
fn single_type(kind: &Value) -> Option<&str> {
    match kind {
        Value::String(kind) => Some(kind),
        Value::Array(kinds) => {
            match kinds.iter().filter_map(Value::as_str).filter(|kind| *kind != "null").collect::<Vec<_>>()[..] {
                [only] => Some(only),
                _ => None,
            }
        }
        _ => None,
    }
}

fn text<'a>(object: &'a Map<String, Value>, key: &str) -> Option<&'a str> {
    object.get(key).and_then(Value::as_str)
}

fn flag(object: &Map<String, Value>, key: &str) -> bool {
    object.get(key).and_then(Value::as_bool).unwrap_or_default()
}

fn list<'a>(object: &'a Map<String, Value>, key: &str) -> &'a [Value] {
    object.get(key).and_then(Value::as_array).map_or(&[], Vec::as_slice)
}

/// Generators of clients give up on a whole type whose field begins as an object or a list.
fn simple(default: &Value) -> bool {
    !(default.is_null() || default.is_object() || default.is_array())
}

fn number(object: &Map<String, Value>, key: &str) -> Option<f64> {
    object.get(key).and_then(Value::as_f64)
}

fn count(object: &Map<String, Value>, key: &str) -> Option<usize> {
    object.get(key).and_then(Value::as_u64).and_then(|count| usize::try_from(count).ok())
}
