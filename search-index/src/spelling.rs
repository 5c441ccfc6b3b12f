//! How far apart two words are: optimal string alignment, which counts a swap of neighbours as one edit
//! (Boytsov 2011, "Indexing methods for approximate dictionary searching", section 2.2).

/// Words of so many letters or more may be two edits away from what was meant.
const LONG: usize = 8;
const SHORTEST: usize = 4;

pub fn most_edits(letters: usize) -> usize {
    if letters >= LONG { 2 } else { 1 }
}

/// Only words of letters alone are misspelt; a number that is not there is another number.
pub fn can_be_misspelt(word: &str) -> bool {
    crate::words::letters(word) >= SHORTEST && word.chars().all(char::is_alphabetic)
}

/// The distance, if it is at most `most`.
pub fn distance(a: &[u16], b: &[u16], most: usize) -> Option<usize> {
    if a.len().abs_diff(b.len()) > most {
        return None;
    }
    let mut before: Vec<usize> = Vec::new();
    let mut last: Vec<usize> = (0..=b.len()).collect();
    for i in 1..=a.len() {
        let mut row = vec![i];
        for j in 1..=b.len() {
            let same = a[i - 1] == b[j - 1];
            let mut edits = (last[j] + 1).min(row[j - 1] + 1).min(last[j - 1] + usize::from(!same));
            if i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1] {
                edits = edits.min(before[j - 2] + 1);
            }
            row.push(edits);
        }
        if row.iter().all(|edits| *edits > most) {
            return None;
        }
        before = std::mem::replace(&mut last, row);
    }
    Some(last[b.len()]).filter(|edits| *edits <= most)
}

/// A word that may have been meant.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Candidate {
    pub form: String,
    pub edits: usize,
    pub pages: usize,
}

/// The nearest first; of those the one in most pages, four times as likely where the first letter agrees; then the lesser word.
pub fn nearest<'a>(word: &str, forms: impl Iterator<Item = (&'a str, usize)>) -> Vec<Candidate> {
    let letters: Vec<u16> = word.encode_utf16().collect();
    let most = most_edits(letters.len());
    let likely =
        |candidate: &Candidate| candidate.pages * if candidate.form.encode_utf16().next() == letters.first().copied() { 4 } else { 1 };
    let mut found: Vec<Candidate> = Vec::new();
    let mut buffer = Vec::new();
    for (form, pages) in forms {
        buffer.clear();
        buffer.extend(form.encode_utf16());
        if let Some(edits) = distance(&letters, &buffer, most).filter(|edits| *edits > 0) {
            found.push(Candidate { form: form.to_owned(), edits, pages });
        }
    }
    let rank = |candidate: &Candidate| (candidate.edits, std::cmp::Reverse(likely(candidate)));
    found.sort_by(|a, b| rank(a).cmp(&rank(b)).then_with(|| crate::words::by_code_unit(&a.form, &b.form)));
    found.dedup_by(|a, b| a.form == b.form);
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn edits_are_counted() {
        let of = |a: &str, b: &str, most| distance(&a.encode_utf16().collect::<Vec<_>>(), &b.encode_utf16().collect::<Vec<_>>(), most);
        assert_eq!(of("social", "social", 1), Some(0));
        assert_eq!(of("socail", "social", 1), Some(1));
        assert_eq!(of("ca", "abc", 3), Some(3));
        assert_eq!(of("supervison", "supervision", 1), Some(1));
        assert_eq!(of("kitten", "sitting", 2), None);
        assert_eq!(of("", "ab", 2), Some(2));
        assert_eq!(of("tŷ", "ty", 1), Some(1));
    }

    #[test]
    fn the_likelier_of_two_near_words_is_meant() {
        let forms = [("casual", 3), ("causal", 3), ("social", 9), ("special", 90)];
        assert_eq!(nearest("socail", forms.into_iter())[0].form, "social");
        assert_eq!(nearest("casaul", forms.into_iter())[0].form, "casual");
        assert_eq!(nearest("zzzz", forms.into_iter()), []);
    }
}
