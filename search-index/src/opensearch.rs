//! The same records for OpenSearch, where there are more pages than a browser should hold: what makes the index, what fills it,
//! and what a reader's client has to know of both. FORMAT.md, "A distributed engine". Asks no engine anything.

mod layout;

mod analysis;

mod british;

mod mapping;

mod bulk;

mod client;

#[cfg(test)]
mod tests;

pub use bulk::bulk;
pub use client::{CLIENT_FILE, Endpoint, client};
pub use layout::Layout;
pub use mapping::index;
