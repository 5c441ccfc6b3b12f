//! The places inside a page that a link can lead to: headings, and items that have a key of their own.

use std::collections::BTreeSet;

use crate::load::content_type::{Field, Kind};
use crate::load::document::{Document, Origin};
use crate::load::value::{Map, Value};

/// The anchor of a keyed item: the first letter of its list, then its key: `r-2.1` in `recommendations`.
pub fn item_anchor(list: &str, key: &str) -> String {
    let letter = list.chars().next().unwrap_or('i');
    let key: String = key.chars().map(|c| if c.is_alphanumeric() || ".-_".contains(c) { c } else { '-' }).collect();
    format!("{letter}-{key}")
}

/// Every anchor of a page.
pub fn anchors(document: &Document) -> BTreeSet<String> {
    let mut anchors: BTreeSet<String> = document
        .passages
        .iter()
        .filter(|passage| matches!(passage.origin, Origin::Body(_)))
        .flat_map(|passage| passage.prose.headings.iter().map(|heading| heading.id.clone()))
        .collect();
    item_anchors(&document.content_type.fields, &document.fields, &mut anchors);
    anchors
}

fn item_anchors(fields: &[Field], values: &Map, anchors: &mut BTreeSet<String>) {
    for field in fields {
        let (Kind::List { of, .. }, Some(Value::List(items))) = (&field.kind, values.get(&field.name)) else { continue };
        let Kind::Group { key: Some(key), .. } = &of.kind else { continue };
        let keys = items.iter().filter_map(|item| item.as_map()?.text(key));
        anchors.extend(keys.map(|key| item_anchor(&field.name, key)));
    }
}
