//! A chart as a page shows it: drawn, as a table, and as files to take away.

use serde::Serialize;

use super::field::{FileView, file_size};
use super::{Desk, Rich};
use crate::assemble::resolved::ChartBlock;
use crate::render::chart as drawing;
use crate::render::offprint::{self, ChartFiles};
use crate::render::words::{Words, headings};

/// A chart as a table, and its drawing, which is empty where there is nothing to draw.
#[derive(Debug, Serialize)]
pub struct ChartView {
    pub title: String,
    pub description: String,
    pub drawing: Rich,
    pub columns: Vec<String>,
    pub rows: Vec<ChartRowView>,
    pub source: String,
    pub note: String,
    /// The same to take away: a picture and a table.
    pub files: Vec<FileView>,
}

#[derive(Debug, Serialize)]
pub struct ChartRowView {
    pub label: String,
    /// One for each of the columns between label and note.
    pub values: Vec<String>,
    pub note: String,
}

pub fn chart(desk: &Desk, address: &str, block: &ChartBlock) -> ChartView {
    let rows = block.rows.iter().map(|row| ChartRowView {
        label: row.label.clone(),
        values: row.values.iter().map(|value| value.display.clone()).collect(),
        note: row.note.clone(),
    });
    ChartView {
        title: block.title.clone(),
        description: block.description.clone(),
        // Those in the body count from one.
        drawing: Rich::new(drawing::draw(block, "_chart-0"), block.description.clone()),
        columns: headings(block, desk.words),
        rows: rows.collect(),
        source: block.source.clone(),
        note: block.note.clone(),
        files: desk.offprints.chart(address).map(|files| chart_files(desk.words, address, files)).unwrap_or_default(),
    }
}

fn chart_files(words: Words, address: &str, files: &ChartFiles) -> Vec<FileView> {
    let of = |name: &str, kind: &str, bytes: &[u8]| FileView {
        url: format!("{address}{name}"),
        name: name.to_owned(),
        size: file_size(bytes.len() as u64, words),
        kind: kind.to_owned(),
    };
    vec![of(offprint::PICTURE, "PNG", &files.picture), of(offprint::TABLE, "CSV", &files.table)]
}
