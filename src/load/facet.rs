//! By what pages are narrowed down, in search as in browsing. Types mark many fields as facets; these are the ones that hold for
//! most pages and that readers understand without an explanation, in the order in which they are shown.

use jiff::tz::TimeZone;

use super::content_type::{Choice, ContentTypes, Field, Kind};
use super::document::Document;
use super::value::Map;

pub const TYPE: &str = "type";
pub const TOPIC: &str = "topic";
pub const YEAR: &str = "year";

/// A facet that is a field of choices.
#[derive(Debug)]
pub struct ChoiceFacet {
    /// What it is called in an address.
    pub id: &'static str,
    /// What readers call it.
    pub label: &'static str,
    /// The way to the field through groups.
    path: &'static [&'static str],
    /// Whether a list of its values begins with the last one: the strongest evidence comes first.
    pub last_first: bool,
}

pub const CHOICES: &[ChoiceFacet] = &[
    ChoiceFacet { id: "audience", label: "Written for", path: &["audiences"], last_first: false },
    ChoiceFacet { id: "strength", label: "Strength of the evidence", path: &["evidence", "strength"], last_first: true },
    ChoiceFacet { id: "nation", label: "Nation", path: &["nations"], last_first: false },
];

impl ChoiceFacet {
    /// What a page chose of it.
    pub fn chosen(&self, document: &Document) -> Vec<String> {
        chosen(&document.fields, self.path)
    }

    /// The choices of every field that stands at the path and is a facet, in the order in which the types list them.
    pub fn choices(&self, types: &ContentTypes) -> Vec<Choice> {
        let mut all: Vec<Choice> = Vec::new();
        let lists = std::iter::once(types.shared.as_slice()).chain(types.types.values().map(|content_type| content_type.fields.as_slice()));
        for choice in lists.filter_map(|fields| choices(fields, self.path)).flatten() {
            if !all.iter().any(|known| known.value == choice.value) {
                all.push(choice.clone());
            }
        }
        all
    }
}

/// The year in which a page was published, where the hub is.
pub fn year(document: &Document, zone: &TimeZone) -> Option<String> {
    document.common.published.map(|at| at.to_zoned(zone.clone()).date().year().to_string())
}

/// What is written at a path of groups: one text or a list of them.
fn chosen(fields: &Map, path: &[&str]) -> Vec<String> {
    match path {
        [name] => fields.texts(name).into_iter().map(str::to_owned).collect(),
        [group, rest @ ..] => fields.get(group).and_then(|value| value.as_map()).map(|map| chosen(map, rest)).unwrap_or_default(),
        [] => Vec::new(),
    }
}

/// What a page chose of the field at a path such as `response.position`.
pub fn chosen_at(fields: &Map, path: &str) -> Vec<String> {
    chosen(fields, &path.split('.').collect::<Vec<_>>())
}

/// The choices of the field at such a path, if it is a facet.
pub fn choices_at<'a>(fields: &'a [Field], path: &str) -> Option<&'a [Choice]> {
    choices(fields, &path.split('.').collect::<Vec<_>>())
}

fn choices<'a>(fields: &'a [Field], path: &[&str]) -> Option<&'a [Choice]> {
    let (name, rest) = path.split_first()?;
    let field = fields.iter().find(|field| field.name == *name)?;
    match (&field.kind, rest) {
        (Kind::Group { fields, .. }, [_, ..]) => choices(fields, rest),
        (Kind::Choice(choices), []) if field.facet => Some(choices),
        (Kind::List { of, .. }, []) if field.facet => match &of.kind {
            Kind::Choice(choices) => Some(choices),
            _ => None,
        },
        _ => None,
    }
}
