//! Content types as the configuration of a web editor: Decap CMS, and Sveltia CMS, which reads the same file.
//! A form asks what the type asks. What only the check can say stands in the hints; where the two forms differ, the saved
//! entry is what counts: it is read like any page.

use serde_json::{Map as Object, Value as Json, json};

use super::check_scalar::IMAGE_FIELDS;
use super::content_type::{BodyRule, ContentType, ContentTypes, Field, Kind, Limits, Shared};
use super::value::{Map, Value};

/// Shorter Markdown is written in a plain box: a row of buttons would be larger than the text.
const SHORT_WORDS: usize = 80;
/// Longer text needs more than one line.
const LINE_CHARS: usize = 90;

/// What a form needs to know of the hub beside its types.
#[derive(Debug, Clone, Copy)]
pub struct Place<'a> {
    /// The hub's folder as the repository names it; empty when the repository is the hub.
    pub folder: &'a str,
    pub site_url: &'a str,
    pub lang: &'a str,
    /// What the hub fills in, which nobody has to write.
    pub filled: &'a Map,
}

/// The whole configuration. Who may write, and where, is the operator's to say: the file's own comments tell how.
pub fn configuration(types: &ContentTypes, place: Place<'_>) -> Json {
    let collections: Vec<Json> = types.types.values().map(|content_type| collection(content_type, types, place)).collect();
    let mut whole = json!({
        "backend": {"name": "git-gateway", "branch": "main"},
        // An entry becomes a branch of its own and is checked there; nothing goes public because somebody pressed a button.
        "publish_mode": "editorial_workflow",
        "media_folder": inside(place.folder, "images"),
        "public_folder": "/images",
        "slug": {"encoding": "ascii", "clean_accents": true},
    });
    if !place.site_url.is_empty() {
        whole["site_url"] = json!(place.site_url);
    }
    whole["collections"] = json!(collections);
    whole
}

fn inside(folder: &str, name: &str) -> String {
    let joined = format!("{folder}/{name}");
    joined.trim_matches('/').to_owned()
}

fn collection(content_type: &ContentType, types: &ContentTypes, place: Place<'_>) -> Json {
    let names = content_type.title_from.as_deref().unwrap_or("title");
    let folder = inside(place.folder, content_type.folder.as_deref().unwrap_or_default());
    let strict = content_type.shared == Shared::Strict;
    let mut fields = vec![json!({"name": "type", "label": "Type of page", "widget": "hidden", "default": content_type.id})];
    for field in types.shared.iter().filter(|field| field.name != "type") {
        // A title that another field lends is not asked for twice.
        if field.name == "title" && content_type.title_from.is_some() {
            continue;
        }
        let filled = place.filled.get(&field.name);
        let mut form = form(field, content_type.requires(field) && filled.is_none(), types);
        match field.name.as_str() {
            "lang" => form["default"] = json!(filled.and_then(Value::as_text).unwrap_or(place.lang)),
            "status" => form["default"] = json!("draft"),
            _ => {}
        }
        if strict || content_type.requires(field) || ["summary", "status", "published"].contains(&field.name.as_str()) {
            fields.push(form);
        }
    }
    fields.extend(content_type.fields.iter().map(|field| form(field, field.required, types)));
    if content_type.body != BodyRule::Forbidden {
        let required = content_type.body == BodyRule::Required;
        fields.push(json!({
            "name": "body", "label": "Text", "widget": "markdown", "modes": ["raw"], "required": required,
            "hint": "Markdown: `## Heading`, `[words](../guides/file.md)`, `[@source]`, `[[term]]`.",
        }));
    }
    json!({
        "name": content_type.id,
        "label": content_type.plural,
        "label_singular": content_type.name,
        "description": content_type.help,
        "folder": if folder.is_empty() { "." } else { folder.as_str() },
        "filter": {"field": "type", "value": content_type.id},
        "create": true,
        "extension": "md",
        "format": "yaml-frontmatter",
        "identifier_field": names,
        "slug": "{{slug}}",
        "summary": format!("{{{{{names}}}}} ({{{{status}}}})"),
        "fields": fields,
    })
}

/// One field as a form shows it.
fn form(field: &Field, required: bool, types: &ContentTypes) -> Json {
    let mut object = Object::new();
    object.insert("name".into(), json!(field.name));
    object.insert("label".into(), json!(field.label));
    widget(field, required, types, &mut object);
    object.insert("required".into(), json!(required));
    let hint = hint(field);
    if !hint.is_empty() {
        object.insert("hint".into(), json!(hint));
    }
    Json::Object(object)
}

fn hint(field: &Field) -> String {
    let words = match (field.limits.min_words, field.limits.max_words) {
        (Some(least), Some(most)) => format!("From {least} to {most} words."),
        (Some(least), None) => format!("At least {least} words."),
        (None, Some(most)) => format!("At most {most} words."),
        (None, None) => String::new(),
    };
    let when: Vec<String> = field.required_if.iter().map(|(name, values)| format!("`{name}` is {}", values.join(" or "))).collect();
    let when = if when.is_empty() { String::new() } else { format!("Needed when {}.", when.join(", or when ")) };
    let inner = matches!(&field.kind, Kind::Group { fields, .. } if !field.required && fields.iter().any(|inner| inner.required));
    let names: Vec<&str> = match &field.kind {
        Kind::Group { fields, .. } if inner => fields.iter().filter(|inner| inner.required).map(|inner| inner.label.as_str()).collect(),
        _ => Vec::new(),
    };
    let names = if names.is_empty() { String::new() } else { format!("Leave it empty, or fill in at least: {}.", names.join(", ")) };
    let several = match &field.kind {
        Kind::Reference { to, .. } if collection_of(to).is_none() => "The permanent number of the page, as in `pg-0003`.".to_owned(),
        Kind::Citation => "The key of a source, with a place in it if you like: `swtf2009, para. 1.42`.".to_owned(),
        Kind::Instant => "In the time of your computer; the offset is saved with it.".to_owned(),
        _ => String::new(),
    };
    [field.hint.as_str(), &words, &when, &names, &several].iter().filter(|part| !part.is_empty()).copied().collect::<Vec<_>>().join(" ")
}

fn widget(field: &Field, required: bool, types: &ContentTypes, form: &mut Object<String, Json>) {
    let mut put = |name: &str, value: Json| drop(form.insert(name.to_owned(), value));
    let limits = &field.limits;
    match &field.kind {
        Kind::Text => {
            let long = limits.max_words.is_some_and(|most| most > 15)
                || limits.max_chars.or(limits.min_chars).is_some_and(|most| most > LINE_CHARS);
            put("widget", json!(if long { "text" } else { "string" }));
            pattern(limits, &mut put);
        }
        Kind::Markdown if limits.max_words.is_some_and(|most| most <= SHORT_WORDS) => put("widget", json!("text")),
        Kind::Markdown => {
            put("widget", json!("markdown"));
            // The other mode writes brackets with a backslash before them, and no reference would be one any more.
            put("modes", json!(["raw"]));
        }
        Kind::Integer | Kind::Decimal => {
            let whole = matches!(field.kind, Kind::Integer);
            put("widget", json!("number"));
            put("value_type", json!(if whole { "int" } else { "float" }));
            put("step", if whole { json!(1) } else { json!(0.01) });
            limits.min.into_iter().for_each(|least| put("min", json!(least)));
            limits.max.into_iter().for_each(|most| put("max", json!(most)));
        }
        Kind::Boolean => {
            put("widget", json!("boolean"));
            if required {
                put("default", json!(false));
            }
        }
        Kind::Date => {
            put("widget", json!("datetime"));
            put("format", json!("YYYY-MM-DD"));
            put("date_format", json!("YYYY-MM-DD"));
            put("time_format", json!(false));
        }
        Kind::Instant => {
            put("widget", json!("datetime"));
            put("format", json!("YYYY-MM-DDTHH:mm:ssZ"));
            put("date_format", json!("YYYY-MM-DD"));
            put("time_format", json!("HH:mm"));
        }
        Kind::Choice(_) => select(field, &mut put),
        Kind::List { of, .. } if matches!(of.kind, Kind::Choice(_)) => {
            select(of, &mut put);
            put("multiple", json!(true));
            items(limits, required, &mut put);
        }
        Kind::List { of, .. } => {
            put("widget", json!("list"));
            // Without it a new entry would begin with one empty item, and its fields would be asked for.
            put("default", json!([]));
            items(limits, required, &mut put);
            match &of.kind {
                Kind::Group { fields, .. } => {
                    put("fields", json!(fields.iter().map(|inner| self::form(inner, inner.required, types)).collect::<Vec<_>>()));
                    if let Some(first) = fields.first() {
                        put("summary", json!(format!("{{{{fields.{}}}}}", first.name)));
                    }
                }
                _ => {
                    let mut item = self::form(of, true, types);
                    item["label"] = json!(field.label);
                    item["name"] = json!("item");
                    put("field", item);
                }
            }
        }
        Kind::Group { fields, .. } => {
            put("widget", json!("object"));
            put("collapsed", json!(!required));
            // A group that may be left out may be left out whole: the form cannot say so, the check can.
            put("fields", json!(fields.iter().map(|inner| self::form(inner, required && inner.required, types)).collect::<Vec<_>>()));
        }
        Kind::Image => {
            put("widget", json!("object"));
            put("collapsed", json!(!required));
            let image = |inner: &Field| {
                let mut inner_form = self::form(inner, required && inner.required, types);
                if inner.name == "src" {
                    inner_form["widget"] = json!("image");
                }
                inner_form
            };
            put("fields", json!(IMAGE_FIELDS.iter().map(image).collect::<Vec<_>>()));
        }
        Kind::Reference { to, many } => reference(to, *many, limits, required, types, &mut put),
        Kind::Figure => reference(&["key-figure".to_owned()], false, limits, required, types, &mut put),
        Kind::File => put("widget", json!("file")),
        Kind::Citation => put("widget", json!("string")),
        Kind::Url => {
            put("widget", json!("string"));
            put("pattern", json!(["^[Hh][Tt][Tt][Pp][Ss]?://", "An address that begins with https://"]));
        }
        Kind::Email => {
            put("widget", json!("string"));
            put("pattern", json!([r"^\S+@\S+\.\S+$", "An e-mail address"]));
        }
        Kind::Telephone => {
            put("widget", json!("string"));
            put("pattern", json!([r"^\+?[0-9 ()-]+( ext[0-9. ]+)?$", "A telephone number"]));
        }
        Kind::Language => {
            put("widget", json!("string"));
            put("pattern", json!(["^[A-Za-z]{2,3}(-[A-Za-z0-9]{1,8})*$", "A language, as in en-GB or cy"]));
        }
    }
}

fn select(field: &Field, put: &mut impl FnMut(&str, Json)) {
    let Kind::Choice(choices) = &field.kind else { return };
    put("widget", json!("select"));
    put("options", json!(choices.iter().map(|choice| json!({"label": choice.label, "value": choice.value})).collect::<Vec<_>>()));
}

fn items(limits: &Limits, required: bool, put: &mut impl FnMut(&str, Json)) {
    // A list that may be left out may be empty, whatever it needs once it is written.
    limits.min_items.filter(|_| required).into_iter().for_each(|least| put("min", json!(least)));
    limits.max_items.into_iter().for_each(|most| put("max", json!(most)));
}

/// A form can look through the pages of one type.
fn collection_of(to: &[String]) -> Option<&str> {
    match to {
        [one] => Some(one),
        _ => None,
    }
}

fn reference(to: &[String], many: bool, limits: &Limits, required: bool, types: &ContentTypes, put: &mut impl FnMut(&str, Json)) {
    let number = json!(["^[a-z]{2}-[0-9]{4}$", "Two letters and four figures, as in pg-0003"]);
    match collection_of(to).and_then(|one| types.get(one)) {
        Some(one) => {
            let title = one.title_from.as_deref().unwrap_or("title");
            put("widget", json!("relation"));
            put("collection", json!(one.id));
            put("value_field", json!("id"));
            put("search_fields", json!([title, "id"]));
            put("display_fields", json!([title]));
            if many {
                put("multiple", json!(true));
            }
        }
        None if many => {
            put("widget", json!("list"));
            put("field", json!({"name": "item", "label": "Number", "widget": "string", "pattern": number}));
        }
        None => {
            put("widget", json!("string"));
            put("pattern", number);
        }
    }
    if many {
        items(limits, required, put);
    }
}

fn pattern(limits: &Limits, put: &mut impl FnMut(&str, Json)) {
    match (&limits.pattern, limits.min_chars, limits.max_chars) {
        (Some((pattern, example)), ..) => put("pattern", json!([pattern.as_str(), format!("Write it like: {example}")])),
        (None, Some(least), Some(most)) => {
            put("pattern", json!([format!("^[\\s\\S]{{{least},{most}}}$"), format!("From {least} to {most} characters")]));
        }
        (None, Some(least), None) => put("pattern", json!([format!("^[\\s\\S]{{{least},}}$"), format!("At least {least} characters")])),
        (None, None, Some(most)) => put("pattern", json!([format!("^[\\s\\S]{{0,{most}}}$"), format!("At most {most} characters")])),
        (None, None, None) => {}
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use super::*;
    use crate::load::shipped::shipped;

    fn shipped_configuration() -> Json {
        let (shared, types) = shipped();
        let types = types.into_iter().map(|content_type| (content_type.id.clone(), Arc::new(content_type))).collect();
        let place = Place { folder: "content", site_url: "https://hub.example.org", lang: "en-GB", filled: &Map::new() };
        configuration(&ContentTypes { types, shared, faulty: Default::default() }, place)
    }

    fn named<'a>(list: &'a Json, name: &str) -> &'a Json {
        list.as_array().into_iter().flatten().find(|item| item["name"] == name).unwrap_or_else(|| panic!("no `{name}`"))
    }

    #[test]
    fn a_type_becomes_a_collection_with_every_field() {
        let whole = shipped_configuration();
        let (shared, types) = shipped();
        for content_type in types {
            let collection = named(&whole["collections"], &content_type.id);
            content_type.fields.iter().for_each(|field| assert!(named(&collection["fields"], &field.name).is_object()));
            if content_type.shared == Shared::Strict {
                let asked = shared.iter().filter(|field| field.name != "title" || content_type.title_from.is_none());
                asked.for_each(|field| assert!(named(&collection["fields"], &field.name).is_object()));
            }
        }
        let guide = named(&whole["collections"], "practice-guide");
        assert_eq!(guide["folder"], "content/guides");
        let recommendations = named(&guide["fields"], "recommendations");
        assert_eq!(recommendations["widget"], "list");
        let strength = named(&recommendations["fields"], "strength");
        assert_eq!((&strength["widget"], strength["options"][0]["value"].as_str()), (&json!("select"), Some("must")));
        let topics = named(&guide["fields"], "topics");
        let of = |name: &str| topics[name].clone();
        assert_eq!((of("widget"), of("collection"), of("multiple"), of("max")), (json!("relation"), json!("topic"), json!(true), json!(5)));
        assert!(
            named(&guide["fields"], "published")["hint"].as_str().is_some_and(|hint| hint.contains("Needed when `status` is published"))
        );
        assert_eq!(named(&named(&whole["collections"], "glossary-term")["fields"], "body")["widget"], "markdown");
        assert_eq!(named(&whole["collections"], "glossary-term")["identifier_field"], "term");
    }

    #[test]
    fn every_field_says_whether_it_is_required_because_silence_means_yes() {
        fn walk(fields: &Json) {
            for field in fields.as_array().into_iter().flatten().filter(|field| field["widget"] != "hidden") {
                assert!(field["required"].is_boolean() || field["name"] == "item", "{field}");
                walk(&field["fields"]);
            }
        }
        shipped_configuration()["collections"].as_array().into_iter().flatten().for_each(|collection| walk(&collection["fields"]));
    }
}
