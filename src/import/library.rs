//! Where a written address of the old site leads now: a page by its file, its name or any address it had, or a file that pages mention.

use std::collections::{BTreeMap, BTreeSet};

use camino::{Utf8Path, Utf8PathBuf};

use super::front;
use super::plan::Page;
use super::site::{Generator, Site};
use crate::assemble::address;

/// What an address leads to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Found {
    Page(usize, Option<String>),
    /// A file, by its path in the new hub.
    Asset(Utf8PathBuf),
    /// A list that the new hub makes by itself, by its address.
    List(String),
    /// Not a place of this site: another site, a place on the same page, a mail address.
    Elsewhere,
    Nowhere,
}

#[derive(Debug)]
pub struct Library<'a> {
    pub pages: &'a [Page],
    generator: Generator,
    base: Option<String>,
    below: String,
    by_path: BTreeMap<String, usize>,
    by_target: BTreeMap<String, usize>,
    by_address: BTreeMap<String, usize>,
    by_name: BTreeMap<String, Vec<usize>>,
    /// Files by their path in the new hub, with their path in the old folder of pages or files.
    assets: BTreeMap<Utf8PathBuf, Utf8PathBuf>,
    folders: BTreeSet<String>,
    topics: BTreeSet<String>,
    withheld: BTreeSet<usize>,
}

impl<'a> Library<'a> {
    pub fn new(site: &Site, pages: &'a [Page], assets: BTreeMap<Utf8PathBuf, Utf8PathBuf>) -> Self {
        let mut library = Library {
            pages,
            generator: site.generator.unwrap_or(Generator::Hugo),
            base: site.base_url(),
            below: site.below(),
            by_path: BTreeMap::new(),
            by_target: BTreeMap::new(),
            by_address: BTreeMap::new(),
            by_name: BTreeMap::new(),
            assets,
            folders: BTreeSet::new(),
            topics: BTreeSet::new(),
            withheld: BTreeSet::new(),
        };
        for (index, page) in pages.iter().enumerate() {
            library.by_path.insert(page.path.to_string(), index);
            library.by_target.insert(page.target.to_string(), index);
            library.by_address.entry(comparable(&page.old)).or_insert(index);
            library.by_name.entry(page.path.file_name().unwrap_or_default().to_owned()).or_default().push(index);
            for folder in page.target.ancestors().skip(1).filter(|folder| !folder.as_str().is_empty()) {
                library.folders.insert(address::of_folder(folder));
            }
        }
        for (index, page) in pages.iter().enumerate() {
            library.by_address.entry(comparable(&page.address)).or_insert(index);
            for alias in ["aliases", "redirect_from"].iter().filter_map(|name| page.field(name)).flat_map(front::scalars) {
                library.by_address.entry(comparable(&alias)).or_insert(index);
            }
        }
        library
    }

    /// Topics that pages name, by the last part of their address.
    pub fn know_topics(&mut self, topics: BTreeSet<String>) {
        self.topics = topics;
    }

    /// What an address on `page` leads to, as a browser and as an editor would read it.
    pub fn find(&self, page: usize, written: &str) -> Found {
        let written = written.trim();
        if written.is_empty() || written.starts_with('#') {
            return Found::Elsewhere;
        }
        let (path, anchor) = written.split_once('#').map_or((written, None), |(path, anchor)| (path, Some(anchor.to_owned())));
        let own = self.own_path(path);
        let path = own.as_deref().unwrap_or(path);
        if own.is_none() && (path.starts_with("//") || has_scheme(path)) {
            return Found::Elsewhere;
        }
        let path = address::percent_decoded(path.split('?').next().unwrap_or_default());
        let path = path.strip_prefix("@/").filter(|_| self.generator == Generator::Zola).map_or(path.clone(), |rest| format!("/{rest}"));
        let path = match path.strip_prefix(&self.below) {
            Some(rest) if !self.below.is_empty() && (rest.is_empty() || rest.starts_with('/')) => {
                format!("/{}", rest.trim_start_matches('/'))
            }
            _ => path,
        };
        if path.is_empty() {
            return Found::Elsewhere;
        }
        match self.inside(page, &path) {
            Some(Found::Page(index, _)) => Found::Page(index, anchor),
            Some(found) => found,
            // A page of the old site that is not among these, written in full: still right there.
            None if own.is_some() => Found::Elsewhere,
            None => Found::Nowhere,
        }
    }

    /// What an address of the settings leads to, which is seen from no page.
    pub fn find_from_root(&self, written: &str) -> Found {
        let is_whole = has_scheme(written) || written.starts_with('/');
        self.find(0, &if is_whole { written.to_owned() } else { format!("/{written}") })
    }

    /// What an address leads to that is already one of the new hub: relative, to a file whose name or place has changed.
    pub fn made(&self, page: usize, written: &str) -> Option<Found> {
        let (path, anchor) = written.split_once('#').map_or((written, None), |(path, anchor)| (path, Some(anchor.to_owned())));
        if path.starts_with('/') || !path.ends_with(".md") {
            return None;
        }
        let folder = self.pages[page].target.parent().unwrap_or(Utf8Path::new(""));
        let target = joined(folder, &address::percent_decoded(path))?;
        self.by_target.get(target.as_str()).map(|index| Found::Page(*index, anchor))
    }

    /// A page that a shortcode such as `ref` names: a file by its path, or by its name wherever it lies.
    pub fn named(&self, page: usize, written: &str) -> Found {
        match self.find(page, written) {
            Found::Nowhere => {}
            found => return found,
        }
        let (path, anchor) = written.split_once('#').map_or((written, None), |(path, anchor)| (path, Some(anchor.to_owned())));
        let name = path.trim_end_matches('/').rsplit('/').next().unwrap_or_default();
        let dotted = if name.ends_with(".md") { name.to_owned() } else { format!("{name}.md") };
        let found = self.by_name.get(&dotted).map(Vec::as_slice).unwrap_or_default();
        match found {
            [index] => Found::Page(*index, anchor),
            _ => Found::Nowhere,
        }
    }

    fn inside(&self, page: usize, path: &str) -> Option<Found> {
        let from = &self.pages[page];
        // As a file: from the root with a slash, else from the page's own folder and then from the root.
        // A language that has a folder begins there.
        let roots = [&*from.home, Utf8Path::new("")];
        let own = Some(from.folder()).filter(|_| !path.starts_with('/'));
        for folder in own.into_iter().chain(roots) {
            if let Some(found) = joined(folder, path.trim_start_matches('/')).and_then(|file| self.file(&file)) {
                return Some(found);
            }
        }
        // As an address: what a browser makes of it.
        let seen = if path.starts_with('/') { path.to_owned() } else { seen_from(&from.old, path) };
        let key = comparable(&seen);
        if let Some(index) = self.by_address.get(&key) {
            return Some(Found::Page(*index, None));
        }
        if let Some(asset) = joined(Utf8Path::new(""), &seen).filter(|file| self.assets.contains_key(file)) {
            return Some(Found::Asset(asset));
        }
        let address = address::normal(&seen);
        if let [taxonomy, term] = address.trim_matches('/').split('/').collect::<Vec<_>>()[..]
            && matches!(taxonomy, "tags" | "tag" | "categories" | "category" | "topics")
            && self.topics.contains(term)
        {
            return Some(Found::List(format!("/topics/{term}/")));
        }
        (self.folders.contains(&address) || address == "/").then_some(Found::List(address))
    }

    /// A file of the old folder, with or without its ending.
    fn file(&self, file: &Utf8Path) -> Option<Found> {
        let text = file.as_str();
        let forms = [
            text.to_owned(),
            format!("{text}.md"),
            format!("{text}/_index.md"),
            format!("{text}/index.md"),
            text.trim_end_matches(".html").to_owned() + ".md",
            text.replace(".markdown", ".md"),
        ];
        let forms = forms.map(|form| form.trim_start_matches('/').to_owned());
        if let Some(index) = forms.iter().find_map(|form| self.by_path.get(form)) {
            return Some(Found::Page(*index, None));
        }
        self.assets.contains_key(file).then(|| Found::Asset(file.to_owned()))
    }

    /// A path of the site in an address that is written in full.
    fn own_path(&self, written: &str) -> Option<String> {
        let host = |url: &str| {
            url.trim_start_matches("https:").trim_start_matches("http:").trim_start_matches("//").trim_start_matches("www.").to_owned()
        };
        let base = host(self.base.as_deref()?);
        if !written.starts_with("http://") && !written.starts_with("https://") && !written.starts_with("//") {
            return None;
        }
        let rest = host(written).strip_prefix(&base)?.to_owned();
        (rest.is_empty() || rest.starts_with('/')).then(|| if rest.is_empty() { "/".to_owned() } else { format!("{}{rest}", self.below) })
    }

    /// Pages that nobody may see yet.
    pub fn withhold(&mut self, withheld: BTreeSet<usize>) {
        self.withheld = withheld;
    }

    /// Whether an address leads from a page that readers see to one that they may not see.
    pub fn is_withheld_from(&self, page: usize, written: &str) -> bool {
        if self.withheld.is_empty() || self.withheld.contains(&page) {
            return false;
        }
        let found = self.made(page, written).unwrap_or_else(|| self.find(page, written));
        matches!(found, Found::Page(index, _) if self.withheld.contains(&index))
    }

    pub fn is_withheld(&self, page: usize) -> bool {
        self.withheld.contains(&page)
    }

    /// How a page of the new hub writes what was found.
    pub fn written(&self, from: &Utf8Path, found: &Found) -> Option<String> {
        let folder = from.parent().unwrap_or(Utf8Path::new(""));
        match found {
            Found::Page(index, anchor) => {
                let target = &self.pages[*index].target;
                let anchor = anchor.as_ref().filter(|anchor| !anchor.is_empty()).map(|anchor| format!("#{anchor}")).unwrap_or_default();
                // A place on the page itself.
                if target == from && !anchor.is_empty() {
                    return Some(anchor);
                }
                Some(format!("{}{anchor}", encoded(&relative(folder, target))))
            }
            Found::Asset(path) => Some(encoded(&relative(folder, path))),
            Found::List(address) => Some(address.clone()),
            Found::Elsewhere | Found::Nowhere => None,
        }
    }

    pub fn asset(&self, path: &Utf8Path) -> Option<&Utf8PathBuf> {
        self.assets.get(path)
    }

    pub fn asset_count(&self) -> usize {
        self.assets.len()
    }

    /// A page's title as its own front matter has it.
    pub fn title(&self, index: usize) -> Option<String> {
        self.pages[index].text("title")
    }

    /// The page that stands for a term of a taxonomy or an author: its display name.
    pub fn display_name(&self, taxonomy: &str, term: &str) -> Option<String> {
        let forms = [
            format!("{taxonomy}/{term}/_index.md"),
            format!("{taxonomy}/{term}.md"),
            format!("{taxonomy}/{term}/index.md"),
            format!("_{taxonomy}/{term}.md"),
        ];
        let index = forms.iter().find_map(|form| self.by_path.get(form))?;
        let page = &self.pages[*index];
        ["title", "display_name", "name"].iter().find_map(|name| page.text(name))
    }
}

/// Addresses are held against each other without case, slashes at their ends, and file names that stand for a folder.
fn comparable(address: &str) -> String {
    let path = address.split(['#', '?']).next().unwrap_or_default();
    let path = path.strip_suffix("index.html").unwrap_or(path);
    let parts: Vec<&str> = path.split('/').filter(|part| !part.is_empty() && *part != ".").collect();
    let joined = parts.join("/").to_lowercase();
    joined.strip_suffix(".html").map_or(joined.clone(), str::to_owned)
}

/// Unlike an address of ours, one of a file, `/a/b.html`, is seen from its folder.
fn seen_from(base: &str, relative: &str) -> String {
    let folder = if base.ends_with('/') { base } else { base.rsplit_once('/').map_or("/", |(folder, _)| folder) };
    address::seen_from(folder, relative)
}

fn has_scheme(path: &str) -> bool {
    path.split_once(':').is_some_and(|(scheme, _)| {
        scheme.starts_with(|c: char| c.is_ascii_alphabetic()) && scheme.chars().all(|c| c.is_ascii_alphanumeric() || "+-.".contains(c))
    })
}

/// A written path below a folder; none if it would leave the site.
fn joined(folder: &Utf8Path, written: &str) -> Option<Utf8PathBuf> {
    let mut parts: Vec<&str> = if written.starts_with('/') { Vec::new() } else { folder.components().map(|part| part.as_str()).collect() };
    for part in written.split('/') {
        match part {
            "" | "." => {}
            ".." => {
                parts.pop()?;
            }
            part => parts.push(part),
        }
    }
    Some(Utf8PathBuf::from(parts.join("/")))
}

/// The way from a folder to a file.
pub fn relative(folder: &Utf8Path, to: &Utf8Path) -> String {
    let from: Vec<&str> = folder.components().map(|part| part.as_str()).collect();
    let to: Vec<&str> = to.components().map(|part| part.as_str()).collect();
    let shared = from.iter().zip(&to).take_while(|(a, b)| a == b).count().min(to.len().saturating_sub(1));
    let up = std::iter::repeat_n("..", from.len() - shared);
    up.chain(to[shared..].iter().copied()).collect::<Vec<_>>().join("/")
}

/// A path as Markdown takes it between round brackets.
pub fn encoded(path: &str) -> String {
    let mut out = String::with_capacity(path.len());
    for letter in path.chars() {
        match letter {
            ' ' => out.push_str("%20"),
            '(' => out.push_str("%28"),
            ')' => out.push_str("%29"),
            '<' => out.push_str("%3C"),
            '>' => out.push_str("%3E"),
            '%' => out.push_str("%25"),
            '#' => out.push_str("%23"),
            '?' => out.push_str("%3F"),
            '\\' => out.push_str("%5C"),
            other => out.push(other),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ways_between_files() {
        let way = |folder: &str, to: &str| relative(Utf8Path::new(folder), Utf8Path::new(to));
        assert_eq!(way("", "a.md"), "a.md");
        assert_eq!(way("news/2014", "news/2015/a.md"), "../2015/a.md");
        assert_eq!(way("news/2014", "a.md"), "../../a.md");
        assert_eq!(way("news", "news/_index.md"), "_index.md");
        assert_eq!(joined(Utf8Path::new("a/b"), "../c/./d"), Some("a/c/d".into()));
        assert_eq!(joined(Utf8Path::new("a"), "../../c"), None);
        assert_eq!(seen_from("/a/b.html", "c.html"), "/a/c.html");
        assert_eq!(seen_from("/a/b/", "../c/"), "/a/c/");
        assert_eq!(comparable("/A/b.html?x#y"), "a/b");
        assert_eq!(encoded("a b(c)%.png"), "a%20b%28c%29%25.png");
    }
}
