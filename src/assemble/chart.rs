//! What a chart shows, as rows: from key figures or from the columns of a dataset.

use super::address;
use super::figure::Figure;
use super::register::PageIndex;
use super::resolved::{ChartBlock, ChartRow, ChartShape, ChartValue, RowFacts};
use super::world::World;
use crate::load::markdown::one_line;
use crate::load::value::{Map, Value};

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
    let shape = match fields.text("chart_type") {
        Some("bar") => ChartShape::Bar,
        Some("line") => ChartShape::Line,
        Some("dot") => ChartShape::Dot,
        Some("range") => ChartShape::Range,
        _ => ChartShape::Table,
    };
    let (columns, mut rows) = if figures.is_empty() { dataset_rows(world, page, shape) } else { figure_rows(world, &figures, shape) };
    let high = fields.texts("highlight");
    rows.iter_mut().for_each(|row| row.is_high = high.contains(&row.label.as_str()));
    let drawn = rows.first().map_or(0, |row| row.values.len());
    let own = fields.text("alt").unwrap_or_default();
    ChartBlock {
        title: document.common.title.clone(),
        description: if alt.trim().is_empty() { own } else { alt }.to_owned(),
        shape,
        series: columns.iter().skip(1).take(drawn).cloned().collect(),
        columns,
        is_of_figures: !figures.is_empty(),
        rows,
        source: fields.text("source_line").unwrap_or_default().to_owned(),
        note: fields.text("mixed_ok").unwrap_or_default().to_owned(),
        href: world.address(page).to_owned(),
        permanent: permanent(world, page),
    }
}

fn permanent(world: &World, page: PageIndex) -> String {
    world.documents[page].common.id.as_deref().map_or_else(|| world.address(page).to_owned(), address::permanent)
}

fn figure_rows(world: &World, figures: &[&Figure], shape: ChartShape) -> (Vec<String>, Vec<ChartRow>) {
    // A line goes through time: there the period is what tells one from another.
    let is_line = shape == ChartShape::Line;
    let columns = [if is_line { "Period" } else { "What" }, "Figure", "Base"].map(str::to_owned).to_vec();
    let rows = figures.iter().map(|figure| {
        let Figure { what, area, period, .. } = figure;
        let base = figure.base();
        let span = figure.value.map(|value| (value, value)).or(figure.low.zip(figure.high));
        ChartRow {
            label: if is_line { period } else { what }.clone(),
            values: vec![ChartValue { display: figure.display.clone(), span: span.and_then(fixed) }],
            note: if is_line { format!("{what}; {base} ({area})") } else { format!("{base} ({area}, {period})") },
            is_high: false,
            facts: RowFacts {
                what: if is_line { what.clone() } else { String::new() },
                unit: figure.unit.clone(),
                period: period.clone(),
                area: area.clone(),
                quality: figure.quality.label.clone(),
                source: world.figure_sources.get(&figure.name).cloned().unwrap_or_default(),
                caveat: one_line(&figure.caveat),
                permanent: permanent(world, figure.page),
                base,
            },
        }
    });
    (columns, rows.collect())
}

fn dataset_rows(world: &World, page: PageIndex, shape: ChartShape) -> (Vec<String>, Vec<ChartRow>) {
    let fields = &world.documents[page].fields;
    let dataset = fields.text("dataset").and_then(|name| world.register.page(name, &["dataset".to_owned()]));
    let Some((dataset, table)) = dataset.and_then(|dataset| Some((dataset, world.table_of(dataset)?))) else {
        return (Vec::new(), Vec::new());
    };
    let described = world.documents[dataset].fields.list("columns");
    let is_share = |heading: &str| {
        let of = described.iter().filter_map(Value::as_map).find(|column| column.text("name") == Some(heading));
        of.and_then(|column| column.text("unit")) == Some("%")
    };
    let label = fields.text("label_column").and_then(|heading| table.column(heading)).unwrap_or(0);
    let values: Vec<usize> = fields.texts("value_columns").into_iter().filter_map(|heading| table.column(heading)).collect();
    let value = |row: &[String], column: usize| {
        let mut display = row.get(column).cloned().unwrap_or_default();
        let span = number(&display).and_then(|number| fixed((number, number)));
        if span.is_some() && !display.ends_with('%') && is_share(&table.header[column]) {
            display.push('%');
        }
        ChartValue { display, span }
    };
    let heading = |column: usize| table.header.get(column).cloned().unwrap_or_default();
    let ends = match values.as_slice() {
        [low, high] if shape == ChartShape::Range => Some((*low, *high)),
        _ => None,
    };
    let series = match ends {
        Some((low, high)) => vec![format!("{}–{}", heading(low), heading(high))],
        None => values.iter().map(|column| heading(*column)).collect(),
    };
    let facts = dataset_facts(world, dataset, &values.iter().map(|column| heading(*column)).collect::<Vec<_>>());
    let rows = table.rows.iter().map(|row| ChartRow {
        label: row.get(label).cloned().unwrap_or_default(),
        values: match ends {
            Some((low, high)) => vec![between(value(row, low), value(row, high))],
            None => values.iter().map(|column| value(row, *column)).collect(),
        },
        facts: facts.clone(),
        ..ChartRow::default()
    });
    (std::iter::once(heading(label)).chain(series).collect(), rows.collect())
}

/// What a dataset says of the columns that are drawn.
fn dataset_facts(world: &World, dataset: PageIndex, drawn: &[String]) -> RowFacts {
    let fields = &world.documents[dataset].fields;
    let described: Vec<&Map> = fields.list("columns").iter().filter_map(Value::as_map).collect();
    let of = |heading: &String| described.iter().find(|column| column.text("name") == Some(heading)).copied();
    let said = |name: &str| -> Vec<(&String, &str)> {
        drawn.iter().filter_map(|heading| Some((heading, of(heading)?.text(name)?))).filter(|(_, said)| !said.is_empty()).collect()
    };
    let units = said("unit");
    let unit = match units.as_slice() {
        [(_, first), others @ ..] if units.len() == drawn.len() && others.iter().all(|(_, unit)| unit == first) => (*first).to_owned(),
        units => units.iter().map(|(heading, unit)| format!("{heading}: {unit}")).collect::<Vec<_>>().join("; "),
    };
    let alerts = fields.list("alerts").iter().filter_map(Value::as_map).filter_map(|alert| alert.text("text"));
    let caveats: Vec<String> = alerts.chain(fields.text("quality_notes")).map(one_line).collect();
    RowFacts {
        unit,
        base: said("description").iter().map(|(heading, said)| format!("{heading}: {said}")).collect::<Vec<_>>().join(" "),
        period: fields.text("period").unwrap_or_default().to_owned(),
        source: fields
            .get("origin")
            .and_then(Value::as_map)
            .and_then(|origin| origin.text("citation_full"))
            .map(one_line)
            .unwrap_or_default(),
        caveat: caveats.join(" "),
        permanent: permanent(world, dataset),
        ..RowFacts::default()
    }
}

/// The range from one value to the other, whichever comes first.
fn between(low: ChartValue, high: ChartValue) -> ChartValue {
    let span = low.span.zip(high.span).map(|((low, _), (high, _))| (low.min(high), low.max(high)));
    ChartValue { display: format!("{}–{}", low.display, high.display), span }
}

/// A number as people write it in a table: `9.5`, `1,200`, `75%`.
fn number(cell: &str) -> Option<f64> {
    cell.trim().trim_end_matches('%').replace(',', "").trim().parse().ok()
}

/// In millionths; what is too great for a drawing to be right is left to the table.
fn fixed((low, high): (f64, f64)) -> Option<(i128, i128)> {
    let one = |number: f64| (number.abs() <= 1e27).then(|| (number * 1e6).round() as i128);
    let (low, high) = (one(low)?, one(high)?);
    Some((low.min(high), low.max(high)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_read_as_people_write_them() {
        let of = |cell| number(cell).and_then(|number| fixed((number, number))).map(|(low, _)| low);
        assert_eq!(
            [of("9.5"), of("1,200"), of("75 %"), of("-3")],
            [Some(9_500_000), Some(1_200_000_000), Some(75_000_000), Some(-3_000_000)]
        );
        assert_eq!([of(""), of("c"), of("NaN"), of("inf"), of("1e28")], [None; 5]);
    }

    #[test]
    fn a_range_goes_from_the_lesser_to_the_greater() {
        let value = |display: &str, span| ChartValue { display: display.into(), span };
        assert_eq!(between(value("9", Some((9, 9))), value("3", Some((3, 3)))), value("9–3", Some((3, 9))));
        assert_eq!(between(value("9", Some((9, 9))), value("", None)).span, None);
    }
}
