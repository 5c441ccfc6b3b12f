//! Content types are data: what a type's YAML file says, as the rest of the program reads it.
//! The reading of those files is in `type_file`, the checking of pages against them in `validate`.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use super::source::Source;

/// One type of page: its fields, how strict it is, and how it shows itself.
#[derive(Debug, Clone)]
pub struct ContentType {
    /// The file's name without its ending, which is also what `type:` says: `research-summary`.
    pub id: String,
    pub name: String,
    pub plural: String,
    pub help: String,
    /// Two letters before the number of a permanent id; none for types whose pages may go without.
    pub prefix: Option<String>,
    /// The top folder in which its pages live; none for a type that may live anywhere.
    pub folder: Option<String>,
    /// The template's file name; `<id>.html` or, where the theme lacks it, `page.html`.
    pub template: Option<String>,
    pub shared: Shared,
    /// Shared fields that this type requires beyond, or lets go of.
    pub shared_required: Vec<String>,
    pub shared_optional: Vec<String>,
    /// The field that lends its words to the title, or the summary, of pages that write none: a term, a question.
    pub title_from: Option<String>,
    pub summary_from: Option<String>,
    pub body: BodyRule,
    pub max_body_words: Option<usize>,
    /// Reading age to aim at and to stay below.
    pub reading_age: Option<(u8, u8)>,
    pub other_fields: OtherFields,
    pub html: RawHtml,
    /// Whether its section lists its pages, and whether they appear in feeds and the sitemap.
    pub listed: bool,
    pub in_feeds: bool,
    /// A section of such pages can be printed as one document.
    pub booklet: bool,
    /// Fields of choices whose values its section counts, each by its way through groups: `response.position`.
    pub tally: Vec<String>,
    /// The schema.org class of its pages.
    pub schema_org: Option<String>,
    /// How far search lifts (above 1) or lowers (below 1) every page of the type.
    pub search_boost: f64,
    pub fields: Vec<Field>,
    /// Fields that must never be written, each with the reason.
    pub forbidden: Vec<(String, String)>,
    /// Names of cross-record rules; the table is in `assemble::rules`.
    pub rules: Vec<String>,
    /// Which fields make the result card, in order.
    pub card: Vec<String>,
    pub source: Arc<Source>,
}

/// How much of what every page has this type asks for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Shared {
    /// Requirements and limits of the shared fields hold.
    Strict,
    /// Only a title is needed; values of unexpected form are kept as they are. For content written for another generator.
    Relaxed,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum BodyRule {
    Required,
    Optional,
    Forbidden,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum OtherFields {
    Refuse,
    Keep,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum RawHtml {
    Refuse,
    Escape,
}

#[derive(Debug, Clone)]
pub struct Field {
    pub name: String,
    /// In words, for people: from the file, or the name with spaces and a capital.
    pub label: String,
    pub kind: Kind,
    pub required: bool,
    /// Required when one of these neighbouring fields has one of its values.
    pub required_if: BTreeMap<String, Vec<String>>,
    pub hint: String,
    pub limits: Limits,
    pub facet: bool,
    /// The weight of the field in search; none when it is not searched.
    pub search: Option<f32>,
    /// The public site changes when this date or instant passes.
    pub moment: bool,
}

#[derive(Debug, Clone, Default)]
pub struct Limits {
    pub min_words: Option<usize>,
    pub max_words: Option<usize>,
    pub min_chars: Option<usize>,
    pub max_chars: Option<usize>,
    pub min_items: Option<usize>,
    pub max_items: Option<usize>,
    /// For integers and decimals.
    pub min: Option<f64>,
    pub max: Option<f64>,
    /// The whole value must match, with an example for the message.
    pub pattern: Option<(regex::Regex, String)>,
    /// No two pages of the type share the value.
    pub unique: bool,
}

#[derive(Debug, Clone)]
pub enum Kind {
    Text,
    Markdown,
    Integer,
    Decimal,
    Boolean,
    /// A calendar day: `2026-03-14`.
    Date,
    /// A moment with an offset or a zone.
    Instant,
    Choice(Vec<Choice>),
    /// `hides` names a date or instant of the item after which the item is no longer public.
    List {
        of: Box<Field>,
        hides: Option<String>,
    },
    /// `key` names the text field that gives an item of a list its address: `#r-2.1`.
    Group {
        fields: Vec<Field>,
        key: Option<String>,
    },
    /// Records of these types, by permanent id or by file name; `many` takes a list.
    Reference {
        to: Vec<String>,
        many: bool,
    },
    /// A source of the bibliography with an optional locator: `swtf2009, para. 1.42`.
    Citation,
    /// A key figure by file name or id.
    Figure,
    Image,
    File,
    Url,
    Email,
    Telephone,
    /// A BCP 47 language tag.
    Language,
}

#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Choice {
    pub value: String,
    pub label: String,
    /// What a list of the pages with this choice is called; empty where the label says enough.
    pub title: String,
    /// What the choice says of a page, in one sentence; empty where the label says enough.
    pub means: String,
}

impl ContentType {
    pub fn field(&self, name: &str) -> Option<&Field> {
        self.fields.iter().find(|field| field.name == name)
    }

    /// Whether a page of the type must write this field of every page, whatever else it says.
    pub fn requires(&self, shared: &Field) -> bool {
        match shared.name.as_str() {
            "title" if self.title_from.is_some() => false,
            "summary" if self.summary_from.is_some() => false,
            name if self.shared == Shared::Relaxed => name == "title",
            name => !self.lets_go(name) && (shared.required || self.shared_required.iter().any(|listed| listed == name)),
        }
    }

    /// It came with the program, not with the hub.
    pub fn is_shipped(&self) -> bool {
        self.source.path.starts_with("themes")
    }

    /// Whether the type lets go of a shared field that other types require.
    pub fn lets_go(&self, name: &str) -> bool {
        self.shared_optional.iter().any(|listed| listed == name)
    }
}

/// Whether a shared field decides if and where a page is public: such fields are checked even in content for another generator.
pub fn steers(shared: &str) -> bool {
    ["id", "slug", "aliases", "embargo", "status", "published", "expires", "withdrawn"].contains(&shared)
}

/// All content types of a hub, and the fields that every page has.
#[derive(Debug, Clone)]
pub struct ContentTypes {
    pub types: BTreeMap<String, Arc<ContentType>>,
    /// From `_shared.yaml`: declared in the same language, so that every tool sees them alike.
    pub shared: Vec<Field>,
    /// Types whose own file is at fault: their pages cannot be checked, and are not to blame.
    pub faulty: BTreeSet<String>,
}

impl ContentTypes {
    pub fn get(&self, id: &str) -> Option<&Arc<ContentType>> {
        self.types.get(id)
    }

    /// The type whose pages live in a top folder.
    pub fn for_folder(&self, folder: &str) -> Option<&Arc<ContentType>> {
        self.types.values().find(|content_type| content_type.folder.as_deref() == Some(folder))
    }
}
