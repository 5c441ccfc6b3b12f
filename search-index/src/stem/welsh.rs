//! What a Welsh word may be without its initial mutation and without a plural ending. Which of these it is, only the words of the
//! index tell. Mutations: soft, nasal and aspirate, as in any grammar (Peter Wynn Thomas, Gramadeg y Gymraeg).

/// Mutated beginnings, the longest first, and what they may have been.
const BEGINNINGS: &[(&str, &[&str])] = &[
    ("ngh", &["c"]),
    ("mh", &["p"]),
    ("nh", &["t"]),
    ("ng", &["g"]),
    ("ph", &["p"]),
    ("th", &["t"]),
    ("ch", &["c"]),
    ("dd", &["d"]),
    ("b", &["p"]),
    ("d", &["t"]),
    ("g", &["c"]),
    ("f", &["b", "m"]),
    ("l", &["ll", "gl"]),
    ("r", &["rh", "gr"]),
    ("m", &["b"]),
    ("n", &["d"]),
    ("w", &["gw"]),
    ("a", &["ga"]),
    ("e", &["ge"]),
    ("o", &["go"]),
    ("i", &["gi"]),
    ("y", &["gy"]),
    ("u", &["gu"]),
];

const PLURALS: &[&str] = &["iadau", "iau", "ion", "oedd", "ydd", "od", "au", "on", "iaid"];

/// Words of three letters or fewer mutate too, but then almost any of them looks like another.
const MIN_LETTERS: usize = 4;

pub fn radicals(form: &str) -> Vec<String> {
    if form.chars().count() < MIN_LETTERS {
        return Vec::new();
    }
    let Some((beginning, radicals)) = BEGINNINGS.iter().find(|(beginning, _)| form.starts_with(beginning)) else { return Vec::new() };
    // `ll` and `dd` are letters of their own: a word that begins with `ll` is not a mutated `l`.
    if (*beginning == "l" && form.starts_with("ll"))
        || (*beginning == "r" && form.starts_with("rh"))
        || (*beginning == "f" && form.starts_with("ff"))
    {
        return Vec::new();
    }
    radicals.iter().map(|radical| format!("{radical}{}", &form[beginning.len()..])).collect()
}

pub fn singulars(form: &str) -> Vec<String> {
    let ending = |ending: &&&str| form.strip_suffix(**ending).filter(|word| word.chars().count() >= MIN_LETTERS - 1).is_some();
    PLURALS.iter().filter(ending).map(|ending| form[..form.len() - ending.len()].to_owned()).collect()
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use super::super::Welsh;
    use super::*;

    #[test]
    fn a_mutated_word_may_have_begun_otherwise() {
        assert_eq!(radicals("blant"), ["plant"]);
        assert_eq!(radicals("nghymru"), ["cymru"]);
        assert_eq!(radicals("ofal"), ["gofal"]);
        assert_eq!(radicals("fam"), [""; 0]);
        assert_eq!(radicals("llyfr"), [""; 0]);
    }

    #[test]
    fn only_words_that_occur_are_taken() {
        let welsh = Welsh::new(BTreeMap::from([
            ("plant", 9),
            ("blant", 4),
            ("cymdeithas", 3),
            ("gymdeithasau", 1),
            ("cymdeithasau", 1),
            ("mae", 30),
            ("bae", 1),
        ]));
        assert_eq!(welsh.plain("blant"), "plant");
        assert_eq!(welsh.plain("gymdeithasau"), "cymdeithas");
        assert_eq!(welsh.plain("mae"), "mae");
        assert_eq!(welsh.plain("gofal"), "gofal");
    }
}
