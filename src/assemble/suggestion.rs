//! "Did you mean …": the page or file that a written path may have meant, named as the page that wrote it would.

use camino::Utf8Path;

use super::world::World;
use crate::diagnostic::nearest;
use crate::load::document::Document;

/// By the file's own name: a path is mostly folders, and any two files of a folder look alike.
pub fn page(world: &World, document: &Document, looked_for: &str) -> Option<String> {
    if world.register.names(&[]).any(|name| name == looked_for) {
        return Some(format!("id:{looked_for}"));
    }
    let folder = document.source.path.parent()?;
    let last = looked_for.trim_end_matches('/').rsplit('/').next()?;
    let name = last.strip_suffix(".md").or(last.strip_suffix(".html")).unwrap_or(last);
    let stems = world.register.paths().filter_map(|path| path.file_stem().filter(|stem| *stem != "_index"));
    let Some(stem) = nearest(name, stems) else { return file(world, folder, looked_for) };
    let path = world.register.paths().find(|path| path.file_stem() == Some(stem))?;
    Some(relative(folder, path))
}

/// The image or other file whose name comes nearest to the one written.
pub fn file(world: &World, folder: &Utf8Path, written: &str) -> Option<String> {
    let names = world.assets.keys().filter_map(|path| path.file_name());
    let near = nearest(written.rsplit('/').next()?, names)?;
    let path = world.assets.keys().find(|path| path.file_name() == Some(near))?;
    Some(relative(folder, path))
}

/// The path of a file as a page in `folder` writes it.
fn relative(folder: &Utf8Path, path: &Utf8Path) -> String {
    let from: Vec<&str> = folder.components().map(|part| part.as_str()).collect();
    let to: Vec<&str> = path.components().map(|part| part.as_str()).collect();
    let shared = from.iter().zip(&to).take_while(|(a, b)| a == b).count();
    let mut parts = vec![".."; from.len() - shared];
    parts.extend(&to[shared..]);
    parts.join("/")
}
