//! Files become documents: walk, read, parse, check. The only room that reads the disk.

pub mod asset;
pub mod blank;
pub mod block;
mod check_scalar;
pub(crate) mod check_value;
pub mod cms;
pub mod common;
pub mod content_type;
pub mod document;
pub mod facet;
pub mod foreign;
pub(crate) mod form;
mod front_matter;
pub mod golden;
pub mod hub;
pub mod hub_search;
pub mod instant;
pub mod json_schema;
mod kept;
pub mod language;
pub mod language_types;
mod locate;
pub mod markdown;
mod page;
mod plain_words;
pub mod plural;
pub mod published;
mod read;
pub mod record_names;
pub mod sheet;
#[cfg(test)]
pub mod shipped;
pub mod slug;
pub mod snippets;
pub mod source;
pub mod table;
pub mod theme_files;
mod type_field;
pub mod type_file;
pub mod validate;
pub mod value;
mod walk;
pub mod yaml;
mod yaml_fault;

pub use kept::{Change, Kept};
pub use read::{Again, Loaded, Unread, bytes, content_types, load, load_again, page_again};
