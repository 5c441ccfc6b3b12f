//! Links and images: which of them refer to something of the hub's, and where each is written.

use std::ops::Range;

use pulldown_cmark::{CowStr, Event, LinkType, Tag, TagEnd};

use super::builder::Builder;
use super::flow::{Step, is_safe_address, scheme};
use super::{Reference, ReferenceKind};

/// The links and images that have begun.
#[derive(Default)]
pub(super) struct Links {
    nested: Vec<Begun>,
    link: Option<OpenLink>,
    /// The outermost one: whatever stands in its description is only words.
    image: Option<OpenImage>,
}

enum Begun {
    Link,
    Image,
    /// Within another, or refused: only its words are kept.
    Words,
}

struct OpenLink {
    index: usize,
    /// What to point at, and where the shown words end so far: it comes after them.
    written: String,
    inner: usize,
}

struct OpenImage {
    link_type: LinkType,
    address: String,
    title: String,
    label: String,
    range: Range<usize>,
    inner: usize,
    alt: String,
}

impl Links {
    /// The reference whose words are being read.
    pub(super) fn open(&self) -> Option<usize> {
        self.link.as_ref().map(|link| link.index)
    }

    /// Sees every event first; true when it was part of an image's description.
    pub(super) fn take_in(&mut self, event: &Event<'_>, range: &Range<usize>) -> bool {
        if matches!(event, Event::Start(Tag::Link { .. } | Tag::Image { .. }) | Event::End(TagEnd::Link | TagEnd::Image)) {
            return false;
        }
        if let Some(image) = &mut self.image {
            image.inner = range.end;
            image.alt.push_str(match event {
                Event::Text(words) | Event::Code(words) => words,
                Event::SoftBreak | Event::HardBreak => " ",
                _ => "",
            });
            return true;
        }
        if let Some(link) = &mut self.link {
            link.inner = range.end;
        }
        false
    }
}

impl<'t> Builder<'t> {
    pub(super) fn start_link(&mut self, link_type: LinkType, address: CowStr<'t>, label: CowStr<'t>, range: Range<usize>) {
        if self.links.link.is_some() || self.links.image.is_some() {
            return self.links.nested.push(Begun::Words);
        }
        // `<desk@example.org>` says what it is by its form.
        let address = if link_type == LinkType::Email { format!("mailto:{address}") } else { address.into_string() };
        let (kind, written) = match link_type {
            LinkType::WikiLink { .. } => (ReferenceKind::Term(address.trim().to_owned()), address),
            LinkType::ShortcutUnknown => (ReferenceKind::Citation(address.clone()), address),
            _ => match (address.strip_prefix("figure:"), address.strip_prefix("lang:")) {
                (Some(name), _) => (ReferenceKind::Figure(name.to_owned()), name.to_owned()),
                (None, Some(tag)) => (ReferenceKind::Language(tag.to_owned()), address),
                (None, None) if is_safe_address(&address) || scheme(&address).as_deref() == Some("id") => {
                    let written = if label.is_empty() { address.clone() } else { label.into_string() };
                    (ReferenceKind::Link(address), written)
                }
                (None, None) => {
                    self.flow.refused.push((range, address));
                    return self.links.nested.push(Begun::Words);
                }
            },
        };
        let index = self.refer(range.clone(), range.clone(), String::new(), kind);
        self.push(Step::Opened(index));
        self.links.link = Some(OpenLink { index, written, inner: range.start });
        self.links.nested.push(Begun::Link);
    }

    pub(super) fn start_image(
        &mut self,
        link_type: LinkType,
        address: CowStr<'t>,
        title: CowStr<'t>,
        label: CowStr<'t>,
        range: Range<usize>,
    ) {
        if self.links.image.is_some() {
            return self.links.nested.push(Begun::Words);
        }
        if link_type == LinkType::ShortcutUnknown {
            // An exclamation mark before a citation.
            self.shown("!");
            self.push(Step::Words(CowStr::Borrowed("!")));
            return self.start_link(link_type, address, label, range.start + 1..range.end);
        }
        let inner = range.start;
        let (address, title, label) = (address.into_string(), title.into_string(), label.into_string());
        self.links.image = Some(OpenImage { link_type, address, title, label, range, inner, alt: String::new() });
        self.links.nested.push(Begun::Image);
    }

    pub(super) fn end_link(&mut self, range: Range<usize>) {
        match self.links.nested.pop() {
            Some(Begun::Link) => {
                let Some(link) = self.links.link.take() else { return };
                let reference = &mut self.flow.references[link.index];
                reference.target = written_at(self.text, &reference.range, link.inner, &link.written);
                self.push(Step::Closed(link.index));
            }
            Some(Begun::Image) => {
                if let Some(image) = self.links.image.take() {
                    self.image(image);
                }
                if let Some(link) = &mut self.links.link {
                    link.inner = range.end;
                }
            }
            Some(Begun::Words) | None => {
                let inner = self.links.image.as_mut().map(|image| &mut image.inner);
                if let Some(inner) = inner.or(self.links.link.as_mut().map(|link| &mut link.inner)) {
                    *inner = range.end;
                }
            }
        }
    }

    fn image(&mut self, image: OpenImage) {
        let OpenImage { link_type, address, title, label, range, inner, alt } = image;
        let alt = alt.trim().to_owned();
        let (kind, written) = if matches!(link_type, LinkType::WikiLink { .. }) {
            let (page, block) = match address.split_once('#') {
                Some((page, block)) => (page.trim().to_owned(), Some(block.trim().to_owned())),
                None => (address.trim().to_owned(), None),
            };
            (ReferenceKind::Include { page, block }, address)
        } else if let Some(name) = address.strip_prefix("figure:") {
            (ReferenceKind::FigureCard(name.to_owned()), name.to_owned())
        } else if let Some(name) = address.strip_prefix("chart:") {
            (ReferenceKind::Chart { name: name.to_owned(), alt: alt.clone() }, name.to_owned())
        } else if is_safe_address(&address) {
            let written = if label.is_empty() { address.clone() } else { label };
            (ReferenceKind::Image { address, alt: alt.clone(), title }, written)
        } else {
            self.flow.refused.push((range, address));
            self.shown(&alt);
            return self.push(Step::Words(alt.into()));
        };
        if !matches!(kind, ReferenceKind::Include { .. }) {
            self.shown(&alt);
        }
        let target = written_at(self.text, &range, inner, &written);
        let index = self.refer(range, target, alt, kind);
        self.push(Step::Inline(index));
    }

    /// Lists a reference and gives its number.
    pub(super) fn refer(&mut self, range: Range<usize>, target: Range<usize>, words: String, kind: ReferenceKind) -> usize {
        self.flow.references.push(Reference { range, target, words, kind, in_heading: self.heading.is_some() });
        self.flow.references.len() - 1
    }
}

/// Where the address of a link is written: after its words, or anywhere in it, or all of it.
fn written_at(text: &str, range: &Range<usize>, inner: usize, written: &str) -> Range<usize> {
    let inner = inner.clamp(range.start, range.end);
    let found = |from: usize| text.get(from..range.end).and_then(|slice| slice.find(written)).map(|at| from + at);
    match found(inner).or_else(|| found(range.start)) {
        Some(at) if !written.is_empty() => at..at + written.len(),
        _ => range.clone(),
    }
}
