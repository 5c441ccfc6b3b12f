//! Search for a static site. A record is what a page gives to be found by; nothing here knows of pages or themes.

use serde::{Deserialize, Serialize};

/// One page, as search sees it. Read from and written to JSON lines, so that any corpus can be indexed.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Record {
    pub id: String,
    pub url: String,
    pub title: String,
    pub summary: String,
    #[serde(rename = "type")]
    pub content_type: String,
    pub lang: String,
    /// The words of the page, without markup.
    pub text: String,
    pub headings: Vec<String>,
}
