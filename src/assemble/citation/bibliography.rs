//! The hub's list of sources: hayagriva's YAML, or a `.bib` file that another tool exported.
//! Every fault is placed. A key whose entry is faulty still counts as known, so that one fault is not reported on every page that cites it.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;
use std::sync::Arc;

use hayagriva::types::Person;
use hayagriva::{Entry, Library, io};

use super::form::Cache;
use super::is_key_character;
use super::run::{guarded, is_web_address};
use crate::diagnostic::{Code, Diagnostic, Diagnostics};
use crate::load::sheet::Sheet;
use crate::load::source::Source;
use crate::load::value::{KeyPath, Map, Value};

#[derive(Debug, Default)]
pub struct Bibliography {
    /// By key.
    pub(super) entries: Vec<Entry>,
    faulty: BTreeSet<String>,
    pub(super) cache: Cache,
}

impl Bibliography {
    pub fn empty() -> Self {
        Self::default()
    }

    pub fn read(source: &Source) -> (Bibliography, Diagnostics) {
        let mut reading = Reading { source, entries: BTreeMap::new(), faulty: BTreeSet::new(), diagnostics: Diagnostics::new() };
        match source.path.extension() {
            Some("bib") => reading.bib(),
            _ => reading.yaml(),
        }
        let entries: Vec<Entry> = reading.entries.into_values().map(|entry| whole_names(guard_number(entry))).collect();
        let cache = Cache::for_entries(entries.len());
        (Bibliography { entries, faulty: reading.faulty, cache }, reading.diagnostics)
    }

    /// Whether the list has the key, be its entry sound or not.
    pub fn contains(&self, key: &str) -> bool {
        self.index(key).is_some() || self.faulty.contains(key)
    }

    /// Sorted.
    pub fn keys(&self) -> impl Iterator<Item = &str> {
        let all: BTreeSet<&str> = self.entries.iter().map(Entry::key).chain(self.faulty.iter().map(String::as_str)).collect();
        all.into_iter()
    }

    pub(super) fn index(&self, key: &str) -> Option<usize> {
        self.entries.binary_search_by(|entry| entry.key().cmp(key)).ok()
    }
}

/// Keeps `DCSF-00752-2009` as it is written: hayagriva would read a range of numbers in it.
fn guard_number(mut entry: Entry) -> Entry {
    if let Some(serial) = entry.keyed_serial_number("serial").filter(|serial| !serial.bytes().all(|b| b.is_ascii_digit())) {
        let guarded = guarded(serial);
        entry.set_keyed_serial_number("serial", guarded);
    }
    entry
}

/// "van der Berg" is a family name; hayagriva would cite "Berg".
fn whole_names(mut entry: Entry) -> Entry {
    let whole = |person: &Person| match &person.prefix {
        Some(prefix) => Person { name: format!("{prefix} {}", person.name), prefix: None, ..person.clone() },
        None => person.clone(),
    };
    if let Some(authors) = entry.authors().map(|authors| authors.iter().map(whole).collect()) {
        entry.set_authors(authors);
    }
    if let Some(editors) = entry.editors().map(|editors| editors.iter().map(whole).collect()) {
        entry.set_editors(editors);
    }
    if !entry.parents().is_empty() {
        entry.set_parents(entry.parents().iter().cloned().map(whole_names).collect());
    }
    entry
}

/// The fields of an entry, as hayagriva names them; it ignores all others without a word.
const FIELDS: &[&str] = &[
    "type",
    "title",
    "author",
    "date",
    "editor",
    "affiliated",
    "publisher",
    "location",
    "organization",
    "issue",
    "chapter",
    "volume",
    "volume-total",
    "edition",
    "page-range",
    "page-total",
    "time-range",
    "runtime",
    "url",
    "serial-number",
    "serial",
    "language",
    "archive",
    "archive-location",
    "call-number",
    "note",
    "abstract",
    "genre",
    "parent",
];

const DEEPEST_PARENT: usize = 8;

struct Reading<'a> {
    source: &'a Source,
    entries: BTreeMap<String, Entry>,
    faulty: BTreeSet<String>,
    diagnostics: Diagnostics,
}

impl Reading<'_> {
    fn error(&self, range: Range<usize>, message: String) -> Diagnostic {
        Diagnostic::error(Code::BibliographyFault, self.source.place(range), message)
    }

    fn yaml(&mut self) {
        let sheet = Sheet::whole(Arc::new(self.source.clone()));
        let map = match sheet.read() {
            Ok(map) => map,
            Err(fault) => return self.unreadable(*fault),
        };
        for (key, value) in map.iter() {
            let path = KeyPath::from(key);
            let mut faults: Vec<Fault> = check_key(key, &path).into_iter().chain(check_entry(value, &path, 0)).collect();
            faults.extend(check_title(value, &path));
            if !faults.iter().any(|fault| fault.is_error) {
                match build(key, value) {
                    Ok(entry) => {
                        self.entries.insert(key.to_owned(), entry);
                    }
                    Err(words) => faults.extend(locate_refusal(key, value, words)),
                }
            }
            if !self.entries.contains_key(key) {
                self.faulty.insert(key.to_owned());
            }
            for fault in faults {
                let place = if fault.at_key { sheet.key_place(&fault.path) } else { sheet.value_place(&fault.path) };
                let diagnostic = if fault.is_error { Diagnostic::error } else { Diagnostic::warning };
                self.diagnostics.push(diagnostic(Code::BibliographyFault, place, fault.message).help(fault.help));
            }
        }
    }

    /// The list cannot be read as a whole: two sources with one key, or a fault of YAML.
    fn unreadable(&mut self, fault: Diagnostic) {
        let mut first_places: BTreeMap<&str, Range<usize>> = BTreeMap::new();
        let mut are_twice = false;
        for range in yaml_keys(&self.source.text) {
            let key = &self.source.text[range.clone()];
            self.faulty.insert(key.to_owned());
            match first_places.get(key) {
                Some(first) if fault.code == Code::DuplicateField => {
                    are_twice = true;
                    let diagnostic = self
                        .error(range, format!("two sources have the key `{key}`"))
                        .help("remove one of the two, or give the second a key of its own")
                        .related(self.source.place(first.clone()), "the first is here");
                    self.diagnostics.push(diagnostic);
                }
                Some(_) => {}
                None => {
                    first_places.insert(key, range);
                }
            }
        }
        if !are_twice {
            self.diagnostics.push(Diagnostic { code: Code::BibliographyFault, ..fault });
        }
    }

    fn bib(&mut self) {
        let text = &self.source.text;
        match io::from_biblatex_str(text) {
            Ok(library) => {
                for entry in library {
                    if entry.url().is_some_and(|url| !is_web_address(url.value.as_str())) {
                        let diagnostic = self
                            .error(bib_key_range(text, entry.key()), format!("the address of `{}` is no web address", entry.key()))
                            .help("write an address that starts with https:// or http://");
                        self.diagnostics.push(diagnostic);
                        self.faulty.insert(entry.key().to_owned());
                    } else {
                        self.entries.insert(entry.key().to_owned(), entry);
                    }
                }
            }
            Err(errors) => {
                for error in errors {
                    let (range, what) = match &error {
                        io::BibLaTeXError::Parse(error) => (error.span.clone(), error.kind.to_string()),
                        io::BibLaTeXError::Type(error) => (error.span.clone(), error.kind.to_string()),
                    };
                    let diagnostic = self.error(range, format!("the list of sources cannot be read: {what}"));
                    self.diagnostics.push(diagnostic.help("mend the entry in the tool that exported the file, and export it again"));
                }
                self.faulty = bib_keys(text).map(|range| text[range].to_owned()).collect();
            }
        }
    }
}

/// What is wrong with one entry, before it has a place.
struct Fault {
    path: KeyPath,
    at_key: bool,
    is_error: bool,
    message: String,
    help: String,
}

fn check_key(key: &str, path: &KeyPath) -> Option<Fault> {
    let sound = !key.is_empty() && super::key_at_start(key) == key && key.chars().all(is_key_character);
    (!sound).then(|| Fault {
        path: path.clone(),
        at_key: true,
        is_error: true,
        message: format!("`{key}` cannot be cited, because a key is one word"),
        help: "use letters, digits, hyphens and underscores, as in `swtf-interim-2009`".into(),
    })
}

fn check_title(value: &Value, path: &KeyPath) -> Option<Fault> {
    let title = value.as_map()?.get("title");
    title.is_none().then(|| Fault {
        path: path.clone(),
        at_key: true,
        is_error: true,
        message: format!("source `{path}` has no title"),
        help: "add `title: …`; a reader must be able to find the source".into(),
    })
}

/// What hayagriva would pass over in silence: unknown fields, addresses that are no web addresses, organisations read as people.
fn check_entry(value: &Value, path: &KeyPath, depth: usize) -> Vec<Fault> {
    let error = |path: KeyPath, at_key, message, help: &str| Fault { path, at_key, is_error: true, message, help: help.to_owned() };
    let Some(map) = value.as_map() else {
        let message = format!("`{path}` should be a group of fields, but is {}", value.kind_name());
        return vec![error(path.clone(), true, message, "write `type: report`, `title: …` and so on, indented below the key")];
    };
    let mut faults = Vec::new();
    for (name, value) in map.iter() {
        let at = path.key(name);
        if !FIELDS.contains(&name) {
            let help = match crate::diagnostic::nearest(name, FIELDS.iter().copied()) {
                Some(near) => format!("did you mean `{near}`?"),
                None => format!("a source has these fields: {}", FIELDS.join(", ")),
            };
            faults.push(error(at.clone(), true, format!("a source has no field `{name}`"), &help));
        }
        match name {
            "url" => {
                let (url, at) = match value {
                    Value::Map(map) => (map.text("value"), at.key("value")),
                    other => (other.as_text(), at),
                };
                if let Some(url) = url.filter(|url| !is_web_address(url)) {
                    faults.push(error(
                        at,
                        false,
                        format!("`{url}` is no web address"),
                        "write an address that starts with https:// or http://",
                    ));
                }
            }
            "author" | "editor" => faults.extend(names(value, &at).filter_map(|(name, at)| check_name(name, at))),
            "parent" if depth >= DEEPEST_PARENT => {
                let message = format!("a source has at most {DEEPEST_PARENT} parents above one another");
                faults.push(error(at, true, message, "remove the innermost parents"));
            }
            "parent" => match value {
                Value::List(items) => {
                    faults.extend(items.iter().enumerate().flat_map(|(index, item)| check_entry(item, &at.item(index), depth + 1)));
                }
                one => faults.extend(check_entry(one, &at, depth + 1)),
            },
            _ => {}
        }
    }
    faults
}

fn names<'a>(value: &'a Value, at: &KeyPath) -> impl Iterator<Item = (&'a str, KeyPath)> {
    let single = value.as_text().map(|name| (name, at.clone()));
    let items = value.as_list().unwrap_or_default().iter().enumerate();
    let many: Vec<_> = items.filter_map(|(index, item)| Some((item.as_text()?, at.item(index)))).collect();
    single.into_iter().chain(many)
}

/// "Department for Children, Schools and Families" would be printed as "Children, S. and F. Department for".
fn check_name(name: &str, path: KeyPath) -> Option<Fault> {
    let (_, after) = name.split_once(',')?;
    (after.contains(" and ") || after.contains('&')).then(|| Fault {
        path,
        at_key: false,
        is_error: false,
        message: format!("`{name}` is read as a person with a family name and given names"),
        help: format!("for an organisation write: {{name: \"{name}\"}}"),
    })
}

fn build(key: &str, value: &Value) -> Result<Entry, String> {
    let one = Value::Map([(key.to_owned(), value.clone())].into_iter().collect::<Map>());
    let json = serde_json::to_value(&one).map_err(|error| error.to_string())?;
    let library: Library = serde_json::from_value(json).map_err(|error| error.to_string())?;
    library.into_iter().next().ok_or_else(|| "the entry is empty".to_owned())
}

/// hayagriva says what it refused, not where: its fields are tried one by one.
fn locate_refusal(key: &str, value: &Value, words: String) -> Vec<Fault> {
    let path = KeyPath::from(key);
    let refused = |path: KeyPath, at_key, message, help: &str| Fault { path, at_key, is_error: true, message, help: help.to_owned() };
    let Some(map) = value.as_map() else { return Vec::new() };
    let types = "article, book, chapter, report, thesis, web, legislation, case, video, audio, manuscript, misc";
    let kind = match map.get("type") {
        None => {
            let message = format!("source `{key}` has no type");
            return vec![refused(path, true, message, &format!("add `type: …`, one of: {types}"))];
        }
        Some(kind) => kind.clone(),
    };
    let alone = |name: &str, value: &Value| {
        let fields = [("type".to_owned(), kind.clone()), (name.to_owned(), value.clone())];
        build(key, &Value::Map(fields.into_iter().collect::<Map>()))
    };
    if alone("type", &kind).is_err() {
        let written = kind.as_text().unwrap_or("this");
        return vec![refused(path.key("type"), false, format!("`{written}` is no type of source"), &format!("use one of: {types}"))];
    }
    let faults: Vec<Fault> = map
        .iter()
        .filter_map(|(name, value)| Some((name, alone(name, value).err()?)))
        .map(|(name, words)| {
            let help = match name {
                "date" => "write a year, a month or a day: 2009, 2009-07 or 2009-07-05".to_owned(),
                "author" | "editor" => "write `Family name, Given name`, or `{name: …}` for an organisation".to_owned(),
                "language" => "write a language code such as `en` or `cy`".to_owned(),
                "url" => "write an address that starts with https:// or http://".to_owned(),
                _ => words,
            };
            refused(path.key(name), false, format!("`{name}` of source `{key}` cannot be read"), &help)
        })
        .collect();
    match faults.is_empty() {
        true => vec![refused(path, true, format!("source `{key}` cannot be read"), &words)],
        false => faults,
    }
}

/// The keys at the left margin, for a list that cannot be read as a whole.
fn yaml_keys(text: &str) -> impl Iterator<Item = Range<usize>> {
    let mut start = 0;
    text.split_inclusive('\n').filter_map(move |line| {
        let line_start = start;
        start += line.len();
        let (key, _) = line.split_once(':')?;
        let inner = key.trim_matches(['"', '\'']);
        let key_start = line_start + key.find(inner)?;
        (!inner.is_empty() && inner.chars().all(is_key_character)).then_some(key_start..key_start + inner.len())
    })
}

fn bib_keys(text: &str) -> impl Iterator<Item = Range<usize>> {
    text.match_indices('@').filter_map(|(at, _)| {
        let open = at + text[at..].find('{')? + 1;
        let sound = text[at + 1..open - 1].trim().chars().all(char::is_alphabetic);
        let end = open + text[open..].find([',', '}', '\n'])?;
        let key = text[open..end].trim();
        let start = open + text[open..end].find(key)?;
        (sound && !key.is_empty() && key.chars().all(is_key_character)).then_some(start..start + key.len())
    })
}

fn bib_key_range(text: &str, key: &str) -> Range<usize> {
    bib_keys(text).find(|range| &text[range.clone()] == key).unwrap_or(0..0)
}
