//! The browser's client for an endpoint: one file that is published only where there is one, and that takes the place of
//! `search.js`, which it imports. Who has no endpoint pays nothing for it.

use serde_json::{Value, json};

use super::layout::Layout;
use crate::client::{joined, modules};
use crate::stem::FUNCTION_WORDS;

/// Its name below the folder of the search.
pub const CLIENT_FILE: &str = "opensearch.js";

/// Where the index is that readers ask.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Endpoint {
    /// With the name of the index, without a last slash: `https://search.example.org/hub`.
    pub url: String,
    /// The browser's own index is published, too, and is asked where the endpoint does not answer.
    pub embedded: bool,
}

/// In the order in which they use each other; the first three are also parts of `search.js`.
const MODULES: &[&str] = modules!(
    "fault" "words" "query" "opensearch/meant" "opensearch/narrowed" "opensearch/asked" "opensearch/found" "opensearch/endpoint"
    "opensearch"
);

const HEAD: &str = "import * as local from './search.js';\n";

const TAIL: &str = "export const { manifest } = local;
const open = (base) => openEndpoint(settings, settings.embedded ? local.openSearch(base, manifest) : null);
export const startBox = (form) => local.startBox(form, manifest, open);
export const startPage = (form) => local.startPage(form, manifest, open);
";

/// The published file.
pub fn client(layout: &Layout, endpoint: &Endpoint) -> String {
    format!("{HEAD}{}const settings = {};\n{TAIL}", joined(MODULES), settings(layout, endpoint))
}

pub(super) fn settings(layout: &Layout, endpoint: &Endpoint) -> Value {
    let mut settings = layout.meta();
    settings["endpoint"] = json!(endpoint.url);
    settings["embedded"] = json!(endpoint.embedded);
    settings["synonyms"] = json!(layout.synonyms);
    settings["functionWords"] = json!(FUNCTION_WORDS.join(" "));
    settings
}
