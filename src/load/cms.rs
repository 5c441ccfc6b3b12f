//! Content types as the configuration of a web editor: Decap CMS, and Sveltia CMS, which reads the same file.
//! A form asks what the type asks. What only the check can say stands in the hints; where the two forms differ, the saved
//! entry is what counts: it is read like any page.

use std::collections::{BTreeMap, BTreeSet};

use camino::{Utf8Path, Utf8PathBuf};
use serde_json::{Map as Object, Value as Json, json};

use super::check_scalar::IMAGE_FIELDS;
use super::content_type::{BodyRule, ContentType, ContentTypes, Field, Kind, Limits, Shared};
use super::document::Document;
use super::record_names::Names;
use super::slug::slug;
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
    /// What the hub's pages call each other.
    pub names: Names,
    /// Folders with pages of a type beside its own folder, by the type: an editor's list shows one folder, and none further in.
    pub further: &'a BTreeMap<String, BTreeSet<Utf8PathBuf>>,
}

/// What the form of a field has to know of its surroundings.
#[derive(Debug, Clone, Copy)]
struct Forms<'a> {
    types: &'a ContentTypes,
    /// What a record is known by.
    record: &'a str,
}

/// The whole configuration. Who may write, and where, is the operator's to say: the file's own comments tell how.
pub fn configuration(types: &ContentTypes, place: Place<'_>) -> Json {
    let mut collections = Vec::new();
    for content_type in types.types.values() {
        let own = collection(content_type, types, place);
        let further = place.further.get(&content_type.id).into_iter().flatten().map(|folder| elsewhere(&own, content_type, place, folder));
        let further: Vec<Json> = further.collect();
        collections.push(own);
        collections.extend(further);
    }
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

/// The same forms for pages in another folder.
fn elsewhere(own: &Json, content_type: &ContentType, place: Place<'_>, folder: &Utf8Path) -> Json {
    let mut collection = own.clone();
    collection["name"] = json!(format!("{}-in-{}", content_type.id, slug(folder.as_str())));
    collection["label"] = json!(format!("{} in {folder}", content_type.plural));
    collection["folder"] = json!(inside(place.folder, folder.as_str()));
    collection
}

/// The folders of pages that lie elsewhere than their type says. A folder's own landing page is no reason for a list of one.
pub fn further_folders<'a>(documents: impl IntoIterator<Item = &'a Document>) -> BTreeMap<String, BTreeSet<Utf8PathBuf>> {
    let mut folders = BTreeMap::<String, BTreeSet<Utf8PathBuf>>::new();
    for document in documents.into_iter().filter(|document| !document.is_landing()) {
        let folder = document.source.path.parent().unwrap_or(Utf8Path::new(""));
        if folder != document.content_type.folder.as_deref().unwrap_or_default() {
            folders.entry(document.content_type.id.clone()).or_default().insert(folder.to_owned());
        }
    }
    folders
}

fn inside(folder: &str, name: &str) -> String {
    let joined = format!("{folder}/{name}");
    joined.trim_matches('/').to_owned()
}

fn collection(content_type: &ContentType, types: &ContentTypes, place: Place<'_>) -> Json {
    let names = content_type.title_from.as_deref().unwrap_or("title");
    let folder = inside(place.folder, content_type.folder.as_deref().unwrap_or_default());
    let strict = content_type.shared == Shared::Strict;
    let forms = Forms { types, record: if place.names.are_numbers() { "id" } else { "{{slug}}" } };
    let mut fields = vec![json!({"name": "type", "label": "Type of page", "widget": "hidden", "default": content_type.id})];
    for field in types.shared.iter().filter(|field| field.name != "type") {
        // A title that another field lends is not asked for twice.
        if field.name == "title" && content_type.title_from.is_some() {
            continue;
        }
        let filled = place.filled.get(&field.name);
        let mut form = form(field, content_type.requires(field) && filled.is_none(), forms);
        match field.name.as_str() {
            "lang" => form["default"] = json!(filled.and_then(Value::as_text).unwrap_or(place.lang)),
            "status" => form["default"] = json!("draft"),
            _ => {}
        }
        if strict || content_type.requires(field) || ["summary", "status", "published"].contains(&field.name.as_str()) {
            fields.push(form);
        }
    }
    fields.extend(content_type.fields.iter().map(|field| form(field, field.required, forms)));
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
        // It would show bare values, in no look that a reader will ever see, and take half the width.
        "editor": {"preview": false},
        "fields": fields,
    })
}

/// One field as a form shows it.
fn form(field: &Field, required: bool, forms: Forms<'_>) -> Json {
    let mut object = Object::new();
    object.insert("name".into(), json!(field.name));
    object.insert("label".into(), json!(field.label));
    widget(field, required, forms, &mut object);
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
        Kind::Reference { to, .. } if collection_of(to).is_none() => {
            "The permanent number of the page, as in `pg-0003`, or the name of its file without `.md`.".to_owned()
        }
        Kind::Citation => "The key of a source, with a place in it if you like: `swtf2009, para. 1.42`.".to_owned(),
        Kind::Instant => "In the time of your computer; the offset is saved with it.".to_owned(),
        _ => String::new(),
    };
    [field.hint.as_str(), &words, &when, &names, &several].iter().filter(|part| !part.is_empty()).copied().collect::<Vec<_>>().join(" ")
}

fn widget(field: &Field, required: bool, forms: Forms<'_>, form: &mut Object<String, Json>) {
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
                    put("fields", json!(fields.iter().map(|inner| self::form(inner, inner.required, forms)).collect::<Vec<_>>()));
                    if let Some(first) = fields.first() {
                        put("summary", json!(format!("{{{{fields.{}}}}}", first.name)));
                    }
                }
                _ => {
                    let mut item = self::form(of, true, forms);
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
            put("fields", json!(fields.iter().map(|inner| self::form(inner, required && inner.required, forms)).collect::<Vec<_>>()));
        }
        Kind::Image => {
            put("widget", json!("object"));
            put("collapsed", json!(!required));
            let image = |inner: &Field| {
                let mut inner_form = self::form(inner, required && inner.required, forms);
                if inner.name == "src" {
                    inner_form["widget"] = json!("image");
                }
                inner_form
            };
            put("fields", json!(IMAGE_FIELDS.iter().map(image).collect::<Vec<_>>()));
        }
        Kind::Reference { to, many } => reference(to, *many, limits, required, forms, &mut put),
        Kind::Figure => reference(&["key-figure".to_owned()], false, limits, required, forms, &mut put),
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
pub fn collection_of(to: &[String]) -> Option<&str> {
    match to {
        [one] => Some(one),
        _ => None,
    }
}

fn reference(to: &[String], many: bool, limits: &Limits, required: bool, forms: Forms<'_>, put: &mut impl FnMut(&str, Json)) {
    let name = json!(["^[^/:]+$", "A number as in pg-0003, or the name of a file without its folder and `.md`"]);
    match collection_of(to).and_then(|one| forms.types.get(one)) {
        Some(one) => {
            let title = one.title_from.as_deref().unwrap_or("title");
            put("widget", json!("relation"));
            put("collection", json!(one.id));
            put("value_field", json!(forms.record));
            put("search_fields", json!([title, "id"]));
            put("display_fields", json!([title]));
            if many {
                put("multiple", json!(true));
            }
        }
        None if many => {
            put("widget", json!("list"));
            put("field", json!({"name": "item", "label": "Number", "widget": "string", "pattern": name}));
        }
        None => {
            put("widget", json!("string"));
            put("pattern", name);
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
mod tests;
