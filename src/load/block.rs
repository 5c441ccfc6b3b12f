//! A group of settings in a file that almoner itself defines, read one key at a time.
//! Every key that is unknown, missing or of the wrong shape is a fault with its place; reading goes on after each.

use super::sheet::Sheet;
use super::value::{KeyPath, Map, Value};
use crate::diagnostic::{Code, Diagnostic, Diagnostics, Place};

#[derive(Debug, Clone)]
pub struct Block<'a> {
    sheet: &'a Sheet,
    map: &'a Map,
    path: KeyPath,
    code: Code,
}

impl<'a> Block<'a> {
    pub fn top(sheet: &'a Sheet, map: &'a Map, code: Code) -> Self {
        Block { sheet, map, path: KeyPath::top(), code }
    }

    pub fn map(&self) -> &'a Map {
        self.map
    }

    pub fn has(&self, name: &str) -> bool {
        self.map.get(name).is_some()
    }

    pub fn place_of_key(&self, name: &str) -> Place {
        self.sheet.key_place(&self.path.key(name))
    }

    pub fn place_of_value(&self, name: &str) -> Place {
        self.sheet.value_place(&self.path.key(name))
    }

    pub fn place_of_item(&self, name: &str, index: usize) -> Place {
        match self.map.get(name) {
            Some(Value::List(_)) => self.sheet.value_place(&self.path.key(name).item(index)),
            _ => self.place_of_value(name),
        }
    }

    /// Where a key that is not there would have been: the group, or the top of the file.
    pub fn place(&self) -> Place {
        if self.path == KeyPath::top() { self.sheet.top() } else { self.sheet.key_place(&self.path) }
    }

    pub fn fault(&self, place: Place, message: impl Into<String>) -> Diagnostic {
        Diagnostic::error(self.code, place, message)
    }

    /// A fault for every key that is not among `known`; `whose` ends the sentence "… has no".
    pub fn refuse_unknown(&self, whose: &str, known: &[&str], faults: &mut Diagnostics) {
        for (name, _) in self.map.iter().filter(|(name, _)| !known.contains(name)) {
            let fault = self.fault(self.place_of_key(name), format!("{whose} has no `{name}`")).did_you_mean(name, known.iter().copied());
            faults.push(if fault.help.is_empty() { fault.help(format!("it takes: {}", known.join(", "))) } else { fault });
        }
    }

    pub fn text(&self, name: &str, faults: &mut Diagnostics) -> Option<&'a str> {
        match self.map.get(name)? {
            Value::Text(text) if !text.trim().is_empty() => Some(text),
            other => self.wrong_kind(name, "text", other, faults),
        }
    }

    /// A text that must be there; the empty text stands in for it after the fault.
    pub fn required_text(&self, name: &str, why: &str, faults: &mut Diagnostics) -> &'a str {
        if !self.has(name) {
            faults.push(self.fault(self.place(), format!("`{name}` is missing")).help(format!("add `{name}:`, {why}")));
        }
        self.text(name, faults).unwrap_or_default()
    }

    pub fn flag(&self, name: &str, otherwise: bool, faults: &mut Diagnostics) -> bool {
        match self.map.get(name) {
            None => otherwise,
            Some(Value::Bool(value)) => *value,
            Some(other) => self.wrong_kind(name, "`true` or `false`", other, faults).unwrap_or(otherwise),
        }
    }

    pub fn count(&self, name: &str, faults: &mut Diagnostics) -> Option<usize> {
        match self.map.get(name)? {
            Value::Integer(value) if *value >= 0 => usize::try_from(*value).ok(),
            other => self.wrong_kind(name, "a whole number from 0", other, faults),
        }
    }

    pub fn number(&self, name: &str, faults: &mut Diagnostics) -> Option<f64> {
        let value = self.map.get(name)?;
        match value.as_decimal().filter(|number| number.is_finite()) {
            Some(number) => Some(number),
            None => self.wrong_kind(name, "a number", value, faults),
        }
    }

    /// Texts of a list, or one text; whole numbers and yes or no count as the words they are written with.
    pub fn texts(&self, name: &str, faults: &mut Diagnostics) -> Vec<String> {
        let items = match self.map.get(name) {
            None => return Vec::new(),
            Some(Value::List(items)) => items.as_slice(),
            Some(single) => std::slice::from_ref(single),
        };
        let mut texts = Vec::new();
        for (index, item) in items.iter().enumerate() {
            match scalar_text(item) {
                Some(text) => texts.push(text),
                None => {
                    let message = format!("`{name}` takes a list of texts, found {}", item.kind_name());
                    faults.push(self.fault(self.place_of_item(name, index), message).help(format!("write `{name}: [one, two]`")));
                }
            }
        }
        texts
    }

    /// One of a few words.
    pub fn one_of<T: Copy>(&self, name: &str, words: &[(&str, T)], otherwise: T, faults: &mut Diagnostics) -> T {
        let Some(written) = self.text(name, faults) else { return otherwise };
        match words.iter().find(|(word, _)| *word == written) {
            Some((_, value)) => *value,
            None => {
                let known: Vec<&str> = words.iter().map(|(word, _)| *word).collect();
                let message = format!("`{name}` is one of {}; found `{written}`", known.join(", "));
                faults.push(self.fault(self.place_of_value(name), message).did_you_mean(written, known.iter().copied()));
                otherwise
            }
        }
    }

    /// The group written under a key.
    pub fn block(&self, name: &str, faults: &mut Diagnostics) -> Option<Block<'a>> {
        match self.map.get(name)? {
            Value::Map(map) => Some(Block { sheet: self.sheet, map, path: self.path.key(name), code: self.code }),
            other => self.wrong_kind(name, "a group of `name: value` lines", other, faults),
        }
    }

    /// The groups of a list, each with its position.
    pub fn blocks(&self, name: &str, faults: &mut Diagnostics) -> Vec<(usize, Block<'a>)> {
        let items = match self.map.get(name) {
            None | Some(Value::Null) => return Vec::new(),
            Some(Value::List(items)) => items,
            Some(other) => {
                self.wrong_kind::<()>(name, "a list", other, faults);
                return Vec::new();
            }
        };
        let mut blocks = Vec::new();
        for (index, item) in items.iter().enumerate() {
            match item {
                Value::Map(map) => {
                    blocks.push((index, Block { sheet: self.sheet, map, path: self.path.key(name).item(index), code: self.code }))
                }
                other => {
                    let message = format!("each entry of `{name}` is a group of `name: value` lines, found {}", other.kind_name());
                    faults.push(self.fault(self.place_of_item(name, index), message));
                }
            }
        }
        blocks
    }

    fn wrong_kind<T>(&self, name: &str, expected: &str, found: &Value, faults: &mut Diagnostics) -> Option<T> {
        let found = match found {
            Value::Text(text) if text.trim().is_empty() => "nothing",
            other => other.kind_name(),
        };
        faults.push(self.fault(self.place_of_value(name), format!("`{name}` takes {expected}, found {found}")));
        None
    }
}

/// The words of a single value: YAML reads `0` as a number and `true` as yes or no, but as names they are words.
pub fn scalar_text(value: &Value) -> Option<String> {
    match value {
        Value::Text(text) => Some(text.clone()),
        Value::Integer(number) => Some(number.to_string()),
        Value::Bool(value) => Some(value.to_string()),
        _ => None,
    }
}
