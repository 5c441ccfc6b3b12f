//! Released documents become the Site: addresses, links, citations, figures, terms. Knows no HTML template and no file.

pub mod citation;
pub mod resolved;
