//! Tables scroll inside a named region of their own, so that a narrow screen and a keyboard reach every column.

use pulldown_cmark::Alignment;

use super::Writer;
use crate::load::markdown::flow::{Element, Step};
use crate::render::html::escape_into;

/// The table being written.
pub(super) struct Table {
    index: usize,
    column: usize,
    in_head: bool,
    has_body: bool,
    /// Where the cell's tag and its content begin.
    cell: (usize, usize),
}

impl Writer<'_> {
    /// `content` is the first step inside the table.
    pub(super) fn open_table(&mut self, index: usize, content: usize) {
        let name = self.table_name(content);
        self.open_region(&name);
        self.table = Some(Table { index, column: 0, in_head: true, has_body: false, cell: (0, 0) });
    }

    /// A region and a table in it; the second of one name says that it is the second.
    pub(super) fn open_region(&mut self, name: &str) {
        let mut unique = name.to_owned();
        let mut count = 1;
        while !self.table_names.insert(unique.clone()) {
            count += 1;
            unique = format!("{name} ({count})");
        }
        self.out.push_str("<div class=\"tscroll\" tabindex=\"0\" role=\"region\" aria-label=\"");
        escape_into(&mut self.out, &unique);
        self.out.push_str("\"><table>\n");
    }

    /// Its first headings.
    fn table_name(&self, content: usize) -> String {
        let mut cells = vec![String::new()];
        for step in &self.flow.steps[content..] {
            match step {
                Step::Words(words) | Step::Code(words) => cells.last_mut().expect("begins with one").push_str(words),
                Step::Close(Element::Cell) => cells.push(String::new()),
                Step::Close(Element::Head) => break,
                _ => {}
            }
        }
        let named: Vec<&str> = cells.iter().map(|cell| cell.trim()).filter(|cell| !cell.is_empty()).take(3).collect();
        if named.is_empty() { "Table".to_owned() } else { format!("Table: {}", named.join(", ")) }
    }

    pub(super) fn open_head(&mut self) {
        self.out.push_str("<thead><tr>");
    }

    pub(super) fn open_row(&mut self) {
        if let Some(table) = &mut self.table {
            if !table.has_body {
                self.out.push_str("<tbody>\n");
            }
            table.has_body = true;
            table.column = 0;
        }
        self.out.push_str("<tr>");
    }

    pub(super) fn open_cell(&mut self) {
        let Some(table) = &mut self.table else { return };
        let start = self.out.len();
        self.out.push_str(if table.in_head { "<th scope=\"col\"" } else { "<td" });
        self.out.push_str(match self.flow.tables[table.index].get(table.column) {
            Some(Alignment::Right) => " class=\"num\">",
            Some(Alignment::Center) => " class=\"centre\">",
            _ => ">",
        });
        table.cell = (start, self.out.len());
    }

    pub(super) fn close_in_table(&mut self, element: Element) {
        let Some(table) = &mut self.table else { return };
        match element {
            Element::Cell => {
                table.column += 1;
                if table.in_head && self.out.len() == table.cell.1 {
                    // A heading without words would be read out as one.
                    self.out.truncate(table.cell.0);
                    self.out.push_str("<td></td>");
                } else {
                    self.out.push_str(if table.in_head { "</th>" } else { "</td>" });
                }
            }
            Element::Head => {
                table.in_head = false;
                self.out.push_str("</tr></thead>\n");
            }
            Element::Row => self.out.push_str("</tr>\n"),
            _ => {
                self.out.push_str(if table.has_body { "</tbody></table></div>\n" } else { "</table></div>\n" });
                self.table = None;
            }
        }
    }
}
