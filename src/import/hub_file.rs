//! `hub.yaml` of the new hub, made from the settings of the old site and from what its pages need in order to build.

use serde_json::{Map as Json, Value as JsonValue, json};

use super::fields::Fields;
use super::front::scalar;
use super::library::{Found, Library};
use super::site::{Generator, Site, lookup};
use crate::load::value::{Map, Value};
use crate::load::yaml;

/// Topics with a page of their own that was written for another generator.
pub const TOPIC: &str = "\
# A topic of the old site: its page needs only a title, and gathers the pages that name it.
name: Topic
plural: Topics
help: A subject under which pages are gathered; its page came from another site and needs only a title.
shared: relaxed
other_fields: keep
html: escape
body: optional
in_feeds: false
schema_org: CollectionPage
fields: {}
";

const HEADING: &str = "\
# Made by `almoner import`. What an old site lacks is a warning here, so that the hub builds; when `almoner check` is content,
# delete the lines under `levels`, and a dead link will stop a build again.
";

/// A menu longer than this is no menu.
const MENU: usize = 8;

/// The file's text, and what an editor still has to settle in it.
pub fn hub_yaml(site: &Site, library: &Library<'_>, fields: &[Fields]) -> (String, Vec<String>) {
    let mut hub = Json::new();
    let mut to_settle = Vec::new();
    let home = library.pages.iter().position(|page| page.address == "/");
    let title = site.title().or_else(|| home.filter(|index| !fields[*index].untitled).map(|index| fields[index].title.clone()));
    if title.is_none() {
        to_settle.push("title: what the hub is called; no settings said it".to_owned());
    }
    hub.insert("title".into(), json!(title.unwrap_or_else(|| "Imported hub".into())));
    if let Some(description) = site.description() {
        hub.insert("description".into(), json!(description));
    }
    match site.base_url() {
        Some(url) => _ = hub.insert("base_url".into(), json!(url)),
        None => {
            to_settle.push("base_url: where the hub will be published, as in `https://hub.example.org`; no settings said it".to_owned())
        }
    }
    if let Some(lang) = site.lang() {
        hub.insert("lang".into(), json!(lang));
    }
    if let Some(zone) = site.zone_name() {
        hub.insert("time_zone".into(), json!(zone));
    }
    hub.insert("default_type".into(), json!("page"));
    hub.insert("topics".into(), json!("free"));
    hub.insert("levels".into(), json!({ "link-missing": "warning", "anchor-missing": "warning", "asset-missing": "warning" }));
    let menu = menu(site, library, fields);
    if !menu.is_empty() {
        hub.insert("navigation".into(), JsonValue::Array(menu));
    }
    (format!("{HEADING}{}", yaml::write(&JsonValue::Object(hub))), to_settle)
}

/// The main menu of the settings; without one, the sections that have a page to introduce them.
fn menu(site: &Site, library: &Library<'_>, fields: &[Fields]) -> Vec<JsonValue> {
    let menus = site.setting("menus").or_else(|| site.setting("menu")).filter(|_| site.generator == Some(Generator::Hugo));
    let main = menus.and_then(Value::as_map).and_then(|map| lookup(map, "main")).and_then(Value::as_list).unwrap_or_default();
    let mut entries: Vec<(i64, String, String)> = Vec::new();
    for entry in main.iter().filter_map(Value::as_map) {
        let text = |names: &[&str]| names.iter().find_map(|name| lookup(entry, name).and_then(scalar)).filter(|text| !text.is_empty());
        let Some(label) = text(&["name", "title", "identifier"]) else { continue };
        let Some(to) = text(&["pageRef", "url"]).and_then(|url| target(library, &url)) else { continue };
        entries.push((weight(entry), label, to));
    }
    if entries.is_empty() {
        for (index, page) in library.pages.iter().enumerate() {
            let is_section =
                page.target.file_stem() == Some("_index") && page.target.components().count() == 2 && !library.is_withheld(index);
            let is_open = fields[index].expires.is_none() && !fields[index].untitled;
            if is_section && is_open && has_pages(library, index) {
                entries.push((weight(&page.front.fields), fields[index].title.clone(), page.target.to_string()));
            }
        }
    }
    entries.sort_by_key(|(weight, ..)| if *weight == 0 { i64::MAX } else { *weight });
    entries.truncate(MENU);
    entries.into_iter().map(|(_, label, to)| json!({ "label": label, "to": to })).collect()
}

fn weight(map: &Map) -> i64 {
    lookup(map, "weight").and_then(Value::as_integer).unwrap_or(0)
}

fn has_pages(library: &Library<'_>, landing: usize) -> bool {
    let folder = library.pages[landing].target.parent();
    library.pages.iter().enumerate().any(|(index, page)| index != landing && page.draft.is_none() && page.target.parent() == folder)
}

/// Where an entry leads, if there is something: a menu may not lead nowhere, and a draft is nowhere to readers.
fn target(library: &Library<'_>, url: &str) -> Option<String> {
    match library.find_from_root(url) {
        Found::Page(index, _) => Some(library.pages[index].target.to_string()).filter(|_| !library.is_withheld(index)),
        Found::List(address) => Some(address),
        Found::Elsewhere if url.starts_with("https://") || url.starts_with("http://") => Some(url.to_owned()),
        _ => None,
    }
}
