//! What a page gives to be found by. Read from and written to JSON lines, so that any corpus can be indexed.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

/// One page, as search sees it. Absent fields are empty.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct Record {
    /// The page's permanent id; where it is empty, its address stands for it.
    pub id: String,
    pub url: String,
    pub title: String,
    /// As lists show it; the first words of the text where it is empty.
    pub summary: String,
    /// The id of a type; `Settings::types` has its name.
    #[serde(rename = "type")]
    pub content_type: String,
    /// BCP 47; English where it is empty.
    pub lang: String,
    /// The day of the last change that readers would notice, `YYYY-MM-DD`.
    pub date: String,
    /// The words of the page without markup. Where it is empty, those of the sections.
    pub text: String,
    pub headings: Vec<String>,
    /// The text again, in parts that can be linked to.
    pub sections: Vec<Section>,
    /// Words that weigh more, or that stand nowhere in the text.
    pub fields: Vec<Field>,
    /// Values by the id of their facet; days as `YYYY-MM-DD`.
    pub facets: BTreeMap<String, Vec<String>>,
    /// Above 1 lifts the page, below 1 lowers it; 0 means 1.
    pub boost: f64,
}

/// A part of a page. The first may have no anchor: what stands before the first heading.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct Section {
    pub anchor: String,
    pub heading: String,
    pub text: String,
    /// What its words count for where the record has no `text` of its own; 0 means 1, as in a text.
    pub weight: f64,
}

/// Words with a weight beside the text's, which is 1.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct Field {
    pub weight: f64,
    pub text: String,
}

impl Record {
    /// By what the page is known to whoever asked for records: its id, or its address.
    pub fn name(&self) -> &str {
        if self.id.is_empty() { &self.url } else { &self.id }
    }
}
