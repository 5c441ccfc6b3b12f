//! The files of the theme: the college theme travels in the binary, and a hub's `_theme/` and `_types/` replace it file by file.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::sync::Arc;

use camino::Utf8PathBuf;
use include_dir::{Dir, include_dir};

use super::language::LanguageFiles;
use super::source::Source;

static COLLEGE: Dir<'static> = include_dir!("$CARGO_MANIFEST_DIR/themes/college");

#[derive(Debug, Clone)]
pub struct ThemeFiles {
    /// By file name: `page.html`.
    pub templates: BTreeMap<String, Arc<Source>>,
    /// By file name: `hub.css`.
    pub assets: BTreeMap<String, Cow<'static, [u8]>>,
    /// By type id: `research-summary`; `_shared` for what every page has.
    pub types: BTreeMap<String, Arc<Source>>,
    /// By the tag of their language: `cy`.
    pub languages: LanguageFiles,
    /// What the hub's own `_theme` brought, by file name.
    pub own: BTreeMap<String, OwnFile>,
}

/// A file of the hub's `_theme`.
#[derive(Debug, Clone)]
pub struct OwnFile {
    pub file: Utf8PathBuf,
    /// It stands in for one of the theme; if not, it must be of use in another way.
    pub replaces: bool,
}

impl ThemeFiles {
    pub fn college() -> Self {
        let text = |folder: &'static str| {
            COLLEGE.get_dir(folder).into_iter().flat_map(Dir::files).filter_map(move |file| {
                let name = file.path().file_name()?.to_str()?;
                let path = format!("themes/college/{folder}/{name}");
                Some((name.to_owned(), Arc::new(Source::new(path.clone(), path, file.contents_utf8()?.to_owned()))))
            })
        };
        ThemeFiles {
            templates: text("templates").collect(),
            types: text("types").map(|(name, source)| (name.trim_end_matches(".yaml").to_owned(), source)).collect(),
            languages: text("i18n").map(|(name, source)| (name.trim_end_matches(".yaml").to_owned(), vec![source])).collect(),
            assets: COLLEGE
                .get_dir("assets")
                .into_iter()
                .flat_map(Dir::files)
                .filter_map(|file| Some((file.path().file_name()?.to_str()?.to_owned(), Cow::Borrowed(file.contents()))))
                .collect(),
            own: BTreeMap::new(),
        }
    }

    /// A file of `_theme/i18n`: its words come after those of the theme.
    pub fn translate(&mut self, tag: &str, source: Arc<Source>) {
        self.languages.entry(tag.to_owned()).or_default().push(source);
    }

    /// The theme's list of words for which there are plainer ones.
    pub fn plain_words() -> &'static str {
        COLLEGE.get_file("plain-words.yaml").and_then(|file| file.contents_utf8()).unwrap_or_default()
    }

    /// A file of `_theme`: a template by its ending, an asset with its path otherwise.
    pub fn replace(&mut self, name: &str, source: Result<Arc<Source>, (Utf8PathBuf, Vec<u8>)>) {
        let (file, replaces) = match source {
            Ok(source) => (source.file.clone(), self.templates.insert(name.to_owned(), source).is_some()),
            Err((file, bytes)) => (file, self.assets.insert(name.to_owned(), Cow::Owned(bytes)).is_some()),
        };
        self.own.insert(name.to_owned(), OwnFile { file, replaces });
    }
}
