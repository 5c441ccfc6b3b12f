//! `hub.yaml`: what the hub is called, where it lives and what its editors decided once for all pages.
//! Trusted, but not believed: an unknown key is a fault like any other.

mod ways;

use std::collections::BTreeMap;

use camino::{Utf8Path, Utf8PathBuf};
use jiff::tz::TimeZone;

use super::hub_search::HubSearch;
use super::sheet::Sheet;
use super::value::{KeyPath, Map, Value};
use crate::diagnostic::{Code, Diagnostic, Diagnostics, Severity};

#[derive(Debug)]
pub struct Hub {
    pub title: String,
    pub tagline: String,
    pub description: String,
    /// Without a slash at the end: `https://hub.example.org`.
    pub base_url: String,
    pub lang: String,
    /// In which times are shown and dates begin.
    pub zone: TimeZone,
    pub publisher: Publisher,
    /// Fill the shared fields that a page leaves out.
    pub defaults: Map,
    /// The type of pages that say none; without it, their folder decides.
    pub default_type: Option<String>,
    pub citation_style: CitationStyle,
    pub bibliography: Option<Utf8PathBuf>,
    pub topics: Topics,
    pub navigation: Vec<Entry>,
    pub footer: Vec<Entry>,
    /// The page that says how the values of a facet are decided, by the facet.
    pub explained: BTreeMap<String, Entry>,
    /// Ways into the hub, one for each kind of reader.
    pub readers: Vec<Reading>,
    pub pagination: usize,
    pub feed_limit: usize,
    pub featured: Vec<String>,
    pub featured_figures: Vec<String>,
    pub acronyms: Vec<String>,
    /// Words and what to say instead; a word without one is taken from the theme's list.
    pub plain_words: Map,
    /// None: the hub has no search of its own.
    pub search: Option<HubSearch>,
    /// Where the quick way off a page leads: somewhere that anybody may have been.
    pub exit_url: String,
    /// Whether readers are offered a copy for their devices.
    pub offline: bool,
    pub levels: BTreeMap<Code, Severity>,
    pub sheet: Sheet,
}

#[derive(Debug, Default)]
pub struct Publisher {
    pub name: String,
    pub email: String,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum CitationStyle {
    Harvard,
    Apa,
}

/// What a page's topics are: records with a page of their own, or any words.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Topics {
    Records,
    Free,
}

/// One entry of a menu: where it leads is looked up when all addresses are known.
#[derive(Debug, Clone)]
pub struct Entry {
    pub label: String,
    pub to: String,
    pub path: KeyPath,
}

/// A way into the hub for one kind of reader.
#[derive(Debug, Clone)]
pub struct Reading {
    pub entry: Entry,
    /// What they find there, in a few words.
    pub text: String,
}

const KEYS: &[&str] = &[
    "title",
    "tagline",
    "description",
    "base_url",
    "lang",
    "time_zone",
    "publisher",
    "defaults",
    "default_type",
    "citation_style",
    "bibliography",
    "topics",
    "navigation",
    "footer",
    "browse",
    "pagination",
    "feeds",
    "home",
    "acronyms",
    "plain_words",
    "search",
    "offline",
    "exit_url",
    "levels",
];

impl Hub {
    pub fn read(sheet: Sheet) -> (Option<Hub>, Diagnostics) {
        let mut faults = Diagnostics::new();
        let map = match sheet.read() {
            Ok(map) => map,
            Err(fault) => {
                faults.push(*fault);
                return (None, faults);
            }
        };
        let reader = Reader { sheet: &sheet, map: &map };
        reader.known_keys(&KeyPath::top(), &map, KEYS, &mut faults);
        let zone_name = reader.text("time_zone", &mut faults).unwrap_or_else(|| "Europe/London".into());
        let zone = TimeZone::get(&zone_name).unwrap_or_else(|_| {
            faults.push(
                Diagnostic::error(
                    Code::ConfigFault,
                    sheet.value_place(&"time_zone".into()),
                    format!("there is no time zone `{zone_name}`"),
                )
                .help("name it as in `Europe/London`"),
            );
            TimeZone::UTC
        });
        let title = reader.text("title", &mut faults);
        if title.is_none() && map.get("title").is_none_or(|value| *value == Value::Null) {
            faults.push(
                Diagnostic::error(Code::ConfigFault, sheet.top(), "the hub has no `title`")
                    .help("add a line `title: …` with the hub's name"),
            );
        }
        let title = title.unwrap_or_default();
        let base_url = reader.base_url(&mut faults);
        let citation_style =
            reader.choice("citation_style", &[("harvard", CitationStyle::Harvard), ("apa", CitationStyle::Apa)], &mut faults);
        let topics = reader.choice("topics", &[("records", Topics::Records), ("free", Topics::Free)], &mut faults);
        let publisher = reader.group("publisher", &["name", "email"], &mut faults);
        let feeds = reader.group("feeds", &["limit"], &mut faults);
        let home = reader.group("home", &["readers", "featured", "figures"], &mut faults);
        let hub = Hub {
            tagline: reader.text("tagline", &mut faults).unwrap_or_default(),
            description: reader.text("description", &mut faults).unwrap_or_default(),
            lang: reader.text("lang", &mut faults).unwrap_or_else(|| "en-GB".into()),
            publisher: Publisher {
                name: publisher.text("name").map_or_else(|| title.clone(), str::to_owned),
                email: publisher.text("email").unwrap_or_default().to_owned(),
            },
            defaults: reader.group("defaults", &[], &mut faults),
            default_type: reader.text("default_type", &mut faults),
            bibliography: reader.text("bibliography", &mut faults).map(Utf8PathBuf::from),
            navigation: reader.entries("navigation", &mut faults),
            footer: reader.entries("footer", &mut faults),
            explained: reader.explained(&mut faults),
            readers: reader.readers(&home, &mut faults),
            pagination: reader.count(&map, &"pagination".into(), "pagination", 30, &mut faults),
            feed_limit: reader.count(&feeds, &KeyPath::from("feeds").key("limit"), "limit", 20, &mut faults),
            featured: home.texts("featured").into_iter().map(str::to_owned).collect(),
            featured_figures: home.texts("figures").into_iter().map(str::to_owned).collect(),
            acronyms: map.texts("acronyms").into_iter().map(str::to_owned).collect(),
            plain_words: reader.group("plain_words", &[], &mut faults),
            search: HubSearch::read(&sheet, &map, &mut faults),
            exit_url: reader.exit_url(&mut faults),
            offline: reader.flag("offline", true, &mut faults),
            levels: reader.levels(&mut faults),
            title,
            base_url,
            zone,
            citation_style,
            topics,
            sheet,
        };
        (Some(hub), faults)
    }

    /// Where a file of the hub stands for people: the hub's folder joined with the path.
    pub fn file(&self, path: &Utf8Path) -> Utf8PathBuf {
        self.sheet.source.file.parent().unwrap_or(Utf8Path::new("")).join(path)
    }
}

struct Reader<'a> {
    sheet: &'a Sheet,
    map: &'a Map,
}

impl Reader<'_> {
    fn known_keys(&self, at: &KeyPath, map: &Map, known: &[&str], faults: &mut Diagnostics) {
        for (key, _) in map.iter().filter(|(key, _)| !known.contains(key)) {
            faults.push(
                Diagnostic::error(
                    Code::ConfigFault,
                    self.sheet.key_place(&at.key(key)),
                    format!("`hub.yaml` has no setting `{}`", at.key(key)),
                )
                .did_you_mean(key, known.iter().copied())
                .help(format!("the settings here are: {}", known.join(", "))),
            );
        }
    }

    fn wrong_kind(&self, at: &KeyPath, expected: &str, found: &Value) -> Diagnostic {
        Diagnostic::error(Code::ConfigFault, self.sheet.value_place(at), format!("`{at}` takes {expected}, not {}", found.kind_name()))
    }

    fn text(&self, name: &str, faults: &mut Diagnostics) -> Option<String> {
        match self.map.get(name)? {
            Value::Text(text) => Some(text.clone()),
            Value::Null => None,
            other => {
                faults.push(self.wrong_kind(&name.into(), "text", other).help("put the value in quotes"));
                None
            }
        }
    }

    fn exit_url(&self, faults: &mut Diagnostics) -> String {
        const DEFAULT: &str = "https://www.bbc.co.uk/weather";
        let Some(url) = self.text("exit_url", faults) else { return DEFAULT.into() };
        if !url.starts_with("https://") || sound_base_url(&url).is_none() {
            faults.push(
                Diagnostic::error(
                    Code::ConfigFault,
                    self.sheet.value_place(&"exit_url".into()),
                    format!("`{url}` is no address to leave to"),
                )
                .help(format!("name a site that anybody may have been on, as in `{DEFAULT}`")),
            );
        }
        url
    }

    fn flag(&self, name: &str, default: bool, faults: &mut Diagnostics) -> bool {
        match self.map.get(name) {
            None | Some(Value::Null) => default,
            Some(Value::Bool(flag)) => *flag,
            Some(other) => {
                faults.push(self.wrong_kind(&name.into(), "`true` or `false`", other));
                default
            }
        }
    }

    fn count(&self, map: &Map, at: &KeyPath, name: &str, default: usize, faults: &mut Diagnostics) -> usize {
        match map.get(name) {
            None => default,
            Some(Value::Integer(number @ 1..=1000)) => *number as usize,
            Some(other) => {
                let found = if let Value::Integer(number) = other { number.to_string() } else { other.kind_name().to_owned() };
                let message = format!("`{at}` takes a whole number from 1 to 1000, not {found}");
                faults.push(Diagnostic::error(Code::ConfigFault, self.sheet.value_place(at), message));
                default
            }
        }
    }

    fn group(&self, name: &str, known: &[&str], faults: &mut Diagnostics) -> Map {
        match self.map.get(name) {
            None | Some(Value::Null) => Map::new(),
            Some(Value::Map(map)) => {
                if !known.is_empty() {
                    self.known_keys(&name.into(), map, known, faults);
                }
                map.clone()
            }
            Some(other) => {
                faults.push(self.wrong_kind(&name.into(), "a group of fields", other));
                Map::new()
            }
        }
    }

    fn choice<T: Copy>(&self, name: &str, choices: &[(&str, T)], faults: &mut Diagnostics) -> T {
        let default = choices[0].1;
        let Some(written) = self.text(name, faults) else { return default };
        choices.iter().find(|(value, _)| *value == written).map_or_else(
            || {
                let known: Vec<&str> = choices.iter().map(|(value, _)| *value).collect();
                faults.push(
                    Diagnostic::error(
                        Code::ConfigFault,
                        self.sheet.value_place(&name.into()),
                        format!("`{name}` must be one of: {}", known.join(", ")),
                    )
                    .did_you_mean(&written, known),
                );
                default
            },
            |(_, value)| *value,
        )
    }

    fn base_url(&self, faults: &mut Diagnostics) -> String {
        match self.text("base_url", faults) {
            Some(url) => match sound_base_url(&url) {
                Some(url) => url,
                None => {
                    faults.push(
                        Diagnostic::error(
                            Code::ConfigFault,
                            self.sheet.value_place(&"base_url".into()),
                            format!("`{url}` is no address of a site"),
                        )
                        .help("write it as in `https://hub.example.org`"),
                    );
                    url
                }
            },
            None => "https://hub.example.org".into(),
        }
    }

    fn entries(&self, name: &str, faults: &mut Diagnostics) -> Vec<Entry> {
        let mut entries = Vec::new();
        match self.map.get(name) {
            None | Some(Value::Null) => {}
            Some(Value::List(items)) => {
                for (index, item) in items.iter().enumerate() {
                    let path = KeyPath::from(name).item(index);
                    match item.as_map().map(|map| (map.text("label"), map.text("to"))) {
                        Some((Some(label), Some(to))) => entries.push(Entry { label: label.into(), to: to.into(), path }),
                        _ => faults.push(
                            Diagnostic::error(
                                Code::ConfigFault,
                                self.sheet.value_place(&path),
                                format!("an entry of `{name}` needs `label` and `to`"),
                            )
                            .help("write: - {label: Research, to: research/}"),
                        ),
                    }
                }
            }
            Some(other) => faults.push(
                self.wrong_kind(&name.into(), "a list", other)
                    .help("write each entry on a line of its own: - {label: Research, to: research/}"),
            ),
        }
        entries
    }

    fn levels(&self, faults: &mut Diagnostics) -> BTreeMap<Code, Severity> {
        let mut levels = BTreeMap::new();
        for (name, value) in self.group("levels", &[], faults).iter() {
            let at = KeyPath::from("levels").key(name);
            let severity = match value.as_text() {
                Some("error") => Severity::Error,
                Some("warning") => Severity::Warning,
                Some("advice") => Severity::Advice,
                _ => {
                    faults.push(Diagnostic::error(
                        Code::ConfigFault,
                        self.sheet.value_place(&at),
                        "a level is `error`, `warning` or `advice`",
                    ));
                    continue;
                }
            };
            match name.parse() {
                Ok(code) => {
                    levels.insert(code, severity);
                }
                Err(()) => faults.push(
                    Diagnostic::error(Code::ConfigFault, self.sheet.key_place(&at), format!("no fault is called `{name}`"))
                        .did_you_mean(name, Code::ALL.iter().map(|code| code.name())),
                ),
            }
        }
        levels
    }
}

/// An address of a site, without a slash at its end; none if it is something else.
pub fn sound_base_url(url: &str) -> Option<String> {
    let rest = url.strip_prefix("https://").or_else(|| url.strip_prefix("http://"))?;
    let host = rest.split('/').next().unwrap_or_default();
    let sound = !host.is_empty() && rest.chars().all(|c| c.is_ascii_alphanumeric() || "-._~:/%[]".contains(c));
    sound.then(|| url.trim_end_matches('/').to_owned())
}
