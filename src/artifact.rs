//! One file of the finished site: what `render` and `index` make and `publish` writes.

use camino::Utf8PathBuf;

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Artifact {
    /// Inside the output, with forward slashes: `research/vacancies/index.html`.
    pub path: Utf8PathBuf,
    pub bytes: Vec<u8>,
}
