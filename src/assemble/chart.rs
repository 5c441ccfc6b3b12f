//! What a chart shows, as rows: from key figures or from the columns of a dataset.

use super::figure::Figure;
use super::register::PageIndex;
use super::resolved::{ChartBlock, ChartRow};
use super::world::World;

/// The id of the content type whose records are charts.
pub const CHART_TYPE: &str = "chart";

/// The figures that a chart draws, in order; names that lead nowhere were reported with the chart's own page.
pub fn figures<'a>(world: &'a World, page: PageIndex) -> Vec<&'a Figure> {
    world.documents[page].fields.texts("figures").into_iter().filter_map(|name| world.figure(name)).collect()
}

/// A chart as it stands in a page. `alt` replaces the record's own description where a page gives one.
pub fn block(world: &World, page: PageIndex, alt: &str) -> ChartBlock {
    let document = &world.documents[page];
    let fields = &document.fields;
    let figures = figures(world, page);
    let (columns, rows) = if figures.is_empty() { dataset_rows(world, page) } else { figure_rows(&figures) };
    let own = fields.text("alt").unwrap_or_default();
    ChartBlock {
        title: document.common.title.clone(),
        description: if alt.trim().is_empty() { own } else { alt }.to_owned(),
        columns,
        rows,
        source: fields.text("source_line").unwrap_or_default().to_owned(),
        note: fields.text("mixed_ok").unwrap_or_default().to_owned(),
        href: world.address(page).to_owned(),
    }
}

fn figure_rows(figures: &[&Figure]) -> (Vec<String>, Vec<ChartRow>) {
    let columns = ["What", "Figure", "Base"].map(str::to_owned).to_vec();
    let bars = bars(&figures.iter().map(|figure| figure.value).collect::<Vec<_>>());
    let rows = figures.iter().zip(bars).map(|(figure, bar)| ChartRow {
        label: figure.what.clone(),
        display: figure.display.clone(),
        note: format!("{} ({}, {})", figure.base, figure.area, figure.period),
        bar,
    });
    (columns, rows.collect())
}

fn dataset_rows(world: &World, page: PageIndex) -> (Vec<String>, Vec<ChartRow>) {
    let fields = &world.documents[page].fields;
    let dataset = fields.text("dataset").and_then(|name| world.register.page(name, &["dataset".to_owned()]));
    let Some(table) = dataset.and_then(|dataset| world.table_of(dataset)) else { return (Vec::new(), Vec::new()) };
    let label = fields.text("label_column").and_then(|heading| table.column(heading)).unwrap_or(0);
    let values: Vec<usize> = fields.texts("value_columns").into_iter().filter_map(|heading| table.column(heading)).collect();
    let cell = |row: &[String], column: usize| row.get(column).cloned().unwrap_or_default();
    let heading = values.iter().map(|column| table.header[*column].as_str()).collect::<Vec<_>>().join(" / ");
    let columns = vec![table.header.get(label).cloned().unwrap_or_default(), heading];
    let numbers: Vec<Option<f64>> = match values.as_slice() {
        [column] => table.rows.iter().map(|row| cell(row, *column).trim_end_matches('%').parse().ok()).collect(),
        // Rows of several numbers have no one length.
        _ => vec![None; table.rows.len()],
    };
    let rows = table.rows.iter().zip(bars(&numbers)).map(|(row, bar)| ChartRow {
        label: cell(row, label),
        display: values.iter().map(|column| cell(row, *column)).collect::<Vec<_>>().join(" / "),
        note: String::new(),
        bar,
    });
    (columns, rows.collect())
}

/// Lengths in hundredths of the longest, from nought; a negative number has none.
fn bars(values: &[Option<f64>]) -> Vec<Option<u8>> {
    let longest = values.iter().flatten().copied().fold(0.0, f64::max);
    values
        .iter()
        .map(|value| value.filter(|value| *value >= 0.0 && longest > 0.0).map(|value| (value / longest * 100.0).round() as u8))
        .collect()
}
