//! Words in a drawing, which does not break lines by itself.

/// A label of more lines ends in an ellipsis; the table has the whole of it.
const MOST_LINES: usize = 6;
/// An opening that all labels share stands above them if it has as many words as this.
const OPENING: usize = 4;

/// How much room words take, in letters: those of East Asian scripts are wide.
pub fn width(words: &str) -> usize {
    words.chars().map(|letter| if letter >= '\u{1100}' && !('\u{2000}'..='\u{2bff}').contains(&letter) { 2 } else { 1 }).sum()
}

/// Lines of at most so many letters, broken between words and, where one word is too long, within it.
pub fn wrap(words: &str, line: usize) -> Vec<String> {
    let mut lines = vec![String::new()];
    for word in words.split_whitespace() {
        let last = lines.last_mut().expect("begins with one");
        if !last.is_empty() && width(last) + 1 + width(word) <= line {
            last.push(' ');
            last.push_str(word);
            continue;
        }
        if !last.is_empty() {
            lines.push(String::new());
        }
        for letter in word.chars() {
            let last = lines.last_mut().expect("begins with one");
            if width(last) + width(letter.encode_utf8(&mut [0; 4])) > line {
                lines.push(letter.to_string());
            } else {
                last.push(letter);
            }
        }
    }
    lines.retain(|line| !line.is_empty());
    if lines.len() > MOST_LINES {
        lines.truncate(MOST_LINES);
        let last = lines.last_mut().expect("was longer");
        *last = cut(&format!("{last}…"), line);
    }
    lines
}

/// As many letters as fit, the last an ellipsis if there were more.
pub fn cut(words: &str, most: usize) -> String {
    if width(words) <= most {
        return words.to_owned();
    }
    let mut short = String::new();
    for letter in words.chars() {
        if width(&short) + width(letter.encode_utf8(&mut [0; 4])) >= most {
            break;
        }
        short.push(letter);
    }
    short.trim_end().trim_end_matches('…').to_owned() + "…"
}

/// The words with which all labels begin, if they are many and every label goes on after them, and what is left of each.
pub fn opening(labels: &[&str]) -> Option<(String, Vec<String>)> {
    let split: Vec<Vec<&str>> = labels.iter().map(|label| label.split_whitespace().collect()).collect();
    let (first, others) = split.split_first().filter(|(_, others)| !others.is_empty())?;
    let alike = (0..first.len()).take_while(|at| others.iter().all(|other| other.get(*at) == first.get(*at))).count();
    if alike < OPENING || split.iter().any(|label| label.len() <= alike) {
        return None;
    }
    let rest = split.iter().map(|label| format!("… {}", label[alike..].join(" ")));
    Some((format!("{}…", first[..alike].join(" ")), rest.collect()))
}
