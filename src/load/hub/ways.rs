//! Ways into the hub that its editors lay: which page explains a facet, and where each kind of reader begins.

use std::collections::BTreeMap;

use super::{Entry, Reader, Reading};
use crate::diagnostic::{Code, Diagnostic, Diagnostics};
use crate::load::facet::{CHOICES, YEAR};
use crate::load::value::{KeyPath, Map, Value};

const READER_FORM: &str = "write: - {label: Journalists, text: Facts that can be quoted, to: media/}";

impl Reader<'_> {
    pub(super) fn explained(&self, faults: &mut Diagnostics) -> BTreeMap<String, Entry> {
        let known: Vec<&str> = CHOICES.iter().map(|facet| facet.id).chain([YEAR]).collect();
        let mut explained = BTreeMap::new();
        for (facet, value) in self.group("browse", &known, faults).iter().filter(|(facet, _)| known.contains(facet)) {
            let path = KeyPath::from("browse").key(facet);
            match value.as_map().map(|map| (map.text("label"), map.text("to"))) {
                Some((Some(label), Some(to))) => {
                    explained.insert(facet.to_owned(), Entry { label: label.into(), to: to.into(), path });
                }
                _ => faults.push(
                    Diagnostic::error(Code::ConfigFault, self.sheet.value_place(&path), format!("`{path}` needs `label` and `to`"))
                        .help(format!("write: {facet}: {{label: How we rate evidence, to: about/rating.md}}")),
                ),
            }
        }
        explained
    }

    pub(super) fn readers(&self, home: &Map, faults: &mut Diagnostics) -> Vec<Reading> {
        let items = match home.get("readers") {
            None | Some(Value::Null) => return Vec::new(),
            Some(Value::List(items)) => items.as_slice(),
            Some(other) => {
                faults.push(self.wrong_kind(&KeyPath::from("home").key("readers"), "a list", other).help(READER_FORM));
                return Vec::new();
            }
        };
        let mut readers = Vec::new();
        for (index, item) in items.iter().enumerate() {
            let path = KeyPath::from("home").key("readers").item(index);
            match item.as_map().map(|map| (map, map.text("label"), map.text("to"))) {
                Some((map, Some(label), Some(to))) => {
                    self.known_keys(&path, map, &["label", "text", "to"], faults);
                    let text = map.text("text").unwrap_or_default().to_owned();
                    readers.push(Reading { entry: Entry { label: label.into(), to: to.into(), path }, text });
                }
                _ => faults.push(
                    Diagnostic::error(Code::ConfigFault, self.sheet.value_place(&path), "a way in for readers needs `label` and `to`")
                        .help(READER_FORM),
                ),
            }
        }
        readers
    }
}
