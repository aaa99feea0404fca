//! What poem-openapi cannot say, put into the document afterwards.

use std::collections::BTreeMap;

use poem::http::StatusCode;
use serde_json::{Map, Value, json};

/// Public operations say that they need nothing, `null` is allowed in the way of OpenAPI 3.0.3, and an answer that many operations
/// share is written once.
pub(super) fn finish(spec: &mut Value) {
    for operation in operations(spec) {
        operation.entry("security").or_insert_with(|| json!([]));
    }
    spell_out_null(spec);
    share_answers(spec);
}

fn operations(spec: &mut Value) -> impl Iterator<Item = &mut Map<String, Value>> {
    let paths = spec.get_mut("paths").and_then(Value::as_object_mut).into_iter().flat_map(Map::values_mut);
    paths.filter_map(Value::as_object_mut).flat_map(Map::values_mut).filter_map(Value::as_object_mut)
}

/// `nullable` counts only beside a `type`, which a reference has not: it becomes one of two, the other of which is null.
fn spell_out_null(value: &mut Value) {
    match value {
        Value::Array(items) => items.iter_mut().for_each(spell_out_null),
        Value::Object(object) => {
            if object.get("nullable") == Some(&Value::Bool(true)) && !object.contains_key("type") {
                object.remove("nullable");
                // With neither it takes anything, null included.
                let named = object.remove("allOf").or_else(|| object.remove("anyOf"));
                if let Some(Value::Array(mut either)) = named {
                    either.push(json!({ "type": "object", "nullable": true, "enum": [null] }));
                    object.insert("anyOf".to_owned(), either.into());
                }
            }
            object.values_mut().for_each(spell_out_null);
        }
        _ => {}
    }
}

/// The problems of a status are the same everywhere: `#/components/responses/Conflict`.
fn share_answers(spec: &mut Value) {
    let mut shared = BTreeMap::<String, Value>::new();
    for operation in operations(spec) {
        let answers = operation.get_mut("responses").and_then(Value::as_object_mut).into_iter().flatten();
        for (status, answer) in answers {
            if answer.pointer("/content/application~1problem+json").is_none() {
                continue;
            }
            let Some(name) = shared_name(status) else { continue };
            if shared.entry(name.clone()).or_insert_with(|| answer.clone()) == answer {
                *answer = json!({ "$ref": format!("#/components/responses/{name}") });
            }
        }
    }
    if let Some(components) = spec.get_mut("components").and_then(Value::as_object_mut)
        && !shared.is_empty()
    {
        components.insert("responses".to_owned(), json!(shared));
    }
}

/// What a status' shared answer is called, as `NotFound`.
pub(super) fn shared_name(status: &str) -> Option<String> {
    let reason = StatusCode::from_bytes(status.as_bytes()).ok()?.canonical_reason()?;
    Some(reason.replace(' ', ""))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_public_operation_says_so_and_a_private_one_stays_private() {
        let mut spec = json!({"paths": {"/a": {"get": {}, "post": {"security": [{"user": []}]}}}});
        finish(&mut spec);
        assert_eq!(spec["paths"]["/a"], json!({"get": {"security": []}, "post": {"security": [{"user": []}]}}));
    }

    #[test]
    fn a_reference_that_may_be_null_is_one_of_two() {
        let role = json!({"$ref": "#/components/schemas/Role"});
        let mut spec = json!({"role": {"nullable": true, "allOf": [role]}, "any": {"nullable": true}});
        finish(&mut spec);
        let nothing = json!({"type": "object", "nullable": true, "enum": [null]});
        assert_eq!(spec["role"], json!({"anyOf": [role, nothing]}));
        assert_eq!(spec["any"], json!({}));
    }

    #[test]
    fn equal_problems_are_written_once_and_a_different_one_stays_where_it_is() {
        let problem = |text: &str| json!({"description": text, "content": {"application/problem+json": {}}});
        let mut spec = json!({"components": {}, "paths": {"/a": {
            "get": {"responses": {"409": problem("x")}}, "put": {"responses": {"409": problem("x"), "200": {}}},
            "post": {"responses": {"409": problem("y")}},
        }}});
        finish(&mut spec);
        let shared = json!({"$ref": "#/components/responses/Conflict"});
        assert_eq!(spec["paths"]["/a"]["get"]["responses"]["409"], shared);
        assert_eq!(spec["paths"]["/a"]["put"]["responses"], json!({"409": shared, "200": {}}));
        assert_eq!(spec["paths"]["/a"]["post"]["responses"]["409"], problem("y"));
        assert_eq!(spec["components"]["responses"]["Conflict"], problem("x"));
    }
}
