//! Full-text search for a static site: records in, a ranked index out that any browser can read, and a reader of that index.
//!
//! *Invert* the records (tantivy), *group* forms by stem and score them, *write* shards; *open* the published files, *resolve* what
//! a query's words stand for, *search*. `FORMAT.md` is the contract between the two halves and the client in the browser.
//! Nothing here knows of pages, themes or hubs.

mod record;
mod settings;

mod words;

mod stem;

mod inverted;

mod group;

mod score;

mod write;

mod again;

mod shard;

mod shards;

mod rules;

mod bytes;

mod manifest;

mod texts;

mod client;

mod files;

mod index;

mod query;

mod resolve;

mod spelling;

mod synonyms;

mod search;

mod facets;

mod passage;

mod fault;

pub mod opensearch;

#[cfg(test)]
mod tests;

pub use again::{Kept, make};
pub use facets::{Count, FacetCounts, counts};
pub use fault::Fault;
pub use files::{Files, Folder};
pub use index::{Document, Index, Part};
pub use manifest::Manifest;
pub use passage::{Marked, Passage, passage};
pub use record::{Field, Record, Section};
pub use resolve::How;
pub use search::{Answer, Ask, Hit, Understood, search};
pub use settings::{Facet, FacetKind, Settings, Weights};
pub use stem::FUNCTION_WORDS;
pub use write::{Made, Put, Written, write};
