//! `![[page#block]]`: the block of another page, with its own references followed anew for the page that shows it.

use super::super::register::{Found, PageIndex};
use super::super::resolved::{Included, Resolved};
use super::{Resolver, Spot};
use crate::diagnostic::{Code, Diagnostic};
use crate::load::document::Document;
use crate::load::markdown::{self, Reference};

impl Resolver<'_> {
    pub(super) fn include(
        &mut self,
        spot: &Spot,
        reference: &Reference,
        page: &str,
        block: Option<&str>,
        including: &mut Vec<(PageIndex, String)>,
    ) -> Resolved {
        let world = self.world;
        let target = match world.register.reference(page, &[]) {
            Found::Page(index) if world.documents[index].is_whole() => index,
            Found::Withheld(unseen) => {
                self.withheld(spot, &reference.target, &unseen);
                return Resolved::Words;
            }
            Found::Unread => return Resolved::Words,
            _ => {
                self.fault(spot, &reference.target, |place| {
                    Diagnostic::error(Code::IncludeMissing, place, format!("there is no page `{page}` to include from"))
                        .did_you_mean(page, world.register.names(&[]))
                        .help("name the page by its file name without the ending, or by its id")
                });
                return Resolved::Words;
            }
        };
        let key = (target, block.unwrap_or_default().to_owned());
        if target == self.page && including.is_empty() || including.contains(&key) {
            self.fault(spot, &reference.target, |place| {
                Diagnostic::error(Code::IncludeCycle, place, "this block would include itself")
                    .help("remove one of the includes in the circle")
            });
            return Resolved::Words;
        }
        let document: &Document = &world.documents[target];
        let found = document.body().and_then(|passage| {
            let text = document.text(passage);
            let range = match block {
                Some(block) => markdown::section(text, &passage.prose, block)?,
                None => 0..text.len(),
            };
            Some((passage, range))
        });
        let Some((passage, range)) = found else {
            let blocks: Vec<String> = world.anchors(target).map(|anchor| format!("#{anchor}")).collect();
            let file = document.source.file.clone();
            self.fault(spot, &reference.target, |place| {
                Diagnostic::error(Code::IncludeMissing, place, format!("{file} has no block `{}`", block.unwrap_or_default()))
                    .did_you_mean(block.unwrap_or_default(), world.anchors(target))
                    .help(format!("it has: {}", blocks.join(" ")))
            });
            return Resolved::Words;
        };
        self.references.links.insert(target);
        let text = document.text(passage)[range.clone()].to_owned();
        // Its own faults were reported where the block stands.
        let (prose, _) = markdown::read(&text, document.content_type.html);
        including.push(key);
        let inner = Spot { document, page: target, passage, offset: range.start };
        let faults_before = std::mem::take(&mut self.faults);
        let references = self.passage(&inner, &prose, including);
        let inner_faults = std::mem::replace(&mut self.faults, faults_before);
        self.faults.extend(inner_faults.iter().filter(|fault| fault.code == Code::IncludeCycle).cloned());
        including.pop();
        Resolved::Include(Box::new(Included {
            text,
            references,
            title: document.common.title.clone(),
            href: world.address(target).to_owned(),
        }))
    }
}
