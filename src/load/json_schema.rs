//! Content types as JSON Schema (draft 2020-12), for the tools in which editors write front matter.
//! It shows the form to write in, so it is a little stricter than the check: one text where a list may stand is not offered.
//! What only the check can say, such as numbers of words or clock changes, stands in the descriptions.

use serde_json::{Map as Object, Value as Json, json};

use super::check_scalar::IMAGE_FIELDS;
use super::content_type::{Choice, ContentType, ContentTypes, Field, Kind, Limits, OtherFields, Shared, steers};
use super::value::Map;

const DIALECT: &str = "https://json-schema.org/draft/2020-12/schema";

/// One schema for the front matter of every page: `type` says which definition holds.
/// `filled` are the hub's defaults, which no page has to write.
pub fn json_schema(types: &ContentTypes, filled: &Map) -> Json {
    let definitions: Object<String, Json> =
        types.types.iter().map(|(id, content_type)| (id.clone(), of_type(content_type, &types.shared, filled))).collect();
    let by_type: Vec<Json> = types
        .types
        .keys()
        .map(|id| {
            json!({
                "if": {"properties": {"type": {"const": id}}, "required": ["type"]},
                "then": {"$ref": format!("#/$defs/{id}")},
            })
        })
        .collect();
    let ids: Vec<&String> = types.types.keys().collect();
    json!({
        "$schema": DIALECT,
        "title": "Front matter of a page",
        "type": "object",
        "properties": {"type": {"enum": ids}},
        "allOf": by_type,
        "$defs": definitions,
    })
}

fn of_type(content_type: &ContentType, shared: &[Field], filled: &Map) -> Json {
    let mut properties = Object::new();
    let mut required = Vec::new();
    let mut conditions = Vec::new();
    for field in shared {
        let relaxed = content_type.shared == Shared::Relaxed && !steers(&field.name);
        let schema = match field.name.as_str() {
            "type" => described(field, json!({"const": content_type.id})),
            _ if relaxed => described(field, json!({})),
            _ => of_field(field),
        };
        properties.insert(field.name.clone(), schema);
        // The folder says the type of a page that does not.
        if field.name == "type" || filled.get(&field.name).is_some() {
            continue;
        }
        if content_type.requires(field) {
            required.push(field.name.clone());
        } else if content_type.shared == Shared::Strict && !content_type.lets_go(&field.name) {
            conditions.extend(of_conditions(field));
        }
    }
    for field in &content_type.fields {
        properties.insert(field.name.clone(), of_field(field));
        if field.required {
            required.push(field.name.clone());
        }
        conditions.extend(of_conditions(field));
    }
    for (name, reason) in &content_type.forbidden {
        properties.insert(name.clone(), json!({"not": {}, "description": reason}));
    }
    let mut schema = json!({
        "title": content_type.name,
        "description": content_type.help,
        "type": "object",
        "properties": properties,
        "required": required,
        "additionalProperties": content_type.other_fields == OtherFields::Keep,
    });
    if !conditions.is_empty() {
        schema["allOf"] = Json::Array(conditions);
    }
    schema
}

fn of_field(field: &Field) -> Json {
    described(field, of_kind(field))
}

/// The label and the hint, and the limits that a schema cannot hold.
fn described(field: &Field, mut schema: Json) -> Json {
    schema["title"] = json!(field.label);
    let words = match (field.limits.min_words, field.limits.max_words) {
        (Some(least), Some(most)) => format!("From {least} to {most} words."),
        (Some(least), None) => format!("At least {least} words."),
        (None, Some(most)) => format!("At most {most} words."),
        (None, None) => String::new(),
    };
    let description = [field.hint.as_str(), words.as_str()].iter().filter(|part| !part.is_empty()).copied().collect::<Vec<_>>().join(" ");
    if !description.is_empty() {
        schema["description"] = json!(description);
    }
    schema
}

fn of_kind(field: &Field) -> Json {
    let limits = &field.limits;
    match &field.kind {
        Kind::Text | Kind::Markdown | Kind::Citation | Kind::Figure | Kind::File => text(limits, json!({"type": "string"})),
        Kind::Reference { many: false, .. } => json!({"type": "string"}),
        Kind::Reference { many: true, .. } => list(limits, json!({"type": "string"})),
        Kind::List { of, .. } => list(limits, of_field(of)),
        Kind::Integer => number(limits, "integer"),
        Kind::Decimal => number(limits, "number"),
        Kind::Boolean => json!({"type": "boolean"}),
        Kind::Date => json!({"type": "string", "format": "date", "pattern": "^[0-9]{4}-[0-9]{2}-[0-9]{2}$"}),
        Kind::Instant => json!({
            "type": "string",
            "pattern": "^[0-9]{4}-[0-9]{2}-[0-9]{2}[Tt ][0-9]{2}:[0-9]{2}.*([Zz]|[+-][0-9]{2}:?[0-9]{2}|\\])$",
            "examples": ["2026-03-14T09:30:00+00:00", "2026-03-14T09:30[Europe/London]"],
        }),
        Kind::Choice(choices) => json!({"oneOf": choices.iter().map(of_choice).collect::<Vec<_>>()}),
        Kind::Group { fields, .. } => group(fields),
        Kind::Image => json!({"anyOf": [{"type": "string"}, group(&IMAGE_FIELDS)]}),
        Kind::Url => text(limits, json!({"type": "string", "format": "uri", "pattern": "^[Hh][Tt][Tt][Pp][Ss]?://"})),
        Kind::Email => text(limits, json!({"type": "string", "format": "email"})),
        Kind::Telephone => text(limits, json!({"type": "string", "pattern": "^\\+?[0-9 ()-]+( ext[0-9. ]+)?$"})),
        Kind::Language => json!({"type": "string", "pattern": "^[A-Za-z]{2,3}(-[A-Za-z0-9]{1,8})*$"}),
    }
}

fn text(limits: &Limits, mut schema: Json) -> Json {
    if let Some(least) = limits.min_chars {
        schema["minLength"] = json!(least);
    }
    if let Some(most) = limits.max_chars {
        schema["maxLength"] = json!(most);
    }
    if let Some((pattern, example)) = &limits.pattern {
        schema["pattern"] = json!(pattern.as_str());
        schema["examples"] = json!([example]);
    }
    schema
}

fn number(limits: &Limits, kind: &str) -> Json {
    let mut schema = json!({"type": kind});
    if let Some(least) = limits.min {
        schema["minimum"] = bound(least);
    }
    if let Some(most) = limits.max {
        schema["maximum"] = bound(most);
    }
    schema
}

/// 5 rather than 5.0, as in the type's file.
fn bound(number: f64) -> Json {
    if number.fract() == 0.0 && number.abs() < 1e15 { json!(number as i64) } else { json!(number) }
}

fn list(limits: &Limits, items: Json) -> Json {
    let mut schema = json!({"type": "array", "items": items});
    if let Some(least) = limits.min_items {
        schema["minItems"] = json!(least);
    }
    if let Some(most) = limits.max_items {
        schema["maxItems"] = json!(most);
    }
    schema
}

fn group(fields: &[Field]) -> Json {
    let properties: Object<String, Json> = fields.iter().map(|field| (field.name.clone(), of_field(field))).collect();
    let required: Vec<&str> = fields.iter().filter(|field| field.required).map(|field| field.name.as_str()).collect();
    let conditions: Vec<Json> = fields.iter().flat_map(of_conditions).collect();
    let mut schema = json!({"type": "object", "properties": properties, "required": required, "additionalProperties": false});
    if !conditions.is_empty() {
        schema["allOf"] = Json::Array(conditions);
    }
    schema
}

fn of_choice(choice: &Choice) -> Json {
    json!({"title": choice.label, "enum": as_written(&choice.value)})
}

/// The word itself, and the number or the truth value that YAML makes of it without quotes.
fn as_written(value: &str) -> Vec<Json> {
    let mut forms = vec![json!(value)];
    if let Ok(number) = value.parse::<i64>() {
        forms.push(json!(number));
    } else if let Ok(truth) = value.parse::<bool>() {
        forms.push(json!(truth));
    }
    forms
}

/// `required_if`, one condition for each neighbour; a neighbour that is a list counts if it holds one of the values.
fn of_conditions(field: &Field) -> Vec<Json> {
    if field.required {
        return Vec::new();
    }
    let condition = |(name, values): (&String, &Vec<String>)| {
        let forms: Vec<Json> = values.iter().flat_map(|value| as_written(value)).collect();
        let says = json!({"anyOf": [{"enum": forms}, {"type": "array", "contains": {"enum": forms}}]});
        json!({
            "if": {"properties": {name.as_str(): says}, "required": [name]},
            "then": {"required": [field.name]},
        })
    };
    field.required_if.iter().map(condition).collect()
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use super::*;
    use crate::load::shipped::shipped;
    use crate::load::value::Value;

    fn schema() -> Json {
        let (shared, types) = shipped();
        let types = types.into_iter().map(|content_type| (content_type.id.clone(), Arc::new(content_type))).collect();
        let filled: Map = [("lang".to_owned(), Value::Text("en-GB".into()))].into_iter().collect();
        json_schema(&ContentTypes { types, shared, faulty: Default::default() }, &filled)
    }

    #[test]
    fn a_type_becomes_a_definition() {
        let schema = schema();
        let summary = &schema["$defs"]["research-summary"];
        assert_eq!(summary["additionalProperties"], json!(false));
        let required: Vec<&str> = summary["required"].as_array().into_iter().flatten().filter_map(Json::as_str).collect();
        assert!(
            required.contains(&"title") && required.contains(&"bottom_line") && !required.contains(&"lang") && !required.contains(&"type")
        );
        assert_eq!(summary["properties"]["title"]["maxLength"], json!(65));
        let strength = &summary["properties"]["evidence"]["properties"]["strength"]["oneOf"];
        assert_eq!(strength[4]["enum"], json!(["4", 4]));
        assert!(summary["properties"]["bottom_line"]["description"].as_str().is_some_and(|text| text.ends_with("At most 40 words.")));
        assert_eq!(summary["allOf"][0]["then"]["required"], json!(["published"]));
        let page = &schema["$defs"]["page"];
        assert_eq!((&page["additionalProperties"], &page["required"]), (&json!(true), &json!(["title"])));
        let kit = &schema["$defs"]["media-response-kit"]["properties"];
        assert_eq!(kit["not_for_publication"]["not"], json!({}));
        assert_eq!(kit["evidence_label"]["required"], json!(["peer_reviewed", "study_type", "subjects"]));
    }

    /// A reader that knows only where schemas stand inside schemas: each keyword has the shape that draft 2020-12 gives it.
    fn well_formed(schema: &Json, root: &Json, path: &str) {
        let object = schema.as_object().unwrap_or_else(|| panic!("{path} is no schema: {schema}"));
        for (keyword, value) in object {
            let path = format!("{path}/{keyword}");
            match keyword.as_str() {
                "properties" | "$defs" => {
                    value.as_object().expect(&path).iter().for_each(|(name, inner)| well_formed(inner, root, &format!("{path}/{name}")))
                }
                "allOf" | "anyOf" | "oneOf" => {
                    let inner = value.as_array().filter(|list| !list.is_empty()).expect(&path);
                    inner.iter().enumerate().for_each(|(at, inner)| well_formed(inner, root, &format!("{path}/{at}")));
                }
                "items" | "not" | "if" | "then" | "contains" => well_formed(value, root, &path),
                "required" | "enum" | "examples" => assert!(value.is_array(), "{path}"),
                "minLength" | "maxLength" | "minItems" | "maxItems" => assert!(value.is_u64(), "{path}"),
                "minimum" | "maximum" => assert!(value.is_number(), "{path}"),
                "additionalProperties" => assert!(value.is_boolean(), "{path}"),
                "pattern" => assert!(value.as_str().is_some_and(|pattern| regex::Regex::new(pattern).is_ok()), "{path}"),
                "$ref" => assert!(root.pointer(value.as_str().expect(&path).trim_start_matches('#')).is_some(), "{path}"),
                "type" | "title" | "description" | "format" | "$schema" => assert!(value.is_string(), "{path}"),
                "const" => {}
                other => panic!("{path}: no keyword of JSON Schema called {other}"),
            }
        }
    }

    #[test]
    fn every_shipped_type_is_well_formed_json_schema() {
        let schema = schema();
        well_formed(&schema, &schema, "");
    }
}
