//! British and American spellings of one word as replacements of patterns: `stem/british.rs` for an engine that knows no Rust.

use std::collections::BTreeMap;

use serde_json::{Map, Value, json};

use crate::stem::british::{ALWAYS_ISE, ISE_ENDINGS, PIECES, WORDS, YSE_ENDINGS, YSE_VERBS};

/// The filters by name, in the order in which they have to work.
pub fn filters() -> Map<String, Value> {
    // What differs, and where: `(?<=behavio)u(?=r)` becomes nothing. Words that differ alike share a filter.
    let mut places = BTreeMap::<(String, String), Vec<String>>::new();
    let mut place = |british: &str, american: &str, ends: (&str, &str)| {
        let (before, from, to, after) = difference(british, american);
        places.entry((from.into(), to.into())).or_default().push(format!("(?<={}{before}){from}(?={after}{})", ends.0, ends.1));
    };
    for (british, american) in PIECES {
        place(british, american, ("", ""));
    }
    for (british, american) in WORDS {
        place(british, american, ("^", "$"));
    }
    let replace = |pattern: String, with: String| json!({ "type": "pattern_replace", "pattern": pattern, "replacement": with });
    let mut filters = Map::new();
    for (number, ((_, to), places)) in places.into_iter().enumerate() {
        filters.insert(format!("american_{number}"), replace(places.join("|"), to));
    }
    // A word in `-ise` that both sides write so is a verb of the list, or ends in one.
    let same: Vec<&str> = ALWAYS_ISE.iter().filter(|word| word.len() > 4).filter_map(|word| word.strip_suffix("se")).collect();
    let endings = |endings: &[&str]| endings.iter().map(|ending| &ending[2..]).collect::<Vec<_>>().join("|");
    let ise = format!("^(.{{3,}}i)(?<!{})s({})$", same.join("|"), endings(ISE_ENDINGS));
    let yse = format!("^(.{{3,}}y)(?<={})s({})$", YSE_VERBS.map(|verb| format!("{verb}y")).join("|"), endings(YSE_ENDINGS));
    filters.insert("american_ize".into(), replace(ise, "$1z$2".into()));
    filters.insert("american_yze".into(), replace(yse, "$1z$2".into()));
    filters
}

/// What two words have in common before and after that in which they differ.
fn difference<'a>(british: &'a str, american: &'a str) -> (&'a str, &'a str, &'a str, &'a str) {
    let before = british.bytes().zip(american.bytes()).take_while(|(a, b)| a == b).count();
    let (b, a) = (&british[before..], &american[before..]);
    let after = b.bytes().rev().zip(a.bytes().rev()).take_while(|(a, b)| a == b).count();
    (&british[..before], &b[..b.len() - after], &a[..a.len() - after], &b[b.len() - after..])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_differs_is_found() {
        assert_eq!(difference("behaviour", "behavior"), ("behavio", "u", "", "r"));
        assert_eq!(difference("skilful", "skillful"), ("skil", "", "l", "ful"));
        assert_eq!(difference("centred", "centered"), ("cent", "", "e", "red"));
        assert_eq!(difference("kerb", "curb"), ("", "ke", "cu", "rb"));
        assert_eq!(difference("programmes", "programs"), ("program", "me", "", "s"));
    }

    /// Only what stands in the tables can be replaced: every row is in exactly one filter.
    #[test]
    fn every_row_of_the_tables_is_in_a_filter() {
        let filters = filters();
        let rows: usize = filters
            .iter()
            .filter(|(name, _)| !name.ends_with("ze"))
            .map(|(_, filter)| filter["pattern"].as_str().expect("a pattern is text").matches("(?<=").count())
            .sum();
        assert_eq!(rows, PIECES.len() + WORDS.len());
    }
}
