//! `_search.yaml`: what people type, each with the pages that they should find among the first. An editor's own test of the search.
//! Only its form is checked here; `index` asks the questions.

use super::block::Block;
use super::sheet::Sheet;
use super::value::KeyPath;
use crate::diagnostic::{Code, Diagnostics, Place};

#[derive(Debug, Clone)]
pub struct Golden {
    pub sheet: Sheet,
    pub queries: Vec<GoldenQuery>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct GoldenQuery {
    pub text: String,
    /// Pages by id, file name or address.
    pub finds: Vec<String>,
    /// Each must be among so many.
    pub within: usize,
    /// As it stands while somebody is still typing its last word.
    pub typing: bool,
    /// The position in the file's list.
    index: usize,
}

/// Where somebody looks before they try other words.
const WITHIN: usize = 3;
/// A list that long is no longer looked through.
const MOST: usize = 10;

impl Golden {
    pub fn read(sheet: Sheet) -> (Golden, Diagnostics) {
        let mut faults = Diagnostics::new();
        let mut queries = Vec::new();
        match sheet.read() {
            Ok(map) => {
                let block = Block::top(&sheet, &map, Code::SearchFault);
                block.refuse_unknown("`_search.yaml`", &["queries"], &mut faults);
                if !block.has("queries") {
                    let fault = block.fault(block.place(), "`queries` is missing");
                    faults.push(fault.help("write: queries: [{query: supervision, finds: pg-0001}]"));
                }
                let blocks = block.blocks("queries", &mut faults);
                queries.extend(blocks.iter().filter_map(|(index, block)| GoldenQuery::read(*index, block, &mut faults)));
            }
            Err(fault) => faults.push(*fault),
        }
        (Golden { sheet, queries }, faults)
    }

    pub fn place(&self, query: &GoldenQuery) -> Place {
        self.sheet.value_place(&KeyPath::from("queries").item(query.index).key("query"))
    }

    /// Where a page is named that a query should find.
    pub fn place_of_page(&self, query: &GoldenQuery) -> Place {
        self.sheet.value_place(&KeyPath::from("queries").item(query.index).key("finds"))
    }
}

impl GoldenQuery {
    /// Where one of the pages that it should find is written, when they are a list.
    pub fn path_of_page(&self, number: usize) -> KeyPath {
        KeyPath::from("queries").item(self.index).key("finds").item(number)
    }

    fn read(index: usize, block: &Block<'_>, faults: &mut Diagnostics) -> Option<Self> {
        block.refuse_unknown("a query", &["query", "finds", "within", "typing"], faults);
        let text = block.required_text("query", "what somebody types", faults);
        if !block.has("finds") {
            faults.push(block.fault(block.place(), "`finds` is missing").help("add `finds:`, the page that the query should find"));
        }
        let finds = block.texts("finds", faults);
        let within = if block.has("within") { block.count("within", faults)? } else { WITHIN };
        if !(1..=MOST).contains(&within) || finds.len() > within {
            let least = finds.len().max(1);
            let fault = block.fault(block.place_of_value("within"), format!("`within` is a whole number from {least} to {MOST}"));
            faults.push(fault.help(format!("leave it out for the first {WITHIN}")));
            return None;
        }
        let typing = block.flag("typing", false, faults);
        (!text.is_empty() && !finds.is_empty()).then(|| GoldenQuery { text: text.to_owned(), finds, within, typing, index })
    }
}
