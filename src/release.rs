//! The only gate between what is written and what is public. Everything that leaves the building takes a
//! `Released<…>`, and only this file can make one. Also here: the next moment at which the public site will change.

use std::ops::Deref;
use std::sync::Arc;

use jiff::civil::Date;
use jiff::tz::TimeZone;
use jiff::{Timestamp, ToSpan};

use crate::load::common::{Common, Status};
use crate::load::content_type::{Field, Kind};
use crate::load::document::{Document, Origin};
use crate::load::instant;
use crate::load::value::{KeyPath, Map, Value};

/// Something that may be public at the moment of the build, and in what form.
#[derive(Debug, Clone)]
pub struct Released<T> {
    inner: Arc<T>,
    standing: Standing,
}

impl<T> Released<T> {
    pub fn standing(&self) -> &Standing {
        &self.standing
    }

    /// Shown in full: not a tombstone.
    pub fn is_whole(&self) -> bool {
        !matches!(self.standing, Standing::Tombstone(_))
    }
}

impl<T> Deref for Released<T> {
    type Target = T;

    fn deref(&self) -> &T {
        &self.inner
    }
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Standing {
    Public,
    /// Not public: shown because `--include` asked for it, marked on every page.
    Preview(State),
    /// It was public once; its address now says that it is gone and why.
    Tombstone(Gone),
}

/// Why a document is not public yet.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum State {
    Draft,
    Scheduled(Timestamp),
    Embargoed(Timestamp),
    /// When it may be seen cannot be read, so nobody knows that it may be seen now.
    Unclear,
}

impl State {
    pub fn label(self) -> &'static str {
        match self {
            State::Draft => "Draft",
            State::Scheduled(_) => "Scheduled",
            State::Embargoed(_) => "Embargoed",
            State::Unclear => "Unclear",
        }
    }
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Gone {
    Withdrawn,
    Expired,
    /// Consent of the person whose story it is has ended; nothing of the story may remain, not even its title.
    ConsentEnded,
}

/// What a preview may show beyond the public site.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Include {
    pub drafts: bool,
    pub embargoed: bool,
}

impl Include {
    pub const EVERYTHING: Include = Include { drafts: true, embargoed: true };

    pub fn is_preview(self) -> bool {
        self.drafts || self.embargoed
    }
}

/// What the gate let through, and what only diagnostics may know of the rest.
#[derive(Debug, Default)]
pub struct Release {
    pub documents: Vec<Released<Document>>,
    pub withheld: Vec<Withheld>,
    pub next_change: Option<NextChange>,
}

/// A document that is not public, for diagnostics alone.
#[derive(Debug)]
pub struct Withheld {
    pub document: Arc<Document>,
    pub state: State,
}

/// When the public site will next differ, and because of which file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NextChange {
    pub at: Timestamp,
    pub file: camino::Utf8PathBuf,
    pub why: String,
}

/// Decides for each document at the instant `as_of`; days begin at midnight in `zone`.
pub fn release(documents: Vec<Arc<Document>>, as_of: Timestamp, zone: &TimeZone, include: Include) -> Release {
    let mut release = Release::default();
    for document in documents {
        let (decided, next_change) = decide(document, as_of, zone, include);
        match decided {
            Ok(document) => release.documents.push(document),
            Err(withheld) => release.withheld.push(withheld),
        }
        if let Some(next) = next_change
            && release.next_change.as_ref().is_none_or(|so_far| next.at < so_far.at)
        {
            release.next_change = Some(next);
        }
    }
    release
}

/// Every document, whole, with its standing at `as_of`: for tools that mend what is written. Nothing of it may be published.
pub fn for_editors(documents: Vec<Arc<Document>>, as_of: Timestamp, zone: &TimeZone) -> Release {
    let mut moments = Moments { as_of, zone, next: None };
    let documents = documents.into_iter().map(|document| {
        let standing = withheld_state(&document.common, &mut moments).map_or(Standing::Public, Standing::Preview);
        Released { inner: document, standing }
    });
    Release { documents: documents.collect(), ..Release::default() }
}

/// Decides for one document, and says when it will next be decided otherwise. What is left as it was written is shared, not copied.
pub fn decide(
    mut document: Arc<Document>,
    as_of: Timestamp,
    zone: &TimeZone,
    include: Include,
) -> (Result<Released<Document>, Withheld>, Option<NextChange>) {
    let mut moments = Moments { as_of, zone, next: None };
    let file = document.source.file.clone();
    let decided = match withheld_state(&document.common, &mut moments) {
        Some(state) if !shown(state, include) => Err(Withheld { document, state }),
        Some(state) => {
            hide_ended_items(&mut document, &mut moments);
            Ok(Released { inner: document, standing: Standing::Preview(state) })
        }
        None => {
            let standing = match gone(&document, &mut moments) {
                Some(gone) => {
                    bury(Arc::make_mut(&mut document), &gone);
                    Standing::Tombstone(gone)
                }
                None => {
                    hide_ended_items(&mut document, &mut moments);
                    watch(&document, &mut moments);
                    Standing::Public
                }
            };
            Ok(Released { inner: document, standing })
        }
    };
    let next_change = moments.next.map(|(at, why)| NextChange { at, file, why });
    (decided, next_change)
}

fn shown(state: State, include: Include) -> bool {
    match state {
        State::Draft => include.drafts,
        State::Scheduled(_) | State::Embargoed(_) => include.embargoed,
        State::Unclear => include.drafts && include.embargoed,
    }
}

/// The instants still to come at which something in one document changes.
struct Moments<'a> {
    as_of: Timestamp,
    zone: &'a TimeZone,
    next: Option<(Timestamp, String)>,
}

impl Moments<'_> {
    /// True when `at` lies in the future; it is then remembered as a change.
    fn ahead(&mut self, at: Timestamp, why: &str) -> bool {
        let ahead = at > self.as_of;
        if ahead && self.next.as_ref().is_none_or(|(next, _)| at < *next) {
            self.next = Some((at, why.to_owned()));
        }
        ahead
    }

    /// A date is in force to the end of its day: the change comes when the next day begins.
    fn after(&self, day: Date) -> Option<Timestamp> {
        let next_day = day.checked_add(1.day()).ok()?;
        next_day.to_zoned(self.zone.clone()).ok().map(|start| start.timestamp())
    }

    /// When a date or an instant written as text is over.
    fn end_of(&self, text: &str) -> Option<Timestamp> {
        instant::instant(text, self.zone).ok().or_else(|| instant::date(text).ok().and_then(|day| self.after(day)))
    }
}

fn withheld_state(common: &Common, moments: &mut Moments) -> Option<State> {
    if matches!(common.status, Status::Draft | Status::Review | Status::Approved) {
        return Some(State::Draft);
    }
    if common.unclear {
        return Some(State::Unclear);
    }
    // Both are remembered: the page changes the site at the later of the two, and the earlier is passed over then.
    let embargo = common.embargo.filter(|until| *until > moments.as_of);
    let scheduled = common.published.filter(|at| *at > moments.as_of);
    match (embargo, scheduled) {
        (None, None) => None,
        (Some(until), scheduled) => {
            moments.ahead(scheduled.map_or(until, |at| at.max(until)), "an embargo ends");
            Some(State::Embargoed(until))
        }
        (None, Some(at)) => {
            moments.ahead(at, "a page is due to be published");
            Some(State::Scheduled(at))
        }
    }
}

fn gone(document: &Document, moments: &mut Moments) -> Option<Gone> {
    if document.common.status == Status::Withdrawn {
        return Some(Gone::Withdrawn);
    }
    if let Some(consent) = document.fields.get("consent").and_then(Value::as_map) {
        if consent.get("withdrawn").is_some_and(|value| !matches!(value, Value::Null | Value::Bool(false))) {
            return Some(Gone::ConsentEnded);
        }
        if let Some(end) = consent.text("expires").and_then(|text| moments.end_of(text))
            && !moments.ahead(end, "a consent ends")
        {
            return Some(Gone::ConsentEnded);
        }
    }
    match document.common.expires {
        Some(end) if !moments.ahead(end, "a page expires") => Some(Gone::Expired),
        _ => None,
    }
}

/// A tombstone keeps the address and, unless consent ended, the title; every other word of the document goes here.
fn bury(document: &mut Document, gone: &Gone) {
    let old = std::mem::take(&mut document.common);
    let withdrawn = old.withdrawn.filter(|_| *gone == Gone::Withdrawn);
    document.common = Common {
        id: old.id,
        slug: old.slug,
        aliases: old.aliases,
        lang: old.lang,
        status: old.status,
        title: if *gone == Gone::ConsentEnded { String::new() } else { old.title },
        withdrawn,
        ..Common::default()
    };
    document.fields = Map::new();
    document.passages.clear();
}

/// Items of lists that end at a date (`hides` in the type) become nothing once it has passed.
fn hide_ended_items(document: &mut Arc<Document>, moments: &mut Moments) {
    let content_type = document.content_type.clone();
    for field in &content_type.fields {
        let Kind::List { hides: Some(until), .. } = &field.kind else { continue };
        let Some(Value::List(items)) = document.fields.get(&field.name) else { continue };
        let mut items = items.clone();
        let mut hidden = Vec::new();
        for (index, item) in items.iter_mut().enumerate() {
            let end = item.as_map().and_then(|map| map.text(until)).and_then(|text| moments.end_of(text));
            if end.is_some_and(|end| !moments.ahead(end, "an item of a list ends")) {
                *item = Value::Null;
                hidden.push(KeyPath::from(field.name.as_str()).item(index));
            }
        }
        if hidden.is_empty() {
            continue;
        }
        let document = Arc::make_mut(document);
        document.fields.insert(field.name.as_str(), Value::List(items));
        document.passages.retain(|passage| match &passage.origin {
            Origin::Field(path, _) => !hidden.iter().any(|gone| path.0.starts_with(&gone.0)),
            Origin::Body(_) => true,
        });
    }
}

/// Dates on which a public page changes its look: a review falls due, a consultation closes, a rating goes out of date.
fn watch(document: &Document, moments: &mut Moments) {
    if let Some(due) = document.common.review_by.and_then(|day| moments.after(day)) {
        moments.ahead(due, "a review falls due");
    }
    watch_fields(&document.content_type.fields, &document.fields, moments);
}

fn watch_fields(fields: &[Field], values: &Map, moments: &mut Moments) {
    for field in fields {
        if let Some(value) = values.get(&field.name) {
            watch_value(field, value, moments);
        }
    }
}

fn watch_value(field: &Field, value: &Value, moments: &mut Moments) {
    match (&field.kind, value) {
        (Kind::Date | Kind::Instant, Value::Text(text)) if field.moment => {
            let why = format!("`{}` is reached", field.name);
            // Something may begin with the first minute of a day or end with its last: both are changes.
            let start = instant::date(text).ok().and_then(|day| day.to_zoned(moments.zone.clone()).ok()).map(|start| start.timestamp());
            for at in [start, moments.end_of(text)].into_iter().flatten() {
                moments.ahead(at, &why);
            }
        }
        (Kind::List { of, .. }, Value::List(items)) => items.iter().for_each(|item| watch_value(of, item, moments)),
        (Kind::Group { fields, .. }, Value::Map(map)) => watch_fields(fields, map, moments),
        _ => {}
    }
}
