//! One written value against the kind of its field: the kinds that hold other values, and what all kinds share.
//! Single values are in `check_scalar`, their written forms in `form`; what a page as a whole must have is in `validate`.

use jiff::tz::TimeZone;

use super::content_type::{Field, Kind};
use super::sheet::Sheet;
use super::value::{KeyPath, Map, Value};
use crate::diagnostic::{Code, Diagnostic, Diagnostics, Place, nearest};

/// The way to a value. It lives on the stack, because only a fault needs it as a `KeyPath`.
#[derive(Debug, Clone, Copy)]
pub struct At<'a> {
    up: Option<&'a At<'a>>,
    step: Step<'a>,
}

#[derive(Debug, Clone, Copy)]
enum Step<'a> {
    Top,
    Key(&'a str),
    Item(usize),
}

impl<'a> At<'a> {
    pub const TOP: At<'static> = At { up: None, step: Step::Top };

    pub fn key(&'a self, name: &'a str) -> At<'a> {
        At { up: Some(self), step: Step::Key(name) }
    }

    pub fn item(&'a self, index: usize) -> At<'a> {
        At { up: Some(self), step: Step::Item(index) }
    }

    pub fn path(&self) -> KeyPath {
        let around = self.up.map_or_else(KeyPath::top, At::path);
        match self.step {
            Step::Top => around,
            Step::Key(name) => around.key(name),
            Step::Item(index) => around.item(index),
        }
    }
}

/// The check of one file: where it stands, and what was found wrong so far.
#[derive(Debug)]
pub struct Check<'a> {
    pub sheet: &'a Sheet,
    /// The hub's zone, for suggestions only.
    pub zone: &'a TimeZone,
    pub faults: Diagnostics,
}

impl Check<'_> {
    /// The value in the form its kind has everywhere else in the program; none when it is not of that kind.
    pub fn value(&mut self, field: &Field, value: &Value, at: At<'_>) -> Option<Value> {
        match &field.kind {
            Kind::List { of, .. } => self.list(field, of, value, at),
            Kind::Reference { many: true, .. } => self.many(field, value, at),
            Kind::Group { fields, .. } => match value {
                Value::Map(map) => Some(Value::Map(self.group(fields, map, at))),
                other => {
                    let names: Vec<&str> = fields.iter().map(|field| field.name.as_str()).collect();
                    let help = format!("write its fields on the lines below it, indented: {}", names.join(", "));
                    self.wrong_kind(at, "a group of fields", other, help)
                }
            },
            Kind::Image => self.image(value, at),
            _ => self.scalar(field, value, at),
        }
    }

    /// The fields of a group: unknown ones, missing ones, and each value.
    pub fn group(&mut self, fields: &[Field], written: &Map, at: At<'_>) -> Map {
        for (name, _) in written.iter().filter(|(name, _)| fields.iter().all(|field| field.name != *name)) {
            let known: Vec<&str> = fields.iter().map(|field| field.name.as_str()).collect();
            let fault =
                Diagnostic::error(Code::UnknownField, self.key_place(at.key(name)), format!("unknown field `{}`", at.key(name).path()));
            let fault = fault.label(format!("`{}` has no such field", at.path())).did_you_mean(name, known.iter().copied());
            let fault = if fault.help.is_empty() { fault.help(format!("its fields are: {}", known.join(", "))) } else { fault };
            self.faults.push(fault);
        }
        let mut checked = Map::new();
        let meant = meant(written, &fields.iter().map(|field| field.name.as_str()).collect::<Vec<_>>());
        for field in fields {
            let needed = if meant.contains(&field.name.as_str()) { Need::No } else { need(field, |name| written.get(name)) };
            if let Some(value) = self.field(field, written.get(&field.name), needed, at.key(&field.name)) {
                checked.insert(field.name.as_str(), value);
            }
        }
        checked
    }

    /// A field of a group or a page that may be missing or blank. A blank value that nobody needs counts as not written.
    pub fn field(&mut self, field: &Field, value: Option<&Value>, needed: Need, at: At<'_>) -> Option<Value> {
        match value {
            // Forms leave behind the groups that nobody filled in. Of one that is needed, every gap is said.
            Some(value) if needed == Need::No && says_nothing(value) => return None,
            Some(value) if !is_blank(value) => return self.value(field, value, at),
            _ if needed == Need::No => return None,
            _ => {}
        }
        let because = match needed {
            Need::Because(reason) => format!(", because {reason}"),
            _ => String::new(),
        };
        let fault = match value {
            Some(_) => Diagnostic::error(Code::FieldEmpty, self.key_place(at), format!("`{}` is empty{because}", at.path())),
            None => {
                let place = match at.up {
                    Some(around) if !matches!(around.step, Step::Top) => self.key_place(*around),
                    _ => self.sheet.top(),
                };
                Diagnostic::error(Code::FieldMissing, place, format!("`{}` is missing{because}", at.path()))
            }
        };
        self.faults.push(hinted(fault, field));
        None
    }

    fn list(&mut self, field: &Field, of: &Field, value: &Value, at: At<'_>) -> Option<Value> {
        let items = match value {
            Value::List(items) => items.as_slice(),
            // One text where a list may stand is a list of one; a group is more likely an item without its hyphen.
            single if single.as_map().is_none() && !matches!(of.kind, Kind::Group { .. }) => {
                let checked = self.value(of, single, at)?;
                self.items(field, 1, at);
                return Some(Value::List(vec![checked]));
            }
            other => return self.wrong_kind(at, "a list", other, "write each item on a line of its own that starts with `- `"),
        };
        self.items(field, items.len(), at);
        let mut checked = Vec::with_capacity(items.len());
        for (index, item) in items.iter().enumerate() {
            let at = at.item(index);
            if is_blank(item) {
                let fault = Diagnostic::error(Code::FieldEmpty, self.value_place(at), format!("`{}` is empty", at.path()));
                self.faults.push(fault.help("write something after the hyphen, or remove the line"));
                checked.push(Value::Null);
            } else {
                // An item at fault keeps its number, so that what is said later of the others has the right place.
                checked.push(self.value(of, item, at).unwrap_or_default());
            }
        }
        if let Kind::Group { key: Some(key), .. } = &of.kind {
            self.keys(key, items, at);
        }
        Some(Value::List(checked))
    }

    fn many(&mut self, field: &Field, value: &Value, at: At<'_>) -> Option<Value> {
        let items = match value {
            Value::List(items) => items.as_slice(),
            Value::Map(_) => return self.wrong_kind(at, "a list of records", value, "write `[rs-0012, supervision-time]`"),
            single => {
                let checked = self.scalar(field, single, at)?;
                self.items(field, 1, at);
                return Some(Value::List(vec![checked]));
            }
        };
        self.items(field, items.len(), at);
        let check = |(index, item): (usize, &Value)| match is_blank(item) {
            true => {
                let at = at.item(index);
                let fault = Diagnostic::error(Code::FieldEmpty, self.value_place(at), format!("`{}` is empty", at.path()));
                self.faults.push(fault.help("name a record, or remove the line"));
                Value::Null
            }
            false => self.scalar(field, item, at.item(index)).unwrap_or_default(),
        };
        Some(Value::List(items.iter().enumerate().map(check).collect()))
    }

    /// How many items a list has against how many it may have.
    fn items(&mut self, field: &Field, found: usize, at: At<'_>) {
        let limits = &field.limits;
        let (message, help) = match (limits.min_items, limits.max_items) {
            (Some(least), _) if found < least => {
                (format!("and at least {least} are needed"), format!("add {}", amount(least - found, "item", "items")))
            }
            (_, Some(most)) if found > most => {
                (format!("and at most {most} are allowed"), format!("take out {}", amount(found - most, "item", "items")))
            }
            _ => return,
        };
        let message = format!("`{}` has {}, {message}", at.path(), amount(found, "item", "items"));
        self.faults.push(hinted(Diagnostic::error(Code::FieldLimit, self.key_place(at), message).help(help), field));
    }

    /// The keys that give items their address: fit for an address, and each once.
    fn keys(&mut self, key: &str, items: &[Value], at: At<'_>) {
        let mut seen: Vec<(&str, usize)> = Vec::new();
        for (index, item) in items.iter().enumerate() {
            let Some(written) = item.as_map().and_then(|item| item.text(key)) else { continue };
            let item = at.item(index);
            let place = |check: &Self| check.value_place(item.key(key));
            if !written.bytes().all(|b| b.is_ascii_alphanumeric() || matches!(b, b'.' | b'-' | b'_')) {
                let message = format!("`{}` is part of an address and cannot be `{written}`", item.key(key).path());
                self.faults.push(Diagnostic::error(Code::FieldPattern, place(self), message).help("use letters, digits, `.`, `-` and `_`"));
            }
            match seen.iter().find(|(other, _)| *other == written) {
                Some((_, first)) => {
                    let first = self.value_place(at.item(*first).key(key));
                    let message = format!("`{}` repeats `{written}`, and two items cannot have one address", item.key(key).path());
                    let fault = Diagnostic::error(Code::FieldRule, place(self), message).help("give this one a number of its own");
                    self.faults.push(fault.related(first, "the first is here"));
                }
                None => seen.push((written, index)),
            }
        }
    }

    pub fn wrong_kind<T>(&mut self, at: At<'_>, expected: &str, found: &Value, help: impl Into<String>) -> Option<T> {
        let message = format!("`{}` takes {expected}, found {}", at.path(), found.kind_name());
        let fault = Diagnostic::error(Code::FieldKind, self.value_place(at), message);
        self.faults.push(match help.into() {
            help if help.is_empty() => fault,
            help => fault.help(help),
        });
        None
    }

    pub fn key_place(&self, at: At<'_>) -> Place {
        self.sheet.key_place(&at.path())
    }

    pub fn value_place(&self, at: At<'_>) -> Place {
        self.sheet.value_place(&at.path())
    }
}

/// Whether a field must have a value, and why.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Need {
    No,
    Always,
    /// Because of what a neighbour says.
    Because(String),
}

/// `required`, or one of the conditions of `required_if` on the neighbours.
pub fn need<'v>(field: &Field, neighbour: impl Fn(&str) -> Option<&'v Value>) -> Need {
    if field.required {
        return Need::Always;
    }
    for (name, values) in &field.required_if {
        let has = |wanted: &&String| match neighbour(name) {
            Some(Value::List(items)) => items.iter().any(|item| says(item, wanted)),
            Some(value) => says(value, wanted),
            None => false,
        };
        if let Some(value) = values.iter().find(has) {
            return Need::Because(format!("`{name}` is `{value}`"));
        }
    }
    Need::No
}

/// Fields that are written, but misspelt: they have been spoken of, and are not missing as well.
pub fn meant<'a>(written: &Map, known: &[&'a str]) -> Vec<&'a str> {
    let strangers = written.iter().map(|(name, _)| name).filter(|name| !known.contains(name));
    strangers.filter_map(|name| nearest(name, known.iter().copied())).collect()
}

fn says(value: &Value, wanted: &str) -> bool {
    super::block::scalar_text(value).is_some_and(|text| text == wanted)
}

/// Written, and says nothing: editors' tools leave such values behind.
pub fn is_blank(value: &Value) -> bool {
    match value {
        Value::Null => true,
        Value::Text(text) => text.trim().is_empty(),
        Value::List(items) => items.is_empty(),
        Value::Map(map) => map.is_empty(),
        _ => false,
    }
}

/// Blank, or a group all of whose fields are.
pub fn says_nothing(value: &Value) -> bool {
    match value {
        Value::Map(map) => map.iter().all(|(_, inner)| says_nothing(inner)),
        other => is_blank(other),
    }
}

/// The field's own hint as a further step of the help.
pub fn hinted(fault: Diagnostic, field: &Field) -> Diagnostic {
    if field.hint.is_empty() { fault } else { fault.help(field.hint.clone()) }
}

pub fn amount(number: usize, one: &str, many: &str) -> String {
    if number == 1 { format!("1 {one}") } else { format!("{number} {many}") }
}
