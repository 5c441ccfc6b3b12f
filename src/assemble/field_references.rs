//! Follows what fields refer to: records, sources, figures, images and files. Markdown inside fields is followed by `resolve`.

use camino::{Utf8Path, Utf8PathBuf};

use super::citation::{self, Citation};
use super::link;
use super::register::{Found, PageIndex};
use super::resolve::missing_source;
use super::suggestion;
use super::world::World;
use crate::diagnostic::{Code, Diagnostic, Diagnostics, Place};
use crate::load::content_type::{Field, Kind, Shared};
use crate::load::document::Document;
use crate::load::value::{KeyPath, Map, Value};

/// What the fields of one page lead to.
#[derive(Debug, Default)]
pub struct FieldReferences {
    pub pages: Vec<PageIndex>,
    pub assets: Vec<Utf8PathBuf>,
    pub citations: Vec<(KeyPath, Vec<Citation>)>,
}

/// Fields whose records may be missing from the public site without a fault: they name what else there is, now or later.
const QUIET: &[&str] = &["related", "lead_pages", "see_also"];

pub fn follow(world: &World, page: PageIndex, shared: &[Field]) -> (FieldReferences, Diagnostics) {
    let document: &Document = &world.documents[page];
    let mut follower = Follower { world, document, found: FieldReferences::default(), faults: Diagnostics::new() };
    follower.fields(shared, &document.fields, &KeyPath::top());
    follower.fields(&document.content_type.fields, &document.fields, &KeyPath::top());
    (follower.found, follower.faults)
}

struct Follower<'a> {
    world: &'a World<'a>,
    document: &'a Document,
    found: FieldReferences,
    faults: Diagnostics,
}

impl Follower<'_> {
    fn fields(&mut self, fields: &[Field], values: &Map, path: &KeyPath) {
        for field in fields {
            if let Some(value) = values.get(&field.name) {
                self.value(field, value, &path.key(&field.name));
            }
        }
    }

    fn value(&mut self, field: &Field, value: &Value, path: &KeyPath) {
        match (&field.kind, value) {
            (_, Value::Null) => {}
            (Kind::List { of, .. }, Value::List(items)) => {
                for (index, item) in items.iter().enumerate() {
                    // An item of a list has no name of its own: the list's decides how its references are treated.
                    let named = Field { name: field.name.clone(), ..(**of).clone() };
                    self.value(&named, item, &path.item(index));
                }
            }
            (Kind::Group { fields, .. }, Value::Map(map)) => self.fields(fields, map, path),
            (Kind::Reference { to, .. }, Value::Text(name)) => self.reference(field, to, name, path),
            (Kind::Reference { to, .. }, Value::List(names)) => {
                for (index, name) in names.iter().enumerate() {
                    if let Some(name) = name.as_text() {
                        self.reference(field, to, name, &path.item(index));
                    }
                }
            }
            (Kind::Figure, Value::Text(name)) => self.figure(name, path),
            (Kind::Citation, Value::Text(written)) => self.citation(written, path),
            (Kind::Image | Kind::File, Value::Text(written)) => self.asset(written, path),
            (Kind::Image | Kind::File, Value::Map(map)) => {
                if let Some(written) = map.text("src") {
                    self.asset(written, &path.key("src"));
                }
            }
            _ => {}
        }
    }

    fn place(&self, path: &KeyPath) -> Place {
        self.document.sheet.value_place(path)
    }

    fn reference(&mut self, field: &Field, to: &[String], name: &str, path: &KeyPath) {
        let relaxed = self.document.content_type.shared == Shared::Relaxed;
        // What another generator calls a topic or an author is any words.
        if relaxed && (path.0.len() == 2 || path.0.len() == 1) && field.name != "related" && !name.contains('/') {
            if let Found::Page(page) = self.world.register.reference(name, to) {
                self.found.pages.push(page);
            }
            return;
        }
        if field.name == "topics" && self.world.hub.topics == crate::load::hub::Topics::Free {
            return;
        }
        let register = &self.world.register;
        match register.reference(name, to) {
            Found::Page(page) => self.found.pages.push(page),
            Found::Withheld(unseen) if QUIET.contains(&field.name.as_str()) => self.faults.push(Diagnostic::advice(
                Code::LinkWithheld,
                self.place(path),
                format!("`{name}` is left out of `{}` until it is public ({})", field.name, unseen.state.label().to_lowercase()),
            )),
            Found::Withheld(unseen) => self.faults.push(
                Diagnostic::error(
                    Code::LinkWithheld,
                    self.place(path),
                    format!("a public page refers to one that is not public yet ({})", unseen.state.label().to_lowercase()),
                )
                .related(Place::whole(unseen.file), "this page is not public at the moment of the build")
                .help("remove the reference, or keep this page back until the other one is public"),
            ),
            Found::WrongType(page) => {
                let found = &self.world.documents[page].content_type;
                self.faults.push(
                    Diagnostic::error(
                        Code::ReferenceType,
                        self.place(path),
                        format!("`{name}` is of the type `{}`, which `{}` does not take", found.id, field.name),
                    )
                    .help(format!("name a record of the type {}", one_of(to))),
                );
            }
            Found::Ambiguous(pages) => {
                let ids: Vec<String> = pages.iter().map(|page| self.world.documents[*page].common.id.clone().unwrap_or_default()).collect();
                self.faults.push(
                    Diagnostic::error(Code::ReferenceMissing, self.place(path), format!("{} records have the name `{name}`", pages.len()))
                        .help(format!("name the one that you mean by its id: {}", ids.join(", "))),
                );
            }
            Found::Unread => {}
            Found::Nothing => {
                let (what, types) = match to {
                    [] => ("page", String::new()),
                    [one] => (one.as_str(), String::new()),
                    _ => ("record", format!("; it is of the type {}", one_of(to))),
                };
                self.faults.push(
                    Diagnostic::error(Code::ReferenceMissing, self.place(path), format!("there is no {what} `{name}`"))
                        .did_you_mean(name, register.names(to))
                        .help(format!("name the record by its id, or by its file name without the ending{types}")),
                );
            }
        }
    }

    fn figure(&mut self, name: &str, path: &KeyPath) {
        match self.world.figure(name) {
            Some(figure) => self.found.pages.push(figure.page),
            None => {
                let to = [super::figure::FIGURE_TYPE.to_owned()];
                let found = self.world.register.reference(name, &to);
                if matches!(found, Found::Unread) {
                    return;
                }
                if let Found::Withheld(unseen) = found {
                    self.faults.push(
                        Diagnostic::error(Code::LinkWithheld, self.place(path), "a public page uses a figure that is not public yet")
                            .related(Place::whole(unseen.file), "this record is not public at the moment of the build")
                            .help("publish the figure first, or keep this page back"),
                    );
                    return;
                }
                self.faults.push(
                    Diagnostic::error(Code::FigureMissing, self.place(path), format!("there is no key figure `{name}`"))
                        .did_you_mean(name, self.world.figures.keys().map(String::as_str))
                        .help("make a record for it with `almoner new key-figure`"),
                );
            }
        }
    }

    fn citation(&mut self, written: &str, path: &KeyPath) {
        match citation::parse(written) {
            Ok(group) => {
                let mut sound = true;
                for cited in group.iter().filter(|cited| !self.world.bibliography.contains(&cited.key)) {
                    sound = false;
                    self.faults.push(missing_source(self.world, &cited.key, self.place(path)));
                }
                if sound {
                    self.found.citations.push((path.clone(), group));
                }
            }
            Err(fault) => self.faults.push(Diagnostic::error(Code::CitationMissing, self.place(path), fault.message).help(fault.help)),
        }
    }

    fn asset(&mut self, written: &str, path: &KeyPath) {
        let folder = self.document.source.path.parent().unwrap_or(Utf8Path::new(""));
        match link::hub_path(folder, written).filter(|file| self.world.assets.contains_key(file)) {
            Some(file) => self.found.assets.push(file),
            None => {
                let fault = Diagnostic::error(Code::AssetMissing, self.place(path), format!("there is no file `{written}`"));
                let near = suggestion::file(self.world, folder, written);
                self.faults.push(
                    near.into_iter()
                        .fold(fault, |fault, near| fault.help(format!("did you mean `{near}`?")))
                        .help("name the file from this page's own folder, or from the hub's folder with a leading slash"),
                );
            }
        }
    }
}

/// `a`, `b` or `c`.
fn one_of(types: &[String]) -> String {
    let quoted: Vec<String> = types.iter().map(|name| format!("`{name}`")).collect();
    match quoted.split_last() {
        Some((last, [])) => last.clone(),
        Some((last, others)) => format!("{} or {last}", others.join(", ")),
        None => String::new(),
    }
}
