//! British and American spellings of the same word. The stem is made of the American one; the other is added as a form that readers may type.

use std::sync::LazyLock;

use aho_corasick::AhoCorasick;

/// Pieces that differ wherever they stand in a word.
pub const PIECES: &[(&str, &str)] = &[
    ("behaviour", "behavior"),
    ("colour", "color"),
    ("favour", "favor"),
    ("labour", "labor"),
    ("honour", "honor"),
    ("neighbour", "neighbor"),
    ("harbour", "harbor"),
    ("rumour", "rumor"),
    ("humour", "humor"),
    ("endeavour", "endeavor"),
    ("flavour", "flavor"),
    ("tumour", "tumor"),
    ("odour", "odor"),
    ("demeanour", "demeanor"),
    ("rigour", "rigor"),
    ("vigour", "vigor"),
    ("saviour", "savior"),
    ("splendour", "splendor"),
    ("paediatr", "pediatr"),
    ("paedophil", "pedophil"),
    ("anaesth", "anesth"),
    ("anaemi", "anemi"),
    ("haemo", "hemo"),
    ("orthopaed", "orthoped"),
    ("gynaecolog", "gynecolog"),
    ("encyclopaed", "encycloped"),
    ("leukaemi", "leukemi"),
    ("oestrogen", "estrogen"),
    ("oesophag", "esophag"),
    ("diarrhoea", "diarrhea"),
    ("foetus", "fetus"),
    ("foetal", "fetal"),
    ("manoeuvr", "maneuver"),
    ("sceptic", "skeptic"),
    ("counsell", "counsel"),
    ("travell", "travel"),
    ("labell", "label"),
    ("modell", "model"),
    ("cancell", "cancel"),
    ("signall", "signal"),
    ("channell", "channel"),
    ("marvell", "marvel"),
    ("fuell", "fuel"),
    ("quarrell", "quarrel"),
    ("skilful", "skillful"),
    ("wilful", "willful"),
    ("fulfilment", "fulfillment"),
    ("enrolment", "enrollment"),
    ("instalment", "installment"),
    ("judgement", "judgment"),
    ("acknowledgement", "acknowledgment"),
];

/// Whole words that differ, with the endings that are listed.
pub const WORDS: &[(&str, &str)] = &[
    ("centre", "center"),
    ("centres", "centers"),
    ("centred", "centered"),
    ("centring", "centering"),
    ("theatre", "theater"),
    ("theatres", "theaters"),
    ("metre", "meter"),
    ("metres", "meters"),
    ("litre", "liter"),
    ("litres", "liters"),
    ("fibre", "fiber"),
    ("fibres", "fibers"),
    ("programme", "program"),
    ("programmes", "programs"),
    ("defence", "defense"),
    ("defences", "defenses"),
    ("offence", "offense"),
    ("offences", "offenses"),
    ("licence", "license"),
    ("licences", "licenses"),
    ("practise", "practice"),
    ("practised", "practiced"),
    ("practises", "practices"),
    ("practising", "practicing"),
    ("pretence", "pretense"),
    ("ageing", "aging"),
    ("grey", "gray"),
    ("enrol", "enroll"),
    ("enrols", "enrolls"),
    ("fulfil", "fulfill"),
    ("fulfils", "fulfills"),
    ("catalogue", "catalog"),
    ("catalogues", "catalogs"),
    ("dialogue", "dialog"),
    ("dialogues", "dialogs"),
    ("analogue", "analog"),
    ("mould", "mold"),
    ("tyre", "tire"),
    ("kerb", "curb"),
];

/// Words in `-ise` that Americans write the same.
pub const ALWAYS_ISE: &[&str] = &[
    "advertise",
    "advise",
    "appraise",
    "arise",
    "braise",
    "bruise",
    "chastise",
    "circumcise",
    "compromise",
    "comprise",
    "concise",
    "cruise",
    "demise",
    "despise",
    "devise",
    "disguise",
    "enterprise",
    "excise",
    "exercise",
    "expertise",
    "franchise",
    "guise",
    "improvise",
    "incise",
    "liaise",
    "likewise",
    "malaise",
    "merchandise",
    "noise",
    "otherwise",
    "paradise",
    "poise",
    "practise",
    "praise",
    "precise",
    "premise",
    "promise",
    "raise",
    "revise",
    "rise",
    "supervise",
    "surmise",
    "surprise",
    "televise",
    "treatise",
    "turquoise",
    "vise",
    "wise",
];

pub const ISE_ENDINGS: &[&str] = &["isations", "isation", "ising", "isers", "iser", "ised", "ises", "ise"];
pub const YSE_ENDINGS: &[&str] = &["ysing", "ysers", "yser", "ysed", "yse"];
static IZE_ENDINGS: LazyLock<Vec<String>> = LazyLock::new(|| with_z(ISE_ENDINGS));
static YZE_ENDINGS: LazyLock<Vec<String>> = LazyLock::new(|| with_z(YSE_ENDINGS));

fn with_z(endings: &[&str]) -> Vec<String> {
    endings.iter().map(|ending| ending.replacen('s', "z", 1)).collect()
}

/// Whether a word has any of the pieces, of either side: hardly one has, and each form of a hub is asked.
static ANY_PIECE: LazyLock<AhoCorasick> = LazyLock::new(|| {
    let pieces = PIECES.iter().flat_map(|(british, american)| [british, american]);
    AhoCorasick::new(pieces).expect("few and short pieces")
});

/// What stands before `-yse` in the verbs that have it.
pub const YSE_VERBS: [&str; 5] = ["anal", "paral", "catal", "dial", "electrol"];

/// The American spelling, or the word as it is.
pub fn american(form: &str) -> String {
    if let Some((_, american)) = WORDS.iter().find(|(british, _)| *british == form) {
        return (*american).to_owned();
    }
    let mut word = form.to_owned();
    let piece = PIECES.iter().filter(|_| ANY_PIECE.is_match(form)).find(|(british, _)| word.contains(british));
    if let Some((british, american)) = piece {
        word = word.replace(british, american);
    }
    respelt(&word, ISE_ENDINGS, 's', 'z').or_else(|| respelt(&word, YSE_ENDINGS, 's', 'z')).unwrap_or(word)
}

/// The British spelling, or the word as it is.
fn british(form: &str) -> String {
    if let Some((british, _)) = WORDS.iter().find(|(_, american)| *american == form) {
        return (*british).to_owned();
    }
    let mut word = form.to_owned();
    // `counsel` is both the American piece and half of the British one: doubled only before an ending that doubles it.
    let piece = PIECES.iter().filter(|_| ANY_PIECE.is_match(form)).find(|(british, american)| {
        let doubling = british.strip_suffix('l') == Some(*american);
        word.match_indices(american).any(|(at, _)| {
            let after = &word[at + american.len()..];
            if doubling { ["ed", "ing", "er", "or"].iter().any(|ending| after.starts_with(ending)) } else { !word.contains(british) }
        })
    });
    if let Some((british, american)) = piece {
        word = word.replace(american, british);
    }
    respelt(&word, &IZE_ENDINGS, 'z', 's').or_else(|| respelt(&word, &YZE_ENDINGS, 'z', 's')).unwrap_or(word)
}

/// Spellings of the form on the other side of the Atlantic.
pub fn other_spellings(form: &str) -> Vec<String> {
    let mut others = vec![american(form), british(form)];
    others.retain(|other| other != form);
    others.dedup();
    others
}

/// `-is…` as `-iz…` and back, with at least three letters before it.
fn respelt(word: &str, endings: &[impl AsRef<str>], from: char, to: char) -> Option<String> {
    let ending = endings.iter().map(AsRef::as_ref).find(|ending| word.ends_with(ending))?;
    let base = &word[..word.len() - ending.len()];
    if base.chars().count() < 3 {
        return None;
    }
    let vowel = &ending[..1];
    let whole = format!("{base}{vowel}se");
    // `exercising` comes of `exercise`; `resize` and `capsize` of `size`.
    let same_everywhere = ALWAYS_ISE.iter().any(|word| whole == *word || (word.len() > 4 && whole.ends_with(word)));
    let of_size = from == 'z' && format!("{base}{vowel}z").ends_with("siz");
    if vowel == "i" && (same_everywhere || of_size) {
        return None;
    }
    // `analyses` is the plural of `analysis` on both sides, and `-yse` occurs in these verbs alone.
    if vowel == "y" && !YSE_VERBS.iter().any(|verb| base.ends_with(verb)) {
        return None;
    }
    Some(format!("{base}{}", ending.replacen(from, &to.to_string(), 1)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn spellings_meet() {
        for (british_word, american_word) in [
            ("organisation", "organization"),
            ("organisations", "organizations"),
            ("recognised", "recognized"),
            ("analyse", "analyze"),
            ("analysing", "analyzing"),
            ("behavioural", "behavioral"),
            ("misbehaviour", "misbehavior"),
            ("centre", "center"),
            ("programmes", "programs"),
            ("counsellor", "counselor"),
            ("counselling", "counseling"),
            ("paediatrician", "pediatrician"),
            ("judgement", "judgment"),
            ("skilful", "skillful"),
            ("labelled", "labeled"),
            ("safeguarding", "safeguarding"),
            ("neighbourhood", "neighborhood"),
        ] {
            assert_eq!(american(british_word), american_word);
            assert_eq!(british(american_word), british_word);
            assert_eq!(american(american_word), american_word, "the American spelling stays as it is");
        }
    }

    #[test]
    fn words_that_are_spelt_alike_stay_as_they_are() {
        for word in [
            "supervise",
            "supervised",
            "supervising",
            "exercises",
            "advised",
            "rise",
            "promise",
            "wise",
            "surprising",
            "size",
            "resize",
            "prize",
            "seize",
            "hour",
            "counsel",
            "analysis",
            "raised",
            "expertise",
        ] {
            assert_eq!(american(word), word);
            assert_eq!(british(word), word);
        }
    }
}
