//! The list of what belongs to a copy: every file with its hash, so that a device fetches what has changed and lets go of what is gone.

use std::collections::{BTreeMap, BTreeSet};

use camino::{Utf8Path, Utf8PathBuf};
use serde_json::json;

use super::Kept;
use super::amount::Scale;
use crate::assemble::Site;
use crate::assemble::address::REDIRECT_TYPE;
use crate::render::view::Amount;

pub const PATH: &str = "offline.json";

const FORMAT: u32 = 1;
/// As in the names of files: enough to tell two forms of one file apart.
const DIGITS: usize = 10;
const PICTURES: &[&str] = &["png", "jpg", "jpeg", "webp", "avif", "gif", "svg", "ico", "woff2"];

/// What the list says of some addresses, known before anything is published.
#[derive(Debug, Default)]
pub struct Marks {
    redirects: BTreeMap<String, String>,
    /// Pages that were withdrawn or corrected, and those that tell of them.
    urgent: BTreeSet<String>,
}

impl Marks {
    pub fn of(site: &Site) -> Marks {
        let mut urgent = BTreeSet::new();
        for page in site.with_page() {
            let document = &site.documents[page];
            let corrected = document.common.changes.iter().any(|change| change.kind == "correction");
            if !document.is_whole() || document.content_type.id == REDIRECT_TYPE || corrected {
                urgent.insert(site.pages[page].address.clone());
            }
            if document.content_type.id == "correction" {
                for affected in document.fields.texts("affects").into_iter().filter_map(|name| site.register.page(name, &[])) {
                    // A number that was put right stands on every page that quotes it.
                    let telling = site.pages[affected].backlinks.iter().chain([&affected]);
                    urgent.extend(telling.map(|page| site.pages[*page].address.clone()));
                }
            }
        }
        let redirects = site.redirects.iter().map(|redirect| (redirect.from.clone(), redirect.to.clone())).collect();
        Marks { redirects, urgent }
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Kind {
    Page,
    Urgent,
    Needed,
    Download,
}

impl Kind {
    /// None: nobody reads it on a device, or the device makes it itself.
    fn of(path: &Utf8Path, marks: &Marks) -> Option<Kind> {
        let name = path.file_name().unwrap_or_default();
        let first = path.as_str().split('/').next().unwrap_or_default();
        let ending = path.extension().unwrap_or_default();
        if ending == "html" {
            let address = address(path);
            let is_read = address != "/404.html" && first != "admin" && !marks.redirects.contains_key(&address);
            return is_read.then(|| if marks.urgent.contains(&address) { Kind::Urgent } else { Kind::Page });
        }
        if ["assets", "search"].contains(&first) || PICTURES.contains(&ending) {
            return Some(Kind::Needed);
        }
        // What lies at the root is for machines, and so are feeds.
        let is_offered = path.as_str().contains('/') && first != "admin" && !["feed.xml", "feed.json"].contains(&name);
        is_offered.then_some(Kind::Download)
    }

    fn letter(self) -> &'static str {
        match self {
            Kind::Page => "p",
            Kind::Urgent => "u",
            Kind::Needed => "n",
            Kind::Download => "d",
        }
    }

    fn is_page(self) -> bool {
        matches!(self, Kind::Page | Kind::Urgent)
    }
}

/// Some of the list.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Choice {
    /// Pages, search, and what they need.
    Needed,
    Downloads,
    All,
}

#[derive(Debug)]
pub struct List<'a> {
    files: Vec<(Utf8PathBuf, u64, String, Kind)>,
    marks: &'a Marks,
}

impl<'a> List<'a> {
    pub fn of(files: &[Kept], marks: &'a Marks) -> List<'a> {
        let mut files: Vec<_> = files
            .iter()
            .filter_map(|file| {
                let kind = Kind::of(&file.path, marks)?;
                Some((file.path.clone(), file.size, file.hash.to_hex()[..DIGITS].to_owned(), kind))
            })
            .collect();
        files.sort_by(|(one, ..), (other, ..)| one.cmp(other));
        List { files, marks }
    }

    pub fn len(&self) -> usize {
        self.files.len()
    }

    pub fn pages(&self) -> usize {
        self.files.iter().filter(|(_, _, _, kind)| kind.is_page()).count()
    }

    fn chosen(&self, choice: Choice) -> impl Iterator<Item = &(Utf8PathBuf, u64, String, Kind)> {
        self.files.iter().filter(move |(_, _, _, kind)| match choice {
            Choice::Needed => *kind != Kind::Download,
            Choice::Downloads => *kind == Kind::Download,
            Choice::All => true,
        })
    }

    /// Bytes on the device, and on their way to it.
    pub fn weigh(&self, choice: Choice, scale: &Scale) -> (u64, u64) {
        self.chosen(choice).fold((0, 0), |(kept, sent), (path, size, _, _)| (kept + size, sent + scale.transferred(path, *size)))
    }

    pub fn amount(&self, choice: Choice, scale: &Scale) -> Amount {
        let (kept, sent) = self.weigh(choice, scale);
        Amount { files: self.chosen(choice).count(), transferred: shown(sent), kept: shown(kept) }
    }

    /// One file a line, so that two lists can be compared with any tool. The version is a hash of all that follows it.
    pub fn to_json(&self) -> String {
        let lines: Vec<String> = self
            .files
            .iter()
            .map(|(path, size, hash, kind)| {
                let address = if kind.is_page() { address(path) } else { format!("/{path}") };
                json!([address, hash, size, kind.letter()]).to_string()
            })
            .collect();
        let rest =
            format!("\"pages\":{},\"redirects\":{},\"files\":[\n{}\n]}}\n", self.pages(), json!(self.marks.redirects), lines.join(",\n"));
        let version = &blake3::hash(rest.as_bytes()).to_hex()[..DIGITS];
        format!("{{\"format\":{FORMAT},\"version\":\"{version}\",{rest}")
    }
}

/// At which address a page is asked for.
fn address(path: &Utf8Path) -> String {
    let path = path.as_str();
    match path.strip_suffix("index.html") {
        Some(folder) if folder.is_empty() || folder.ends_with('/') => format!("/{folder}"),
        _ => format!("/{path}"),
    }
}

fn shown(bytes: u64) -> String {
    if bytes < 1_000_000 { format!("{} kB", bytes.div_ceil(1_000)) } else { format!("{:.1} MB", bytes as f64 / 1e6) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_file_is_of_one_kind_or_none() {
        let marks =
            Marks { redirects: BTreeMap::from([("/old/".to_owned(), "/new/".to_owned())]), urgent: BTreeSet::from(["/gone/".to_owned()]) };
        let kind = |path: &str| Kind::of(Utf8Path::new(path), &marks).map_or("-", Kind::letter);
        for (path, expected) in [
            ("index.html", "p"),
            ("guides/a/index.html", "p"),
            ("search/index.html", "p"),
            ("gone/index.html", "u"),
            ("old/index.html", "-"),
            ("404.html", "-"),
            ("admin/index.html", "-"),
            ("assets/hub.0123456789.css", "n"),
            ("search/manifest.json", "n"),
            ("search/0123456789/t/0.bin", "n"),
            ("files/a.0123456789.png", "n"),
            ("files/a.0123456789.csv", "d"),
            ("files/a.0123456789.pdf", "d"),
            ("guides/feed.xml", "-"),
            ("feed.json", "-"),
            ("sitemap.xml", "-"),
            ("robots.txt", "-"),
            ("_headers", "-"),
            ("sw.js", "-"),
            ("offline.json", "-"),
        ] {
            assert_eq!(kind(path), expected, "{path}");
        }
    }

    #[test]
    fn the_version_is_of_what_is_listed() {
        let file = |path: &str, bytes: &[u8]| Kept { path: path.into(), size: bytes.len() as u64, hash: blake3::hash(bytes) };
        let marks = Marks::default();
        let json = |files: &[Kept]| List::of(files, &marks).to_json();
        let one = json(&[file("a/index.html", b"a"), file("files/b.csv", b"b")]);
        assert_eq!(one, json(&[file("files/b.csv", b"b"), file("a/index.html", b"a"), file("robots.txt", b"c")]));
        let read: serde_json::Value = serde_json::from_str(&one).expect("it is JSON");
        assert_eq!(read["pages"], 1);
        assert_eq!(read["files"], json!([["/a/", "17762fddd9", 1, "p"], ["/files/b.csv", "10e5cf3d3c", 1, "d"]]));
        let other: serde_json::Value = serde_json::from_str(&json(&[file("a/index.html", b"b")])).expect("it is JSON");
        assert_ne!(read["version"], other["version"]);
    }
}
