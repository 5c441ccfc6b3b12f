//! What an output consists of, written into it as `.almoner-manifest.json`. It is how a later build knows its own work:
//! which files it may delete and which it need not write again. No time stands in it, so that equal sites are equal bytes.

use std::collections::{BTreeMap, BTreeSet};

use camino::{Utf8Path, Utf8PathBuf};
use serde::{Deserialize, Serialize};

pub(super) const NAME: &str = ".almoner-manifest.json";
/// Stands in a staging folder until its manifest does.
pub(super) const UNFINISHED: &str = ".almoner-unfinished";

const FORMAT: u32 = 1;

#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Manifest {
    pub files: BTreeMap<Utf8PathBuf, Entry>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Entry {
    pub size: u64,
    pub hash: blake3::Hash,
}

impl Entry {
    pub fn of(bytes: &[u8]) -> Self {
        Entry { size: bytes.len() as u64, hash: blake3::hash(bytes) }
    }
}

#[derive(Serialize, Deserialize)]
struct Written {
    format: u32,
    files: Vec<Line>,
}

#[derive(Serialize, Deserialize)]
struct Line {
    path: Utf8PathBuf,
    size: u64,
    blake3: String,
}

impl Manifest {
    /// One file a line, so that two manifests can be compared with any tool.
    pub fn to_text(&self) -> String {
        let mut text = format!("{{\"format\":{FORMAT},\"files\":[");
        for (at, (path, entry)) in self.files.iter().enumerate() {
            let line = Line { path: path.clone(), size: entry.size, blake3: entry.hash.to_hex().to_string() };
            text.push_str(if at == 0 { "\n" } else { ",\n" });
            text.push_str(&serde_json::to_string(&line).expect("text and numbers are JSON"));
        }
        text.push_str("\n]}\n");
        text
    }

    /// `None` unless every line is as we write it: what stands here decides what is deleted, so nothing is guessed.
    pub fn read(bytes: &[u8]) -> Option<Manifest> {
        let written: Written = serde_json::from_slice(bytes).ok()?;
        if written.format != FORMAT {
            return None;
        }
        let mut files = BTreeMap::new();
        for Line { path, size, blake3 } in written.files {
            let hash = blake3::Hash::from_hex(blake3).ok()?;
            if !is_sound(&path) || files.insert(path, Entry { size, hash }).is_some() {
                return None;
            }
        }
        Some(Manifest { files })
    }

    /// Every folder that holds a listed file, parents before children.
    pub fn folders(&self) -> BTreeSet<&Utf8Path> {
        let mut folders = BTreeSet::new();
        for path in self.files.keys() {
            for folder in path.ancestors().skip(1).take_while(|folder| !folder.as_str().is_empty()) {
                if !folders.insert(folder) {
                    break;
                }
            }
        }
        folders
    }
}

/// A path that stays inside the output and is spelt in one way only.
pub(super) fn is_sound(path: &Utf8Path) -> bool {
    let names = || path.as_str().split('/');
    names().all(|name| !matches!(name, "" | "." | "..") && !name.contains('\0')) && ![NAME, UNFINISHED].contains(&path.as_str())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn two() -> Manifest {
        let files = ["b/c/x.html", "a.html"].map(|path| (Utf8PathBuf::from(path), Entry::of(path.as_bytes())));
        Manifest { files: BTreeMap::from(files) }
    }

    #[test]
    fn what_is_written_can_be_read() {
        assert_eq!(Manifest::read(two().to_text().as_bytes()), Some(two()));
        assert_eq!(Manifest::read(Manifest::default().to_text().as_bytes()), Some(Manifest::default()));
        assert!(two().to_text().starts_with("{\"format\":1,\"files\":[\n{\"path\":\"a.html\",\"size\":6,\"blake3\":\""));
        assert_eq!(two().folders().into_iter().collect::<Vec<_>>(), ["b", "b/c"]);
    }

    #[test]
    fn nothing_is_guessed() {
        let text = two().to_text();
        for wrong in [
            text.replace("a.html", "../a.html"),
            text.replace("a.html", "/etc/passwd"),
            text.replace("a.html", "b/c/x.html"),
            text.replace("\"format\":1", "\"format\":2"),
            text.replace("\"size\":6", "\"size\":-6"),
            text[..text.len() - 4].to_owned(),
            "\0".repeat(text.len()),
            String::new(),
        ] {
            assert_eq!(Manifest::read(wrong.as_bytes()), None, "{wrong}");
        }
    }

    #[test]
    fn a_path_stays_inside_and_has_one_spelling() {
        for path in ["a", "a/b.html", "..a/b", ".well-known/x"] {
            assert!(is_sound(Utf8Path::new(path)), "{path}");
        }
        for path in ["", "/a", "a//b", "a/", "./a", "a/../b", "..", "a\0b", NAME, UNFINISHED] {
            assert!(!is_sound(Utf8Path::new(path)), "{path}");
        }
    }
}
