//! The group `search` of `hub.yaml`: words that mean the same on this hub, words that are more than letters and digits,
//! or `false` for a hub without a search of its own.

use super::block::Block;
use super::sheet::Sheet;
use super::value::{KeyPath, Map, Value};
use crate::diagnostic::{Code, Diagnostics};

#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct HubSearch {
    /// Each a set of words and phrases that mean the same.
    pub synonyms: Vec<Vec<String>>,
    /// `C++` and its likes, which would otherwise be a `C`.
    pub specials: Vec<String>,
}

impl HubSearch {
    /// None where the hub says `search: false`.
    pub fn read(sheet: &Sheet, map: &Map, faults: &mut Diagnostics) -> Option<HubSearch> {
        if let Some(Value::Bool(wanted)) = map.get("search") {
            return wanted.then(HubSearch::default);
        }
        let top = Block::top(sheet, map, Code::ConfigFault);
        let Some(block) = map.get("search").filter(|value| **value != Value::Null).and_then(|_| top.block("search", faults)) else {
            return Some(HubSearch::default());
        };
        block.refuse_unknown("`search`", &["synonyms", "specials"], faults);
        let synonyms = sets(&block, sheet, faults);
        let specials = block.texts("specials", faults);
        for (index, special) in specials.iter().enumerate().filter(|(_, special)| !is_special(special)) {
            let fault =
                block.fault(block.place_of_item("specials", index), format!("`{special}` needs no entry here: it is found as it is"));
            faults.push(fault.help("list only words with signs in them, as in `specials: [C++]`"));
        }
        Some(HubSearch { synonyms, specials })
    }
}

fn sets(block: &Block<'_>, sheet: &Sheet, faults: &mut Diagnostics) -> Vec<Vec<String>> {
    let Some(value) = block.map().get("synonyms").filter(|value| **value != Value::Null) else { return Vec::new() };
    let items = value.as_list().unwrap_or(std::slice::from_ref(value));
    let mut sets = Vec::new();
    for (index, item) in items.iter().enumerate() {
        let words: Vec<String> = item.as_list().unwrap_or_default().iter().filter_map(Value::as_text).map(str::to_owned).collect();
        if words.len() >= 2 && Some(words.len()) == item.as_list().map(<[Value]>::len) {
            sets.push(words);
            continue;
        }
        let place = sheet.value_place(&match value {
            Value::List(_) => KeyPath::from("search").key("synonyms").item(index),
            _ => KeyPath::from("search").key("synonyms"),
        });
        let fault = block.fault(place, "an entry of `synonyms` is a list of two or more words that mean the same");
        faults.push(fault.help("write: synonyms: [[task force, taskforce], [foster care, fostering]]"));
    }
    sets
}

/// One word with a sign in it.
fn is_special(text: &str) -> bool {
    !text.contains(char::is_whitespace) && text.contains(|c: char| !c.is_alphanumeric()) && text.contains(char::is_alphanumeric)
}
