//! What each reference of a piece of Markdown became: plain data, in the order in which the reader listed them.
//! Addresses are ready to print; words are words, never HTML.

use crate::load::markdown;

#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Resolved {
    Link {
        href: String,
    },
    /// Words in another language, by its tag.
    Language {
        tag: String,
    },
    Image {
        src: String,
        width: Option<u32>,
        height: Option<u32>,
    },
    /// A number in running text, with what it is of.
    Figure(Box<FigureBlock>),
    FigureCard(Box<FigureBlock>),
    Chart(Box<ChartBlock>),
    Citation {
        /// With its brackets where the style puts them: `(GSCC, 2009, p. 12)`.
        in_text: String,
        /// The place in the reference list: `#ref-gscc2009`.
        href: String,
        /// The place in the text, for the way back: `cite-gscc2009-1`.
        occurrence_id: String,
    },
    Term {
        /// Unique on the page: `term-nqsw`.
        id: String,
        term: String,
        meaning: String,
        href: String,
        /// Only the first use on a page brings the meaning along.
        first: bool,
    },
    Include(Box<Included>),
    /// Nothing to link to: the words stand alone.
    Words,
}

/// A key figure as a card. What is empty is not shown.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct FigureBlock {
    pub display: String,
    pub what: String,
    pub base: String,
    pub period: String,
    pub area: String,
    pub quality: String,
    /// The choice as written, by which other languages know it.
    pub quality_value: String,
    pub caveat: String,
    pub source: String,
    pub href: String,
}

impl FigureBlock {
    /// Of whom, when and where.
    pub fn of(&self) -> String {
        let parts = [&self.base, &self.period, &self.area].into_iter().filter(|part| !part.is_empty());
        parts.map(String::as_str).collect::<Vec<_>>().join(", ")
    }
}

/// A chart: a table, and a drawing of it. What is empty is not shown.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct ChartBlock {
    pub title: String,
    pub description: String,
    pub shape: ChartShape,
    /// Headings of the table's columns: label, one for each series and, where there are notes, note.
    pub columns: Vec<String>,
    /// The rows are key figures, and the headings the program's own.
    pub is_of_figures: bool,
    /// The names of what is drawn side by side.
    pub series: Vec<String>,
    pub rows: Vec<ChartRow>,
    pub source: String,
    pub note: String,
    pub href: String,
    /// The permanent address.
    pub permanent: String,
}

#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum ChartShape {
    /// Nothing is drawn.
    #[default]
    Table,
    Bar,
    Line,
    Dot,
    Range,
}

#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct ChartRow {
    pub label: String,
    /// One for each series.
    pub values: Vec<ChartValue>,
    pub note: String,
    /// The page brings this row out.
    pub is_high: bool,
    pub facts: RowFacts,
}

/// What keeps the numbers of a row honest when they leave the page. What is empty is not known.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct RowFacts {
    /// What the number is of, where the row is named by something else.
    pub what: String,
    pub unit: String,
    pub base: String,
    pub period: String,
    pub area: String,
    pub quality: String,
    pub source: String,
    pub caveat: String,
    /// The permanent address of the record that the row is from.
    pub permanent: String,
}

#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct ChartValue {
    pub display: String,
    /// From where to where, in millionths; for one number both are alike. None where it is not known or beyond drawing.
    pub span: Option<(i128, i128)>,
}

/// A block from elsewhere: its Markdown and what that refers to, in its own order.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Included {
    pub text: String,
    pub references: Vec<Resolved>,
    /// The page it comes from.
    pub title: String,
    pub href: String,
}

/// The words of a piece of Markdown, with those that its records give: for search, summaries and counting.
pub fn plain(text: &str, resolved: &[Resolved]) -> String {
    plain_to(text, resolved, INCLUDE_DEPTH)
}

/// How many blocks may stand in one another; deeper ones are left to their own page.
pub const INCLUDE_DEPTH: usize = 8;

/// The same in parts, one for each heading that opens a section and one for what stands before the first.
pub fn plain_parts(text: &str, resolved: &[Resolved]) -> Vec<markdown::Part> {
    markdown::parts_with(text, |index| words_of(resolved.get(index)?, INCLUDE_DEPTH))
}

/// The words that a reference prints, where a record gives them.
pub fn filled(resolved: &Resolved) -> Option<String> {
    words_of(resolved, INCLUDE_DEPTH)
}

fn plain_to(text: &str, resolved: &[Resolved], depth: usize) -> String {
    markdown::plain_with(text, |index| words_of(resolved.get(index)?, depth))
}

/// The words that a record gives in the place of what is written.
fn words_of(resolved: &Resolved, depth: usize) -> Option<String> {
    match resolved {
        Resolved::Figure(figure) => Some(figure.display.clone()),
        Resolved::FigureCard(card) => Some(format!("{} {}\n", card.display, card.what)),
        Resolved::Chart(chart) => Some(chart.words()),
        Resolved::Citation { in_text, .. } => Some(in_text.clone()),
        Resolved::Include(included) if depth > 0 => Some(plain_to(&included.text, &included.references, depth - 1) + "\n"),
        Resolved::Include(_)
        | Resolved::Link { .. }
        | Resolved::Language { .. }
        | Resolved::Image { .. }
        | Resolved::Term { .. }
        | Resolved::Words => None,
    }
}

impl ChartBlock {
    /// Title, description and rows, a line each.
    pub fn words(&self) -> String {
        let shown = |row: &ChartRow| row.values.iter().map(|value| value.display.as_str()).collect::<Vec<_>>().join(" / ");
        let rows = self.rows.iter().map(|row| format!("{} {}\n", row.label, shown(row)));
        format!("{}\n{}\n", self.title, self.description) + &rows.collect::<String>()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn records_fill_in_the_words() {
        let figure = Resolved::Figure(Box::new(FigureBlock { display: "9.5%".into(), ..FigureBlock::default() }));
        let citation = Resolved::Citation { in_text: "(GSCC, 2009)".into(), href: "#ref-g".into(), occurrence_id: "cite-g-1".into() };
        assert_eq!(plain("Vacant: [](figure:vac) [@g2009].", &[figure, citation]), "Vacant: 9.5% (GSCC, 2009).");
    }
}
