//! Changes to the files of a hub that belong together: all of them, or none. New texts are first written beside everything
//! in a folder of their own; then each takes its place in one exchange, and whatever fails, what was done is undone.

use std::fs;
use std::io;

use camino::{Utf8Path, Utf8PathBuf};
use rustix::fs::{CWD, RenameFlags, renameat_with};
use rustix::io::Errno;

use crate::diagnostic::Failure;

/// What is to change below one folder. Paths of texts are those after the move.
#[derive(Debug, Default)]
pub struct Rewrite {
    /// A file or a whole folder, and where it goes.
    pub moved: Option<(Utf8PathBuf, Utf8PathBuf)>,
    pub texts: Vec<Text>,
}

/// The new text of a file that exists, or a file that does not exist yet.
#[derive(Debug)]
pub struct Text {
    pub path: Utf8PathBuf,
    pub bytes: Vec<u8>,
    pub is_new: bool,
}

impl Rewrite {
    /// Does everything, or leaves the hub in `root` as it was.
    pub fn apply(&self, root: &Utf8Path) -> Result<(), Failure> {
        let stage = Stage::create(root)?;
        for (number, text) in self.texts.iter().enumerate() {
            let path = stage.path(number);
            fs::write(&path, &text.bytes).map_err(|error| Failure::io(&path, "write the file", &error))?;
        }
        let mut done = Undo::default();
        match self.exchange(&stage, &mut done) {
            Ok(()) => {
                done.steps.clear();
                if let Some((from, _)) = &self.moved {
                    // An empty folder says nothing to anyone; one that is not empty stays.
                    from.ancestors().skip(1).take_while(|folder| *folder != root).all(|folder| fs::remove_dir(folder).is_ok());
                }
                Ok(())
            }
            Err(failure) => match done.undo() {
                Ok(()) => Err(failure),
                Err(error) => Err(Failure::new(
                    root,
                    format!("{}; and what was done could not be undone: {error}", failure.what),
                    format!("the former texts are in {}; `git status` shows what changed", stage.keep()),
                )),
            },
        }
    }

    fn exchange(&self, stage: &Stage, done: &mut Undo) -> Result<(), Failure> {
        if let Some((from, to)) = &self.moved {
            done.make_folder_of(to).map_err(|error| Failure::io(to, "make the folder", &error))?;
            rename_new(from, to).map_err(|error| match error {
                Errno::EXIST => Failure::new(to, "there is already a file or folder of this name", "choose another name"),
                error => Failure::io(from, "move it", &error.into()),
            })?;
            done.steps.push(Step::Moved(from.clone(), to.clone()));
        }
        for (number, text) in self.texts.iter().enumerate() {
            let staged = stage.path(number);
            let failed = |error: io::Error| Failure::io(&text.path, "write the file", &error);
            if text.is_new {
                done.make_folder_of(&text.path).map_err(failed)?;
                rename_new(&staged, &text.path).map_err(|error| failed(error.into()))?;
                done.steps.push(Step::Made(text.path.clone()));
            } else {
                // A link to a file stays a link.
                let path = text.path.canonicalize_utf8().map_err(failed)?;
                let permissions = fs::metadata(&path).map_err(failed)?.permissions();
                fs::set_permissions(&staged, permissions).map_err(failed)?;
                swap(&staged, &path).map_err(failed)?;
                done.steps.push(Step::Swapped(staged, path));
            }
        }
        Ok(())
    }
}

/// Renames, and never over anything.
fn rename_new(from: &Utf8Path, to: &Utf8Path) -> Result<(), Errno> {
    match renameat_with(CWD, from.as_str(), CWD, to.as_str(), RenameFlags::NOREPLACE) {
        Err(Errno::NOSYS | Errno::INVAL | Errno::OPNOTSUPP) if fs::symlink_metadata(to).is_err() => {
            rustix::fs::rename(from.as_str(), to.as_str())
        }
        Err(Errno::NOSYS | Errno::INVAL | Errno::OPNOTSUPP) => Err(Errno::EXIST),
        done => done,
    }
}

/// Two files change places; where the file system cannot, one is aside for a moment.
fn swap(one: &Utf8Path, other: &Utf8Path) -> io::Result<()> {
    match renameat_with(CWD, one.as_str(), CWD, other.as_str(), RenameFlags::EXCHANGE) {
        Err(Errno::NOSYS | Errno::INVAL | Errno::OPNOTSUPP) => {
            let aside = Utf8PathBuf::from(format!("{one}.aside"));
            fs::rename(other, &aside)?;
            fs::rename(one, other).inspect_err(|_| drop(fs::rename(&aside, other)))?;
            fs::rename(&aside, one)
        }
        done => Ok(done?),
    }
}

/// The folder for new texts, and after the exchange for the former ones. It goes when it is let go of.
struct Stage {
    folder: Utf8PathBuf,
}

impl Stage {
    fn create(root: &Utf8Path) -> Result<Stage, Failure> {
        for number in 0..100 {
            let folder = root.join(format!(".almoner-{number}"));
            match fs::create_dir(&folder) {
                Ok(()) => return Ok(Stage { folder }),
                Err(error) if error.kind() == io::ErrorKind::AlreadyExists => {}
                Err(error) => return Err(Failure::io(&folder, "make the folder", &error)),
            }
        }
        Err(Failure::new(root, "100 commands that were stopped have left folders `.almoner-…` here", "look into them and remove them"))
    }

    fn path(&self, number: usize) -> Utf8PathBuf {
        self.folder.join(number.to_string())
    }

    /// Leaves the folder where it is, and names it.
    fn keep(self) -> Utf8PathBuf {
        let folder = self.folder.clone();
        std::mem::forget(self);
        folder
    }
}

impl Drop for Stage {
    fn drop(&mut self) {
        let _ = fs::remove_dir_all(&self.folder);
    }
}

enum Step {
    Folder(Utf8PathBuf),
    Moved(Utf8PathBuf, Utf8PathBuf),
    Made(Utf8PathBuf),
    Swapped(Utf8PathBuf, Utf8PathBuf),
}

#[derive(Default)]
struct Undo {
    steps: Vec<Step>,
}

impl Undo {
    fn make_folder_of(&mut self, path: &Utf8Path) -> io::Result<()> {
        let missing: Vec<&Utf8Path> =
            path.ancestors().skip(1).take_while(|folder| !folder.as_str().is_empty() && !folder.exists()).collect();
        for folder in missing.into_iter().rev() {
            fs::create_dir(folder)?;
            self.steps.push(Step::Folder(folder.to_owned()));
        }
        Ok(())
    }

    fn undo(&mut self) -> io::Result<()> {
        while let Some(step) = self.steps.pop() {
            match &step {
                Step::Folder(folder) => fs::remove_dir(folder)?,
                Step::Moved(from, to) => rename_new(to, from)?,
                Step::Made(path) => fs::remove_file(path)?,
                Step::Swapped(staged, path) => swap(staged, path)?,
            }
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn hub() -> (tempfile::TempDir, Utf8PathBuf) {
        let folder = tempfile::tempdir().expect("a folder");
        let root = Utf8PathBuf::from_path_buf(folder.path().to_owned()).expect("a plain path");
        fs::create_dir_all(root.join("a/deep")).expect("made");
        fs::write(root.join("a/one.md"), "one").expect("written");
        fs::write(root.join("a/deep/two.md"), "two").expect("written");
        fs::write(root.join("b.md"), "b").expect("written");
        (folder, root)
    }

    /// Every file with its text, in order.
    fn all(root: &Utf8Path) -> Vec<(String, String)> {
        let files = walkdir::WalkDir::new(root).sort_by_file_name().into_iter().map(|entry| entry.expect("walked"));
        let files = files.filter(|entry| entry.file_type().is_file());
        files
            .map(|entry| {
                (entry.path().to_string_lossy()[root.as_str().len()..].to_owned(), fs::read_to_string(entry.path()).expect("text"))
            })
            .collect()
    }

    fn text(root: &Utf8Path, path: &str, bytes: &str, is_new: bool) -> Text {
        Text { path: root.join(path), bytes: bytes.into(), is_new }
    }

    #[test]
    fn a_folder_moves_and_texts_change_with_it() {
        let (_folder, root) = hub();
        let rewrite = Rewrite {
            moved: Some((root.join("a"), root.join("x/y"))),
            texts: vec![text(&root, "x/y/one.md", "ONE", false), text(&root, "b.md", "B", false), text(&root, "n/new.md", "new", true)],
        };
        rewrite.apply(&root).expect("applied");
        let pairs = [("/b.md", "B"), ("/n/new.md", "new"), ("/x/y/deep/two.md", "two"), ("/x/y/one.md", "ONE")];
        assert_eq!(all(&root), pairs.map(|(path, text)| (path.to_owned(), text.to_owned())));
    }

    #[test]
    fn whatever_fails_nothing_has_changed() {
        let (_folder, root) = hub();
        let before = all(&root);
        let moved = Some((root.join("a"), root.join("x/y")));
        for texts in [
            // The last file does not exist; the file that should be new does; a folder cannot be made in a file.
            vec![text(&root, "x/y/one.md", "ONE", false), text(&root, "b.md", "B", false), text(&root, "none.md", "", false)],
            vec![text(&root, "x/y/one.md", "ONE", false), text(&root, "n/new.md", "new", true), text(&root, "b.md", "B", true)],
            vec![text(&root, "n/new.md", "new", true), text(&root, "b.md/new.md", "B", true)],
        ] {
            let rewrite = Rewrite { moved: moved.clone(), texts };
            rewrite.apply(&root).expect_err("it fails");
            assert_eq!(all(&root), before);
            assert!(!root.join("x").exists() && !root.join("n").exists() && !root.join(".almoner-0").exists());
        }
        let over = Rewrite { moved: Some((root.join("b.md"), root.join("a/one.md"))), texts: Vec::new() };
        assert!(over.apply(&root).expect_err("taken").what.contains("already"));
        assert_eq!(all(&root), before);
    }
}
