//! New files for an editor: a page, a small hub, or a whole folder. Never over a file that is already there.

use std::borrow::Cow;

use camino::{Utf8Path, Utf8PathBuf};
use rayon::prelude::*;

use crate::diagnostic::Failure;

/// Writes one new file and the folders that lead to it.
pub fn write_new(path: &Utf8Path, text: &str) -> Result<(), Failure> {
    let failed = |error: &std::io::Error| match error.kind() {
        std::io::ErrorKind::AlreadyExists => {
            Failure::new(path, "there is already a file of this name", "choose another title, or edit that file")
        }
        _ => Failure::io(path, "write the file", error),
    };
    if let Some(folder) = path.parent() {
        std::fs::create_dir_all(folder).map_err(|error| Failure::io(folder, "make the folder", &error))?;
    }
    let mut file = std::fs::File::create_new(path).map_err(|error| failed(&error))?;
    std::io::Write::write_all(&mut file, text.as_bytes()).map_err(|error| failed(&error))
}

/// Whether a new hub may be put into a folder: it does not exist, or has nothing in it.
pub fn is_free(folder: &Utf8Path) -> Result<bool, Failure> {
    match std::fs::read_dir(folder) {
        Ok(mut entries) => Ok(entries.next().is_none()),
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => Ok(true),
        Err(error) => Err(Failure::io(folder, "read the folder", &error)),
    }
}

/// A file of a new folder.
#[derive(Debug, Clone)]
pub struct NewFile {
    /// Below the folder.
    pub path: Utf8PathBuf,
    pub content: Content,
}

#[derive(Debug, Clone)]
pub enum Content {
    Text(String),
    Bytes(Vec<u8>),
    /// The bytes of another file, which is only read.
    CopyOf(Utf8PathBuf),
}

/// Makes a new folder with all its files, or nothing: they are written beside it and take its name at the end.
pub fn write_folder(folder: &Utf8Path, files: &[NewFile]) -> Result<(), Failure> {
    if !is_free(folder)? {
        return Err(Failure::new(folder, "this folder is not empty", "name a folder that does not exist yet"));
    }
    let name =
        folder.file_name().ok_or_else(|| Failure::new(folder, "this is no name of a folder", "name a folder that does not exist yet"))?;
    let parent = folder.parent().filter(|parent| !parent.as_str().is_empty()).unwrap_or(Utf8Path::new("."));
    std::fs::create_dir_all(parent).map_err(|error| Failure::io(parent, "make the folder", &error))?;
    let stage = Beside::create(parent, name)?;
    files.par_iter().try_for_each(|file| {
        // Where it will be is what a person can do something about.
        let failed = |doing: &str, error: &std::io::Error| Failure::io(folder.join(&file.path), doing, error);
        let bytes = match &file.content {
            Content::Text(text) => Cow::Borrowed(text.as_bytes()),
            Content::Bytes(bytes) => Cow::Borrowed(bytes.as_slice()),
            Content::CopyOf(disk) => Cow::Owned(std::fs::read(disk).map_err(|error| Failure::io(disk, "read the file", &error))?),
        };
        let path = stage.0.join(&file.path);
        if let Some(parent) = path.parent() {
            std::fs::create_dir_all(parent).map_err(|error| failed("make the folder", &error))?;
        }
        let mut new = std::fs::File::create_new(&path).map_err(|error| failed("write the file", &error))?;
        std::io::Write::write_all(&mut new, &bytes).map_err(|error| failed("write the file", &error))
    })?;
    // Over a folder that is there and empty, too; one that was filled meanwhile is refused by the system.
    std::fs::rename(&stage.0, folder).map_err(|error| match error.kind() {
        std::io::ErrorKind::DirectoryNotEmpty | std::io::ErrorKind::AlreadyExists => {
            Failure::new(folder, "this folder was filled meanwhile", "name a folder that does not exist yet")
        }
        _ => Failure::io(folder, "put the new folder in its place", &error),
    })
}

/// The folder in which new files wait; it goes when it is let go of and has not been given its name.
struct Beside(Utf8PathBuf);

impl Beside {
    fn create(parent: &Utf8Path, name: &str) -> Result<Self, Failure> {
        for number in 0..100 {
            let folder = parent.join(format!(".{name}.new-{number}"));
            match std::fs::create_dir(&folder) {
                Ok(()) => return Ok(Beside(folder)),
                Err(error) if error.kind() == std::io::ErrorKind::AlreadyExists => {}
                Err(error) => return Err(Failure::io(&folder, "make the folder", &error)),
            }
        }
        Err(Failure::new(
            parent,
            format!("100 commands that were stopped have left folders `.{name}.new-…` here"),
            "look into them and remove them",
        ))
    }
}

impl Drop for Beside {
    fn drop(&mut self) {
        let _ = std::fs::remove_dir_all(&self.0);
    }
}

/// Writes a private report where it was asked for. Never among the hub's own files or into a public site, where everybody could
/// read it, and only over an earlier report, which begins with the same `mark`.
pub fn write_report(path: &Utf8Path, text: &str, mark: &str, hub: &Utf8Path) -> Result<(), Failure> {
    let folder = path.parent().filter(|folder| !folder.as_str().is_empty()).unwrap_or(Utf8Path::new("."));
    let real = |folder: &Utf8Path| folder.canonicalize_utf8().map_err(|error| Failure::io(folder, "find the folder", &error));
    let (folder, hub) = (real(folder)?, real(hub)?);
    let name =
        path.file_name().ok_or_else(|| Failure::new(path, "this is no name of a file", "name the file that the report goes into"))?;
    if folder.starts_with(&hub) {
        return Err(Failure::new(path, "the report would lie inside the hub and be published", "choose a place outside the hub's folder"));
    }
    if let Some(site) = folder.ancestors().find(|above| above.join(super::manifest::NAME).exists()) {
        return Err(Failure::new(path, format!("the report would be part of the public site in `{site}`"), "choose a place outside it"));
    }
    let target = folder.join(name);
    match std::fs::symlink_metadata(&target) {
        Ok(found) if !found.is_file() => {
            return Err(Failure::new(path, "something that is no file has this name", "choose another name"));
        }
        Ok(_) => {
            let earlier = std::fs::read(&target).map_err(|error| Failure::io(path, "read the file", &error))?;
            if !earlier.starts_with(mark.as_bytes()) {
                let advice = "choose another name, or move that file away";
                return Err(Failure::new(path, "there is a file of this name that is no earlier report of this kind", advice));
            }
        }
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => {}
        Err(error) => return Err(Failure::io(path, "look at the file", &error)),
    }
    // Beside it first: whoever opens the report sees the old one or the new one, whole.
    let beside = folder.join(format!(".{name}.new"));
    let written = std::fs::write(&beside, text).and_then(|()| std::fs::rename(&beside, &target));
    written.map_err(|error| {
        let _ = std::fs::remove_file(&beside);
        Failure::io(path, "write the file", &error)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn file(path: &str, content: Content) -> NewFile {
        NewFile { path: path.into(), content }
    }

    /// What lies in a folder, by name.
    fn names(folder: &Utf8Path) -> Vec<String> {
        let mut names: Vec<String> = std::fs::read_dir(folder)
            .expect("a folder")
            .map(|entry| entry.expect("read").file_name().into_string().expect("text"))
            .collect();
        names.sort();
        names
    }

    #[test]
    fn a_new_folder_is_whole_or_is_not() {
        let folder = tempfile::tempdir().expect("a folder");
        let root = Utf8Path::from_path(folder.path()).expect("a plain path");
        let source = root.join("source.bin");
        std::fs::write(&source, [0, 1]).expect("written");
        let files = [file("a/b.md", Content::Text("b".into())), file("c.bin", Content::CopyOf(source)), file("d", Content::Bytes(vec![2]))];
        write_folder(&root.join("deep/new"), &files).expect("made");
        assert_eq!(std::fs::read(root.join("deep/new/c.bin")).expect("read"), [0, 1]);
        assert_eq!(
            (names(&root.join("deep")), names(&root.join("deep/new"))),
            (vec!["new".to_owned()], vec!["a".into(), "c.bin".into(), "d".into()])
        );
        // An empty folder may be filled, another may not; and what fails leaves nothing.
        std::fs::create_dir(root.join("empty")).expect("made");
        write_folder(&root.join("empty"), &files).expect("filled");
        assert!(write_folder(&root.join("empty"), &files).expect_err("full").what.contains("not empty"));
        let missing = [file("a.md", Content::Text("a".into())), file("b.bin", Content::CopyOf(root.join("none.bin")))];
        assert!(write_folder(&root.join("other"), &missing).expect_err("missing").path.ends_with("none.bin"));
        let twice = [file("a.md", Content::Text("a".into())), file("a.md", Content::Text("b".into()))];
        write_folder(&root.join("other"), &twice).expect_err("two files of one name");
        assert_eq!(names(root), ["deep", "empty", "source.bin"]);
    }
}
