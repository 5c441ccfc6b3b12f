//! Datasets: each CSV file has the columns, the kinds of values, the number of rows and the fingerprint that the page says.

use camino::Utf8Path;
use jiff::civil::Date;

use super::page::Page;
use super::sha256;
use crate::assemble::link;
use crate::diagnostic::{Code, Diagnostic, Diagnostics, Place};
use crate::load::instant;
use crate::load::table::Table;
use crate::load::value::{KeyPath, Map};

pub fn csv_matches_columns(page: &Page, faults: &mut Diagnostics) {
    let columns: Vec<(KeyPath, &Map)> = page.groups("columns").collect();
    let folder = page.document.source.path.parent().unwrap_or(Utf8Path::new(""));
    for (path, file) in page.groups("files") {
        let Some(written) = file.text("csv") else { continue };
        let Some(found) = link::hub_path(folder, written).filter(|found| page.world.assets.contains_key(found)) else { continue };
        let Some(table) = page.world.tables.get(&found) else {
            faults.push(
                page.error(Code::RuleTable, &path.key("csv"), format!("`{written}` is not a CSV file"))
                    .help("save the table as CSV, in UTF-8, with a name that ends in `.csv`"),
            );
            continue;
        };
        fingerprint(page, &path, file, table, faults);
        if let Some((line, message)) = &table.fault {
            faults.push(
                Diagnostic::error(Code::RuleTable, line_place(table, *line), message.clone())
                    .help("give every row as many cells as there are headings; put a cell that has a comma in it in double quotes"),
            );
        } else if let Some(rows) = file.get("rows").and_then(crate::load::value::Value::as_integer)
            && rows != table.rows.len() as i64
        {
            faults.push(
                page.error(Code::RuleTable, &path.key("rows"), format!("`{written}` has {} rows, not {rows}", table.rows.len())).help(
                    format!("write `rows: {}`, or find the rows that are missing; the line of headings does not count", table.rows.len()),
                ),
            );
        }
        if !columns.is_empty() && header(page, &columns, table, faults) {
            cells(&columns, table, faults);
        }
    }
}

fn fingerprint(page: &Page, path: &KeyPath, file: &Map, table: &Table, faults: &mut Diagnostics) {
    let Some(written) = file.text("sha256") else { return };
    let bytes = table.source.text.as_bytes();
    let found = sha256::hex(bytes);
    // The loader takes a byte order mark away; whoever measured the file on their own machine did not.
    let with_mark = || sha256::hex(&["\u{FEFF}".as_bytes(), bytes].concat());
    if !written.eq_ignore_ascii_case(&found) && !written.eq_ignore_ascii_case(&with_mark()) {
        faults.push(
            page.error(
                Code::RuleTable,
                &path.key("sha256"),
                format!("`{}` is not the file that this fingerprint was taken of", table.source.path),
            )
            .help("if nobody was to change the file, bring the old one back")
            .help(format!("if the change was meant, write `sha256: {found}`")),
        );
    }
}

/// Whether the headings are those of the page, in its order.
fn header(page: &Page, columns: &[(KeyPath, &Map)], table: &Table, faults: &mut Diagnostics) -> bool {
    let expected: Vec<&str> = columns.iter().map(|(_, column)| column.text("name").unwrap_or_default()).collect();
    if expected == table.header {
        return true;
    }
    let first = line_place(table, 1);
    let differs = expected.iter().zip(&table.header).position(|(expected, found)| expected != found);
    let fault = match differs {
        Some(at) => page.error(
            Code::RuleTable,
            &columns[at].0.key("name"),
            format!("column {} is `{}` here and `{}` in the file", at + 1, expected[at], table.header[at]),
        ),
        None if expected.len() > table.header.len() => page.error(
            Code::RuleTable,
            &columns[table.header.len()].0.key("name"),
            format!("the file has no column `{}`", expected[table.header.len()]),
        ),
        None => Diagnostic::error(
            Code::RuleTable,
            page.key_place(&"columns".into()),
            format!("the file has a column `{}` that is not described here", table.header[expected.len()]),
        ),
    };
    faults.push(
        fault
            .related(first, "the headings of the file are here")
            .help(format!("describe these columns, in this order: {}", table.header.join(", "))),
    );
    false
}

/// Each column's first cell that is not of its kind, and how many more there are. An empty cell is a value that nobody knows.
fn cells(columns: &[(KeyPath, &Map)], table: &Table, faults: &mut Diagnostics) {
    for (at, (_, column)) in columns.iter().enumerate() {
        let (name, kind) = (column.text("name").unwrap_or_default(), column.text("type").unwrap_or("text"));
        let mut wrong = table.rows.iter().enumerate().filter_map(|(row, cells)| {
            let cell = cells.get(at)?;
            (!cell.is_empty() && !is_kind(kind, cell)).then_some((row, cell))
        });
        let Some((row, cell)) = wrong.next() else { continue };
        let more = wrong.count();
        let expected = match kind {
            "integer" => "a whole number, as in `1200`, without commas or signs",
            "decimal" => "a number, as in `9.5`, without commas or signs",
            "boolean" => "`true` or `false`",
            _ => "a day, as in `2026-03-14`",
        };
        let fault =
            Diagnostic::error(Code::RuleTable, cell_place(table, row, cell), format!("`{cell}` in column `{name}` is not {expected}"));
        let fault = if more > 0 { fault.help(format!("{more} more in this column")) } else { fault };
        faults.push(fault.help("correct the file, or describe the column as `type: text`; leave a cell empty if its value is not known"));
    }
}

fn is_kind(kind: &str, cell: &str) -> bool {
    match kind {
        "integer" => cell.parse::<i64>().is_ok(),
        "decimal" => cell.parse::<f64>().is_ok_and(f64::is_finite) && !cell.starts_with(char::is_alphabetic),
        "boolean" => ["true", "false"].contains(&cell.to_ascii_lowercase().as_str()),
        "date" => instant::date(cell).is_ok_and(|day: Date| day.to_string() == cell),
        _ => true,
    }
}

/// A line of the file as a whole; lines count from 1.
fn line_place(table: &Table, line: u64) -> Place {
    let text = &table.source.text;
    let start: usize = text.split_inclusive('\n').take(line.saturating_sub(1) as usize).map(str::len).sum();
    let end = text[start..].find('\n').map_or(text.len(), |at| start + at);
    table.source.place(start..end)
}

/// Where a row's cell stands. Rows are read again to find their lines: only faults need them.
fn cell_place(table: &Table, row: usize, cell: &str) -> Place {
    let mut reader = csv::ReaderBuilder::new().from_reader(table.source.text.as_bytes());
    let position = reader.records().filter_map(Result::ok).nth(row).and_then(|record| record.position().map(csv::Position::byte));
    let Some(start) = position.and_then(|byte| usize::try_from(byte).ok()) else { return table.source.whole() };
    match table.source.text.get(start..).and_then(|rest| rest.find(cell)) {
        Some(at) => table.source.place(start + at..start + at + cell.len()),
        None => table.source.place(start..start + 1),
    }
}

#[cfg(test)]
mod tests {
    use super::super::case::said;

    const COLUMNS: &str = "columns:\n  - {name: who, type: text}\n  - {name: share, type: decimal}\n  - {name: year, type: integer}\n";

    fn dataset(file: &str, columns: &str, csv: &str) -> Vec<String> {
        said(&format!("=== data/d.md\nfiles:\n  - {{csv: d.csv, {file}}}\n{columns}=== data/d.csv\n{csv}"))
    }

    #[test]
    fn a_file_has_the_columns_and_rows_that_are_described() {
        assert_eq!(dataset("rows: 2", COLUMNS, "who,share,year\na,9.5,2006\n\"b, c\",,2006\n"), Vec::<String>::new());
        assert_eq!(
            dataset("rows: 3", COLUMNS, "who,year,share\na,1,2\n"),
            [
                "data/d.md:5:24 error rule-table | `d.csv` has 1 rows, not 3 | write `rows: 1`, or find the rows that are missing; the line of headings does not count",
                "data/d.md:8:12 error rule-table | column 2 is `share` here and `year` in the file | describe these columns, in this order: who, year, share",
            ]
        );
        assert_eq!(
            dataset("rows: 1", COLUMNS, "who,share\na,1\n"),
            ["data/d.md:9:12 error rule-table | the file has no column `year` | describe these columns, in this order: who, share"]
        );
        assert_eq!(
            dataset("rows: 1", COLUMNS, "who,share,year,note\na,1,2,x\n"),
            [
                "data/d.md:6:1 error rule-table | the file has a column `note` that is not described here | describe these columns, in this order: who, share, year, note"
            ]
        );
    }

    #[test]
    fn cells_are_of_their_kind_and_rows_are_whole() {
        assert_eq!(
            dataset("rows: 3", COLUMNS, "who,share,year\na,9.5,2006\nb,9.5%,2006\nc,n/a,06 07\n"),
            [
                "data/d.csv:3:3 error rule-table | `9.5%` in column `share` is not a number, as in `9.5`, without commas or signs | 1 more in this column; correct the file, or describe the column as `type: text`; leave a cell empty if its value is not known",
                "data/d.csv:4:7 error rule-table | `06 07` in column `year` is not a whole number, as in `1200`, without commas or signs | correct the file, or describe the column as `type: text`; leave a cell empty if its value is not known",
            ]
        );
        assert_eq!(
            dataset("rows: 2", COLUMNS, "who,share,year\na,9.5,2006\nb,9.5\n"),
            [
                "data/d.csv:3:1 error rule-table | this row has 2 cells, and the first row has 3 | give every row as many cells as there are headings; put a cell that has a comma in it in double quotes"
            ]
        );
    }

    #[test]
    fn the_fingerprint_is_that_of_the_file() {
        let sum = super::sha256::hex(b"who,share,year\na,9.5,2006\n");
        let file = |sum: &str| dataset(&format!("rows: 1, sha256: {sum}"), COLUMNS, "who,share,year\na,9.5,2006\n");
        assert_eq!(file(&sum), Vec::<String>::new());
        let other = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855";
        assert_eq!(
            file(other),
            [format!(
                "data/d.md:5:35 error rule-table | `data/d.csv` is not the file that this fingerprint was taken of | if nobody was to change the file, bring the old one back; if the change was meant, write `sha256: {sum}`"
            )]
        );
    }
}
