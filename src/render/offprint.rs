//! What readers may take away from the hub, made once before its pages: of each key figure its text, of each chart a picture and a table.
//! All of it carries base, period, source, limits and permanent address. Pages offer it, and it is published beside the record's own page.

use std::collections::BTreeMap;
use std::sync::OnceLock;

use super::chart::table;
use super::picture::{self, Frame};
use super::view::FigureView;
use super::words::Words;
use super::{Artifact, foreign};
use crate::assemble::Site;
use crate::assemble::resolved::{ChartBlock, RowFacts};

/// The names of the files, in the folder of their page.
pub const FIGURE: &str = "figure.txt";
pub const LINES: &str = "lines.txt";
pub const CITATION: &str = "cite.txt";
pub const PICTURE: &str = "chart.png";
pub const TABLE: &str = "chart.csv";

/// The address of the page beside which a file of these names stands.
pub fn folder_of(file: &str) -> Option<&str> {
    let (folder, name) = file.split_at(file.rfind('/')? + 1);
    [FIGURE, LINES, CITATION, PICTURE, TABLE].contains(&name).then_some(folder)
}

/// By the address of the record.
#[derive(Debug, Default)]
pub struct Offprints {
    charts: BTreeMap<String, ChartOffprint>,
    figures: BTreeMap<String, String>,
}

/// The files of a chart, made when the first page asks for them: of all that a hub is made of, a picture takes longest.
#[derive(Debug)]
struct ChartOffprint {
    chart: ChartBlock,
    frame: Frame,
    base_url: String,
    files: OnceLock<ChartFiles>,
}

#[derive(Debug, Default)]
pub struct ChartFiles {
    pub picture: Vec<u8>,
    pub table: Vec<u8>,
}

impl Offprints {
    pub fn of(site: &Site, figures: &BTreeMap<String, FigureView>) -> Self {
        let charts = site.charts.iter().map(|(page, chart)| {
            let language = site.loaded.languages.of(&site.documents[*page].common.lang);
            let about = about(chart, Words::new(language, &site.hub().lang));
            let frame = Frame { about, publisher: site.hub().title.clone(), address: site.absolute(&chart.permanent) };
            let base_url = site.hub().base_url.clone();
            (site.pages[*page].address.clone(), ChartOffprint { chart: chart.clone(), frame, base_url, files: OnceLock::new() })
        });
        Offprints {
            charts: charts.collect(),
            figures: figures.values().map(|figure| (figure.url.clone(), foreign::plain(&figure.copy))).collect(),
        }
    }

    pub fn chart(&self, address: &str) -> Option<&ChartFiles> {
        let ChartOffprint { chart, frame, base_url, files } = self.charts.get(address)?;
        Some(files.get_or_init(|| ChartFiles {
            picture: picture::draw(chart, frame),
            table: table::write(chart, |address| format!("{base_url}{address}")),
        }))
    }

    /// A key figure as one sentence with all that belongs to it.
    pub fn figure(&self, address: &str) -> Option<&str> {
        self.figures.get(address).map(String::as_str)
    }

    /// The files of the chart whose page has the address.
    pub fn files(&self, address: &str) -> impl Iterator<Item = Artifact> {
        let of = |files: &ChartFiles| {
            [(PICTURE, &files.picture), (TABLE, &files.table)].map(|(name, bytes)| Artifact::beside(address, name, bytes.clone()))
        };
        self.chart(address).map(of).into_iter().flatten()
    }
}

/// What a picture says below its chart: a paragraph each.
fn about(chart: &ChartBlock, words: Words) -> Vec<String> {
    let distinct = |of: fn(&RowFacts) -> &String| {
        let mut found: Vec<&str> = Vec::new();
        for said in chart.rows.iter().map(|row| of(&row.facts).as_str()).filter(|said| !said.is_empty()) {
            if !found.contains(&said) {
                found.push(said);
            }
        }
        found.join("; ")
    };
    let sentence = |key: &str, gap: &str, said: &str| sentence(words, key, &[(gap, said)]);
    let area = sentence("chart_area", "area", &distinct(|facts| &facts.area));
    let period = sentence("chart_when", "period", &distinct(|facts| &facts.period));
    let mut about = vec![
        sentence("copy_base", "base", &distinct(|facts| &facts.base)),
        format!("{area} {period}").trim().to_owned(),
        chart.note.clone(),
        sentence("copy_source", "source", &chart.source),
    ];
    about.extend(limits(chart, words));
    about.retain(|paragraph| !paragraph.is_empty());
    about
}

/// What readers must know to use the numbers fairly; where not all numbers share it, with those of which it holds.
fn limits(chart: &ChartBlock, words: Words) -> Vec<String> {
    let mut found: Vec<(&str, Vec<String>)> = Vec::new();
    for row in chart.rows.iter().filter(|row| !row.facts.caveat.is_empty()) {
        let shown: Vec<&str> = row.values.iter().map(|value| value.display.as_str()).collect();
        match found.iter_mut().find(|(caveat, _)| *caveat == row.facts.caveat) {
            Some((_, of)) => of.push(shown.join(" / ")),
            None => found.push((&row.facts.caveat, vec![shown.join(" / ")])),
        }
    }
    let limit = |(caveat, of): &(&str, Vec<String>)| match of.len() == chart.rows.len() {
        true => sentence(words, "copy_limit", &[("limit", caveat)]),
        false => sentence(words, "use_numbers_fairly", &[("limit", caveat), ("numbers", &of.join(", "))]),
    };
    found.iter().map(limit).collect()
}

/// A sentence of the theme around one of a record, which may bring its own full stop; nothing where the record says nothing.
fn sentence(words: Words, key: &str, gaps: &[(&str, &str)]) -> String {
    let gaps: Vec<(&str, &str)> = gaps.iter().map(|(name, said)| (*name, said.trim_end_matches('.'))).collect();
    if gaps[0].1.is_empty() { String::new() } else { foreign::plain(&words.fill(key, &gaps)) }
}
