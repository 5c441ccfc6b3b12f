//! Released documents become a site: addresses, links, references, figures, terms, topics, backlinks.
//! Nothing here is HTML, and nothing here decides what is public.

pub mod address;
pub mod booklet;
pub mod browse;
pub mod chart;
pub mod citation;
pub mod collection;
pub mod editorial;
mod exchange;
mod field_references;
pub mod figure;
pub mod link;
mod navigation;
pub mod outline;
pub mod published;
mod redirect;
pub mod register;
mod resolve;
pub mod resolved;
pub mod rules;
mod site;
mod suggestion;
pub mod term;
pub mod translation;
pub mod unique;
pub mod world;

pub use browse::{BROWSE, Shelf};
pub use exchange::exchange;
pub use navigation::MenuEntry;
pub use resolve::{PageReferences, asset_address};
pub use site::{A_TO_Z, OFFLINE, OFFLINE_MISSING, Page, SEARCH, Site, TOPICS, assemble};
