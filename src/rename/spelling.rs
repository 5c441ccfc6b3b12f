//! How a page that has moved may be named, in the manner in which it was named before.

use camino::Utf8Path;

use super::mention::{Mention, Naming, Target};
use crate::assemble::address;
use crate::assemble::world::World;

/// What may be written in the mention's place, the most like what stands there first. `world` is the hub after the move.
pub fn candidates(world: &World, mention: &Mention, target: &Target) -> Vec<String> {
    let here = mention.page.map(|page| &world.documents[page]);
    let folder = here.and_then(|document| document.source.path.parent()).unwrap_or(Utf8Path::new(""));
    let own_address = mention.page.map_or("/", |page| world.address(page));
    let (path, rest) = parted(&mention.written);
    match (&mention.naming, target) {
        (Naming::Link, Target::Page(page)) if path.starts_with("id:") => {
            records(world, *page).into_iter().map(|name| format!("id:{name}{rest}")).collect()
        }
        (Naming::Link | Naming::Menu | Naming::Redirect, Target::Page(page)) => {
            let document = &world.documents[*page];
            let file = encoded(document.source.path.as_str());
            let at = world.address(*page).to_owned();
            let files = in_manner(path, folder, &file);
            let bare: Vec<String> = match file.strip_suffix("/_index.md") {
                Some(folder_of) => in_manner(path, folder, folder_of).into_iter().flat_map(|name| [format!("{name}/"), name]).collect(),
                None => in_manner(path, folder, file.trim_end_matches(".md")),
            };
            let mut addresses = in_manner(path, Utf8Path::new(own_address.trim_start_matches('/')), at.trim_start_matches('/'));
            addresses.iter_mut().for_each(|address| address.push('/'));
            addresses.iter_mut().filter(|address| address.ends_with("//")).for_each(|address| address.truncate(address.len() - 1));
            addresses.push(at);
            let names = if mention.naming == Naming::Link { Vec::new() } else { records(world, *page) };
            let is_name = mention.naming != Naming::Link && !path.contains('/') && !path.ends_with(".md");
            let lists = match (path.ends_with(".md"), path.ends_with('/')) {
                _ if is_name => [names, files, bare, addresses],
                (true, _) => [files, bare, addresses, names],
                (_, true) => [addresses, bare, files, names],
                _ => [bare, addresses, files, names],
            };
            lists.into_iter().flatten().map(|name| format!("{name}{rest}")).collect()
        }
        (Naming::Link | Naming::Menu | Naming::Redirect, Target::Made(at)) => {
            let inside = at.trim_matches('/');
            let mut names: Vec<String> = in_manner(path, folder, inside).into_iter().flat_map(|name| [format!("{name}/"), name]).collect();
            names.push(at.clone());
            names.into_iter().map(|name| format!("{name}{rest}")).collect()
        }
        (Naming::Link | Naming::Image, Target::File(file)) => {
            in_manner(path, folder, &encoded(file.as_str())).into_iter().map(|name| format!("{name}{rest}")).collect()
        }
        (Naming::File, Target::File(file)) => in_manner(&mention.written, folder, file.as_str()),
        (Naming::Term, Target::Page(page)) => {
            let terms = world.terms.iter().filter(|term| term.page == *page);
            let names = terms.flat_map(|term| [Some(term.term.clone()), term.acronym.clone()]).flatten();
            std::iter::once(world.documents[*page].stem().replace('-', " ")).chain(names).collect()
        }
        (_, Target::Page(page)) => {
            let mut names = records(world, *page);
            if mention.written.contains('/') {
                names.insert(0, world.address(*page).to_owned());
            }
            names
        }
        _ => Vec::new(),
    }
}

/// Names of a record: its file's, and its number.
fn records(world: &World, page: usize) -> Vec<String> {
    let document = &world.documents[page];
    let stem = document.stem();
    // In a link or a field other letters would end the name, or be refused.
    let is_plain = stem.chars().all(|c| c.is_ascii_alphanumeric() || "-_.".contains(c));
    let mut names: Vec<String> = if is_plain { vec![stem.to_owned()] } else { Vec::new() };
    names.extend(document.common.id.clone());
    names.push(world.address(page).to_owned());
    names
}

/// A path and what follows it: `a.md` and `#part`.
fn parted(written: &str) -> (&str, &str) {
    written.split_at(written.find(['#', '?']).unwrap_or(written.len()))
}

/// A path of the hub as seen from a folder of it, and from the hub's top, the manner of `before` first.
fn in_manner(before: &str, folder: &Utf8Path, path: &str) -> Vec<String> {
    let from_top = format!("/{path}");
    let from_here = relative(folder.as_str(), path);
    let from_here = if before.starts_with("./") && !from_here.starts_with('.') { format!("./{from_here}") } else { from_here };
    if before.starts_with('/') { vec![from_top, from_here] } else { vec![from_here, from_top] }
}

/// `../b/c` for `b/c` seen from `a`.
fn relative(folder: &str, path: &str) -> String {
    let from: Vec<&str> = folder.split('/').filter(|part| !part.is_empty()).collect();
    let mut to: Vec<&str> = path.split('/').filter(|part| !part.is_empty()).collect();
    let name = to.pop();
    let shared = from.iter().zip(&to).take_while(|(one, other)| one == other).count();
    let up = std::iter::repeat_n("..", from.len() - shared);
    up.chain(to[shared..].iter().copied()).chain(name).collect::<Vec<_>>().join("/")
}

/// As a Markdown address: without what would end it or be read as something else.
fn encoded(path: &str) -> String {
    let mut address = String::with_capacity(path.len());
    for c in path.chars() {
        if " ()<>[]%#?\"'\\|`*:&".contains(c) || c.is_control() {
            let mut bytes = [0; 4];
            c.encode_utf8(&mut bytes).bytes().for_each(|byte| address.push_str(&format!("%{byte:02X}")));
        } else {
            address.push(c);
        }
    }
    address
}

/// A name as a value of YAML, given the letters around it: in quotes where plain letters would say something else.
pub fn as_value(name: &str, is_quoted: bool) -> String {
    let plain = name.starts_with(|c: char| c.is_alphabetic() || c == '/' || c == '.')
        && name.chars().all(|c| c.is_alphanumeric() || "-_./".contains(c))
        && !["true", "false", "null", "yes", "no", "on", "off", "y", "n"].contains(&name.to_lowercase().as_str())
        && name.parse::<f64>().is_err();
    if plain || is_quoted { name.to_owned() } else { format!("'{}'", name.replace('\'', "''")) }
}

/// An address of the site as it must be read to be the same in any form.
pub fn is_same(one: &str, other: &str) -> bool {
    address::normal(one) == address::normal(other)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paths_are_seen_from_where_they_are_written() {
        assert_eq!(relative("a", "b/c.md"), "../b/c.md");
        assert_eq!(relative("a", "a/c.md"), "c.md");
        assert_eq!(relative("", "a/c.md"), "a/c.md");
        assert_eq!(relative("a/b", "a/c/d.md"), "../c/d.md");
        assert_eq!(relative("a/b", "a"), "../../a");
        assert_eq!(in_manner("./x.md", Utf8Path::new("a"), "a/c.md"), ["./c.md", "/a/c.md"]);
        assert_eq!(in_manner("/x.md", Utf8Path::new("a"), "a/c.md"), ["/a/c.md", "c.md"]);
        assert_eq!(encoded("a b/(c).md"), "a%20b/%28c%29.md");
    }

    #[test]
    fn names_that_yaml_would_misread_are_quoted() {
        for (name, value) in [("first-visit", "first-visit"), ("2026", "'2026'"), ("no", "'no'"), ("a: b", "'a: b'"), ("1e3", "'1e3'")] {
            assert_eq!(as_value(name, false), value);
        }
    }
}
