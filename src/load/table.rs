//! The rows of a CSV file in the hub: what datasets describe and charts draw.

use std::sync::Arc;

use super::source::Source;

#[derive(Debug, Clone)]
pub struct Table {
    pub source: Arc<Source>,
    pub header: Vec<String>,
    pub rows: Vec<Vec<String>>,
    /// Why the file could not be read to its end: the line, and what the matter is.
    pub fault: Option<(u64, String)>,
}

impl Table {
    pub fn read(source: Arc<Source>) -> Table {
        let mut reader = csv::ReaderBuilder::new().trim(csv::Trim::All).from_reader(source.text.as_bytes());
        let header = reader.headers().map(|record| record.iter().map(str::to_owned).collect()).unwrap_or_default();
        let mut rows = Vec::new();
        let mut fault = None;
        for record in reader.records() {
            match record {
                Ok(record) => rows.push(record.iter().map(str::to_owned).collect()),
                Err(error) => {
                    let line = error.position().map_or(1, csv::Position::line);
                    let message = match error.kind() {
                        csv::ErrorKind::UnequalLengths { expected_len, len, .. } => {
                            format!("this row has {len} cells, and the first row has {expected_len}")
                        }
                        _ => "this row cannot be read".to_owned(),
                    };
                    fault = Some((line, message));
                    break;
                }
            }
        }
        Table { source, header, rows, fault }
    }

    /// The position of a column by its heading.
    pub fn column(&self, heading: &str) -> Option<usize> {
        self.header.iter().position(|column| column == heading)
    }
}
