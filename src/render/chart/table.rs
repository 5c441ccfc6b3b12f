//! A chart as a file for spreadsheets (RFC 4180), with what keeps its numbers honest in further columns of each row.

use crate::assemble::resolved::{ChartBlock, ChartRow, RowFacts};

/// Begins with the mark by which spreadsheets know UTF-8. `absolute` makes an address of the site a whole one.
pub fn write(chart: &ChartBlock, absolute: impl Fn(&str) -> String) -> Vec<u8> {
    let mut writer = csv::WriterBuilder::new().terminator(csv::Terminator::CRLF).from_writer("\u{feff}".as_bytes().to_vec());
    let columns = columns(chart, &absolute);
    let headings = columns.iter().map(|(heading, _)| safe(heading));
    writer.write_record(headings).expect("memory takes a row");
    for row in &chart.rows {
        writer.write_record(columns.iter().map(|(_, cell)| safe(&cell(row)))).expect("every row has all columns");
    }
    writer.into_inner().expect("memory takes all rows")
}

type Column<'a> = (String, Box<dyn Fn(&ChartRow) -> String + 'a>);

fn columns<'a>(chart: &'a ChartBlock, absolute: &'a impl Fn(&str) -> String) -> Vec<Column<'a>> {
    let mut columns: Vec<Column> = Vec::new();
    let label = chart.columns.first().filter(|heading| !heading.is_empty()).map_or("What", String::as_str);
    columns.push((label.to_owned(), Box::new(|row| row.label.clone())));
    for (at, series) in chart.series.iter().enumerate() {
        let span = move |row: &ChartRow| row.values.get(at).and_then(|value| value.span);
        let display = move |row: &ChartRow| row.values.get(at).map(|value| value.display.clone()).unwrap_or_default();
        // Words around a number say how sure it is: they stay beside it.
        let as_printed = |row: &ChartRow| span(row).is_some_and(|(low, high)| low != high || bare(&display(row)) != decimal(low));
        if chart.rows.iter().any(as_printed) {
            columns.push((format!("{series} as printed"), Box::new(display)));
        }
        if chart.rows.iter().any(|row| span(row).is_some_and(|(low, high)| low != high)) {
            columns.push((format!("{series} lowest"), Box::new(move |row| span(row).map(|(low, _)| decimal(low)).unwrap_or_default())));
            columns.push((format!("{series} highest"), Box::new(move |row| span(row).map(|(_, high)| decimal(high)).unwrap_or_default())));
        } else {
            columns.push((series.clone(), Box::new(move |row| span(row).map_or_else(|| display(row), |(low, _)| decimal(low)))));
        }
    }
    if chart.rows.iter().any(|row| !row.facts.what.is_empty()) {
        columns.push(("What".to_owned(), Box::new(|row| row.facts.what.clone())));
    }
    type Fact = fn(&RowFacts) -> &String;
    let facts: [(&str, Fact); 7] = [
        ("Unit", |facts| &facts.unit),
        ("Base", |facts| &facts.base),
        ("Period", |facts| &facts.period),
        ("Area", |facts| &facts.area),
        ("Quality", |facts| &facts.quality),
        ("Source", |facts| &facts.source),
        ("Caveat", |facts| &facts.caveat),
    ];
    for (heading, fact) in facts {
        columns.push((heading.to_owned(), Box::new(move |row| fact(&row.facts).clone())));
    }
    columns.push(("Chart source".to_owned(), Box::new(|_| chart.source.clone())));
    if !chart.note.is_empty() {
        columns.push(("Chart note".to_owned(), Box::new(|_| chart.note.clone())));
    }
    columns.push((
        "Address".to_owned(),
        Box::new(|row| if row.facts.permanent.is_empty() { String::new() } else { absolute(&row.facts.permanent) }),
    ));
    columns.push(("Chart address".to_owned(), Box::new(|_| absolute(&chart.permanent))));
    columns
}

/// A number as programs read it: no sign of a unit, no comma.
fn bare(display: &str) -> String {
    display.trim().trim_end_matches('%').replace(',', "").trim().to_owned()
}

/// From millionths: `-9500000` is `-9.5`.
fn decimal(millionths: i128) -> String {
    let size = millionths.unsigned_abs();
    let number = format!("{}.{:06}", size / 1_000_000, size % 1_000_000);
    let number = number.trim_end_matches('0').trim_end_matches('.');
    if millionths < 0 { format!("-{number}") } else { number.to_owned() }
}

/// A spreadsheet takes a cell that begins like this for a formula, unless it is a number. An apostrophe makes it text.
fn safe(cell: &str) -> String {
    let is_number = |cell: &str| {
        let digits = cell.strip_prefix(['-', '+']).unwrap_or(cell).trim_end_matches('%');
        !digits.is_empty() && digits.chars().all(|c| c.is_ascii_digit() || matches!(c, '.' | ','))
    };
    if cell.starts_with(['=', '+', '-', '@', '\t', '\r', '\n']) && !is_number(cell) { format!("'{cell}") } else { cell.to_owned() }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::assemble::resolved::ChartValue;

    fn read(chart: &ChartBlock) -> Vec<Vec<String>> {
        let bytes = write(chart, |address| format!("https://hub.test{address}"));
        let text = std::str::from_utf8(&bytes).expect("UTF-8").strip_prefix('\u{feff}').expect("begins with the mark");
        assert!(text.ends_with("\r\n") && text.matches('\n').count() >= chart.rows.len());
        let mut reader = csv::ReaderBuilder::new().has_headers(false).from_reader(text.as_bytes());
        reader.records().map(|row| row.expect("sound").iter().map(str::to_owned).collect()).collect()
    }

    /// A label, the number as it is shown, and from where to where it goes.
    type Row<'a> = (&'a str, &'a str, Option<(i128, i128)>);

    fn chart(rows: &[Row]) -> ChartBlock {
        let row = |(label, display, span): &Row| ChartRow {
            label: (*label).into(),
            values: vec![ChartValue { display: (*display).into(), span: *span }],
            facts: RowFacts { unit: "%".into(), base: "all posts".into(), permanent: "/id/kf-0001/".into(), ..RowFacts::default() },
            ..ChartRow::default()
        };
        ChartBlock {
            columns: vec!["What".into(), "Figure".into()],
            series: vec!["Figure".into()],
            rows: rows.iter().map(row).collect(),
            permanent: "/id/ch-0001/".into(),
            ..ChartBlock::default()
        }
    }

    #[test]
    fn numbers_are_numbers_and_bring_along_what_they_are_of() {
        let rows = read(&chart(&[
            ("posts, \"vacant\"", "9.5%", Some((9_500_000, 9_500_000))),
            ("fall", "-1,200", Some((-1_200_000_000, -1_200_000_000))),
        ]));
        assert_eq!(
            rows[0],
            ["What", "Figure", "Unit", "Base", "Period", "Area", "Quality", "Source", "Caveat", "Chart source", "Address", "Chart address"]
        );
        assert_eq!(rows[1][..4], ["posts, \"vacant\"", "9.5", "%", "all posts"]);
        assert_eq!(rows[2][1], "-1200");
        assert_eq!(rows[1][10..], ["https://hub.test/id/kf-0001/", "https://hub.test/id/ch-0001/"]);
    }

    #[test]
    fn ranges_and_words_around_a_number_are_kept() {
        let rows = read(&chart(&[("a", "128–371", Some((128_000_000, 371_000_000))), ("b", "not known", None)]));
        assert_eq!(rows[0][1..4], ["Figure as printed", "Figure lowest", "Figure highest"]);
        assert_eq!(rows[1][1..4], ["128–371", "128", "371"]);
        assert_eq!(rows[2][1..4], ["not known", "", ""]);
        let rows = read(&chart(&[("a", "about 5,500", Some((5_500_000_000, 5_500_000_000)))]));
        assert_eq!(rows[0][1..3], ["Figure as printed", "Figure"]);
        assert_eq!(rows[1][1..3], ["about 5,500", "5500"]);
    }

    #[test]
    fn nothing_is_taken_for_a_formula_and_no_number_is_harmed() {
        for cell in ["=1+1", "+cmd|' /C calc'!A0", "-1+1", "@SUM(A1)", "\t=1", "\r=1", "-", "+"] {
            assert_eq!(safe(cell), format!("'{cell}"));
        }
        for cell in ["-9.5", "+3", "-1,200", "-3%", "9.5", "a=b", "", "–3"] {
            assert_eq!(safe(cell), cell);
        }
        let rows = read(&chart(&[("=HYPERLINK(\"x\")", "-2", Some((-2_000_000, -2_000_000)))]));
        assert_eq!(rows[1][..2], ["'=HYPERLINK(\"x\")", "-2"]);
    }

    #[test]
    fn millionths_are_decimals() {
        assert_eq!([0, 1, -9_500_000, 12_000_000, -40].map(decimal), ["0", "0.000001", "-9.5", "12", "-0.00004"]);
    }
}
