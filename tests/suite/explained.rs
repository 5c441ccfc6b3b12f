//! What `almoner explain` shows as an example is what a case asserts: an explanation that is no longer true is worse than none.

use std::fs;

use almoner::diagnostic::{Code, explained};

#[test]
fn every_example_is_from_a_case_that_asserts_its_code() {
    let folder = std::path::PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("tests/cases");
    for code in Code::ALL {
        let Some(case) = explained::case(*code) else {
            assert_eq!(*code, Code::Internal, "`{code}` names no case");
            continue;
        };
        let text = fs::read_to_string(folder.join(format!("{case}.txt"))).unwrap_or_else(|_| panic!("`{code}`: there is no case `{case}`"));
        for line in explained::example(*code) {
            // What the message says stands in the case without the colon that the terminal has.
            let said = line.replacen("]: ", "] ", 1);
            let is_there = text.lines().any(|known| known.trim() == line.trim() || known.ends_with(&said));
            assert!(is_there, "`{code}`: the case `{case}` has no line\n{line}");
        }
        let level = format!("{}[{code}]", explained::severity(*code).name());
        assert!(text.contains(&level), "`{code}`: the case `{case}` does not assert {level}");
    }
}
