//! Tables whose columns have no name: who hears a cell does not know what it is about.

use super::script::{Said, Script};
use super::{Desk, Finding};
use crate::diagnostic::{Code, Diagnostic};
use crate::load::markdown::LineKind;

pub fn check(_: &Desk<'_>, script: &Script<'_>, findings: &mut Vec<Finding>) {
    let heads: Vec<&Said> = script.lines.iter().filter(|said| said.line.kind == LineKind::HeadCell).collect();
    for row in heads.chunk_by(|a, b| a.line.table == b.line.table && same_text(a, b)) {
        let is_nameless = |said: &Said| said.line.text.trim().is_empty();
        let nameless = row.iter().filter(|said| is_nameless(said)).count();
        // The corner above the names of the rows may be empty.
        let corner = is_nameless(row[0]) && row.len() > 1;
        if nameless == usize::from(corner) {
            continue;
        }
        let all = nameless == row.len();
        let first = row.iter().skip(usize::from(corner && !all)).find(|said| is_nameless(said)).unwrap_or(&row[0]);
        let columns = nameless - usize::from(corner);
        let message = match columns {
            _ if all => "this table has no headings".to_owned(),
            1 => "1 column of this table has no heading".to_owned(),
            _ => format!("{columns} columns of this table have no heading"),
        };
        let place = script.place(first, 0..0);
        let fault = Diagnostic::warning(Code::TableHeader, place, message)
            .help("write in the first row what each column holds; only the corner above the names of the rows may be empty");
        findings.push(Finding::new("table", fault));
    }
}

fn same_text(a: &Said, b: &Said) -> bool {
    use super::script::Written;
    match (&a.written, &b.written) {
        (Written::Body(_), Written::Body(_)) => true,
        (Written::Field(a, _), Written::Field(b, _)) => a == b,
        _ => false,
    }
}
