//! For tests: a small hub from text, and what the rules alone say of it.

use std::collections::BTreeSet;

use camino::Utf8Path;

use crate::assemble::citation::Bibliography;
use crate::assemble::figure::Figure;
use crate::assemble::redirect::Redirects;
use crate::assemble::register::Register;
use crate::assemble::term::Terms;
use crate::assemble::world::{Anchors, World};
use crate::load;
use crate::release::{Include, release};

/// The day on which every case is checked.
const AS_OF: &str = "2026-06-15T12:00:00Z";

/// What the rules say: `file:line:column severity code | message`, and the help if there is any, one string a fault.
/// `files` are parted by lines `=== path`; a page's two lines of hyphens are added unless it writes them itself.
pub fn said(files: &str) -> Vec<String> {
    checked(files, Include::default())
}

/// The same, with drafts and embargoed pages.
pub fn said_of_everything(files: &str) -> Vec<String> {
    checked(files, Include::EVERYTHING)
}

fn checked(files: &str, include: Include) -> Vec<String> {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let root = Utf8Path::from_path(folder.path()).expect("a readable path");
    std::fs::write(root.join("hub.yaml"), "title: A hub\n").expect("written");
    for file in files.split("=== ").skip(1) {
        let (path, text) = file.split_once('\n').expect("a path, and text below it");
        let page = path.ends_with(".md") && !text.starts_with("---");
        let text = if page { format!("---\nstatus: published\npublished: 2026-01-10T09:00:00Z\n{text}---\n") } else { text.to_owned() };
        std::fs::create_dir_all(root.join(path).parent().expect("inside the hub")).expect("made");
        std::fs::write(root.join(path), text).expect("written");
    }
    let (loaded, _) = load::load(root, &super::names()).expect("readable");
    let mut loaded = loaded.expect("a hub");
    let as_of = AS_OF.parse().expect("an instant");
    let documents = std::mem::take(&mut loaded.documents);
    let release = release(documents, as_of, &loaded.hub.zone, include);
    let register = Register::new(&release.documents, &release.withheld, &[]);
    let bibliography = Bibliography::empty();
    let (redirects, _) = Redirects::gather(&release.documents, &register, &|_| false);
    let world = World {
        hub: &loaded.hub,
        documents: &release.documents,
        register: &register,
        assets: &loaded.assets,
        tables: &loaded.tables,
        bibliography: &bibliography,
        figures: &Figure::all(&release.documents),
        figure_sources: &std::collections::BTreeMap::new(),
        terms: &Terms::new(&release.documents),
        redirects: &redirects,
        made: &BTreeSet::new(),
        anchors: Anchors::of(&release.documents),
    };
    let faults = super::check(&world, as_of).sorted();
    let line = |fault: &crate::diagnostic::Diagnostic| {
        let file = fault.place.file.strip_prefix(root).expect("inside the hub");
        let help = if fault.help.is_empty() { String::new() } else { format!(" | {}", fault.help.join("; ")) };
        let place = &fault.place;
        format!("{file}:{}:{} {} {} | {}{help}", place.line, place.column, fault.severity.name(), fault.code, fault.message)
    };
    faults.iter().map(line).collect()
}
