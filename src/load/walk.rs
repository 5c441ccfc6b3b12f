//! Which files a hub has. Sorted: walk order differs between file systems and would change the output.
//! Every file is either listed or spoken of: symbolic links, pipes, hidden files and odd names each have their rule.

use camino::{Utf8Path, Utf8PathBuf};
use walkdir::WalkDir;

use super::published;
use crate::diagnostic::{Code, Diagnostic, Diagnostics, Failure, Place};

/// What a file is for, by its place and name.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Role {
    /// `hub.yaml`
    Hub,
    Page,
    /// `_types/<name>.yaml`
    Type,
    /// `_theme/<name>`
    Theme,
    /// `_theme/i18n/<language>.yaml`
    Language,
    /// `_search.yaml`
    Golden,
    /// `_published.txt`
    Published,
    Asset,
}

#[derive(Debug, Clone)]
pub struct Entry {
    /// Inside the hub.
    pub path: Utf8PathBuf,
    /// Where to read it.
    pub disk: Utf8PathBuf,
    pub role: Role,
    pub stamp: Stamp,
}

/// What a disk says of a file without opening it. A file with the same stamp is taken to have the same bytes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Stamp {
    bytes: u64,
    changed: Option<std::time::SystemTime>,
    /// Its number on the disk, and when its name, rights or words last changed: an editor can set the other time back.
    #[cfg(unix)]
    node: (u64, i64, i64),
}

impl Stamp {
    pub(super) fn of(metadata: &std::fs::Metadata) -> Self {
        #[cfg(unix)]
        use std::os::unix::fs::MetadataExt;
        Stamp {
            bytes: metadata.len(),
            changed: metadata.modified().ok(),
            #[cfg(unix)]
            node: (metadata.ino(), metadata.ctime(), metadata.ctime_nsec()),
        }
    }
}

impl Entry {
    /// A file that the hub names.
    pub fn at(root: &Utf8Path, path: &Utf8Path, role: Role) -> Result<Self, Failure> {
        let disk = root.join(path);
        let metadata = disk.metadata().map_err(|error| Failure::io(&disk, "read the file", &error))?;
        Ok(Entry { path: path.to_owned(), disk, role, stamp: Stamp::of(&metadata) })
    }

    /// A page by its file; none when that is no file any more, or too large for a page.
    pub fn of_file(path: &Utf8Path, disk: &Utf8Path) -> Result<Option<Self>, std::io::Error> {
        // A link is left to the walk, which knows where links may lead.
        let metadata = disk.symlink_metadata()?;
        let entry = Entry { path: path.to_owned(), disk: disk.to_owned(), role: Role::Page, stamp: Stamp::of(&metadata) };
        Ok(Some(entry).filter(|_| metadata.is_file() && metadata.len() <= MAX_PAGE_BYTES))
    }
}

/// Hidden files that tools leave everywhere and that nobody means to publish.
const EXPECTED_HIDDEN: &[&str] = &[
    ".git",
    ".gitignore",
    ".gitattributes",
    ".gitkeep",
    ".keep",
    ".github",
    ".DS_Store",
    ".vscode",
    ".idea",
    ".editorconfig",
    ".obsidian",
];

/// A page may have 1 MiB: time and memory of a build must not hang on one file.
pub const MAX_PAGE_BYTES: u64 = 1 << 20;
/// Larger files belong on a media server, not in every copy of the site.
pub const MAX_ASSET_BYTES: u64 = 64 << 20;

/// All files below `root` that a build may look at.
pub fn walk(root: &Utf8Path) -> Result<(Vec<Entry>, Diagnostics), Failure> {
    let mut entries = Vec::new();
    let mut faults = Diagnostics::new();
    let real_root = root.canonicalize_utf8().map_err(|error| Failure::io(root, "open the hub", &error))?;
    let mut walker = WalkDir::new(root).min_depth(1).sort_by_file_name().into_iter();
    while let Some(found) = walker.next() {
        let found = found.map_err(|error| {
            let path = error.path().and_then(Utf8Path::from_path).unwrap_or(root).to_owned();
            let io = error.into_io_error().unwrap_or_else(|| std::io::Error::other("the folder leads back to itself"));
            Failure::io(path, "read the folder", &io)
        })?;
        let is_folder = found.file_type().is_dir();
        let Some(disk) = Utf8Path::from_path(found.path()) else {
            faults.push(
                Diagnostic::error(Code::FileName, Place::whole(shown(found.path())), "this file name is not UTF-8 text")
                    .help("rename the file with plain letters, digits and hyphens"),
            );
            if is_folder {
                walker.skip_current_dir();
            }
            continue;
        };
        let name = disk.file_name().unwrap_or_default();
        if name.starts_with('.') {
            if !EXPECTED_HIDDEN.contains(&name) {
                faults.push(
                    Diagnostic::advice(Code::FileHidden, Place::whole(disk), format!("hidden file `{name}` is left out"))
                        .help("rename it without the leading dot if it should be published"),
                );
            }
            if is_folder {
                walker.skip_current_dir();
            }
            continue;
        }
        if name.chars().any(char::is_control) {
            faults.push(
                Diagnostic::error(Code::FileName, Place::whole(shown(disk.as_std_path())), "this file name has a control character in it")
                    .help("rename the file with plain letters, digits and hyphens"),
            );
            if is_folder {
                walker.skip_current_dir();
            }
            continue;
        }
        if is_folder {
            continue;
        }
        if let Some(entry) = entry(root, &real_root, disk, found.file_type(), &mut faults)? {
            entries.push(entry);
        }
    }
    Ok((entries, faults))
}

fn entry(
    root: &Utf8Path,
    real_root: &Utf8Path,
    disk: &Utf8Path,
    kind: std::fs::FileType,
    faults: &mut Diagnostics,
) -> Result<Option<Entry>, Failure> {
    if kind.is_symlink() {
        // A link may give a file a second place in the hub; it may not let a build read what lies outside.
        match disk.canonicalize_utf8() {
            Ok(target) if !target.starts_with(real_root) => {
                faults.push(
                    Diagnostic::error(Code::FileOutside, Place::whole(disk), "this link leads out of the hub")
                        .help("copy the file into the hub, or remove the link"),
                );
                return Ok(None);
            }
            Ok(target) if target.is_dir() => {
                faults.push(
                    Diagnostic::error(Code::FileKind, Place::whole(disk), "a link to a folder is not followed")
                        .help("move the folder here, or include its pages by `![[page#block]]`"),
                );
                return Ok(None);
            }
            Ok(_) => {}
            Err(_) => {
                faults.push(
                    Diagnostic::error(Code::FileOutside, Place::whole(disk), "this link leads nowhere")
                        .help("remove the link, or restore its file"),
                );
                return Ok(None);
            }
        }
    }
    let metadata = disk.metadata().map_err(|error| Failure::io(disk, "read the file", &error))?;
    if !metadata.is_file() {
        faults.push(
            Diagnostic::error(Code::FileKind, Place::whole(disk), "this is a pipe, socket or device, not a file")
                .help("remove it from the hub"),
        );
        return Ok(None);
    }
    let path = disk.strip_prefix(root).unwrap_or(disk).to_owned();
    let Some(role) = role(&path) else { return Ok(None) };
    let cap = if matches!(role, Role::Asset | Role::Theme | Role::Published) { MAX_ASSET_BYTES } else { MAX_PAGE_BYTES };
    if metadata.len() > cap {
        faults.push(
            Diagnostic::error(Code::FileTooLarge, Place::whole(disk), format!("this file has {}", kilobytes(metadata.len(), cap)))
                .help(if role == Role::Page { "split the page into several" } else { "make the file smaller, or link to it elsewhere" }),
        );
        return Ok(None);
    }
    Ok(Some(Entry { path, disk: disk.to_owned(), role, stamp: Stamp::of(&metadata) }))
}

/// What starts with an underscore belongs to the editors and is never published, but for the folders that steer the hub.
fn role(path: &Utf8Path) -> Option<Role> {
    let first = path.components().next().map(|part| part.as_str()).unwrap_or_default();
    let name = path.file_name().unwrap_or_default();
    let depth = path.components().count();
    match (first, path.extension()) {
        ("_types", Some("yaml" | "yml")) if depth == 2 => Some(Role::Type),
        ("_theme", _) if depth == 2 => Some(Role::Theme),
        ("_theme", Some("yaml" | "yml")) if depth == 3 && path.starts_with("_theme/i18n") => Some(Role::Language),
        ("hub.yaml", _) => None,
        ("_search.yaml", _) if depth == 1 => Some(Role::Golden),
        (published::NAME, _) if depth == 1 => Some(Role::Published),
        (_, Some("md")) if name == "_index.md" => Some(Role::Page),
        _ if path.components().any(|part| part.as_str().starts_with('_')) => None,
        (_, Some("md")) => Some(Role::Page),
        _ => Some(Role::Asset),
    }
}

/// How much there is and how much there may be, in the unit that file managers show; rounded apart, so that it never says "1.0, and at most 1.0".
pub fn kilobytes(bytes: u64, cap: u64) -> String {
    format!("{} kB, and at most {} kB are allowed", bytes.div_ceil(1000), cap / 1000)
}

/// A name that is no text, as far as it can be shown.
fn shown(path: &std::path::Path) -> Utf8PathBuf {
    Utf8PathBuf::from(path.to_string_lossy().chars().map(|c| if c.is_control() { '\u{FFFD}' } else { c }).collect::<String>())
}
