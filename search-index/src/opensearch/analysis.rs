//! How OpenSearch takes texts apart: FORMAT.md, "Words", with the filters that every installation has. Function words stay;
//! words of other languages than English and Welsh are only folded, as they are in the browser's index.

use serde_json::{Map, Value, json};

use super::british;
use super::layout::Layout;

const LETTER: &str = r"[\p{IsAlphabetic}\p{N}]";

/// Welsh plurals that hardly any singular ends in, the longest first. Shorter endings, and the changes that Welsh makes at the
/// beginning of a word, cannot be told from other words without a list of words, and a filter has none: they stay.
const WELSH_PLURALS: &str = "iadau|iaid|iau|oedd|au";

/// The group `analysis` of an index's settings.
pub fn analysis(layout: &Layout) -> Value {
    let mut char_filters = Map::new();
    char_filters.insert("quotes".into(), json!({ "type": "mapping", "mappings": ["’ => '", "ʼ => '", "‘ => '", "ς => σ"] }));
    char_filters.insert("marks".into(), json!({ "type": "pattern_replace", "pattern": r"\p{M}+", "replacement": "" }));
    // Patterns and no plain mappings, which would also change the middle of a word: `abc++` is no `c++`.
    for (number, special) in layout.specials.iter().filter(|special| special.contains(|c: char| !c.is_alphanumeric())).enumerate() {
        char_filters.insert(format!("special_{number}"), replace_any_case(&special_pattern(special), &special_token(special)));
    }
    char_filters.insert("possessive".into(), replace_any_case(&format!("(?<!{LETTER})({LETTER}+)'s(?!{LETTER})"), "$1"));

    let mut filters = british::filters();
    let plain = ["lowercase", "asciifolding", "longest"];
    let english: Vec<String> =
        plain.iter().map(|name| (*name).to_owned()).chain(filters.keys().cloned()).chain(["english_stem".to_owned()]).collect();
    filters.insert("longest".into(), json!({ "type": "length", "min": 1, "max": 40 }));
    filters.insert("english_stem".into(), json!({ "type": "snowball", "language": "English" }));
    if layout.is_welsh {
        let pattern = format!("^(.{{4,}}?)(?:{WELSH_PLURALS})$");
        filters.insert("welsh_plural".into(), json!({ "type": "pattern_replace", "pattern": pattern, "replacement": "$1" }));
    }
    if !layout.synonyms.is_empty() {
        let rules: Vec<String> = layout.synonyms.iter().map(|set| rule(set)).collect();
        filters.insert("same".into(), json!({ "type": "synonym_graph", "expand": true, "synonyms": rules }));
    }

    let char_filter: Vec<&String> = char_filters.keys().collect();
    let analyzer = |filter: Vec<String>| json!({ "type": "custom", "char_filter": char_filter, "tokenizer": "words", "filter": filter });
    let with = |more: &[&str]| plain.iter().chain(more).map(|name| (*name).to_owned()).collect::<Vec<_>>();
    let mut analyzers = Map::new();
    analyzers.insert("plain".into(), analyzer(with(&[])));
    analyzers.insert("english".into(), analyzer(english.clone()));
    if layout.is_welsh {
        analyzers.insert("welsh".into(), analyzer(with(&["welsh_plural"])));
    }
    if !layout.synonyms.is_empty() {
        // Last, where the rules' words are stems like those of the query. Only for searching: an index has no room for a graph.
        analyzers.insert("english_synonyms".into(), analyzer(english.into_iter().chain(["same".to_owned()]).collect()));
    }
    json!({
        "char_filter": char_filters,
        "tokenizer": { "words": { "type": "pattern", "pattern": format!("{LETTER}+"), "group": 0 } },
        "filter": filters,
        "analyzer": analyzers,
    })
}

fn replace_any_case(pattern: &str, with: &str) -> Value {
    json!({ "type": "pattern_replace", "pattern": pattern, "replacement": with, "flags": "CASE_INSENSITIVE|UNICODE_CASE" })
}

/// Not right before or after a letter or digit where the special itself begins or ends with one.
fn special_pattern(special: &str) -> String {
    let before = if special.starts_with(char::is_alphanumeric) { format!("(?<!{LETTER})") } else { String::new() };
    let after = if special.ends_with(char::is_alphanumeric) { format!("(?!{LETTER})") } else { String::new() };
    let escaped: String = special.chars().map(|c| if c.is_alphanumeric() { c.to_string() } else { format!(r"\{c}") }).collect();
    format!("{before}{escaped}{after}")
}

/// Letters and digits alone, as the tokenizer wants them, with spaces around so that no neighbour sticks to them: `c++` is
/// ` special0063002b002b `.
fn special_token(special: &str) -> String {
    format!(" special{} ", special.chars().map(|c| format!("{:04x}", c as u32)).collect::<String>())
}

/// Words that mean the same as one line. A word may be a special with signs that the line itself uses.
fn rule(set: &[String]) -> String {
    let escaped = |phrase: &String| {
        phrase.chars().fold(String::new(), |text, c| {
            if matches!(c, ',' | '\\' | '=' | '>') { text + "\\" + &c.to_string() } else { text + &c.to_string() }
        })
    };
    set.iter().map(escaped).collect::<Vec<_>>().join(", ")
}
