//! The scripts as readers' devices get them. Worker and page begin with the same lines on what a copy is, since not every browser
//! lets a worker import.

macro_rules! script {
    ($($name:literal)*) => { concat!($(include_str!(concat!(env!("CARGO_MANIFEST_DIR"), "/src/offline/client/", $name, ".js")), "\n"),*) };
}

/// At the root: a worker answers only for what lies below it.
pub const WORKER: &str = "sw.js";

pub fn worker() -> String {
    packed(script!("digest" "copy" "worker"))
}

pub fn page() -> String {
    packed(script!("digest" "copy" "page"))
}

/// The worker of a hub that offers no copy.
pub fn retired() -> String {
    packed(script!("retired"))
}

/// Without comments and indentation. None of the scripts has a text that runs over lines.
fn packed(script: &str) -> String {
    let mut is_comment = false;
    let mut out = String::with_capacity(script.len());
    for line in script.lines().map(str::trim) {
        is_comment |= line.starts_with("/*");
        if !is_comment && !line.is_empty() && !line.starts_with("//") {
            out.push_str(line);
            out.push('\n');
        }
        is_comment &= !line.ends_with("*/");
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn scripts_lose_their_comments_and_no_line() {
        assert_eq!(
            packed("// why\n/** a\n * b\n */\n  const a = 1; // kept\n/** c */\nconst b = 2;\n"),
            "const a = 1; // kept\nconst b = 2;\n"
        );
        let all = [worker(), page(), retired()];
        assert!(all.iter().all(|script| !script.contains("/*") && !script.contains("\n//") && script.lines().count() > 3));
        // A text over several lines would lose its indentation.
        assert!(all.iter().all(|script| script.lines().all(|line| line.matches('`').count() % 2 == 0)));
    }
}
