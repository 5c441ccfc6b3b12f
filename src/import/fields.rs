//! The front matter of an old page in the words of ours. What we have no field for is kept under `imported`, so that nothing is lost;
//! what decides when a page may be seen is taken at its strictest.

use jiff::Timestamp;
use jiff::tz::TimeZone;
use serde_json::{Map as Json, Value as JsonValue, json};

use super::date;
use super::front::{is_yes, scalar, scalars};
use super::library::Library;
use super::plan::{Kind, Page};
use super::site::{Generator, Site, tag};
use crate::load::markdown;
use crate::load::value::{Map, Value};

/// An old page's fields as ours, without those that only the whole site can tell.
#[derive(Debug, Clone, Default)]
pub struct Fields {
    pub title: String,
    /// The heading of the text that lent the title, and is not to be said twice.
    pub lent: Option<std::ops::Range<usize>>,
    pub untitled: bool,
    pub summary: Option<String>,
    pub published: Option<Timestamp>,
    pub updated: Option<Timestamp>,
    pub expires: Option<Timestamp>,
    pub authors: Vec<String>,
    pub topics: Vec<String>,
    pub aliases: Vec<String>,
    pub hidden: bool,
    pub lang: Option<String>,
    /// What is kept as it is.
    pub imported: Json<String, JsonValue>,
    /// Each field with what became of it.
    pub became: Vec<(String, &'static str)>,
    /// A reason to keep the page back that was found on the way.
    pub doubt: Option<String>,
}

const KEPT: &str = "kept under `imported`";

pub fn map(site: &Site, library: &Library<'_>, page: &Page) -> Fields {
    let mut fields = Fields::default();
    let zone = site.zone();
    let generator = site.generator.unwrap_or(Generator::Hugo);
    let taxonomies = taxonomies(site);
    let (mut dated, mut summaries) = (Vec::new(), Vec::new());
    for (name, value) in page.front.fields.iter() {
        if *value == Value::Null {
            fields.became.push((name.to_owned(), "empty"));
            continue;
        }
        let plain = name.to_ascii_lowercase();
        let became = match plain.as_str() {
            "title" => "`title`",
            "description" | "summary" | "excerpt" if scalar(value).is_some() => {
                summaries.push((name, value));
                "`summary`"
            }
            "date" | "publishdate" | "pubdate" | "published_at" => {
                dated.extend(moment(name, value, &zone, &mut fields.doubt));
                "`published`"
            }
            "published" if generator != Generator::Jekyll => {
                dated.extend(moment(name, value, &zone, &mut fields.doubt));
                "`published`"
            }
            "published" | "draft" => "whether the page is a draft",
            "lastmod" | "updated" | "modified" | "last_modified_at" => {
                fields.updated = scalar(value).and_then(|text| date::moment(&text, &zone)).or(fields.updated);
                if fields.updated.is_some() { "`updated`" } else { keep(&mut fields, name, value) }
            }
            "expirydate" | "unpublishdate" => {
                let end = moment(name, value, &zone, &mut fields.doubt);
                fields.expires = [fields.expires, end].into_iter().flatten().min();
                "`expires`"
            }
            "slug" if page.kind != Kind::Landing => "the page's address",
            "url" | "permalink" | "path" if scalar(value).is_some() => "an old address that leads on",
            "aliases" | "alias" | "redirect_from" => {
                fields.aliases.extend(scalars(value));
                "`aliases`"
            }
            "authors" | "author" if people(value).is_some() => {
                fields.authors.extend(people(value).unwrap_or_default());
                "`authors`"
            }
            "taxonomies" => {
                for (taxonomy, terms) in value.as_map().into_iter().flat_map(Map::iter) {
                    let to = if matches!(taxonomy, "authors" | "author") { &mut fields.authors } else { &mut fields.topics };
                    to.extend(scalars(terms));
                }
                "`topics`"
            }
            _ if taxonomies.contains(&plain) => {
                let terms = scalars(value);
                // Jekyll takes one text for several words.
                let split = generator == Generator::Jekyll && matches!(value, Value::Text(_));
                let terms = if split { terms.iter().flat_map(|text| text.split_whitespace()).map(str::to_owned).collect() } else { terms };
                fields.topics.extend(terms);
                "`topics`"
            }
            "in_search_index" if !is_yes(value) => {
                fields.hidden = true;
                "`search`"
            }
            "lang" | "language" if scalar(value).is_some_and(|lang| is_language(&lang)) => {
                fields.lang = scalar(value).map(|lang| tag(&lang));
                "`lang`"
            }
            _ => keep(&mut fields, name, value),
        };
        fields.became.push((name.to_owned(), became));
    }
    if dated.is_empty()
        && let Some(day) = &page.day
    {
        dated.extend(date::moment(day, &zone));
    }
    // Of two days the later one: nothing is to be seen early.
    fields.published = dated.into_iter().max();
    summarise(&mut fields, &summaries);
    entitle(&mut fields, page);
    fields.authors = unique(fields.authors.iter().map(|name| library.display_name("authors", name).unwrap_or_else(|| name.clone())));
    fields.topics = unique(std::mem::take(&mut fields.topics).into_iter());
    fields
}

fn keep(fields: &mut Fields, name: &str, value: &Value) -> &'static str {
    fields.imported.insert(name.to_owned(), serde_json::to_value(value).expect("plain data"));
    KEPT
}

/// The fields whose words are topics.
fn taxonomies(site: &Site) -> Vec<String> {
    let mut names: Vec<String> = ["tags", "tag", "categories", "category", "topics", "topic"].map(str::to_owned).to_vec();
    if let Some(Value::Map(map)) = site.setting("taxonomies") {
        names.extend(map.iter().filter_map(|(_, plural)| scalar(plural)).filter(|plural| plural != "authors"));
    }
    names
}

/// A moment that decides when a page is public; one that nobody can read keeps it back.
fn moment(name: &str, value: &Value, zone: &TimeZone, doubt: &mut Option<String>) -> Option<Timestamp> {
    let text = scalar(value).filter(|text| !text.trim().is_empty() && text != "false")?;
    let found = date::moment(&text, zone);
    // Before year 1 there was nothing: Hugo's own word for no date.
    if found.is_none() && !text.starts_with("0001-") {
        *doubt = Some(format!("`{name}` is no date that can be read: `{text}`"));
    }
    found
}

/// Names of people, however they are written; none if this is something else.
fn people(value: &Value) -> Option<Vec<String>> {
    let name = |value: &Value| match value {
        Value::Map(map) => ["name", "title", "id"].iter().find_map(|key| map.get(key).and_then(scalar)),
        other => scalar(other),
    };
    match value {
        Value::List(items) => items.iter().map(name).collect(),
        other => name(other).map(|name| vec![name]),
    }
    .map(|names| names.into_iter().map(|name| name.trim().to_owned()).filter(|name| !name.is_empty()).collect())
}

fn summarise(fields: &mut Fields, written: &[(&str, &Value)]) {
    for (name, value) in written {
        let words = scalar(value).map(|text| words(&text)).unwrap_or_default();
        if words.is_empty() {
            continue;
        }
        match fields.summary {
            None => fields.summary = Some(words),
            Some(_) => {
                keep(fields, name, value);
                if let Some(entry) = fields.became.iter_mut().find(|(field, _)| field == name) {
                    entry.1 = KEPT;
                }
            }
        }
    }
}

/// What a field says, without marks of any language that stood in it: where it will be shown, they would be words.
fn words(text: &str) -> String {
    let mut text = text.to_owned();
    for (open, close) in [("{{<", ">}}"), ("{{%", "%}}"), ("{%", "%}"), ("{{", "}}")] {
        while let Some(start) = text.find(open) {
            let Some(end) = text[start..].find(close) else { break };
            text.replace_range(start..start + end + close.len(), "");
        }
    }
    if text.contains(['*', '_', '[', '<', '`', '&', '\\']) {
        markdown::one_line(&text)
    } else {
        text.split_whitespace().collect::<Vec<_>>().join(" ")
    }
}

fn entitle(fields: &mut Fields, page: &Page) {
    if let Some(title) = page.text("title").map(|title| words(&title)).filter(|title| !title.is_empty()) {
        fields.title = title;
        return;
    }
    for name in ["display_name", "name", "linktitle", "nav_title", "heading"] {
        if let Some(title) = page.text(name).map(|title| words(&title)).filter(|title| !title.is_empty()) {
            fields.title = title;
            return;
        }
    }
    let body = &page.source.text[page.front.body.clone()];
    let first = body.trim_start();
    let line = first.lines().next().unwrap_or_default();
    let heading = line.trim_start_matches('#');
    let level = line.len() - heading.len();
    let title = words(heading.trim().trim_end_matches('#'));
    if (1..=2).contains(&level) && heading.starts_with(' ') && !title.is_empty() {
        fields.title = title;
        if level == 1 {
            let start = page.front.body.end - first.len();
            fields.lent = Some(start..start + line.len());
        }
        return;
    }
    fields.untitled = true;
    let name = if page.name == "index" || page.name == "_index" { page.folder().file_name().unwrap_or("Home") } else { page.name.as_str() };
    let name = date::dated_name(name).map_or(name, |(_, name)| name);
    let name = name.trim_start_matches('_').replace(['-', '_'], " ");
    let mut letters = name.chars();
    fields.title = letters.next().map_or_else(|| "Page".to_owned(), |first| first.to_uppercase().chain(letters).collect());
}

fn unique(names: impl Iterator<Item = String>) -> Vec<String> {
    let mut found: Vec<String> = Vec::new();
    for name in names {
        if !found.contains(&name) {
            found.push(name);
        }
    }
    found
}

fn is_language(text: &str) -> bool {
    let mut parts = text.split(['-', '_']);
    parts.next().is_some_and(|first| (2..=3).contains(&first.len()) && first.bytes().all(|b| b.is_ascii_alphabetic()))
        && parts.all(|part| (2..=8).contains(&part.len()) && part.bytes().all(|b| b.is_ascii_alphanumeric()))
}

impl Fields {
    /// The fields as the new page has them, in the order in which an editor reads them.
    pub fn json(&self, page: &Page, lang: Option<&str>, aliases: &[String], fault: Option<&str>) -> Json<String, JsonValue> {
        let mut out = Json::new();
        let mut put = |name: &str, value: JsonValue| _ = out.insert(name.to_owned(), value);
        if page.is_topic {
            put("type", json!("topic"));
        }
        put("title", json!(self.title));
        if let Some(summary) = &self.summary {
            put("summary", json!(summary));
        }
        if let Some(slug) = &page.slug {
            put("slug", json!(slug));
        }
        if page.draft.is_some() || self.doubt.is_some() {
            put("status", json!("draft"));
        }
        for (name, moment) in [("published", self.published), ("updated", self.updated), ("expires", self.expires)] {
            if let Some(moment) = moment {
                put(name, json!(moment.to_string()));
            }
        }
        if let Some(lang) = self.lang.as_deref().or(page.lang.as_deref()).filter(|own| Some(*own) != lang) {
            put("lang", json!(lang));
        }
        if let Some(source) = &page.translation_of {
            put("translation_of", json!(source));
        }
        if !self.authors.is_empty() {
            put("authors", json!(self.authors.iter().map(|name| json!({ "name": name })).collect::<Vec<_>>()));
        }
        if !self.topics.is_empty() {
            put("topics", json!(self.topics));
        }
        if !aliases.is_empty() {
            put("aliases", json!(aliases));
        }
        if self.hidden {
            put("search", json!({ "hide": true }));
        }
        let mut imported = self.imported.clone();
        if let Some(fault) = fault {
            imported.insert("front_matter".into(), json!(fault));
        }
        if !imported.is_empty() {
            put("imported", JsonValue::Object(imported));
        }
        out
    }
}
