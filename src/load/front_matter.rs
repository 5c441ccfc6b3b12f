//! Where the front matter of a page ends and its body begins.

use std::ops::Range;

/// Bytes of the YAML between the fences, and of the body after them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Parts {
    pub yaml: Range<usize>,
    pub body: Range<usize>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Missing {
    /// The file does not start with a fence.
    Opening,
    /// There is no second fence.
    Closing,
}

/// Splits at lines that are exactly three hyphens; a carriage return or spaces at their end do not count.
pub fn split(text: &str) -> Result<Parts, Missing> {
    let mut lines = text.split_inclusive('\n');
    let first = lines.next().filter(|line| is_fence(line)).ok_or(Missing::Opening)?;
    let mut at = first.len();
    for line in lines {
        if is_fence(line) {
            return Ok(Parts { yaml: first.len()..at, body: at + line.len()..text.len() });
        }
        at += line.len();
    }
    Err(Missing::Closing)
}

fn is_fence(line: &str) -> bool {
    line.trim_end() == "---"
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn splits_at_the_fences_and_says_which_is_missing() {
        let text = "---\r\ntitle: A\r\n---  \r\nBody\n---\n";
        let parts = split(text).expect("sound");
        assert_eq!((&text[parts.yaml], &text[parts.body]), ("title: A\r\n", "Body\n---\n"));
        assert_eq!(split("title: A\n"), Err(Missing::Opening));
        assert_eq!(split(""), Err(Missing::Opening));
        assert_eq!(split("---\ntitle: A\n"), Err(Missing::Closing));
        assert_eq!(split("---\n---"), Ok(Parts { yaml: 4..4, body: 7..7 }));
    }
}
