//! JSON bodies, read strictly: what is not understood is refused with the name of its field.

use std::fmt;
use std::marker::PhantomData;

use poem::error::ReadBodyError;
use poem::http::StatusCode;
use poem::{Request, RequestBody};
use poem_openapi::registry::{MetaMediaType, MetaRequest, Registry};
use poem_openapi::types::{MaybeUndefined, Type};
use poem_openapi::{ApiExtractor, ApiExtractorType, ExtractParamOptions};
use serde::de::value::MapAccessDeserializer;
use serde::de::{DeserializeOwned, MapAccess, Visitor};
use serde::{Deserialize, Deserializer};

use crate::problem::{FieldFault, Problem};

const JSON: &str = "application/json";

/// A JSON body. An empty one is `{}`: nothing needs to be sent where nothing is needed.
///
/// The type is read by serde with `deny_unknown_fields`; poem-openapi only describes it.
pub(crate) struct Input<T>(pub(crate) T);

impl<'a, T: DeserializeOwned + Type> ApiExtractor<'a> for Input<T> {
    const TYPES: &'static [ApiExtractorType] = &[ApiExtractorType::RequestObject];

    type ParamType = ();
    type ParamRawType = ();

    fn register(registry: &mut Registry) {
        T::register(registry);
    }

    fn request_meta() -> Option<MetaRequest> {
        let content = vec![MetaMediaType { content_type: JSON, schema: T::schema_ref() }];
        // Only a body with a required field must be there.
        let mut registry = Registry::new();
        T::register(&mut registry);
        let required = registry.schemas.get(&*T::name()).is_some_and(|schema| !schema.required.is_empty());
        Some(MetaRequest { description: None, content, required })
    }

    async fn from_request(
        request: &'a Request,
        body: &mut RequestBody,
        _: ExtractParamOptions<Self::ParamType>,
    ) -> poem::Result<Self> {
        // The guard has bounded the body, so this takes what is in memory already.
        let broken = |_: ReadBodyError| Problem::new(StatusCode::BAD_REQUEST, "body_broken", "The body broke off.");
        let bytes = body.take().map_err(broken)?.into_bytes().await.map_err(broken)?;
        if bytes.is_empty() {
            return Ok(Self(read(b"{}")?));
        }
        if !request.content_type().is_some_and(is_json) {
            return Err(crate::guard::unsupported("Send JSON with Content-Type: application/json.").into());
        }
        Ok(Self(read(&bytes)?))
    }
}

/// `application/json`, with any parameter.
pub(super) fn is_json(content_type: &str) -> bool {
    content_type.split(';').next().is_some_and(|kind| kind.trim().eq_ignore_ascii_case(JSON))
}

/// Reads a body.
pub(super) fn read<T: DeserializeOwned>(bytes: &[u8]) -> Result<T, Problem> {
    let mut reader = serde_json::Deserializer::from_slice(bytes);
    let value: Object<T> = serde_path_to_error::deserialize(&mut reader).map_err(|error| {
        let path = error.path().to_string();
        Problem::invalid(vec![fault(&path, error.inner())])
    })?;
    reader.end().map_err(|error| Problem::invalid(vec![fault(".", &error)]))?;
    Ok(value.0)
}

/// What serde says as a faulty field. serde's messages are stable: programs of others match on them, too.
fn fault(path: &str, error: &serde_json::Error) -> FieldFault {
    let message = error.to_string();
    let message = message.split_once(" at line ").map_or(message.as_str(), |(message, _)| message);
    let path = if path == "." { "" } else { path };
    if !error.is_data() {
        let code = if message.starts_with("recursion limit") { "too_deep" } else { "not_json" };
        return FieldFault::new("body", code, format!("is not JSON that can be read: {error}"));
    }
    let named = |prefix: &str| message.strip_prefix(prefix)?.split('`').next();
    let within = |field: &str| {
        // An unknown field's own name may be the last step of the path already.
        let parent = path.strip_suffix(field).map_or(path, |parent| parent.trim_end_matches('.'));
        if parent.is_empty() { field.to_owned() } else { format!("{parent}.{field}") }
    };
    if let Some(field) = named("unknown field `") {
        FieldFault::new(within(field), "unknown_field", "is not a field of this call")
    } else if let Some(field) = named("missing field `") {
        FieldFault::new(within(field), "required", "is required")
    } else if let Some(field) = named("duplicate field `") {
        FieldFault::new(within(field), "duplicate_field", "stands there twice")
    } else {
        let field = if path.is_empty() { "body" } else { path };
        FieldFault::new(field, "wrong_type", message)
    }
}

/// A JSON object read into a struct. serde's own reading of structs takes arrays, too.
pub(crate) struct Object<T>(pub(crate) T);

impl<'de, T: Deserialize<'de>> Deserialize<'de> for Object<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct OnlyMaps<T>(PhantomData<T>);

        impl<'de, T: Deserialize<'de>> Visitor<'de> for OnlyMaps<T> {
            type Value = T;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("an object")
            }

            fn visit_map<A: MapAccess<'de>>(self, map: A) -> Result<T, A::Error> {
                T::deserialize(MapAccessDeserializer::new(map))
            }
        }

        deserializer.deserialize_map(OnlyMaps(PhantomData)).map(Self)
    }
}

/// For `#[serde(default, deserialize_with = "given")]`: absent is fine, `null` is not.
pub(crate) fn given<'de, D: Deserializer<'de>, T: Deserialize<'de>>(deserializer: D) -> Result<Option<T>, D::Error> {
    T::deserialize(deserializer).map(Some)
}

/// The same for a nested object.
pub(crate) fn given_object<'de, D: Deserializer<'de>, T: Deserialize<'de>>(
    deserializer: D,
) -> Result<Option<T>, D::Error> {
    Object::<T>::deserialize(deserializer).map(|object| Some(object.0))
}

/// For a list of objects.
pub(crate) fn objects<'de, D: Deserializer<'de>, T: Deserialize<'de>>(deserializer: D) -> Result<Vec<T>, D::Error> {
    let list = Vec::<Object<T>>::deserialize(deserializer)?;
    Ok(list.into_iter().map(|object| object.0).collect())
}

/// For `#[serde(default, deserialize_with = "edit")]`: absent leaves as it is, `null` takes away.
pub(crate) fn edit<'de, D: Deserializer<'de>, T: Deserialize<'de>>(
    deserializer: D,
) -> Result<MaybeUndefined<T>, D::Error> {
    Option::<T>::deserialize(deserializer).map(MaybeUndefined::from_opt_null)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[derive(Debug, Default, Deserialize)]
    #[serde(deny_unknown_fields)]
    #[expect(dead_code, reason = "read by serde, compared by their errors")]
    struct Row {
        email: String,
        #[serde(default, deserialize_with = "given")]
        role: Option<String>,
    }

    #[derive(Debug, Deserialize)]
    #[serde(deny_unknown_fields)]
    struct Body {
        #[serde(default, deserialize_with = "objects")]
        rows: Vec<Row>,
        #[serde(default, deserialize_with = "edit")]
        capacity: MaybeUndefined<i64>,
        #[serde(default, deserialize_with = "given_object")]
        #[expect(dead_code, reason = "read by serde, compared by its errors")]
        row: Option<Row>,
    }

    fn error(text: &str) -> (String, String) {
        let problem = read::<Body>(text.as_bytes()).unwrap_err();
        let fault = problem.errors()[0].clone();
        (fault.field, fault.code)
    }

    #[test]
    fn faults_are_named_by_path() {
        let named = |field: &str, code: &str| (field.to_owned(), code.to_owned());
        assert_eq!(error(r#"{"rows":[{"email":"a"},{"email":7}]}"#), named("rows[1].email", "wrong_type"));
        assert_eq!(error(r#"{"rows":[{"email":"a","role":null}]}"#), named("rows[0].role", "wrong_type"));
        assert_eq!(error(r#"{"rows":[{}]}"#), named("rows[0].email", "required"));
        assert_eq!(error(r#"{"rows":[{"email":"a","x":1}]}"#), named("rows[0].x", "unknown_field"));
        assert_eq!(error(r#"{"row":{"email":"a","x":1}}"#), named("row.x", "unknown_field"));
        assert_eq!(error(r#"{"nope":1}"#), named("nope", "unknown_field"));
        assert_eq!(error(r#"{"rows":[["a"]]}"#), named("rows[0]", "wrong_type"));
        assert_eq!(error(r#"{"row":["a"]}"#), named("row", "wrong_type"));
        assert_eq!(error(r#"{"capacity":"9"}"#), named("capacity", "wrong_type"));
        assert_eq!(error(r#"{"capacity":1,"capacity":2}"#), named("capacity", "duplicate_field"));
        assert_eq!(error("[[]]"), named("body", "wrong_type"));
        assert_eq!(error("null"), named("body", "wrong_type"));
        assert_eq!(error(r#"{"rows":[]} x"#), named("body", "not_json"));
        assert_eq!(error(r#"{"rows":"#), named("body", "not_json"));
        assert_eq!(error("\"\u{0}"), named("body", "not_json"));
    }

    #[test]
    fn depth_is_bounded() {
        let deep = format!("{{\"rows\":{}{}}}", "[".repeat(100_000), "]".repeat(100_000));
        assert_eq!(error(&deep).0, "rows[0]");
        let deep = format!("{}{}", r#"{"row":"#.repeat(100_000), "}".repeat(100_000));
        assert!(
            read::<serde_json::Value>(deep.as_bytes()).is_err_and(|problem| problem.errors()[0].code == "too_deep")
        );
    }

    #[test]
    fn absent_and_null_differ() {
        assert!(read::<Body>(b"{}").unwrap().capacity.is_undefined());
        assert!(read::<Body>(br#"{"capacity":null}"#).unwrap().capacity.is_null());
        assert_eq!(read::<Body>(br#"{"capacity":4}"#).unwrap().capacity, MaybeUndefined::Value(4));
        assert!(read::<Body>(b"{}").unwrap().rows.is_empty());
    }
}
