//! A key figure with everything that keeps it honest: what it counts, of whom, when, where, and who says so.

use std::collections::BTreeMap;

use serde::Serialize;

use super::card::Card;
use crate::assemble::Site;
use crate::assemble::figure::{FIGURE_TYPE, Figure};
use crate::render::words::{Owner, Words};

#[derive(Debug, Clone, Serialize)]
pub struct FigureView {
    pub id: String,
    pub name: String,
    pub display: String,
    pub title: String,
    pub what: String,
    pub base: String,
    pub base_n: Option<i64>,
    pub period: String,
    pub area: String,
    pub kind: String,
    pub kind_label: String,
    pub quality: String,
    pub quality_label: String,
    pub caveat: String,
    pub source: Option<Source>,
    pub url: String,
    pub not_comparable: Vec<Card>,
    /// What a journalist may paste: the figure never travels without its base, its caveat and its source.
    pub copy: String,
}

#[derive(Debug, Clone, Serialize)]
pub struct Source {
    pub text: String,
    pub url: String,
}

/// Every figure by its file's name.
pub fn figures(site: &Site, words: Words, cards: &[Card]) -> BTreeMap<String, FigureView> {
    site.figures.values().map(|figure| (figure.name.clone(), view(site, words, cards, figure))).collect()
}

fn view(site: &Site, words: Words, cards: &[Card], figure: &Figure) -> FigureView {
    let owner = Owner::of(&site.documents[figure.page].content_type);
    let to = [FIGURE_TYPE.to_owned()];
    let address = &site.pages[figure.page].address;
    // To take away it is always in the language of its record, so that a copy and the file beside the record say the same.
    let document = &site.documents[figure.page];
    let own = Words::new(site.loaded.languages.of(&document.common.lang), &site.hub().lang);
    let source = site.figure_sources.get(&figure.name).cloned().unwrap_or_default();
    let permanent = if figure.id.is_empty() { address.clone() } else { crate::assemble::address::permanent(&figure.id) };
    let base = figure.base();
    let caveat = if figure.caveat.is_empty() { String::new() } else { format!(" {}", own.fill("copy_note", &[("note", &figure.caveat)])) };
    FigureView {
        copy: format!(
            "{}: {}. {} {}, {}.{caveat} {} {}",
            figure.display,
            figure.what.trim_end_matches('.'),
            own.fill("copy_base", &[("base", &base)]),
            figure.area,
            figure.period,
            own.fill("copy_source", &[("source", &source)]),
            site.absolute(&permanent)
        ),
        id: figure.id.clone(),
        name: figure.name.clone(),
        display: figure.display.clone(),
        title: site.documents[figure.page].common.title.clone(),
        what: figure.what.clone(),
        base: figure.base.clone(),
        base_n: figure.base_n,
        period: figure.period.clone(),
        area: figure.area.clone(),
        kind: figure.kind.value.clone(),
        kind_label: words.choice(owner, "kind", &figure.kind.value, &figure.kind.label),
        quality: figure.quality.value.clone(),
        quality_label: words.choice(owner, "quality", &figure.quality.value, &figure.quality.label),
        caveat: figure.caveat.clone(),
        source: Some(Source { text: source, url: address.clone() }).filter(|source| !source.text.is_empty()),
        url: address.clone(),
        not_comparable: figure
            .not_comparable
            .iter()
            .filter_map(|name| site.register.page(name, &to))
            .map(|page| cards[page].clone())
            .collect(),
    }
}
