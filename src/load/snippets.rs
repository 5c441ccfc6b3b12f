//! Fields as snippets of VS Code: the one way in which it completes front matter in Markdown without a further extension.

use std::collections::BTreeMap;

use serde_json::{Map as Object, Value as Json, json};

use super::content_type::{ContentTypes, Field, Kind};

/// One snippet for each field that a page can have at its top, by the field's name.
pub fn snippets(types: &ContentTypes) -> Json {
    let own = types.types.values().flat_map(|content_type| content_type.fields.iter().map(|field| (content_type.id.as_str(), field)));
    let shared = types.shared.iter().map(|field| ("", field));
    let mut by_name = BTreeMap::<&str, Vec<(&str, &Field)>>::new();
    for (of, field) in shared.chain(own) {
        by_name.entry(&field.name).or_default().push((of, field));
    }
    let mut snippets = Object::new();
    for (name, fields) in by_name {
        for (of, field) in &fields {
            // A name that several types use asks for something else in each.
            let label = if fields.len() == 1 || of.is_empty() { name.to_owned() } else { format!("{name} ({of})") };
            let body = if name == "type" { choice(types.types.keys().map(String::as_str)) } else { value(field) };
            let snippet = json!({
                "scope": "markdown",
                "prefix": name,
                "body": body.lines().enumerate().map(|(at, line)| if at == 0 { format!("{name}:{line}") } else { line.to_owned() }).collect::<Vec<_>>(),
                "description": if of.is_empty() { field.hint.clone() } else { format!("{of}: {}", field.hint) },
            });
            snippets.insert(label, snippet);
        }
    }
    Json::Object(snippets)
}

/// What comes after the colon.
fn value(field: &Field) -> String {
    match &field.kind {
        Kind::Choice(choices) => choice(choices.iter().map(|choice| choice.value.as_str())),
        Kind::List { of, .. } => match &of.kind {
            Kind::Choice(choices) => format!(" [{}]", choice(choices.iter().map(|choice| choice.value.as_str())).trim()),
            Kind::Group { fields, .. } => format!("\n  - {}", group(fields, "    ")),
            _ => " [$1]".to_owned(),
        },
        Kind::Reference { many: true, .. } => " [$1]".to_owned(),
        Kind::Group { fields, .. } => format!("\n  {}", group(fields, "  ")),
        Kind::Boolean => choice(["true", "false"].into_iter()),
        Kind::Date => " ${1:$CURRENT_YEAR-$CURRENT_MONTH-$CURRENT_DATE}".to_owned(),
        Kind::Instant => " ${1:$CURRENT_YEAR-$CURRENT_MONTH-${CURRENT_DATE}T09:30[Europe/London]}".to_owned(),
        _ => " $1".to_owned(),
    }
}

/// The fields that a group must have, one a line.
fn group(fields: &[Field], indent: &str) -> String {
    let needed: Vec<&Field> = fields.iter().filter(|field| field.required).collect();
    let shown = if needed.is_empty() { fields.iter().collect() } else { needed };
    shown.iter().enumerate().map(|(at, field)| format!("{}: ${}", field.name, at + 1)).collect::<Vec<_>>().join(&format!("\n{indent}"))
}

fn choice<'a>(values: impl Iterator<Item = &'a str>) -> String {
    let escaped = |value: &str| value.replace('\\', "\\\\").replace(',', "\\,").replace('|', "\\|");
    format!(" ${{1|{}|}}", values.map(escaped).collect::<Vec<_>>().join(","))
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use super::*;
    use crate::load::shipped::shipped;

    #[test]
    fn every_field_has_a_snippet_that_offers_its_choices() {
        let (shared, types) = shipped();
        let types = types.into_iter().map(|content_type| (content_type.id.clone(), Arc::new(content_type))).collect();
        let snippets = snippets(&ContentTypes { types, shared, faulty: Default::default() });
        assert_eq!(snippets["status"]["body"][0], "status: ${1|draft,review,approved,published,superseded,withdrawn|}");
        assert_eq!(snippets["embargo"]["body"], json!(["embargo:", "  until: $1", "  contact: $2"]));
        assert!(snippets["type"]["body"][0].as_str().is_some_and(|body| body.contains("practice-guide")));
        assert!(snippets.as_object().is_some_and(|all| all.len() > 100));
    }
}
