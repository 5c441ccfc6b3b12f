//! What has to change when a page, a file or a folder of a hub gets another name: every mention of it, the mentions inside it,
//! and the aliases that lead on from its old addresses. A plan is only given when, with it, everything leads where it led before
//! and nothing is at fault that was not. It writes nothing itself.

mod edit;
mod mention;
mod names;
mod spelling;

use std::collections::{BTreeMap, BTreeSet};

use camino::{Utf8Path, Utf8PathBuf};

use crate::assemble::register::PageIndex;
use crate::assemble::world::World;
use crate::assemble::{Site, address};
use crate::diagnostic::{Code, Diagnostic, Diagnostics, Failure};
use crate::release::Standing;
use edit::Edits;
use mention::{Mention, Target};
pub use names::{Move, find};

/// A file of the hub with its new text.
#[derive(Debug)]
pub struct Change {
    /// Where it is after the move.
    pub path: Utf8PathBuf,
    /// Where it was; none for a new file.
    pub old: Option<Utf8PathBuf>,
    /// The text that was read, by which it can be told that nobody changed the file meanwhile; none for a new file.
    pub before: Option<String>,
    pub after: String,
    /// What changes, by line: what stood there and what will.
    pub lines: Vec<(usize, String, String)>,
}

#[derive(Debug, Default)]
pub struct Plan {
    pub changes: Vec<Change>,
    /// Mentions that were repaired.
    pub repaired: usize,
    /// Old addresses that lead on.
    pub aliases: Vec<String>,
}

/// The hub before a move and, with every file still as it was written, after it.
pub struct Worlds<'a> {
    pub before: &'a Site,
    pub moved: &'a Site,
    pub asked: &'a Move,
}

/// New texts by the path that each file had.
pub type Texts = BTreeMap<Utf8PathBuf, String>;

impl Worlds<'_> {
    /// What must change. A failure says why the move cannot be made; a diagnostic, which mention cannot be repaired.
    pub fn plan(&self) -> Result<(Plan, Texts, Diagnostics), Failure> {
        let (before, moved) = (self.before, self.moved);
        let (world, new_world) = (before.world(), moved.world());
        self.types_hold()?;
        let mut faults = Diagnostics::new();
        let mut edits = BTreeMap::<Utf8PathBuf, Edits>::new();
        let mut plan = Plan::default();
        for mention in mention::all(before) {
            match self.repair(&world, &new_world, &mention) {
                Ok(None) => {}
                Ok(Some(words)) => {
                    let put =
                        mention.range.clone().is_some_and(|range| edits.entry(mention.source.path.clone()).or_default().put(range, words));
                    if put { plan.repaired += 1 } else { faults.push(beyond_repair(&mention)) }
                }
                Err(fault) => faults.push(*fault),
            }
        }
        for (page, document) in before.documents.iter().enumerate() {
            let (old, new) = (world.address(page), new_world.address(page));
            if old == new || !address::has_page(document) {
                continue;
            }
            let was_public = !matches!(document.standing(), Standing::Preview(_)) || before.loaded.published.contains(old);
            let edits = edits.entry(document.source.path.clone()).or_default();
            if edit::aliases(document, edits, was_public.then_some(old), new).is_none() {
                let place = document.sheet.value_place(&"aliases".into());
                faults.push(
                    Diagnostic::error(Code::LinkMissing, place, format!("the old address `{old}` cannot be added here by itself"))
                        .help("write the aliases in one line, as in `aliases: [/old/address/]`, and move the page then"),
                );
            } else if was_public {
                plan.aliases.push(old.to_owned());
            }
        }
        let turned = self.turned();
        for (page, left) in &turned {
            let document = &before.documents[*page];
            let place = document.sheet.value_range(&"from".into());
            let edits = edits.entry(document.source.path.clone()).or_default();
            if place.is_some_and(|place| edits.put(place, spelling::as_value(left, false))) {
                plan.aliases.push(left.clone());
            }
        }
        let mut texts = Texts::new();
        for (path, edits) in edits.iter().filter(|(_, edits)| edits.len() > 0) {
            let text = self.text_of(path);
            let after = edits.apply(text);
            let lines = edits.lines(text).map(|(line, old, new)| (line, old.to_owned(), new.to_owned())).collect();
            let now = self.asked.after(path).unwrap_or_else(|| path.clone());
            plan.changes.push(Change { path: now, old: Some(path.clone()), before: Some(text.to_owned()), after: after.clone(), lines });
            texts.insert(path.clone(), after);
        }
        for (path, text, address) in self.redirects_of_lists(&world, &new_world) {
            if turned.iter().any(|(_, left)| *left == address) {
                continue;
            }
            plan.aliases.push(address);
            plan.changes.push(Change { path, old: None, before: None, after: text, lines: Vec::new() });
        }
        plan.aliases.sort();
        Ok((plan, texts, faults))
    }

    /// The words to put in a mention's place; none when it still leads where it led.
    fn repair(&self, world: &World, moved: &World, mention: &Mention) -> Result<Option<String>, Box<Diagnostic>> {
        let target = mention::target(world, mention, &mention.written);
        let expected = match &target {
            Target::Elsewhere => return Ok(None),
            Target::Page(page) => Target::Page(*page),
            Target::File(file) => Target::File(self.asked.after(file).unwrap_or_else(|| file.clone())),
            Target::Made(at) => Target::Made(self.asked.after_address(at).unwrap_or_else(|| at.clone())),
            Target::Unclear(pages) => {
                let moves = pages.iter().any(|page| self.asked.after(&self.before.documents[*page].source.path).is_some());
                return if moves { Err(Box::new(unclear(mention))) } else { Ok(None) };
            }
        };
        if mention::target(moved, mention, &mention.written) == expected {
            return Ok(None);
        }
        let found = spelling::candidates(moved, mention, &expected)
            .into_iter()
            .find(|written| mention::target(moved, mention, written) == expected)
            .ok_or_else(|| Box::new(beyond_repair(mention)))?;
        let is_quoted =
            mention.range.as_ref().is_some_and(|range| self.text_of(&mention.source.path)[..range.start].ends_with(['"', '\'']));
        Ok(Some(if mention.is_value { spelling::as_value(&found, is_quoted) } else { found }))
    }

    fn text_of(&self, path: &Utf8Path) -> &str {
        let golden = self.before.loaded.golden.as_ref().map(|golden| &golden.sheet.source);
        let pages = self.before.documents.iter().map(|document| &document.source);
        let all = pages.chain([&self.before.loaded.hub.sheet.source]).chain(golden);
        all.into_iter().find(|source| source.path == path).map_or("", |source| &source.text)
    }

    /// A page that says no type gets it from its folder, and would silently become another.
    fn types_hold(&self) -> Result<(), Failure> {
        for (old, new) in self.before.documents.iter().zip(&self.moved.documents) {
            if old.content_type.id != new.content_type.id {
                return Err(Failure::new(
                    &old.source.file,
                    format!("there it would become a `{}`, because it says no type and its folder decides", new.content_type.id),
                    format!("add a line `type: {}` to it, or choose another folder", old.content_type.id),
                ));
            }
        }
        Ok(())
    }

    /// Redirects at an address that a list is to have, as when a folder gets back a name that it had: they are turned round, and lead
    /// on from the address that the list leaves.
    fn turned(&self) -> Vec<(PageIndex, String)> {
        let lists = self.before.sections.iter().filter(|section| section.page.is_none());
        let at = |address: &str| {
            self.before.documents.iter().position(|document| {
                let from = document.fields.text("from").filter(|_| !address::has_page(document));
                from.is_some_and(|from| spelling::is_same(from, address))
            })
        };
        let turned = lists.filter_map(|list| {
            let new = self.asked.after_address(&list.address).filter(|new| *new != list.address)?;
            Some((at(&new)?, list.address.clone()))
        });
        turned.collect()
    }

    /// A list that no page introduces has nobody to keep its old address: a page of the type `redirect` does.
    fn redirects_of_lists(&self, world: &World, moved: &World) -> Vec<(Utf8PathBuf, String, String)> {
        let before = self.before;
        let Some(redirect) = before.loaded.types.get(address::REDIRECT_TYPE) else { return Vec::new() };
        let is_public = |page: &PageIndex| !matches!(before.documents[*page].standing(), Standing::Preview(_));
        let taken: BTreeSet<&str> = before.documents.iter().filter_map(|document| document.common.id.as_deref()).collect();
        let prefix = redirect.prefix.as_deref().unwrap_or("rd");
        let mut ids = (1..).map(|number| format!("{prefix}-{number:04}")).filter(|id| !taken.contains(id.as_str()));
        let mut made = Vec::new();
        for section in before.sections.iter().filter(|section| section.page.is_none()) {
            let Some(new) = self.asked.after_address(&section.address).filter(|new| *new != section.address) else { continue };
            let published = before.loaded.published.contains(&section.address) || section.pages.iter().any(is_public);
            if !published || moved.made(&section.address).is_some() || world.made(&section.address).is_none() {
                continue;
            }
            let day = before.as_of.to_zoned(before.hub().zone.clone());
            let id = ids.next().unwrap_or_default();
            let mut text = format!(
                "---\nid: {id}\ntype: {}\nstatus: published\npublished: {}\nfrom: {}\nto: {new}\ndate: {}\n",
                address::REDIRECT_TYPE,
                day.strftime("%Y-%m-%dT%H:%M:%S%:z"),
                section.address,
                day.date()
            );
            if !before.hub().defaults.iter().any(|(name, _)| name == "owner")
                && let Some(owner) = section.pages.first().and_then(|page| before.documents[*page].common.owner.clone())
            {
                text.push_str(&format!("owner: {}\n", spelling::as_value(&owner, false)));
            }
            text.push_str("---\n");
            let name = section.address.trim_matches('/').replace('/', "-");
            let folder = Utf8Path::new(redirect.folder.as_deref().unwrap_or("redirects"));
            made.push((folder.join(format!("{name}.md")), text, section.address.clone()));
        }
        made
    }

    /// Faults that are there with all changes made, and were not before; and mentions that would lead elsewhere.
    pub fn proof(&self, after: &Site, faults_before: &Diagnostics, faults_after: &Diagnostics) -> Vec<Diagnostic> {
        let mut known = BTreeMap::<(Code, Utf8PathBuf), usize>::new();
        for fault in faults_before.iter() {
            *known.entry((fault.code, self.asked.after_disk(&fault.place.file))).or_default() += 1;
        }
        let mut new: Vec<Diagnostic> = Vec::new();
        for fault in faults_after.iter() {
            match known.get_mut(&(fault.code, self.asked.after_disk(&fault.place.file))) {
                Some(left) if *left > 0 => *left -= 1,
                _ => new.push(fault.clone()),
            }
        }
        let (world, new_world) = (self.before.world(), after.world());
        let (old, now) = (mention::all(self.before), mention::all(after));
        // A redirect that was added comes after the pages that were there.
        let now: Vec<&Mention> = now.iter().filter(|mention| mention.page.is_none_or(|page| page < self.before.documents.len())).collect();
        let changed = old.len() != now.len();
        if !new.is_empty() {
            return new;
        }
        for (old, now) in old.iter().zip(now) {
            let expected = match mention::target(&world, old, &old.written) {
                Target::File(file) => Target::File(self.asked.after(&file).unwrap_or(file)),
                Target::Made(at) => Target::Made(self.asked.after_address(&at).unwrap_or(at)),
                Target::Elsewhere => continue,
                same => same,
            };
            if changed || mention::target(&new_world, now, &now.written) != expected {
                new.push(beyond_repair(old));
            }
        }
        new
    }
}

fn place(mention: &Mention) -> crate::diagnostic::Place {
    mention.range.clone().map_or_else(|| mention.source.whole(), |range| mention.source.place(range))
}

fn beyond_repair(mention: &Mention) -> Diagnostic {
    Diagnostic::error(
        Code::LinkMissing,
        place(mention),
        format!("`{}` cannot be made to lead to the same place by itself", mention.written),
    )
    .help("name the page by its permanent id here, and move it then")
}

fn unclear(mention: &Mention) -> Diagnostic {
    Diagnostic::error(Code::ReferenceMissing, place(mention), format!("more than one page has the name `{}`", mention.written))
        .help("name the one that you mean by its id, and move the page then")
}
