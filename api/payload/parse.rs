//! From bytes to a value, or to the list of everything that is wrong with them. Knows nothing of HTTP.

use garde::Validate;
use serde::de::{DeserializeOwned, IgnoredAny};
use serde_json::Value;
use serde_json::error::Category;
use serde_path_to_error::{Segment, Track};

use super::objects::Objects;
use crate::error::{ApiError, Code, FieldError};

/// Read one JSON document: well-formed, without unknown fields, of the right types, and valid.
pub(super) fn parse<T: DeserializeOwned + Validate<Context = ()>>(bytes: &[u8]) -> Result<T, ApiError> {
    if bytes.iter().all(u8::is_ascii_whitespace) {
        // A body that may be left out is one that may be null.
        let value: T = serde_json::from_slice(b"null").map_err(|_| ApiError::new(Code::MalformedJson))?;
        return check(value, b"null");
    }
    if let Err(error) = serde_json::from_slice::<IgnoredAny>(bytes) {
        return Err(ApiError::new(Code::MalformedJson).field("", position(&error)));
    }
    check(typed(bytes)?, bytes)
}

/// The same for a value in hand, whose fields are at `T`'s top level. Rules beyond the types are the caller's.
pub(crate) fn read_value<T: DeserializeOwned>(value: &Value) -> Result<T, ApiError> {
    typed(&serde_json::to_vec(value).map_err(ApiError::internal)?)
}

fn typed<T: DeserializeOwned>(bytes: &[u8]) -> Result<T, ApiError> {
    let mut track = Track::new();
    let mut unknown = Vec::new();
    let mut json = serde_json::Deserializer::from_slice(bytes);
    let tracked = serde_path_to_error::Deserializer::new(Objects(&mut json), &mut track);
    let result = serde_ignored::deserialize(tracked, |path| unknown.push(ignored(&path)));
    let wrong = match result {
        Ok(value) if unknown.is_empty() => return Ok(value),
        Ok(_) => None,
        Err(error) if error.classify() == Category::Data => Some(mistyped(&track.path(), &error)),
        Err(error) => return Err(ApiError::new(Code::MalformedJson).field("", position(&error))),
    };
    if unknown.is_empty() {
        return Err(ApiError::new(Code::Validation).fields(wrong));
    }
    // A misspelt name is usually both: unknown here and missing there. Both are said.
    let unknown = unknown.into_iter().map(|field| FieldError { field, message: "unknown field".to_owned() });
    Err(ApiError::new(Code::UnknownField).fields(unknown).fields(wrong))
}

fn check<T: Validate<Context = ()>>(value: T, bytes: &[u8]) -> Result<T, ApiError> {
    let Err(report) = value.validate() else {
        return Ok(value);
    };
    let body: Value = serde_json::from_slice(bytes).unwrap_or_default();
    Err(ApiError::new(Code::Validation).fields(
        report.iter().map(|(path, error)| FieldError {
            field: on_the_wire(&path.to_string(), &body),
            message: error.to_string(),
        }),
    ))
}

/// `line 1, column 9`, without the text around it.
fn position(error: &serde_json::Error) -> String {
    format!("not valid JSON at line {}, column {}", error.line(), error.column())
}

fn mistyped(path: &serde_path_to_error::Path, error: &serde_json::Error) -> FieldError {
    let mut field = String::new();
    for segment in path {
        match segment {
            Segment::Seq { index } => field.extend(["[", &index.to_string(), "]"]),
            Segment::Map { key } | Segment::Enum { variant: key } => join(&mut field, key),
            Segment::Unknown => {}
        }
    }
    let message = error.to_string();
    let message = message.split(" at line ").next().unwrap_or_default().to_owned();
    // The path of these two ends at the object; the field's name is in the words only.
    for (words, short) in [("missing field `", "required"), ("duplicate field `", "given twice")] {
        if let Some(name) = message.strip_prefix(words).and_then(|rest| rest.strip_suffix('`')) {
            join(&mut field, name);
            return FieldError { field, message: short.to_owned() };
        }
    }
    FieldError { field, message }
}

fn ignored(path: &serde_ignored::Path<'_>) -> String {
    use serde_ignored::Path;
    match path {
        Path::Root => String::new(),
        Path::Seq { parent, index } => format!("{}[{index}]", ignored(parent)),
        Path::Map { parent, key } => {
            let mut field = ignored(parent);
            join(&mut field, key);
            field
        }
        Path::Some { parent } | Path::NewtypeStruct { parent } | Path::NewtypeVariant { parent } => ignored(parent),
    }
}

fn join(field: &mut String, key: &str) {
    if !field.is_empty() {
        field.push('.');
    }
    field.push_str(key);
}

/// `garde` names the fields of the struct: `weekly.start_at` is `weekly.startAt` to the client. A key of a map is kept when the
/// body has it just so.
fn on_the_wire(path: &str, body: &Value) -> String {
    let mut field = String::new();
    let mut here = Some(body);
    for part in path.split('.') {
        let (key, indexes) = part.split_at(part.find('[').unwrap_or(part.len()));
        if !key.is_empty() {
            let wire = if here.is_some_and(|here| here.get(key).is_some()) { key.to_owned() } else { camel(key) };
            here = here.and_then(|here| here.get(&wire));
            join(&mut field, &wire);
        }
        field.push_str(indexes);
        for index in indexes.split(['[', ']']).filter_map(|index| index.parse::<usize>().ok()) {
            here = here.and_then(|here| here.get(index));
        }
    }
    field
}

fn camel(snake: &str) -> String {
    let mut words = snake.split('_');
    let mut camel = words.next().unwrap_or_default().to_owned();
    for word in words {
        let mut letters = word.chars();
        camel.extend(letters.next().map(|first| first.to_ascii_uppercase()));
        camel.push_str(letters.as_str());
    }
    camel
}
