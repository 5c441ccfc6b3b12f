//! Where the output may stand. Refuses every place where putting a folder could cost somebody else's work,
//! before anything is written.

use std::fs;
use std::os::fd::OwnedFd;
use std::os::unix::fs::MetadataExt;

use camino::{Utf8Component, Utf8Path, Utf8PathBuf};
use rustix::fs::{Mode, OFlags};

use crate::diagnostic::Failure;

/// The folder in which the output stands, or will. Kept open: it stays the same folder whatever is renamed around it.
pub(super) struct Ground {
    /// The output as the person wrote it, for messages.
    pub shown: Utf8PathBuf,
    pub parent: OwnedFd,
    pub parent_path: Utf8PathBuf,
    pub name: String,
}

const OTHER_FOLDER: &str = "choose another folder with `--output`";

impl Ground {
    pub fn find(output: &Utf8Path, guarded: &[&Utf8Path]) -> Result<Ground, Failure> {
        let here = working_folder()?;
        let written = spelt_once(&here.join(output));
        let refuse = |what: String| Err(Failure::new(output, what, OTHER_FOLDER));
        match fs::symlink_metadata(&written) {
            Ok(found) if found.is_symlink() => {
                return refuse("the output is a symbolic link; the folder behind it might be anybody's".into());
            }
            Ok(found) if !found.is_dir() => return refuse("the output is a file, not a folder".into()),
            Ok(_) => {}
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => {}
            Err(error) => return Err(Failure::io(output, "look at the output", &error)),
        }
        let real = resolve(&written).map_err(|error| Failure::io(output, "find the output", &error))?;
        let (Some(name), Some(parent_path)) = (real.file_name(), real.parent()) else {
            return refuse("the output is the root of the file system".into());
        };
        if real.components().any(|part| part.as_str() == ".git") {
            return refuse("the output lies inside a `.git` folder".into());
        }
        for folder in guarded {
            let guarded = resolve(&spelt_once(&here.join(folder))).map_err(|error| Failure::io(folder, "find the folder", &error))?;
            if real == guarded {
                return refuse(format!("the output is `{folder}`, which the build reads"));
            } else if real.starts_with(&guarded) {
                return refuse(format!("the output lies inside `{folder}`, which the build reads"));
            } else if guarded.starts_with(&real) {
                return refuse(format!("the output contains `{folder}`, which the build reads"));
            }
        }
        // An output usually lies inside these two, so only being or containing them is refused.
        let here = resolve(&here).map_err(|error| Failure::io(&here, "find the working folder", &error))?;
        if here.starts_with(&real) {
            return refuse("the output is or contains the folder in which you are working".into());
        }
        let home = std::env::home_dir().and_then(|home| Utf8PathBuf::from_path_buf(home).ok());
        if home.and_then(|home| resolve(&home).ok()).is_some_and(|home| home.starts_with(&real)) {
            return refuse("the output is or contains your home folder".into());
        }
        fs::create_dir_all(parent_path).map_err(|error| Failure::io(parent_path, "make the folder", &error))?;
        let parent = rustix::fs::open(parent_path.as_str(), OFlags::DIRECTORY | OFlags::RDONLY | OFlags::CLOEXEC, Mode::empty())
            .map_err(|error| Failure::io(parent_path, "open the folder", &error.into()))?;
        if let (Ok(inner), Ok(outer)) = (fs::metadata(&real), fs::metadata(parent_path))
            && inner.dev() != outer.dev()
        {
            return Err(Failure::new(
                output,
                "the output is a mount point, which cannot be exchanged",
                "choose a folder inside it with `--output`",
            ));
        }
        Ok(Ground { shown: spelt_once(output), parent, parent_path: parent_path.to_owned(), name: name.to_owned() })
    }

    /// A name beside the output that says whose it is: `.public.lock`.
    pub fn sibling(&self, role: &str) -> String {
        format!(".{}.{role}", self.name)
    }

    /// The same as a person finds it.
    pub fn shown_sibling(&self, name: &str) -> Utf8PathBuf {
        self.shown.with_file_name(name)
    }
}

fn working_folder() -> Result<Utf8PathBuf, Failure> {
    let here = std::env::current_dir().map_err(|error| Failure::io(".", "find the working folder", &error))?;
    Utf8PathBuf::from_path_buf(here).map_err(|path| {
        let shown = path.to_string_lossy().into_owned();
        Failure::new(Utf8Path::new(&shown), "the working folder's name is not plain text", "rename it, or work in another folder")
    })
}

/// Without `.` and without a slash at the end, which would make the system follow a link that must be seen.
fn spelt_once(path: &Utf8Path) -> Utf8PathBuf {
    path.components().collect()
}

/// The real path of a folder that may not exist yet: links are followed as far as there is something to follow.
fn resolve(absolute: &Utf8Path) -> std::io::Result<Utf8PathBuf> {
    let mut real = Utf8PathBuf::new();
    for part in absolute.components() {
        match part {
            Utf8Component::ParentDir => {
                real.pop();
            }
            part => {
                real.push(part);
                if fs::symlink_metadata(&real).is_ok() {
                    real = real.canonicalize_utf8()?;
                }
            }
        }
    }
    Ok(real)
}
