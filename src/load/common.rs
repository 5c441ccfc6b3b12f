//! What every page has, whatever its type: who it is, where it stands in its life, whom it is for.
//! Taken from checked fields, so nothing here can fail; what is absent is `None` or empty.

use jiff::Timestamp;
use jiff::civil::Date;
use jiff::tz::TimeZone;

use super::check_value::says_nothing;
use super::content_type::{ContentType, Kind, Shared};
use super::instant;
use super::markdown;
use super::value::{Map, Value};

#[derive(Debug, Clone, Default)]
pub struct Common {
    pub id: Option<String>,
    pub title: String,
    pub summary: String,
    /// The last part of the address when it is not the file's name.
    pub slug: Option<String>,
    pub aliases: Vec<String>,
    pub lang: String,
    pub translation_of: Option<String>,
    /// When the translation last agreed with its source.
    pub translated_on: Option<Date>,
    pub status: Status,
    pub published: Option<Timestamp>,
    pub updated: Option<Timestamp>,
    pub embargo: Option<Timestamp>,
    pub expires: Option<Timestamp>,
    /// It says of when it may be seen something that nobody can read. Where that is no error, it is no permission either.
    pub unclear: bool,
    pub withdrawn: Option<Withdrawn>,
    pub reviewed: Option<Date>,
    pub reviewed_by: Vec<String>,
    pub review_by: Option<Date>,
    pub owner: Option<String>,
    pub authors: Vec<Author>,
    pub topics: Vec<String>,
    pub audiences: Vec<String>,
    pub nations: Vec<String>,
    pub sources: Vec<String>,
    pub licence: Option<String>,
    pub rights_note: Option<String>,
    pub doi: Option<String>,
    pub image: Option<Value>,
    pub sensitive: Vec<String>,
    pub support: Vec<String>,
    pub changes: Vec<Change>,
    pub supersedes: Option<String>,
    pub superseded_by: Option<String>,
    pub related: Vec<String>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Status {
    Draft,
    Review,
    Approved,
    #[default]
    Published,
    Superseded,
    Withdrawn,
}

impl Status {
    pub fn parse(text: &str) -> Option<Self> {
        Some(match text {
            "draft" => Status::Draft,
            "review" => Status::Review,
            "approved" => Status::Approved,
            "published" => Status::Published,
            "superseded" => Status::Superseded,
            "withdrawn" => Status::Withdrawn,
            _ => return None,
        })
    }

    pub fn name(self) -> &'static str {
        match self {
            Status::Draft => "draft",
            Status::Review => "review",
            Status::Approved => "approved",
            Status::Published => "published",
            Status::Superseded => "superseded",
            Status::Withdrawn => "withdrawn",
        }
    }
}

#[derive(Debug, Clone, Default)]
pub struct Withdrawn {
    pub on: Option<Date>,
    pub reason: String,
    pub replaced_by: Option<String>,
}

#[derive(Debug, Clone)]
pub struct Author {
    /// A person's record, or a name.
    pub name: String,
    pub orcid: Option<String>,
}

#[derive(Debug, Clone)]
pub struct Change {
    pub date: Option<Date>,
    pub kind: String,
    pub note: String,
}

impl Common {
    /// `fields` are checked, `written` is what the page says before that.
    pub fn from_fields(content_type: &ContentType, fields: &Map, written: &Map, zone: &TimeZone) -> Self {
        let text = |name: &str| fields.text(name).map(str::to_owned);
        let texts = |name: &str| fields.texts(name).into_iter().map(str::to_owned).collect::<Vec<_>>();
        let date = |name: &str| fields.text(name).and_then(|text| instant::date(text).ok());
        let group = |name: &str| fields.get(name).and_then(Value::as_map);
        let relaxed = content_type.shared == Shared::Relaxed;
        let moment = |map: &Map, name: &str| map.text(name).and_then(|text| point_in_time(text, zone, relaxed));
        // Content written for another generator says `date`; a page of ours says `published`.
        let published = moment(fields, "published").or_else(|| moment(fields, "date").filter(|_| relaxed));
        let embargo = group("embargo").and_then(|embargo| moment(embargo, "until"));
        let expires = moment(fields, "expires");
        let says = |name: &str| written.get(name).is_some_and(|value| !says_nothing(value));
        let unread_moment = |name: &str| says(name) && moment(fields, name).is_none();
        // A status that is none of them, or that somebody took away, is no permission.
        let without_status = if relaxed && written.get("status").is_none() { Status::Published } else { Status::Draft };
        Common {
            id: text("id"),
            title: text("title").unwrap_or_default(),
            summary: summary(content_type, fields),
            slug: text("slug"),
            aliases: texts("aliases"),
            lang: text("lang").unwrap_or_default(),
            translation_of: text("translation_of"),
            translated_on: date("translated_on"),
            status: fields.text("status").and_then(Status::parse).unwrap_or(without_status),
            published,
            updated: moment(fields, "updated"),
            embargo,
            expires,
            unclear: (written.get("embargo").is_some() && embargo.is_none()) || unread_moment("published") || unread_moment("expires"),
            withdrawn: group("withdrawn").map(|map| Withdrawn {
                on: map.text("on").and_then(|text| instant::date(text).ok()),
                reason: map.text("reason").unwrap_or_default().to_owned(),
                replaced_by: map.text("replaced_by").map(str::to_owned),
            }),
            reviewed: date("reviewed"),
            reviewed_by: texts("reviewed_by"),
            review_by: date("review_by"),
            owner: text("owner"),
            authors: fields.list("authors").iter().filter_map(author).collect(),
            topics: texts("topics"),
            audiences: texts("audiences"),
            nations: texts("nations"),
            sources: texts("sources"),
            licence: text("licence"),
            rights_note: text("rights_note"),
            doi: text("doi"),
            image: fields.get("image").filter(|value| **value != Value::Null).cloned(),
            sensitive: texts("sensitive"),
            support: texts("support"),
            changes: fields.list("changes").iter().filter_map(Value::as_map).map(change).collect(),
            supersedes: text("supersedes"),
            superseded_by: text("superseded_by"),
            related: texts("related"),
        }
    }
}

/// A summary lent by a Markdown field loses its marks: lists, feeds and machines read words.
fn summary(content_type: &ContentType, fields: &Map) -> String {
    let written = fields.text("summary").unwrap_or_default();
    let lender = content_type.summary_from.as_deref().and_then(|name| content_type.field(name));
    match lender {
        Some(field) if matches!(field.kind, Kind::Markdown) && fields.text(&field.name) == Some(written) => markdown::one_line(written),
        _ => written.to_owned(),
    }
}

/// An instant, or for foreign content a day, which then begins at midnight in the hub's zone.
fn point_in_time(text: &str, zone: &TimeZone, relaxed: bool) -> Option<Timestamp> {
    instant::instant(text, zone).ok().or_else(|| {
        instant::date(text).ok().filter(|_| relaxed).and_then(|day| day.to_zoned(zone.clone()).ok()).map(|start| start.timestamp())
    })
}

fn author(value: &Value) -> Option<Author> {
    match value {
        Value::Text(name) => Some(Author { name: name.clone(), orcid: None }),
        Value::Map(map) => Some(Author { name: map.text("name")?.to_owned(), orcid: map.text("orcid").map(str::to_owned) }),
        _ => None,
    }
}

fn change(map: &Map) -> Change {
    Change {
        date: map.text("date").and_then(|text| instant::date(text).ok()),
        kind: map.text("kind").unwrap_or_default().to_owned(),
        note: map.text("note").unwrap_or_default().to_owned(),
    }
}
