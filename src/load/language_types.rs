//! What a language calls types, their fields and the choices of those: what stands in the types themselves is in one language only.

use std::collections::BTreeMap;

use super::content_type::{Choice, ContentTypes, Field, Kind};
use super::sheet::Sheet;
use super::value::{KeyPath, Map, Value};
use crate::diagnostic::{Code, Diagnostic, Diagnostics};

/// Fields are named by their path: `evidence.strength`.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct TypeWords {
    pub name: Option<String>,
    pub plural: Option<String>,
    pub labels: BTreeMap<String, String>,
    pub choices: BTreeMap<String, BTreeMap<String, String>>,
}

const SHARED: &str = "_shared";

impl TypeWords {
    /// Takes from a further language what this one lacks.
    pub fn fill(&mut self, further: &TypeWords) {
        self.name = self.name.take().or_else(|| further.name.clone());
        self.plural = self.plural.take().or_else(|| further.plural.clone());
        for (path, label) in &further.labels {
            self.labels.entry(path.clone()).or_insert_with(|| label.clone());
        }
        for (path, choices) in &further.choices {
            let own = self.choices.entry(path.clone()).or_default();
            for (value, label) in choices {
                own.entry(value.clone()).or_insert_with(|| label.clone());
            }
        }
    }

    /// Reads the part `types` of a language's file.
    pub fn read(sheet: &Sheet, map: &Map, types: &ContentTypes, words: &mut BTreeMap<String, TypeWords>, faults: &mut Diagnostics) {
        let reader = Reader { sheet };
        for (id, value) in map.iter() {
            let path = KeyPath::from("types").key(id);
            let fields = match types.get(id) {
                Some(content_type) => &content_type.fields,
                None if id == SHARED => &types.shared,
                // Its own file has said what is wrong.
                None if types.faulty.contains(id) => continue,
                None => {
                    faults.push(reader.unknown(
                        &path,
                        format!("there is no content type `{id}`"),
                        id,
                        types.types.keys().map(String::as_str),
                    ));
                    continue;
                }
            };
            match value {
                Value::Map(map) => reader.of_type(&path, map, &outline(fields), words.entry(id.to_owned()).or_default(), faults),
                other => faults.push(reader.kind(&path, "a group of fields", other)),
            }
        }
    }
}

/// Every field of a type by its path, with the choices that it has.
pub(super) fn outline(fields: &[Field]) -> BTreeMap<String, &[Choice]> {
    fn gather<'a>(fields: &'a [Field], before: &str, found: &mut BTreeMap<String, &'a [Choice]>) {
        for field in fields {
            let path = format!("{before}{}", field.name);
            let mut kind = &field.kind;
            while let Kind::List { of, .. } = kind {
                kind = &of.kind;
            }
            if let Kind::Group { fields, .. } = kind {
                gather(fields, &format!("{path}."), found);
            }
            let choices: &[Choice] = if let Kind::Choice(choices) = kind { choices } else { &[] };
            found.insert(path, choices);
        }
    }
    let mut found = BTreeMap::new();
    gather(fields, "", &mut found);
    found
}

struct Reader<'a> {
    sheet: &'a Sheet,
}

impl Reader<'_> {
    fn of_type(&self, at: &KeyPath, map: &Map, fields: &BTreeMap<String, &[Choice]>, words: &mut TypeWords, faults: &mut Diagnostics) {
        for (part, value) in map.iter() {
            let path = at.key(part);
            match (part, value) {
                ("name", Value::Text(text)) => words.name = Some(text.clone()),
                ("plural", Value::Text(text)) => words.plural = Some(text.clone()),
                ("labels" | "choices", Value::Map(map)) => {
                    for (name, value) in map.iter() {
                        let path = path.key(name);
                        match (fields.get(name), value) {
                            (None, _) => {
                                let known = fields.keys().map(String::as_str);
                                faults.push(self.unknown(&path, format!("the type has no field `{name}`"), name, known));
                            }
                            (Some(_), Value::Text(text)) if part == "labels" => {
                                words.labels.insert(name.to_owned(), text.clone());
                            }
                            (Some(known), Value::Map(labels)) if part == "choices" => {
                                self.choices(&path, labels, known, words.choices.entry(name.to_owned()).or_default(), faults);
                            }
                            (_, other) => {
                                faults.push(self.kind(&path, if part == "labels" { "text" } else { "a text for each choice" }, other));
                            }
                        }
                    }
                }
                ("name" | "plural", other) => faults.push(self.kind(&path, "text", other)),
                ("labels" | "choices", other) => faults.push(self.kind(&path, "a group of fields", other)),
                _ => {
                    let known = ["name", "plural", "labels", "choices"];
                    faults.push(self.unknown(&path, format!("a type has no `{part}` here"), part, known));
                }
            }
        }
    }

    fn choices(&self, at: &KeyPath, labels: &Map, known: &[Choice], words: &mut BTreeMap<String, String>, faults: &mut Diagnostics) {
        for (value, label) in labels.iter() {
            let path = at.key(value);
            match label {
                _ if !known.iter().any(|choice| choice.value == value) => {
                    let known = known.iter().map(|choice| choice.value.as_str());
                    faults.push(self.unknown(&path, format!("the field has no choice `{value}`"), value, known));
                }
                Value::Text(text) => {
                    words.insert(value.to_owned(), text.clone());
                }
                other => faults.push(self.kind(&path, "text", other)),
            }
        }
    }

    fn unknown<'a>(&self, path: &KeyPath, message: String, written: &str, known: impl IntoIterator<Item = &'a str>) -> Diagnostic {
        Diagnostic::error(Code::LanguageFault, self.sheet.key_place(path), message).did_you_mean(written, known)
    }

    fn kind(&self, path: &KeyPath, expected: &str, found: &Value) -> Diagnostic {
        let message = format!("`{path}` takes {expected}, not {}", found.kind_name());
        Diagnostic::error(Code::LanguageFault, self.sheet.value_place(path), message)
    }
}
