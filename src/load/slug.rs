//! Words as they stand in an address: plain lower-case letters, digits and single hyphens.

/// "What's new in Für Eltern?" becomes `whats-new-in-fur-eltern`; empty when nothing readable is left.
pub fn slug(words: &str) -> String {
    let mut out = String::with_capacity(words.len());
    for letter in words.chars() {
        match letter {
            'a'..='z' | '0'..='9' => out.push(letter),
            'A'..='Z' => out.push(letter.to_ascii_lowercase()),
            // An apostrophe joins; it does not part.
            '\'' | '’' | '‘' => {}
            _ if letter.is_ascii() => part(&mut out),
            _ => match deunicode::deunicode_char(letter) {
                Some(plain) if plain.bytes().any(|b| b.is_ascii_alphanumeric()) => {
                    out.extend(plain.bytes().filter(u8::is_ascii_alphanumeric).map(|b| b.to_ascii_lowercase() as char));
                }
                // A mark that rides on the letter before it.
                Some("") => {}
                _ => part(&mut out),
            },
        }
    }
    out.truncate(out.trim_end_matches('-').len());
    out
}

fn part(out: &mut String) {
    if !out.is_empty() && !out.ends_with('-') {
        out.push('-');
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn words_become_readable_addresses() {
        assert_eq!(slug("What’s new in Für Eltern?"), "whats-new-in-fur-eltern");
        assert_eq!(slug("  Ymchwil i blant -- a'u teuluoedd "), "ymchwil-i-blant-au-teuluoedd");
        assert_eq!(slug("9.5% of posts"), "9-5-of-posts");
        assert_eq!(slug("¿?"), "");
    }

    proptest! {
        #[test]
        fn a_slug_is_its_own_slug(words in "\\PC{0,40}") {
            let once = slug(&words);
            prop_assert_eq!(slug(&once), once);
        }
    }
}
