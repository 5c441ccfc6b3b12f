//! How the pages of a hub name records: a web editor's form has to know which of the two ways is theirs.

use super::cms;
use super::content_type::{Field, Kind};
use super::document::Document;
use super::value::Value;

/// What pages write where they name a record: its permanent number, or its file's name. A form knows records by one of the two, and
/// as soon as somebody touches a list of them it drops what is named by the other.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Names {
    pub numbers: usize,
    pub files: usize,
}

impl Names {
    /// How the pages of a hub do it, counted where a form lets choose.
    pub fn of<'a>(documents: impl IntoIterator<Item = &'a Document>, shared: &[Field]) -> Names {
        let mut names = Names::default();
        for document in documents {
            for field in shared.iter().chain(&document.content_type.fields) {
                document.fields.get(&field.name).into_iter().for_each(|value| names.count(&field.kind, value));
            }
        }
        names
    }

    fn count(&mut self, kind: &Kind, value: &Value) {
        match (kind, value) {
            (_, Value::List(items)) => {
                let of = if let Kind::List { of, .. } = kind { &of.kind } else { kind };
                items.iter().for_each(|item| self.count(of, item));
            }
            (Kind::Group { fields, .. }, Value::Map(map)) => {
                fields
                    .iter()
                    .filter_map(|field| Some((field, map.get(&field.name)?)))
                    .for_each(|(field, value)| self.count(&field.kind, value));
            }
            (Kind::Reference { to, .. }, Value::Text(name)) if cms::collection_of(to).is_some() => self.name(name),
            (Kind::Figure, Value::Text(name)) => self.name(name),
            _ => {}
        }
    }

    fn name(&mut self, name: &str) {
        let number = name.len() == 7 && name.as_bytes()[2] == b'-' && name[3..].bytes().all(|byte| byte.is_ascii_digit());
        *(if number { &mut self.numbers } else { &mut self.files }) += 1;
    }

    pub fn are_numbers(self) -> bool {
        self.numbers >= self.files
    }
}
