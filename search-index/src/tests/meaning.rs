//! What words stand for: synonyms both ways, spellings, corrections and their refusal, phrases, exclusions, languages.

use super::{Tree, answer, ask, found, record, tree};
use crate::{Ask, How, Index, Record, Settings};

fn hub() -> Tree {
    let welsh = |id: &str, title: &str, text: &str| Record { lang: "cy".into(), ..record(id, title, text) };
    let records = vec![
        record("nqsw", "Support in the first year", "A newly qualified social worker needs protected time and supervision."),
        record("asye", "What the ASYE asks for", "The assessed and supported year in employment, step by step."),
        record("super", "Supervision that works", "Reflective supervision every month. Supervision is not management."),
        record("org", "An organization that learns", "The behavior of teams, and a program of work at the centre."),
        record("case", "Caseloads", "How many cases a social worker can hold. Workload and caseload are measured; work is social."),
        record("cafcass", "Family courts", "Cafcass looks after children in family courts."),
        record("rare", "Rubrics", "A supervison is misspelt here."),
        record("cplus", "Programs in C++", "C++ and C are languages."),
        record("childcare", "Day nurseries", "Child care of good quality, with child minders."),
        welsh("plant", "Gofal plant", "Mae plant yn cael gofal da gan weithwyr cymdeithasol."),
        welsh("blant", "I blant", "Gwasanaeth i blant a'u teuluoedd yng Nghymru. Cymru."),
    ];
    let filler = (0..40).map(|number| {
        record(&format!("f{number:02}"), "Notes on supervision", "The supervision of the teams, month by month, and of the others.")
    });
    let settings = Settings {
        synonyms: vec![
            vec!["NQSW".into(), "newly qualified social worker".into(), "ASYE".into()],
            vec!["Cafcass".into(), "Children and Family Court Advisory and Support Service".into(), "CAFCAS".into()],
            vec!["task force".into(), "taskforce".into()],
            vec!["caseloadings".into(), "family courts".into()],
        ],
        specials: vec!["C++".into()],
        ..Settings::default()
    };
    tree(records.into_iter().chain(filler).collect(), &settings)
}

fn first(files: &Tree, text: &str) -> String {
    let index = Index::open(files).expect("a sound index");
    found(&index, &ask(text)).into_iter().next().unwrap_or_default()
}

#[test]
fn synonyms_lead_both_ways() {
    let files = hub();
    let index = Index::open(&files).expect("a sound index");
    assert_eq!(first(&files, "newly qualified social worker"), "nqsw");
    assert!(
        found(&index, &ask("newly qualified social workers")).contains(&"asye".to_owned()),
        "from the phrase, in the plural, to the short form"
    );
    // NQSW stands on no page: only the rule knows it, and it is not taken for a misspelling.
    let answer = answer(&index, &ask("NQSW"));
    assert!(answer.corrections.is_empty());
    assert_eq!(found(&index, &ask("NQSW")).len(), 2);
    assert_eq!(found(&index, &ask("caseloadings")), ["cafcass"], "and is not taken for one that begins alike");
    assert_eq!(first(&files, "cafcas"), "cafcass");
    assert_eq!(first(&files, "children and family court advisory and support service"), "cafcass");
}

#[test]
fn british_and_american_spellings_meet() {
    let files = hub();
    for text in ["organisation", "organization", "behaviour of teams", "programme center", "organisations"] {
        assert_eq!(first(&files, text), "org", "{text}");
    }
}

#[test]
fn a_misspelt_word_is_corrected_and_the_correction_can_be_refused() {
    let files = hub();
    let index = Index::open(&files).expect("a sound index");
    let corrected = answer(&index, &ask("caselaods"));
    assert_eq!(corrected.corrections, [("caselaods".to_owned(), "caseloads".to_owned())]);
    assert_eq!(first(&files, "caselaods"), "case");
    let refused = answer(&index, &Ask { as_typed: true, ..ask("xaseloads") });
    assert!(refused.corrections.is_empty() && refused.hits.is_empty());
    // The first letter, and the last.
    assert_eq!(first(&files, "xaseloads"), "case");
    assert_eq!(first(&files, "caseloadz"), "case");
    // A form of one page that is a misspelling itself: its page leads, the others follow.
    let rare = found(&index, &ask("supervison"));
    assert_eq!(rare[0], "rare");
    assert!(rare.len() > 40);
}

#[test]
fn words_written_together_and_unknown_endings_are_understood() {
    let files = hub();
    let index = Index::open(&files).expect("a sound index");
    let split = answer(&index, &ask("childminders"));
    assert_eq!(split.corrections, [("childminders".to_owned(), "child minders".to_owned())]);
    assert_eq!(split.words[0].how, How::Split);
    let near = answer(&index, &ask("protectedness"));
    assert_eq!((near.words[0].how, near.total), (How::Near, 1));
    assert_eq!(answer(&index, &ask("zzzz")).words[0].how, How::Unknown);
}

#[test]
fn phrases_exclusions_and_special_words_hold() {
    let files = hub();
    let index = Index::open(&files).expect("a sound index");
    assert_eq!(found(&index, &ask("\"social worker\"")).len(), 2);
    assert_eq!(found(&index, &ask("\"work is social\"")), ["case"]);
    assert_eq!(found(&index, &ask("\"worker social\"")), [""; 0]);
    assert_eq!(found(&index, &ask("\"newly qualifed\"")), ["nqsw"], "a misspelt word of a phrase is sought as it was meant");
    assert_eq!(found(&index, &ask("supervision -notes -rubrics")), ["super", "nqsw"]);
    assert_eq!(found(&index, &ask("c++")), ["cplus"]);
    assert_eq!(found(&index, &ask("\"C++ and C\"")), ["cplus"]);
}

#[test]
fn welsh_mutations_meet_and_accents_fold() {
    let files = hub();
    let index = Index::open(&files).expect("a sound index");
    for text in ["plant", "blant"] {
        let mut both = found(&index, &ask(text));
        both.sort();
        assert_eq!(both, ["blant", "plant"], "{text}");
    }
    assert_eq!(found(&index, &ask("nghymru")), ["blant"]);
    assert_eq!(found(&index, &ask("gófâl")), ["plant"]);
}

#[test]
fn an_empty_index_answers_everything_with_nothing() {
    let files = tree(Vec::new(), &Settings::default());
    let index = Index::open(&files).expect("a sound index");
    for text in ["", "care", "\"a b\"", "-x", "car"] {
        assert_eq!(answer(&index, &Ask { unfinished: true, ..ask(text) }).total, 0, "{text}");
    }
}
