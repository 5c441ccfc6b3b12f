//! The group `search` of `hub.yaml`: words that mean the same on this hub, words that are more than letters and digits,
//! another index for readers to ask, or `false` for a hub without a search of its own.

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
    /// None: readers ask the index that the build publishes.
    pub endpoint: Option<Endpoint>,
}

/// An index of OpenSearch that readers' browsers ask.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Endpoint {
    /// With the name of the index, without a last slash.
    pub url: String,
    /// Whether the build publishes its own index, too, for when the other does not answer.
    pub embedded: bool,
}

impl Endpoint {
    /// Whom pages may then ask, and nobody else.
    pub fn origin(&self) -> &str {
        let host = self.url.find("://").map_or(0, |at| at + 3);
        &self.url[..self.url[host..].find('/').map_or(self.url.len(), |at| host + at)]
    }
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
        block.refuse_unknown("`search`", &["synonyms", "specials", "endpoint", "embedded"], faults);
        let synonyms = sets(&block, sheet, faults);
        let specials = block.texts("specials", faults);
        for (index, special) in specials.iter().enumerate().filter(|(_, special)| !is_special(special)) {
            let fault =
                block.fault(block.place_of_item("specials", index), format!("`{special}` needs no entry here: it is found as it is"));
            faults.push(fault.help("list only words with signs in them, as in `specials: [C++]`"));
        }
        Some(HubSearch { synonyms, specials, endpoint: endpoint(&block, faults) })
    }
}

fn endpoint(block: &Block<'_>, faults: &mut Diagnostics) -> Option<Endpoint> {
    let embedded = block.flag("embedded", true, faults);
    let Some(written) = block.text("endpoint", faults) else {
        if !embedded && !block.has("endpoint") {
            let fault = block.fault(block.place_of_value("embedded"), "without an `endpoint` the search of the hub is the embedded one");
            faults.push(fault.help("name the `endpoint`, or write `search: false` for a hub without a search of its own"));
        }
        return None;
    };
    let Some(url) = sound_endpoint(written) else {
        let fault = block.fault(block.place_of_value("endpoint"), format!("`{written}` is no address of an index"));
        faults.push(fault.help("write it as in `https://search.example.org/hub`: https, the host, and the name of the index"));
        return None;
    };
    Some(Endpoint { url, embedded })
}

/// What may stand in an address that a header names and a script asks. Without encryption only this very machine, to try it out.
fn sound_endpoint(url: &str) -> Option<String> {
    let (scheme, rest) = url.split_once("://")?;
    let (host, path) = rest.trim_end_matches('/').split_once('/')?;
    let (name, port) = host.split_once(':').unwrap_or((host, "443"));
    let is_here = ["localhost", "127.0.0.1"].contains(&name);
    let is_name = !name.is_empty() && name.chars().all(|c| c.is_ascii_alphanumeric() || "-.".contains(c));
    let is_path = path.split('/').all(|part| !part.is_empty() && part.chars().all(|c| c.is_ascii_alphanumeric() || "-._~%".contains(c)));
    let sound = (scheme == "https" || scheme == "http" && is_here) && port.parse::<u16>().is_ok() && is_name && is_path;
    sound.then(|| url.trim_end_matches('/').to_owned())
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_endpoint_is_an_index_behind_encryption() {
        for (written, origin) in [
            ("https://search.example.org/hub", "https://search.example.org"),
            ("https://search.example.org:9200/a/hub/", "https://search.example.org:9200"),
            ("http://127.0.0.1:9200/hub", "http://127.0.0.1:9200"),
        ] {
            let url = sound_endpoint(written).expect(written);
            assert_eq!(url, written.trim_end_matches('/'));
            assert_eq!(Endpoint { url, embedded: true }.origin(), origin);
        }
        for wrong in [
            "https://search.example.org",
            "https://search.example.org/",
            "http://search.example.org/hub",
            "http://127.0.0.1.example.org/hub",
            "http://[::1]:9200/hub",
            "https://user@search.example.org/hub",
            "https://search.example.org:port/hub",
            "https://search.example.org/hub?q=1",
            "https://search.example.org/hub; script-src *",
            "https://*/hub",
            "https://search.example.org//hub",
            "//search.example.org/hub",
            "ftp://search.example.org/hub",
            "https:///hub",
        ] {
            assert_eq!(sound_endpoint(wrong), None, "{wrong}");
        }
    }
}
