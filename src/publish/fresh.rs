//! New files for an editor: a page, or a whole small hub. Never over a file that is already there.

use camino::Utf8Path;

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
