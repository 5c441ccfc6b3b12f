//! A page as it stands in a list: enough to decide whether to open it.

use std::ops::Deref;

use rayon::prelude::*;
use serde::{Serialize, Serializer};

use super::banner::state_key;
use super::date::{Day, day, moment};
use crate::assemble::Site;
use crate::assemble::figure::{Labelled, labelled};
use crate::load::content_type::{Field, Kind};
use crate::load::instant;
use crate::load::value::Value;
use crate::release::Standing;
use crate::render::words::{Owner, Words};

/// As templates read it, too, which is made once: a card stands on many pages.
#[derive(Debug, Clone)]
pub struct Card {
    face: Face,
    value: tera::Value,
}

impl From<Face> for Card {
    fn from(face: Face) -> Card {
        Card { value: tera::Value::from_serializable(&face), face }
    }
}

impl Deref for Card {
    type Target = Face;

    fn deref(&self) -> &Face {
        &self.face
    }
}

impl Serialize for Card {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        self.value.serialize(serializer)
    }
}

#[derive(Debug, Clone, Serialize)]
pub struct Face {
    pub title: String,
    pub url: String,
    pub summary: String,
    #[serde(rename = "type")]
    pub content_type: String,
    pub type_name: String,
    pub id: String,
    pub lang: String,
    pub date: Option<Day>,
    pub facts: Vec<Fact>,
    pub strength: Option<Strength>,
    /// Why it is not public yet; only previews have one.
    pub state: Option<String>,
}

#[derive(Debug, Clone, Serialize)]
pub struct Fact {
    pub label: String,
    pub text: String,
}

/// How far evidence can be trusted, and which way it points: two things, never one.
#[derive(Debug, Clone, Serialize)]
pub struct Strength {
    pub value: u8,
    pub label: String,
    /// The choice as written: `benefit`, `mixed`, `none`, `harm`. Strong evidence that nothing happens reads otherwise than no evidence.
    pub direction: String,
    pub expired: bool,
}

/// A card for every document, at the same position; what the hub says on it is in the language of the pages that show it.
pub fn cards(site: &Site, words: Words) -> Vec<Card> {
    (0..site.documents.len()).into_par_iter().map(|page| card(site, words, page)).collect()
}

/// The card of one document.
pub fn card(site: &Site, words: Words, page: usize) -> Card {
    let document = &site.documents[page];
    let common = &document.common;
    let content_type = &document.content_type;
    let facts = content_type.card.iter().filter_map(|name| {
        let own = content_type.field(name).map(|field| (field, Owner::of(content_type)));
        let (field, owner) =
            own.or_else(|| site.loaded.types.shared.iter().find(|field| field.name == *name).map(|f| (f, Owner::SHARED)))?;
        let text = Facts { site, words, owner, lang: &common.lang }.text(field, document.fields.get(name)?, name)?;
        // What the summary already says needs no second line.
        (text != common.summary).then(|| Fact { label: words.label(owner, name, &field.label), text })
    });
    Card::from(Face {
        title: if common.title.is_empty() { words.text("withdrawn_page") } else { common.title.clone() },
        url: site.pages[page].address.clone(),
        summary: words.lent(&common.lang, &common.summary),
        content_type: content_type.id.clone(),
        type_name: words.type_name(content_type),
        id: common.id.clone().unwrap_or_default(),
        lang: common.lang.clone(),
        date: common.published.map(|at| moment(at, &site.hub().zone, words)).filter(|_| content_type.in_feeds),
        facts: facts.collect(),
        strength: strength(site, words, page),
        state: match document.standing() {
            Standing::Preview(state) => Some(words.text(state_key(*state))),
            _ => None,
        },
    })
}

/// Whose fields a card shows, and in which language.
#[derive(Clone, Copy)]
struct Facts<'a> {
    site: &'a Site,
    words: Words<'a>,
    owner: Owner<'a>,
    /// The language of the page itself.
    lang: &'a str,
}

impl Facts<'_> {
    /// A field's value in a few words; none for what does not fit in a list.
    fn text(&self, field: &Field, value: &Value, path: &str) -> Option<String> {
        let Facts { site, words, owner, lang } = *self;
        let text = match (&field.kind, value) {
            (_, Value::Null) => return None,
            (Kind::Choice(choices), Value::Text(text)) => {
                let choice = choices.iter().find(|choice| choice.value == *text);
                choice.map_or_else(|| text.clone(), |choice| words.choice(owner, path, text, &choice.label))
            }
            (Kind::Date, Value::Text(text)) => day(instant::date(text).ok()?, words).text,
            (Kind::Instant, Value::Text(text)) => moment(instant::instant(text, &site.hub().zone).ok()?, &site.hub().zone, words).text,
            (Kind::Reference { to, .. }, Value::Text(name)) => title_of(site, name, to)?,
            (Kind::Reference { to, .. }, Value::List(names)) => {
                names.iter().filter_map(|name| title_of(site, name.as_text()?, to)).collect::<Vec<_>>().join(", ")
            }
            (Kind::Markdown, Value::Text(text)) => words.lent(lang, &crate::load::markdown::one_line(text)),
            (Kind::List { of, .. }, Value::List(items)) => {
                items.iter().filter_map(|item| self.text(of, item, path)).collect::<Vec<_>>().join(", ")
            }
            (_, Value::Text(text)) => words.lent(lang, text),
            (_, Value::Integer(number)) => number.to_string(),
            (_, Value::Decimal(number)) => number.to_string(),
            _ => return None,
        };
        Some(text).filter(|text| !text.is_empty())
    }
}

fn title_of(site: &Site, name: &str, to: &[String]) -> Option<String> {
    site.register.page(name, to).map(|page| site.documents[page].common.title.clone())
}

/// The rating of a page that has one: a group `evidence` with `strength`, `direction` and perhaps `expires`.
pub fn strength(site: &Site, words: Words, page: usize) -> Option<Strength> {
    let document = &site.documents[page];
    let field = document.content_type.field("evidence")?;
    let Kind::Group { fields, .. } = &field.kind else { return None };
    let values = document.fields.get("evidence")?.as_map()?;
    let value: u8 = values.text("strength")?.parse().ok()?;
    let today = site.as_of.to_zoned(site.hub().zone.clone()).date();
    Some(Strength {
        value,
        label: {
            let Labelled { value, label } = labelled(fields, values, "strength");
            words.choice(Owner::of(&document.content_type), "evidence.strength", &value, &label)
        },
        direction: values.text("direction").unwrap_or_default().to_owned(),
        expired: values.text("expires").and_then(|text| instant::date(text).ok()).is_some_and(|day| day < today),
    })
}
