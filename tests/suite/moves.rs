//! `almoner mv` over hubs that chance put together: every spelling of a link that our Markdown has, in every place of a page.
//! After a move the hub is as sound as before and everything leads where it led; a move back gives the same bytes.
//! The hubs are the same at every run; `MOVES=1000 cargo test --test suite moves` makes as many new ones.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use almoner::assemble::resolved::Resolved;
use almoner::assemble::{self, Site, address, rules};
use almoner::build::{self, MoveRequest};
use almoner::diagnostic::{Diagnostics, Severity};
use almoner::load;
use almoner::release::{self, Include};
use camino::{Utf8Path, Utf8PathBuf};
use jiff::Timestamp;
use proptest::prelude::*;
use proptest::test_runner::RngSeed;

use crate::cases::Silent;
use crate::command::variable;
use crate::folder::{Folder, tree};

const HUB: &str = "title: A hub of chance
base_url: https://hub.example.org
topics: free
defaults:
  summary: What this page says, in one sentence.
  status: published
  published: 2026-01-05T09:00:00Z
  owner: Editors
  topics: [Supervision]
  audiences: [practitioner]
  nations: [england]
  licence: CC-BY-4.0
  rights_note: Our own words.
";

const NOTE: &str = "name: Note
plural: Notes
help: A page of chance.
folder: notes
shared_optional: [id]
fields:
  words: {kind: markdown}
  more: {kind: list, of: {kind: group, fields: {text: {kind: markdown, required: true}, of: {kind: reference, to: [note, page]}}}}
";

/// Folders of pages: those below `notes` hold notes, the others free pages.
const FOLDERS: &[&str] = &["notes", "notes/deep", "notes/with space", "about", "about/us", ""];

/// Names of files: plain ones, and those that YAML, Markdown or an address would read as something else.
const NAMES: &[&str] =
    &["first-visit", "2026", "a space", "no", "v1.2", "Über-uns", "paren(1)", "it's", "a&b", "100%", "under_score", "q_a_b", "c#", "what?"];

#[derive(Debug, Clone)]
struct Sketch {
    pages: Vec<PageSketch>,
    menu: LinkSketch,
    moved: usize,
    /// Where the moved page goes; of the folder of the page, if it is a note or a free page.
    folder: usize,
    name: usize,
    /// Its whole folder moves instead.
    whole_folder: bool,
    /// Every name is plain and every address is written as `mv` itself would write it: then nothing may differ on the way back.
    is_straight: bool,
}

#[derive(Debug, Clone)]
struct PageSketch {
    folder: usize,
    name: usize,
    links: Vec<LinkSketch>,
    related: Vec<(usize, bool)>,
    yaml: usize,
}

/// A link to another page: how its address is spelt, how it stands in Markdown, and where on the page.
#[derive(Debug, Clone)]
struct LinkSketch {
    to: usize,
    spelling: usize,
    form: usize,
    place: usize,
    anchor: bool,
}

const SPELLINGS: usize = 10;
/// Those that a move and its way back leave to the letter. A path without `.md` may be read from the file or from its address, and one that
/// still leads there in the other way is left alone.
const STRAIGHT: [usize; 5] = [0, 2, 4, 6, 7];
/// Names and folders that may stand anywhere as they are.
const PLAIN_NAMES: &[&str] = &["first-visit", "second-visit", "v1-2", "q-a-b", "paren", "what", "under", "third", "hundred"];
const PLAIN_FOLDERS: &[&str] = &["notes", "notes/deep", "notes/deeper", "about", "about/us", ""];
const FORMS: usize = 7;
const PLACES: usize = 9;

fn link() -> impl Strategy<Value = LinkSketch> {
    (any::<usize>(), 0..SPELLINGS, 0..FORMS, 0..PLACES, any::<bool>()).prop_map(|(to, spelling, form, place, anchor)| LinkSketch {
        to,
        spelling,
        form,
        place,
        anchor,
    })
}

fn page() -> impl Strategy<Value = PageSketch> {
    let related = prop::collection::vec((any::<usize>(), any::<bool>()), 0..3);
    (0..FOLDERS.len(), any::<usize>(), prop::collection::vec(link(), 0..5), related, 0..5usize)
        .prop_map(|(folder, name, links, related, yaml)| PageSketch { folder, name, links, related, yaml })
}

fn sketch() -> impl Strategy<Value = Sketch> {
    let chances = (prop::bool::weighted(0.2), any::<bool>());
    let move_to = (any::<usize>(), any::<usize>(), any::<usize>());
    (prop::collection::vec(page(), 2..6), link(), move_to, chances).prop_map(
        |(pages, menu, (moved, folder, name), (whole_folder, is_straight))| {
            let mut sketch = Sketch { pages, menu, moved, folder, name, whole_folder, is_straight };
            if is_straight {
                let links = sketch.pages.iter_mut().flat_map(|page| &mut page.links).chain([&mut sketch.menu]);
                links.for_each(|link| link.spelling = STRAIGHT[link.spelling % STRAIGHT.len()]);
            }
            sketch
        },
    )
}

/// Where the pages of a sketch lie; each name is given once, because records of one name cannot be told apart.
struct Plan {
    paths: Vec<Utf8PathBuf>,
    left: Vec<&'static str>,
    folders: &'static [&'static str],
}

fn plan(sketch: &Sketch) -> Plan {
    let (names, folders) = if sketch.is_straight { (PLAIN_NAMES, PLAIN_FOLDERS) } else { (NAMES, FOLDERS) };
    let mut left = names.to_vec();
    let mut paths = Vec::new();
    for page in &sketch.pages {
        let name = left.remove(page.name % left.len());
        paths.push(Utf8Path::new(folders[page.folder]).join(format!("{name}.md")));
    }
    Plan { paths, left, folders }
}

fn is_note(path: &Utf8Path) -> bool {
    path.starts_with("notes")
}

/// As a Markdown address.
fn encoded(path: &str) -> String {
    path.chars().fold(String::new(), |mut text, c| {
        match c {
            ' ' | '(' | ')' | '%' | '#' | '?' | '\'' | '&' => drop(write!(text, "%{:02X}", c as u32)),
            c => text.push(c),
        }
        text
    })
}

fn relative(folder: &Utf8Path, path: &str) -> String {
    let up: Vec<&str> = folder.components().map(|part| part.as_str()).collect();
    let to: Vec<&str> = path.split('/').collect();
    let shared = up.iter().zip(&to[..to.len() - 1]).take_while(|(one, other)| one == other).count();
    format!("{}{}", "../".repeat(up.len() - shared), to[shared..].join("/"))
}

impl Plan {
    fn address(&self, page: usize) -> String {
        address::of_folder(&self.paths[page].with_extension(""))
    }

    /// An address of the page `to` as it may be written on the page `from`; what only `<…>` can hold is written in its own letters.
    fn spelt(&self, from: usize, link: &LinkSketch, is_raw: bool) -> String {
        let to = link.to % self.paths.len();
        let path = self.paths[to].as_str();
        let written = |path: &str| if is_raw && !path.contains(['%', '#', '?']) { path.to_owned() } else { encoded(path) };
        let folder = self.paths[from].parent().unwrap_or(Utf8Path::new(""));
        let near = written(&relative(folder, path));
        let stem = self.paths[to].file_stem().unwrap_or_default();
        let own = self.address(from);
        let mut address = match link.spelling {
            0 => near,
            1 if near.starts_with('.') => near,
            1 => format!("./{near}"),
            2 => format!("/{}", written(path)),
            3 => written(relative(folder, path).trim_end_matches(".md")),
            4 => self.address(to),
            5 => format!(
                "../{}",
                relative(
                    Utf8Path::new(own.trim_matches('/')).parent().unwrap_or(Utf8Path::new("")),
                    self.address(to).trim_start_matches('/')
                )
            ),
            6 => format!("id:nt-{:04}", to + 1),
            7 if stem.bytes().all(|b| b.is_ascii_alphanumeric() || b"-_.".contains(&b)) => format!("id:{stem}"),
            7 => format!("id:nt-{:04}", to + 1),
            8 => format!("{near}?print=1"),
            // Round about, as nobody should write.
            _ => match folder.file_name() {
                Some(name) => format!("../{}/{near}", written(name)),
                None => format!("./././{near}"),
            },
        };
        if link.anchor {
            address.push_str("#part");
        }
        address
    }

    /// A link with its words, and the line that says where its label leads if it has one.
    fn link(&self, from: usize, number: usize, link: &LinkSketch) -> (String, String) {
        let plain = self.spelt(from, link, false);
        let words = format!("link number {number}");
        match link.form {
            1 => (format!("[{words}](<{}>)", self.spelt(from, link, true)), String::new()),
            2 => (format!("[{words}]({plain} \"A title\")"), String::new()),
            3 => (format!("[{words}][l{number}]"), format!("[l{number}]: {plain}\n")),
            4 => (format!("[{words}][]"), format!("[{words}]: <{plain}> 'A title'\n")),
            5 => (format!("[{words}]"), format!("[{words}]: {plain}\n")),
            6 => (format!("**[*{words}*]({plain})**"), String::new()),
            _ => (format!("[{words}]({plain})"), String::new()),
        }
    }

    /// Markdown with every link of a page in its place.
    fn prose(&self, from: usize, links: &[LinkSketch], first: usize) -> String {
        let (mut text, mut labels) = (String::from("Some words.\n\n"), String::from("\n"));
        for (at, sketch) in links.iter().enumerate() {
            let number = first + at;
            let (link, label) = self.link(from, number, sketch);
            labels.push_str(&label);
            let to = &self.paths[sketch.to % self.paths.len()];
            let is_plain = to.file_stem().is_some_and(|stem| stem.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-'));
            match sketch.place {
                1 => _ = writeln!(text, "- An item with {link}.\n"),
                2 => _ = writeln!(text, "> A quotation with {link}.\n"),
                3 => _ = writeln!(text, "| A table | of two |\n|---|---|\n| with | {link} |\n"),
                4 => _ = writeln!(text, "A footnote[^{number}].\n\n[^{number}]: With {link}.\n"),
                5 => _ = writeln!(text, "`{to}` is code, and {link} is none.\n"),
                6 => _ = writeln!(text, "### A heading with {link}\n"),
                7 => _ = writeln!(text, "> [!NOTE]\n> A call-out with {link}.\n"),
                8 if is_plain && *to != self.paths[from] => {
                    _ = writeln!(text, "{link}\n\n![[{}#small]]\n", to.file_stem().unwrap_or_default());
                }
                _ => _ = writeln!(text, "A paragraph with {link}, and {} in words.\n", to.file_name().unwrap_or_default()),
            }
        }
        text + &labels
    }

    fn page(&self, from: usize, sketch: &PageSketch) -> String {
        let is_note = is_note(&self.paths[from]);
        let mut text = format!(
            "---\nid: nt-{:04}\ntype: {}\ntitle: The page of number {from}   # a comment\n",
            from + 1,
            if is_note { "note" } else { "page" }
        );
        let names: Vec<String> = sketch
            .related
            .iter()
            .map(|(to, by_id)| (to % self.paths.len(), *by_id))
            .filter(|(to, _)| *to != from)
            .map(
                |(to, by_id)| {
                    if by_id { format!("nt-{:04}", to + 1) } else { quoted(self.paths[to].file_stem().unwrap_or_default(), sketch.yaml) }
                },
            )
            .collect::<std::collections::BTreeSet<_>>()
            .into_iter()
            .collect();
        match (names.as_slice(), sketch.yaml) {
            ([], _) => {}
            ([one], 0) => _ = writeln!(text, "related: {one}"),
            (many, 1 | 3) => many.iter().fold(writeln!(text, "related:"), |_, name| writeln!(text, "  - {name} # kept")).expect("text"),
            (many, _) => _ = writeln!(text, "related: [{}]", many.join(", ")),
        }
        let half = if is_note { sketch.links.len() / 2 } else { 0 };
        let (above, below) = sketch.links.split_at(half);
        if half > 0 {
            let prose = self.prose(from, above, 0);
            let lines: Vec<&str> = prose.trim_end().lines().collect();
            match sketch.yaml {
                0 | 1 => _ = writeln!(text, "words: |\n  {}", lines.join("\n  ").replace("\n  \n", "\n\n")),
                2 => {
                    _ = writeln!(text, "words: '{}'", prose.trim_end().replace('\'', "''").replace('\n', "\n\n  ").replace("\n  \n", "\n"))
                }
                3 => _ = writeln!(text, "words: \"{}\"", prose.trim_end().replace('\\', "\\\\").replace('"', "\\\"").replace('\n', "\\n")),
                _ => _ = writeln!(text, "more:\n  - text: >-\n      {}", self.link(from, 0, &above[0]).0.replace("][l0]", "](#part)")),
            }
        }
        _ = write!(text, "---\n\n## Part\n\n{}\n## Small\n\nA few words.\n", self.prose(from, below, 100));
        text
    }

    fn write(&self, sketch: &Sketch, folder: &Folder) {
        // In `hub.yaml` a path is written in its own letters, and one with a mark of addresses in it is named by its number.
        let menu = sketch.menu.to % self.paths.len();
        let to = match sketch.menu.spelling % 3 {
            0 if !self.paths[menu].as_str().contains(['#', '?']) => self.paths[menu].to_string(),
            1 => self.address(menu),
            _ => format!("nt-{:04}", menu + 1),
        };
        folder.write("content/hub.yaml", &format!("{HUB}navigation:\n  - {{label: Menu, to: {}}}\n", quoted(&to, 2)));
        folder.write("content/_types/note.yaml", NOTE);
        folder.write("content/_index.md", "---\ntype: page\ntitle: The home page\n---\n");
        for (from, page) in sketch.pages.iter().enumerate() {
            folder.write(&format!("content/{}", self.paths[from]), &self.page(from, page));
        }
    }
}

/// A name as a value of YAML.
fn quoted(name: &str, yaml: usize) -> String {
    let is_plain =
        name.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-') && name.starts_with(|c: char| c.is_ascii_alphabetic()) && name != "no";
    match yaml {
        3 => format!("\"{name}\""),
        _ if is_plain && yaml != 2 => name.to_owned(),
        _ => format!("'{}'", name.replace('\'', "''")),
    }
}

fn as_of() -> Timestamp {
    "2026-06-01T12:00:00Z".parse().expect("an instant")
}

fn site(hub: &Utf8Path) -> (Site, Diagnostics) {
    let (loaded, mut faults) = load::load(hub, &rules::names()).expect("the hub can be read");
    let mut loaded = loaded.expect("the hub is one");
    let documents = std::mem::take(&mut loaded.documents);
    let release = release::for_editors(documents, as_of(), &loaded.hub.zone);
    let (site, more) = assemble::assemble(loaded, release, as_of(), Include::EVERYTHING);
    faults.append(more);
    (site, faults)
}

/// Where everything on every page leads, by the titles of pages: what a move must leave as it is.
fn leads(site: &Site) -> BTreeMap<String, Vec<String>> {
    let titles: BTreeMap<&str, &str> =
        site.pages.iter().zip(&site.documents).map(|(page, document)| (page.address.as_str(), document.common.title.as_str())).collect();
    let title = |href: &str| {
        let (path, anchor) = href.split_once('#').map_or((href, ""), |(path, anchor)| (path, anchor));
        format!("{}#{anchor}", titles.get(path).copied().unwrap_or(path))
    };
    fn one(resolved: &Resolved, title: &dyn Fn(&str) -> String) -> String {
        match resolved {
            Resolved::Link { href } => title(href),
            Resolved::Include(included) => {
                let inside: Vec<String> = included.references.iter().map(|inner| one(inner, title)).collect();
                format!("{} with {inside:?}", title(&included.href))
            }
            other => format!("{other:?}"),
        }
    }
    let mut all: BTreeMap<String, Vec<String>> = site
        .pages
        .iter()
        .zip(&site.documents)
        .map(|(page, document)| {
            let mut leads: Vec<String> = page.references.passages.iter().flatten().map(|resolved| one(resolved, &title)).collect();
            leads.extend(page.fields.pages.iter().map(|index| format!("field {}", site.documents[*index].common.title)));
            (document.common.title.clone(), leads)
        })
        .collect();
    all.insert("the menu".to_owned(), site.navigation.iter().map(|entry| title(&entry.href)).collect());
    all
}

/// The same of the pages that were there before: the old address of a list that no page introduces is kept by a page of its own.
fn leads_of(site: &Site, before: &BTreeMap<String, Vec<String>>) -> BTreeMap<String, Vec<String>> {
    leads(site).into_iter().filter(|(title, _)| before.contains_key(title)).collect()
}

/// The faults that stop a build or warn, by code.
fn faults(diagnostics: &Diagnostics) -> BTreeMap<&'static str, usize> {
    let mut codes = BTreeMap::new();
    for fault in diagnostics.iter().filter(|fault| fault.severity != Severity::Advice) {
        *codes.entry(fault.code.name()).or_default() += 1;
    }
    codes
}

/// Moves, or says in words why not.
fn mv(hub: &Utf8Path, old: &Utf8Path, new: &Utf8Path) -> Result<(), String> {
    let request = MoveRequest { hub: hub.to_owned(), old: old.to_string(), new: format!("/{new}"), as_of: as_of(), dry_run: false };
    let outcome = build::mv(&request, &mut Silent).map_err(|failure| failure.to_string())?;
    let said = || outcome.diagnostics.iter().map(|fault| format!("{}: {}", fault.place.file, fault.message)).collect::<Vec<_>>().join("\n");
    outcome.made.as_ref().map(|_| ()).ok_or_else(said)
}

fn moves(sketch: &Sketch) -> Result<(), TestCaseError> {
    let plan = plan(sketch);
    let folder = Folder::empty();
    plan.write(sketch, &folder);
    let hub = folder.hub();
    let moved = sketch.moved % plan.paths.len();
    let old = &plan.paths[moved];
    let homes: Vec<&str> = plan.folders.iter().copied().filter(|home| Utf8Path::new(home).starts_with("notes") == is_note(old)).collect();
    let in_folder = old.parent().is_some_and(|parent| !parent.as_str().is_empty() && parent != "notes");
    let (from, to) = if sketch.whole_folder && in_folder {
        let parent = old.parent().expect("it has one");
        (parent.to_owned(), parent.with_file_name(if parent == "about" || sketch.is_straight { "elsewhere" } else { "some where" }))
    } else {
        (old.clone(), Utf8Path::new(homes[sketch.folder % homes.len()]).join(format!("{}.md", plan.left[sketch.name % plan.left.len()])))
    };
    let files = tree(&hub);
    let (before, faults_before) = site(&hub);
    let context = || {
        let pages: Vec<String> = files.iter().map(|(path, bytes)| format!("--- {path}\n{}", String::from_utf8_lossy(bytes))).collect();
        format!("{from} to {to}\n{}", pages.join("\n"))
    };
    prop_assert!(!faults_before.has_errors(), "the hub itself is at fault: {:?}\n{}", faults(&faults_before), context());
    if let Err(why) = mv(&hub, &from, &to) {
        prop_assert!(false, "refused: {why}\n{}", context());
    }
    let (after, faults_after) = site(&hub);
    prop_assert_eq!(faults(&faults_before), faults(&faults_after), "{}", context());
    let led = leads(&before);
    prop_assert_eq!(&led, &leads_of(&after, &led), "{}", context());
    for page in &before.pages {
        let leads_on = after.register.address(&page.address);
        let is_there = matches!(leads_on, almoner::assemble::register::Found::Page(_)) || after.redirects.target(&page.address).is_some();
        prop_assert!(is_there, "{} leads nowhere\n{}", page.address, context());
    }
    // There and back again. A name that a field or a link cannot carry has given way to the permanent number, and an address that was
    // written round about is straight now; both lead where they led, so neither is changed back. Nothing else differs.
    mv(&hub, &to, &from).map_err(|why| TestCaseError::fail(format!("no way back: {why}\n{}", context())))?;
    let (back, faults_back) = site(&hub);
    prop_assert_eq!(faults(&faults_before), faults(&faults_back), "{}", context());
    prop_assert_eq!(&led, &leads_of(&back, &led), "{}", context());
    let pages = || tree(&hub).into_iter().filter(|(path, _)| !path.starts_with("redirects/")).collect::<BTreeMap<_, _>>();
    let mut first = files.clone();
    let mut again = pages();
    if !sketch.is_straight {
        mv(&hub, &from, &to)
            .and_then(|()| mv(&hub, &to, &from))
            .map_err(|why| TestCaseError::fail(format!("not twice: {why}\n{}", context())))?;
        first = again;
        again = pages();
    }
    prop_assert_eq!(first.keys().collect::<Vec<_>>(), again.keys().collect::<Vec<_>>());
    for (path, bytes) in &first {
        let (then, now) = (without_aliases(bytes), without_aliases(&again[path]));
        prop_assert_eq!(then, now, "{} after {}", path, context());
    }
    Ok(())
}

/// A page without the line that remembers where it has been.
fn without_aliases(bytes: &[u8]) -> String {
    String::from_utf8_lossy(bytes).lines().filter(|line| !line.starts_with("aliases:")).map(|line| format!("{line}\n")).collect()
}

/// A few that are always the same, or as many new ones as a tester asks for.
fn config() -> ProptestConfig {
    let asked = variable("MOVES").and_then(|number| number.parse().ok());
    let seed = if asked.is_some() { RngSeed::Random } else { RngSeed::Fixed(2009) };
    ProptestConfig {
        cases: asked.unwrap_or(16),
        rng_seed: seed,
        max_shrink_iters: 60,
        failure_persistence: None,
        ..ProptestConfig::default()
    }
}

proptest! {
    #![proptest_config(config())]

    #[test]
    fn everything_leads_where_it_led(sketch in sketch()) {
        moves(&sketch)?;
    }
}
