//! Every place at which a file of the hub names another, and what the name leads to. The n-th mention of a file is the same one
//! after a move, so that both worlds can be held against each other.

use std::ops::Range;
use std::sync::Arc;

use camino::{Utf8Path, Utf8PathBuf};

use crate::assemble::chart::CHART_TYPE;
use crate::assemble::link::{self, Destination};
use crate::assemble::register::{Found, PageIndex};
use crate::assemble::world::World;
use crate::assemble::{Site, address};
use crate::load::content_type::{Field, Kind};
use crate::load::document::{Document, Origin, Passage};
use crate::load::markdown::ReferenceKind;
use crate::load::sheet::Sheet;
use crate::load::source::Source;
use crate::load::value::{KeyPath, Map, Value};

#[derive(Debug)]
pub struct Mention {
    pub source: Arc<Source>,
    /// The page in whose front matter or text it stands; none for `hub.yaml` and `_search.yaml`.
    pub page: Option<PageIndex>,
    /// The bytes of the name in the file. None where it cannot be told which letters they are.
    pub range: Option<Range<usize>>,
    pub written: String,
    pub naming: Naming,
    /// A value of YAML, not words inside one.
    pub is_value: bool,
}

/// By what rule a name is understood.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Naming {
    Link,
    Image,
    File,
    Record(Vec<String>),
    Figure,
    Term,
    /// An address or a record, in `hub.yaml` or a redirect.
    Menu,
    Redirect,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Target {
    Page(PageIndex),
    File(Utf8PathBuf),
    /// A list that no page introduces.
    Made(String),
    /// One of several, and nobody can say which.
    Unclear(Vec<PageIndex>),
    Elsewhere,
}

/// What the mention leads to when `written` stands in its place.
pub fn target(world: &World, mention: &Mention, written: &str) -> Target {
    let record = |name: &str, to: &[String]| match world.register.reference(name, to) {
        Found::Page(page) => Target::Page(page),
        Found::Ambiguous(pages) => Target::Unclear(pages),
        _ => Target::Elsewhere,
    };
    let arrived = |destination: Destination| match destination {
        Destination::Page { page, .. } | Destination::MissingAnchor { page, .. } => Target::Page(page),
        Destination::Made { href } => Target::Made(href.split('#').next().unwrap_or_default().to_owned()),
        Destination::Asset { path } => Target::File(path),
        _ => Target::Elsewhere,
    };
    let file = |written: &str| {
        let folder = mention.page.and_then(|page| world.documents[page].source.path.parent()).unwrap_or(Utf8Path::new(""));
        let path = link::hub_path(folder, written).filter(|path| world.assets.contains_key(path));
        path.map_or(Target::Elsewhere, Target::File)
    };
    match &mention.naming {
        Naming::Link => match (written.strip_prefix("id:"), mention.page) {
            (Some(name), _) => record(name.split('#').next().unwrap_or_default(), &[]),
            (None, Some(page)) => arrived(link::destination(world, &world.documents[page], page, written)),
            (None, None) => Target::Elsewhere,
        },
        Naming::Image => file(&address::percent_decoded(written.split(['#', '?']).next().unwrap_or_default())),
        Naming::File => file(written),
        Naming::Record(to) => record(written, to),
        Naming::Figure => world.figure(written).map_or(Target::Elsewhere, |figure| Target::Page(figure.page)),
        Naming::Term => world.terms.get(written).map_or(Target::Elsewhere, |term| Target::Page(term.page)),
        Naming::Menu => arrived(link::from_root(world, written)),
        Naming::Redirect => match record(written, &[]) {
            Target::Page(page) => Target::Page(page),
            other if !written.contains('/') => other,
            _ => match world.made(&address::normal(written)) {
                Some(made) => Target::Made(made.to_owned()),
                None => Target::Elsewhere,
            },
        },
    }
}

/// All mentions of the hub, page by page, then those of `hub.yaml` and `_search.yaml`.
pub fn all(site: &Site) -> Vec<Mention> {
    let mut mentions = Vec::new();
    for (page, document) in site.documents.iter().enumerate() {
        let sheet = &document.sheet;
        let mut reader = Fields { sheet, source: &document.source, page: Some(page), mentions: &mut mentions };
        reader.fields(&site.loaded.types.shared, &document.fields, &KeyPath::top());
        reader.fields(&document.content_type.fields, &document.fields, &KeyPath::top());
        if document.content_type.id == address::REDIRECT_TYPE {
            reader.value("to", &document.fields, &KeyPath::top(), &Naming::Redirect);
        }
        for passage in &document.passages {
            prose(page, document, passage, &mut mentions);
        }
    }
    let hub = &site.loaded.hub;
    let mut reader = Fields { sheet: &hub.sheet, source: &hub.sheet.source, page: None, mentions: &mut mentions };
    for entry in hub.navigation.iter().chain(&hub.footer) {
        reader.mention(&entry.path.key("to"), &entry.to, Naming::Menu);
    }
    for (list, names, naming) in
        [("featured", &hub.featured, Naming::Record(Vec::new())), ("figures", &hub.featured_figures, Naming::Figure)]
    {
        for (index, name) in names.iter().enumerate() {
            reader.mention(&KeyPath::from("home").key(list).item(index), name, naming.clone());
        }
    }
    let own = site.loaded.types.types.values().flat_map(|content_type| &content_type.fields);
    let fields: Vec<Field> = site.loaded.types.shared.iter().chain(own).cloned().collect();
    reader.fields(&fields, &hub.defaults, &"defaults".into());
    if let Some(golden) = &site.loaded.golden {
        let mut reader = Fields { sheet: &golden.sheet, source: &golden.sheet.source, page: None, mentions: &mut mentions };
        for query in &golden.queries {
            for (index, name) in query.finds.iter().enumerate() {
                reader.mention(&query.path_of_page(index), name, Naming::Record(Vec::new()));
            }
        }
    }
    mentions
}

struct Fields<'a> {
    sheet: &'a Sheet,
    source: &'a Arc<Source>,
    page: Option<PageIndex>,
    mentions: &'a mut Vec<Mention>,
}

impl Fields<'_> {
    fn fields(&mut self, fields: &[Field], values: &Map, path: &KeyPath) {
        for field in fields {
            if let Some(value) = values.get(&field.name) {
                self.field(&field.kind, value, &path.key(&field.name));
            }
        }
    }

    fn field(&mut self, kind: &Kind, value: &Value, path: &KeyPath) {
        match (kind, value) {
            (Kind::List { of, .. }, Value::List(items)) => {
                items.iter().enumerate().for_each(|(index, item)| self.field(&of.kind, item, &path.item(index)));
            }
            (Kind::Reference { .. }, Value::List(items)) => {
                items.iter().enumerate().for_each(|(index, item)| self.field(kind, item, &path.item(index)));
            }
            (Kind::Group { fields, .. }, Value::Map(map)) => self.fields(fields, map, path),
            (Kind::Reference { to, .. }, Value::Text(name)) => self.mention(path, name, Naming::Record(to.clone())),
            (Kind::Figure, Value::Text(name)) => self.mention(path, name, Naming::Figure),
            (Kind::Image | Kind::File, Value::Text(written)) => self.mention(path, written, Naming::File),
            (Kind::Image | Kind::File, Value::Map(map)) => self.value("src", map, path, &Naming::File),
            _ => {}
        }
    }

    fn value(&mut self, name: &str, map: &Map, path: &KeyPath, naming: &Naming) {
        if let Some(written) = map.text(name) {
            self.mention(&path.key(name), written, naming.clone());
        }
    }

    fn mention(&mut self, path: &KeyPath, written: &str, naming: Naming) {
        // One text may stand where a list is taken; what stands nowhere here is filled in from `hub.yaml`, and is a mention there.
        let alone = || KeyPath(path.0[..path.0.len() - 1].to_vec());
        let Some(value) = self.sheet.value_range(path).or_else(|| self.sheet.value_range(&alone())) else { return };
        let raw = &self.source.text[value.clone()];
        let range = within(raw, written, 0..written.len()).map(|range| value.start + range.start..value.start + range.end);
        let mention = Mention { source: self.source.clone(), page: self.page, range, written: written.to_owned(), naming, is_value: true };
        // A type of the hub's own may name a field as every page does.
        if !self.mentions.iter().rev().take(64).any(|known| Arc::ptr_eq(&known.source, self.source) && known.range == mention.range) {
            self.mentions.push(mention);
        }
    }
}

fn prose(page: PageIndex, document: &Document, passage: &Passage, mentions: &mut Vec<Mention>) {
    let text = document.text(passage);
    for reference in &passage.prose.references {
        let (written, naming) = match &reference.kind {
            ReferenceKind::Link(address) => (address.as_str(), Naming::Link),
            ReferenceKind::Image { address, .. } => (address.as_str(), Naming::Image),
            ReferenceKind::Figure(name) | ReferenceKind::FigureCard(name) => (name.as_str(), Naming::Figure),
            ReferenceKind::Chart { name, .. } => (name.as_str(), Naming::Record(vec![CHART_TYPE.to_owned()])),
            ReferenceKind::Include { page, .. } => (page.as_str(), Naming::Record(Vec::new())),
            ReferenceKind::Term(name) => (name.as_str(), Naming::Term),
            ReferenceKind::Language(_) | ReferenceKind::Citation(_) | ReferenceKind::NarrativeCitation(_) => continue,
        };
        let place = named(text, &reference.target, written);
        // The address of `[words][label]` stands in a line of its own.
        let places = if place.is_empty() { definitions(text, written) } else { place };
        let in_file: Vec<Option<Range<usize>>> = if places.is_empty() {
            vec![None]
        } else {
            places.into_iter().map(|range| in_source(document, passage, text, range)).collect()
        };
        for range in in_file {
            let written = written.to_owned();
            mentions.push(Mention {
                source: document.source.clone(),
                page: Some(page),
                range,
                written,
                naming: naming.clone(),
                is_value: false,
            });
        }
    }
}

/// The name inside the part of a reference that names.
fn named(text: &str, target: &Range<usize>, written: &str) -> Vec<Range<usize>> {
    let found = text.get(target.clone()).and_then(|part| part.find(written)).map(|at| target.start + at..target.start + at + written.len());
    found.filter(|_| !written.is_empty()).into_iter().collect()
}

/// Addresses in lines as `[label]: address`.
fn definitions(text: &str, address: &str) -> Vec<Range<usize>> {
    let pattern = format!(r"(?m)^[ >\t]*\[[^\]\n]+\]:[ \t]*<?({})(?:[>\s]|$)", regex::escape(address));
    let Ok(pattern) = regex::Regex::new(&pattern) else { return Vec::new() };
    pattern.captures_iter(text).filter_map(|found| found.get(1)).map(|found| found.range()).collect()
}

fn in_source(document: &Document, passage: &Passage, text: &str, range: Range<usize>) -> Option<Range<usize>> {
    match &passage.origin {
        Origin::Body(body) => Some(body.start + range.start..body.start + range.end),
        Origin::Field(path, _) => {
            let value = document.sheet.value_range(path)?;
            let found = within(&document.source.text[value.clone()], text, range)?;
            Some(value.start + found.start..value.start + found.end)
        }
    }
}

/// Where a part of a value stands in the value as it is written, with quotes, indents and escapes: the same one of as many.
fn within(raw: &str, value: &str, range: Range<usize>) -> Option<Range<usize>> {
    let word = value.get(range.clone()).filter(|word| !word.is_empty())?;
    let which = value.match_indices(word).position(|(at, _)| at == range.start)?;
    let written: Vec<usize> = raw.match_indices(word).map(|(at, _)| at).collect();
    (written.len() == value.matches(word).count()).then(|| written[which]..written[which] + word.len())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_is_found_in_its_value_as_written() {
        assert_eq!(within("\"a\"", "a", 0..1), Some(1..2));
        let raw = "|\n    See [x](a.md)\n    and [y](a.md).";
        let value = "See [x](a.md)\nand [y](a.md).";
        let second = value.rfind("a.md").expect("in the text");
        assert_eq!(within(raw, value, second..second + 4), raw.rfind("a.md").map(|at| at..at + 4));
        assert_eq!(within("'it''s'", "it's", 0..4), None);
    }

    #[test]
    fn the_address_of_a_label_is_found_where_it_is_defined() {
        let text = "See [it][x] and [that][x].\n\n[x]: a.md \"A title\"\n[y]: a.md#part\n[z]: <a.md>\n";
        assert_eq!(definitions(text, "a.md").len(), 2);
        assert_eq!(definitions(text, "a.md#part").len(), 1);
    }
}
