//! Follows every reference of a page's Markdown and says what it became. Each that leads nowhere is a fault with a suggestion;
//! each that leads to a page that is not public yet is a fault, too, because the words alone would leak it.

mod include;

use std::collections::BTreeSet;
use std::ops::Range;

use super::chart;
use super::citation::{self, Bibliography, Citation, PageCitations};
use super::figure::Figure;
use super::link::{self, Destination};
use super::register::{Found, PageIndex, Unseen};
use super::resolved::{FigureBlock, Resolved};
use super::suggestion;
use super::world::World;
use crate::diagnostic::{Code, Diagnostic, Diagnostics, nearest};
use crate::load::asset::Asset;
use crate::load::content_type::RawHtml;
use crate::load::document::{Document, Passage};
use crate::load::form::{self, FormFault};
use crate::load::hub::Hub;
use crate::load::markdown::{self, Prose, Reference, ReferenceKind};
use crate::load::value::KeyPath;

/// What the references of one page became.
#[derive(Debug, Default)]
pub struct PageReferences {
    /// For each passage of the document, what each of its references became.
    pub passages: Vec<Vec<Resolved>>,
    /// Citations in the order in which the page makes them, and the list of sources that follows.
    pub citations: PageCitations,
    /// Citations in fields: the path, and the position in `citations.in_text`.
    pub field_citations: Vec<(KeyPath, usize)>,
    /// Pages that this page leads to, each once.
    pub links: BTreeSet<PageIndex>,
    /// Files that this page shows or offers.
    pub assets: BTreeSet<camino::Utf8PathBuf>,
    /// Figures that this page uses.
    pub figures: BTreeSet<String>,
}

/// Resolves one page.
pub fn resolve(world: &World, page: PageIndex, field_citations: Vec<(KeyPath, Vec<Citation>)>) -> (PageReferences, Diagnostics) {
    let document: &Document = &world.documents[page];
    let mut resolver = Resolver {
        world,
        page,
        references: PageReferences::default(),
        groups: Vec::new(),
        terms: BTreeSet::new(),
        faults: Diagnostics::new(),
    };
    for (path, group) in field_citations {
        resolver.references.field_citations.push((path, resolver.groups.len()));
        resolver.groups.push(group);
    }
    let mut passages = Vec::with_capacity(document.passages.len());
    for passage in &document.passages {
        let spot = Spot { document, page, passage, offset: 0 };
        passages.push(resolver.passage(&spot, &passage.prose, &mut Vec::new()));
    }
    let citations = if resolver.groups.is_empty() {
        PageCitations::default()
    } else {
        citation::cite_page(world.bibliography, world.hub.citation_style.into(), &world.documents[page].common.lang, &resolver.groups)
    };
    let mut next = resolver.references.field_citations.len();
    passages.iter_mut().for_each(|resolved| print_citations(resolved, &citations, &mut next));
    resolver.references.passages = passages;
    resolver.references.citations = citations;
    (resolver.references, resolver.faults)
}

/// Puts the printed form where each citation stands, in the order in which they were met.
fn print_citations(resolved: &mut [Resolved], citations: &PageCitations, next: &mut usize) {
    for item in resolved {
        match item {
            Resolved::Citation { in_text, .. } => {
                *in_text = citations.in_text.get(*next).map(|cited| cited.text()).unwrap_or_default();
                *next += 1;
            }
            Resolved::Include(included) => print_citations(&mut included.references, citations, next),
            _ => {}
        }
    }
}

/// Where Markdown stands: its own document, which for an included block is not the page that shows it.
struct Spot<'a> {
    document: &'a Document,
    page: PageIndex,
    passage: &'a Passage,
    /// Where the text begins inside the passage.
    offset: usize,
}

struct Resolver<'a> {
    world: &'a World<'a>,
    page: PageIndex,
    references: PageReferences,
    groups: Vec<Vec<Citation>>,
    /// Terms that the page has already explained.
    terms: BTreeSet<PageIndex>,
    faults: Diagnostics,
}

impl<'a> Resolver<'a> {
    fn passage(&mut self, spot: &Spot, prose: &Prose, including: &mut Vec<(PageIndex, String)>) -> Vec<Resolved> {
        prose.references.iter().map(|reference| self.reference(spot, reference, including)).collect()
    }

    fn reference(&mut self, spot: &Spot, reference: &Reference, including: &mut Vec<(PageIndex, String)>) -> Resolved {
        match &reference.kind {
            ReferenceKind::Figure(name) | ReferenceKind::FigureCard(name) if name.trim().is_empty() => {
                self.nameless(spot, reference, Code::FigureMissing, "key figure", "figure:vac-child")
            }
            ReferenceKind::Chart { name, .. } if name.trim().is_empty() => {
                self.nameless(spot, reference, Code::ReferenceMissing, "chart", "chart:vacancies")
            }
            ReferenceKind::Link(address) => self.link(spot, reference, address),
            ReferenceKind::Language(tag) => self.language(spot, reference, tag),
            ReferenceKind::Image { address, .. } => self.image(spot, reference, address),
            ReferenceKind::Figure(name) => self.figure(spot, reference, name),
            ReferenceKind::FigureCard(name) => match self.find_figure(spot, reference, name) {
                Some(figure) => Resolved::FigureCard(Box::new(self.figure_block(&figure))),
                None => Resolved::Words,
            },
            ReferenceKind::Chart { name, alt } => self.chart(spot, reference, name, alt),
            // In foreign content `@name` is mostly somebody's name elsewhere, and so are words of ours that look like no key.
            ReferenceKind::Citation(text) | ReferenceKind::NarrativeCitation(text) if self.is_no_citation(spot, reference, text) => {
                Resolved::Words
            }
            ReferenceKind::Citation(text) => self.citation(spot, reference, text, false),
            ReferenceKind::NarrativeCitation(text) => self.citation(spot, reference, text, true),
            ReferenceKind::Term(name) => self.term(spot, reference, name),
            ReferenceKind::Include { page, block } => self.include(spot, reference, page, block.as_deref(), including),
        }
    }

    fn language(&mut self, spot: &Spot, reference: &Reference, tag: &str) -> Resolved {
        match form::language(tag) {
            Ok(()) => Resolved::Language { tag: tag.to_owned() },
            Err(FormFault { message, help, .. }) => {
                self.fault(spot, &reference.target, |place| Diagnostic::error(Code::LanguageTag, place, message).help(help));
                Resolved::Words
            }
        }
    }

    fn nameless(&mut self, spot: &Spot, reference: &Reference, code: Code, what: &str, example: &str) -> Resolved {
        self.fault(spot, &reference.range, |place| {
            Diagnostic::error(code, place, format!("the name of the {what} is missing")).help(format!("write it as in `{example}`"))
        });
        Resolved::Words
    }

    fn is_no_citation(&self, spot: &Spot, reference: &Reference, text: &str) -> bool {
        let key = citation::key_at_start(text.trim_start_matches('@'));
        let foreign = spot.document.content_type.html == RawHtml::Escape;
        let in_passing = matches!(reference.kind, ReferenceKind::NarrativeCitation(_)) && !markdown::looks_like_key(key);
        (foreign || in_passing) && !self.world.bibliography.contains(key)
    }

    fn fault(&mut self, spot: &Spot, range: &Range<usize>, make: impl FnOnce(crate::diagnostic::Place) -> Diagnostic) {
        let place = spot.document.place(spot.passage, spot.offset + range.start..spot.offset + range.end);
        self.faults.push(make(place));
    }

    fn withheld(&mut self, spot: &Spot, range: &Range<usize>, unseen: &Unseen) {
        let state = unseen.state.label().to_lowercase();
        let file = unseen.file.clone();
        self.fault(spot, range, |place| {
            Diagnostic::error(Code::LinkWithheld, place, format!("a public page refers to one that is not public yet ({state})"))
                .related(crate::diagnostic::Place::whole(file), "this page is not public at the moment of the build")
                .help("a build now would tell readers that this page exists")
                .help("remove the reference, or keep this page back until the other one is public")
        });
    }

    fn link(&mut self, spot: &Spot, reference: &Reference, address: &str) -> Resolved {
        match link::destination(self.world, spot.document, spot.page, address) {
            Destination::Page { href, page } => {
                self.references.links.insert(page);
                Resolved::Link { href: if href == "#" { self.world.address(spot.page).to_owned() } else { self.seen_here(spot, href) } }
            }
            Destination::Made { href } | Destination::Outside { href } => Resolved::Link { href },
            Destination::Asset { path } => Resolved::Link { href: self.asset(&path) },
            Destination::Withheld(unseen) => {
                self.withheld(spot, &reference.target, &unseen);
                Resolved::Words
            }
            Destination::MissingAnchor { page, anchor } => {
                let file = self.world.documents[page].source.file.clone();
                let known: Vec<&str> = self.world.anchors(page).collect();
                let near = nearest(&anchor, known.iter().copied()).map(str::to_owned);
                let list = known.iter().take(8).map(|anchor| format!("#{anchor}")).collect::<Vec<_>>().join(" ");
                self.fault(spot, &reference.target, |place| {
                    let fault = Diagnostic::error(Code::AnchorMissing, place, format!("no heading or part `#{anchor}` in {file}"));
                    let fault = near.into_iter().fold(fault, |fault, near| fault.help(format!("did you mean `#{near}`?")));
                    if list.is_empty() {
                        fault.help("that page has no headings; link to the page itself")
                    } else {
                        fault.help(format!("it has: {list}"))
                    }
                });
                Resolved::Link { href: self.world.address(page).to_owned() }
            }
            Destination::Unread => Resolved::Words,
            Destination::MissingId { id } => {
                let world = self.world;
                self.fault(spot, &reference.target, |place| {
                    Diagnostic::error(Code::LinkMissing, place, format!("no page has the id `{id}`"))
                        .did_you_mean(&id, world.register.names(&[]))
                        .help("the id of a page stands at the top of its file")
                });
                Resolved::Words
            }
            Destination::MissingPage { looked_for } => {
                let suggestion = suggestion::page(self.world, spot.document, &looked_for);
                self.fault(spot, &reference.target, |place| {
                    let fault = Diagnostic::error(Code::LinkMissing, place, format!("no page or file at `{looked_for}`"));
                    match suggestion {
                        Some(near) => fault.help(format!("did you mean `{near}`?")),
                        None => fault.help("name the file from this page's own folder, as in `../guides/supervision.md`, or a permanent id, as in `id:pg-0001`"),
                    }
                });
                // Foreign content may lower this fault: the link then stays as it was written.
                Resolved::Link { href: address.to_owned() }
            }
            Destination::Nowhere => {
                self.fault(spot, &reference.range, |place| {
                    Diagnostic::error(Code::LinkMissing, place, "this link has no address")
                        .help("write between the round brackets where it leads, or take the link out and leave its words")
                });
                Resolved::Words
            }
            Destination::Refused => {
                self.fault(spot, &reference.target, |place| {
                    Diagnostic::error(Code::LinkScheme, place, format!("`{address}` is not a kind of link that is published"))
                        .help("links start with https://, http://, mailto: or tel:, or name a file of the hub")
                });
                Resolved::Words
            }
        }
    }

    /// A place on an included block's own page is elsewhere, seen from the page that shows it.
    fn seen_here(&self, spot: &Spot, href: String) -> String {
        if href.starts_with('#') && spot.page != self.page { format!("{}{href}", self.world.address(spot.page)) } else { href }
    }

    fn asset(&mut self, path: &camino::Utf8Path) -> String {
        self.references.assets.insert(path.to_owned());
        self.world.assets.get(path).map(asset_address).unwrap_or_default()
    }

    fn image(&mut self, spot: &Spot, reference: &Reference, address: &str) -> Resolved {
        let folder = spot.document.source.path.parent().unwrap_or("".into());
        let path = link::hub_path(folder, &super::address::percent_decoded(address.split(['#', '?']).next().unwrap_or_default()));
        if let Some(path) = path.filter(|path| self.world.assets.contains_key(path)) {
            let pixels = self.world.assets.get(&path).and_then(|asset| asset.pixels);
            return Resolved::Image { src: self.asset(&path), width: pixels.map(|p| p.0), height: pixels.map(|p| p.1) };
        }
        let foreign = address.contains("://") || address.starts_with("//");
        let world = self.world;
        self.fault(spot, &reference.target, |place| {
            if foreign {
                Diagnostic::error(Code::AssetMissing, place, "an image on another site is not shown: pages make no request to anyone else")
                    .help("put a copy of the image in the hub, if its licence allows, and name that file")
            } else {
                let near = suggestion::file(world, folder, address);
                let fault = Diagnostic::error(Code::AssetMissing, place, format!("there is no image `{address}`"));
                near.into_iter()
                    .fold(fault, |fault, near| fault.help(format!("did you mean `{near}`?")))
                    .help("name the file from this page's own folder, or from the hub's folder with a leading slash")
            }
        });
        Resolved::Words
    }

    fn find_figure(&mut self, spot: &Spot, reference: &Reference, name: &str) -> Option<Figure> {
        if let Some(figure) = self.world.figure(name) {
            self.references.links.insert(figure.page);
            self.references.figures.insert(figure.name.clone());
            return Some(figure.clone());
        }
        let world = self.world;
        match world.register.reference(name, &[super::figure::FIGURE_TYPE.to_owned()]) {
            Found::Withheld(unseen) => self.withheld(spot, &reference.target, &unseen),
            Found::Unread => {}
            _ => self.fault(spot, &reference.target, |place| {
                Diagnostic::error(Code::FigureMissing, place, format!("there is no key figure `{name}`"))
                    .did_you_mean(name, world.figures.keys().map(String::as_str))
                    .help("make a record for it with `almoner new key-figure`, so that the number leads to its source")
            }),
        }
        None
    }

    fn figure(&mut self, spot: &Spot, reference: &Reference, name: &str) -> Resolved {
        let Some(figure) = self.find_figure(spot, reference, name) else { return Resolved::Words };
        let words = reference.words.trim();
        if !words.is_empty() && !figure.agrees(words) {
            let record = self.world.documents[figure.page].sheet.value_place(&"display".into());
            let display = figure.display.clone();
            self.fault(spot, &reference.range, |place| {
                Diagnostic::error(Code::FigureDisagrees, place, format!("the text says `{words}` and the record `{name}` says `{display}`"))
                    .related(record, "the record says this")
                    .help(format!("write `[{display}](figure:{name})`, or leave the words out: `[](figure:{name})`"))
            });
        }
        Resolved::Figure(Box::new(self.figure_block(&figure)))
    }

    fn figure_block(&self, figure: &Figure) -> FigureBlock {
        FigureBlock {
            display: figure.display.clone(),
            what: figure.what.clone(),
            base: figure.base(),
            period: figure.period.clone(),
            area: figure.area.clone(),
            quality: figure.quality.label.clone(),
            quality_value: figure.quality.value.clone(),
            caveat: figure.caveat.clone(),
            source: self.world.figure_sources.get(&figure.name).cloned().unwrap_or_default(),
            href: self.world.address(figure.page).to_owned(),
        }
    }

    fn chart(&mut self, spot: &Spot, reference: &Reference, name: &str, alt: &str) -> Resolved {
        let to = [chart::CHART_TYPE.to_owned()];
        let world = self.world;
        match world.register.reference(name, &to) {
            Found::Page(page) if world.documents[page].is_whole() => {
                self.references.links.insert(page);
                Resolved::Chart(Box::new(chart::block(world, page, alt)))
            }
            Found::Withheld(unseen) => {
                self.withheld(spot, &reference.target, &unseen);
                Resolved::Words
            }
            Found::Unread => Resolved::Words,
            _ => {
                self.fault(spot, &reference.target, |place| {
                    Diagnostic::error(Code::ReferenceMissing, place, format!("there is no chart `{name}`"))
                        .did_you_mean(name, world.register.names(&to))
                        .help("make a record for it with `almoner new chart`")
                });
                Resolved::Words
            }
        }
    }

    fn citation(&mut self, spot: &Spot, reference: &Reference, text: &str, narrative: bool) -> Resolved {
        let mut group = match citation::parse(text) {
            Ok(group) => group,
            Err(fault) => {
                self.fault(spot, &reference.target, |place| {
                    Diagnostic::error(Code::CitationMissing, place, fault.message).help(fault.help)
                });
                return Resolved::Words;
            }
        };
        // A citation without brackets speaks of the authors in the sentence.
        if let [only] = group.as_mut_slice() {
            only.narrative = narrative;
        }
        let mut sound = true;
        for cited in group.iter().filter(|cited| !self.world.bibliography.contains(&cited.key)) {
            sound = false;
            let world = self.world;
            self.fault(spot, &reference.target, |place| missing_source(world, &cited.key, place));
        }
        let Some(first) = group.first().filter(|_| sound) else { return Resolved::Words };
        let href = format!("#ref-{}", first.key);
        let occurrence_id = format!("cite-{}-{}", first.key, self.groups.len() + 1);
        self.groups.push(group);
        Resolved::Citation { in_text: String::new(), href, occurrence_id }
    }

    fn term(&mut self, spot: &Spot, reference: &Reference, name: &str) -> Resolved {
        let world = self.world;
        let Some(term) = world.terms.get(name) else {
            let stem = super::address::slug(name);
            match world.register.reference(&stem, &["glossary-term".to_owned(), "organisation".to_owned()]) {
                Found::Withheld(unseen) => self.withheld(spot, &reference.target, &unseen),
                Found::Unread => {}
                _ => self.fault(spot, &reference.target, |place| {
                    Diagnostic::error(Code::TermMissing, place, format!("the glossary does not explain `{name}`"))
                        .did_you_mean(name, world.terms.names())
                        .help("make a record for it with `almoner new glossary-term`")
                }),
            }
            return Resolved::Words;
        };
        self.references.links.insert(term.page);
        let title = match &term.acronym {
            Some(acronym) => format!("{} ({acronym})", term.term),
            None => term.term.clone(),
        };
        Resolved::Term {
            id: format!("term-{}", world.documents[term.page].stem()),
            term: title,
            meaning: term.meaning.clone(),
            href: world.address(term.page).to_owned(),
            first: self.terms.insert(term.page),
        }
    }
}

/// The fault of a citation key that the list of sources lacks.
pub fn missing_source(world: &World, key: &str, place: crate::diagnostic::Place) -> Diagnostic {
    let file = world.hub.bibliography.as_deref().map_or("the list of sources", camino::Utf8Path::as_str);
    Diagnostic::error(Code::CitationMissing, place, format!("no source with the key `{key}` in {file}"))
        .did_you_mean(key, world.bibliography.keys())
        .help(format!("add the source to {file}, or correct the key"))
}

/// A source in one line, without the page that cites it.
pub fn source_text(bibliography: &Bibliography, hub: &Hub, written: &str) -> String {
    match citation::parse(written) {
        Ok(group) if group.iter().all(|cited| bibliography.contains(&cited.key)) => {
            let cited = citation::cite_page(bibliography, hub.citation_style.into(), &hub.lang, &[group]);
            cited.in_text.first().map(|cited| cited.text().trim_matches(['(', ')']).to_owned()).unwrap_or_default()
        }
        _ => written.to_owned(),
    }
}

/// The public address of a file: its name with the start of its hash, so that it may be kept for ever by every cache.
pub fn asset_address(asset: &Asset) -> String {
    let hash = asset.hash.to_hex();
    let stem = super::address::slug(asset.path.file_stem().unwrap_or("file"));
    match asset.path.extension() {
        Some(extension) => format!("/files/{stem}.{}.{}", &hash[..10], extension.to_lowercase()),
        None => format!("/files/{stem}.{}", &hash[..10]),
    }
}
