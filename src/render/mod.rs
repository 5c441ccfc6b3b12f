//! The site becomes artifacts: views, pages, feeds, metadata, files. Decides nothing about what is public.

mod assets;
pub mod body;
mod chart;
mod contract;
mod discovery;
mod draw;
mod edition;
mod feed;
mod foreign;
mod headers;
pub mod html;
mod metadata;
mod offer;
pub mod offprint;
mod part;
mod picture;
mod script;
mod stylesheet;
mod theme;
pub mod view;
mod words;

pub use draw::{Drawn, Wanted, draw, render};
pub use edition::Palette;
pub use headers::{CONTENT_SECURITY_POLICY, policy};
pub use offer::Offer;
pub use theme::{Theme, hashed_address};

use camino::Utf8PathBuf;

/// One file of the public tree.
#[derive(Debug, Clone)]
pub struct Artifact {
    /// From the root of the tree, with forward slashes: `research/vacancies/index.html`.
    pub path: Utf8PathBuf,
    pub bytes: Vec<u8>,
}

impl Artifact {
    pub fn new(path: impl Into<Utf8PathBuf>, bytes: impl Into<Vec<u8>>) -> Self {
        Artifact { path: path.into(), bytes: bytes.into() }
    }

    /// A file that belongs to a page and stands in its folder: `lines.txt` beside `/media/storms/`.
    pub fn beside(address: &str, name: &str, bytes: impl Into<Vec<u8>>) -> Self {
        Artifact::new(format!("{}{name}", address.trim_start_matches('/')), bytes)
    }

    /// The file behind a clean address: a folder's `index.html`.
    pub fn page(address: &str, html: String) -> Self {
        let path = address.trim_start_matches('/');
        let path = if path.is_empty() || path.ends_with('/') { format!("{path}index.html") } else { path.to_owned() };
        Artifact::new(path, html)
    }
}
