//! The audit as a table for a spreadsheet. No cell is a formula, whatever somebody has written into a title.

use jiff::civil::Date;

use super::{Audit, Entry};

/// With the mark by which spreadsheets know UTF-8.
pub const MARK: &str = "\u{feff}File,Address,Id,Type,Title,Owner,State,";

const HEAD: &[&str] = &[
    "File",
    "Address",
    "Id",
    "Type",
    "Title",
    "Owner",
    "State",
    "Language",
    "Published",
    "Updated",
    "Reviewed",
    "Next review",
    "Days overdue",
    "Words",
    "Reading age",
    "Reading age at most",
    "Links in",
    "Links out",
    "Orphan",
    "Ends",
    "Translation stale",
    "To do",
];

pub fn write(audit: &Audit) -> String {
    let mut writer = csv::WriterBuilder::new().terminator(csv::Terminator::CRLF).from_writer(Vec::new());
    let rows = std::iter::once(HEAD.iter().map(|name| (*name).to_owned()).collect::<Vec<_>>());
    for row in rows.chain(audit.pages.iter().map(row)) {
        writer.write_record(row.iter().map(|cell| harmless(cell))).expect("memory takes every row, and all are as long");
    }
    let bytes = writer.into_inner().expect("memory can be flushed");
    format!("\u{feff}{}", String::from_utf8(bytes).expect("text was written"))
}

fn row(entry: &Entry) -> Vec<String> {
    let date = |date: Option<Date>| date.map(|date| date.to_string()).unwrap_or_default();
    let flag = |flag: bool| if flag { "yes".to_owned() } else { String::new() };
    let ends: Vec<String> = entry.ends.iter().map(|end| format!("{} {}", end.what, end.on)).collect();
    let to_do: Vec<&str> = entry.to_do.iter().map(|todo| todo.what.as_str()).collect();
    vec![
        entry.file.clone(),
        entry.address.clone(),
        entry.id.clone(),
        entry.content_type.clone(),
        entry.title.clone(),
        entry.owner.clone(),
        entry.state.to_owned(),
        entry.lang.clone(),
        date(entry.published),
        date(entry.updated),
        date(entry.reviewed),
        date(entry.review_by),
        entry.overdue.map(|days| days.to_string()).unwrap_or_default(),
        entry.words.to_string(),
        entry.reading_age.map(|age| age.to_string()).unwrap_or_default(),
        entry.reading_ceiling.map(|age| age.to_string()).unwrap_or_default(),
        entry.links_in.to_string(),
        entry.links_out.to_string(),
        flag(entry.orphan),
        ends.join("; "),
        flag(entry.translation_stale),
        to_do.join("; "),
    ]
}

/// A cell that begins like a formula begins with an apostrophe, as spreadsheets themselves write it.
fn harmless(cell: &str) -> String {
    let cell: String = cell.chars().map(|c| if c.is_control() { ' ' } else { c }).collect();
    if cell.trim_start().starts_with(['=', '+', '-', '@', '|', '%', '＝', '＋', '－', '＠']) { format!("'{cell}") } else { cell }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_written_becomes_a_formula() {
        for cell in ["=1+1", "+44", "-1", "@SUM(A1)", "\t=1", " =1", "＝1"] {
            assert!(harmless(cell).starts_with('\''), "{cell}");
        }
        assert_eq!(harmless("A plain title, 9% = 9%"), "A plain title, 9% = 9%");
        assert_eq!(HEAD.len(), 22);
    }
}
