//! Numbers in running text, in figures and in words. What only names a time or a place (a year, a paragraph, a telephone) is
//! passed over; so are the small numbers of everyday speech in words ("in three parts"), which claim nothing.

use std::ops::Range;
use std::sync::LazyLock;

use regex::Regex;

fn pattern(text: &str) -> Regex {
    Regex::new(text).expect("a sound pattern")
}

static DIGITS: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"(?i)([£€$]\s?)?(\d[\d,]*(?:[.:]\d+)*)(st|nd|rd|th|s)?(\s?%|\s(?:per\s?cent|percent|hundred|thousand|million|billion)\b|(?:m|bn|k)\b)?",
    )
});

/// Shares, large numbers, and anything counted in per cent.
static WORDS: LazyLock<Regex> = LazyLock::new(|| {
    let unit = "one|two|three|four|five|six|seven|eight|nine|ten";
    let teen = "eleven|twelve|thirteen|fourteen|fifteen|sixteen|seventeen|eighteen|nineteen";
    let ten = "twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety";
    let large = "hundreds?|thousands?|millions?|billions?|dozens?";
    let part = "third|quarter|fifth|sixth|seventh|eighth|ninth|tenth";
    pattern(&format!(
        r"(?ix)
        \b(?:{unit})[\s-](?:{part})s?\b                             # one third, three-quarters
        | \ba\s(?:{part})\b                                         # a third (of: see below)
        | \bhalf\b
        | \b(?:{unit}|{teen}|{ten})\s(?:in|out\sof)\s(?:every\s)?(?:{unit}|{teen}|{ten}|{large})\b   # nine in ten
        | \b(?:(?:a|{unit}|{teen}|{ten})\s)?(?:{large})\b           # two thousand, hundreds
        | \b(?:{teen}|(?:{ten})(?:[\s-](?:{unit}))?)\b(?:\sper\s?cent\b)?
        | \b(?:\w+\s)?per\s?cent\b | \b(?:\w+\s)?percentage\spoints?\b"
    ))
});

/// Why a number claims nothing; the second of a pair may share the first one's reason.
#[derive(Clone, Copy, PartialEq)]
enum Innocent {
    /// 1989, the 1990s; then `2010-11`.
    Year,
    /// Paragraphs 1.10 and 1.12.
    Place,
    /// 01632 960101.
    Telephone,
    /// 6 May, the 21st, half past 9, 24 hours.
    Time,
    /// COVID-19, A4.
    Name,
}

/// Every number in the text that states a quantity, in order.
pub fn find(text: &str) -> Vec<Range<usize>> {
    let mut found = Vec::<Range<usize>>::new();
    let mut last: Option<(Innocent, usize)> = None;
    for caps in DIGITS.captures_iter(text) {
        let whole = caps.get(0).expect("the whole match");
        let bare = caps.get(1).is_none() && caps.get(4).is_none();
        let digits = caps.get(2).map_or("", |digits| digits.as_str()).trim_end_matches(',');
        let reason = if bare { innocent(text, whole.range(), digits, caps.get(3).is_some(), last) } else { None };
        match reason {
            Some(reason) => last = Some((reason, whole.end())),
            None => {
                let cut = whole.as_str().trim_end_matches(',').len();
                found.push(whole.start()..whole.start() + cut);
            }
        }
    }
    for words in WORDS.find_iter(text).filter(|words| is_amount(text, words.as_str(), words.end())) {
        if !found.iter().any(|known| known.start < words.end() && words.start() < known.end) {
            found.push(words.range());
        }
    }
    found.sort_by_key(|range| range.start);
    found
}

fn innocent(text: &str, at: Range<usize>, digits: &str, suffix: bool, last: Option<(Innocent, usize)>) -> Option<Innocent> {
    let (before, after) = (&text[..at.start], text[at.end..].to_lowercase());
    let mut back = before.chars().rev();
    let previous = back.next();
    if previous.is_some_and(char::is_alphabetic) || (previous.is_some_and(is_dash) && back.next().is_some_and(char::is_alphabetic)) {
        return Some(Innocent::Name);
    }
    if let Some((reason, end)) = last {
        let between = text[end..at.start].trim();
        let dash = between.chars().count() == 1 && between.chars().all(is_dash);
        let goes_on = match reason {
            Innocent::Year => (dash || between == "/") && digits.len() == 2,
            Innocent::Place => dash || between == "and" || between == "to",
            Innocent::Telephone => between.is_empty(),
            Innocent::Time => (dash || between == "and" || between == "to") && is_time(&after, digits),
            Innocent::Name => false,
        };
        if goes_on {
            return Some(reason);
        }
    }
    let number: Option<u32> = digits.parse().ok();
    if digits.len() == 4 && number.is_some_and(|year| (1900..2100).contains(&year)) {
        return Some(Innocent::Year);
    }
    let word_before =
        before.trim_end().rsplit(|c: char| c.is_whitespace() || c == '(').next().unwrap_or_default().trim_end_matches('.').to_lowercase();
    if PLACES.contains(&word_before.as_str()) {
        return Some(Innocent::Place);
    }
    // A number that begins with nought, and the short numbers that everybody may ring.
    let emergency = ["999", "101", "111", "112"].contains(&digits)
        && ["ring", "call", "dial", "phone", "or", "ffoniwch"].contains(&word_before.as_str());
    if digits.len() > 2 && digits.starts_with('0') && !digits.contains('.') || emergency {
        return Some(Innocent::Telephone);
    }
    let first_after = after.split(|c: char| !c.is_alphabetic()).find(|word| !word.is_empty()).unwrap_or_default();
    let in_month =
        |word: &str| word.len() >= 3 && MONTHS.iter().any(|month| month.starts_with(word) && (word.len() == 3 || *month == word));
    let day =
        number.is_some_and(|day| (1..=31).contains(&day)) && (in_month(first_after) && after.starts_with(' ') || in_month(&word_before));
    if day || is_time(&after, digits) || (suffix && number.is_some_and(|ordinal| ordinal <= 31)) {
        return Some(Innocent::Time);
    }
    // "24 hours a day", "24/7": how to reach somebody.
    let hours = ["hour", "hours"].contains(&first_after) || after.starts_with("/7");
    let contact = (digits == "24" && hours) || (digits == "7" && before.ends_with("24/"));
    contact.then_some(Innocent::Time)
}

fn is_dash(c: char) -> bool {
    matches!(c, '-' | '\u{2010}'..='\u{2014}')
}

/// 9am, 8.30 pm, 09:30, 6 o'clock.
fn is_time(after: &str, digits: &str) -> bool {
    let rest = after.trim_start();
    let clock = digits.split_once(':').is_some_and(|(hours, minutes)| hours.len() <= 2 && minutes.len() == 2);
    clock || ["am", "pm", "a.m", "p.m", "o'clock", "o’clock"].iter().any(|half| rest.starts_with(half))
}

/// What stands before the number of a part of a document.
const PLACES: &[&str] = &[
    "paragraph",
    "paragraphs",
    "para",
    "paras",
    "section",
    "sections",
    "s",
    "ss",
    "article",
    "articles",
    "art",
    "chapter",
    "chapters",
    "page",
    "pages",
    "p",
    "pp",
    "clause",
    "regulation",
    "regulations",
    "schedule",
    "part",
    "annex",
    "appendix",
    "footnote",
    "footnotes",
    "fn",
    "recommendation",
    "recommendations",
    "table",
    "version",
    "room",
    "rule",
];

const MONTHS: &[&str] =
    &["january", "february", "march", "april", "may", "june", "july", "august", "september", "october", "november", "december"];

/// "A third of posts" is an amount, "a third time" is not; "half-term" and "half an hour" are times.
fn is_amount(text: &str, words: &str, end: usize) -> bool {
    let words = words.to_lowercase();
    let after = text[end..].to_lowercase();
    if words.starts_with("a ")
        && !words.contains("hundred")
        && !words.contains("thousand")
        && !words.contains("million")
        && !words.contains("dozen")
    {
        return words == "a quarter" || after.trim_start().starts_with("of ") || !after.starts_with([' ', '-']);
    }
    if words == "half" {
        return !["-", " past ", " an hour", " a day", " a mile"].iter().any(|other| after.starts_with(other));
    }
    true
}

/// The numbers in a text as values, each once as it stands and once with its million or thousand.
pub fn values(text: &str) -> Vec<f64> {
    static VALUE: LazyLock<Regex> = LazyLock::new(|| pattern(r"(?i)(\d[\d,]*(?:\.\d+)?)(?:\s?(thousand|million|billion|k|m|bn)\b)?"));
    let mut values = Vec::new();
    for caps in VALUE.captures_iter(text) {
        let Ok(number) = caps[1].replace(',', "").parse::<f64>() else { continue };
        values.push(number);
        let scale = match caps.get(2).map(|unit| unit.as_str().to_lowercase()).as_deref() {
            Some("thousand" | "k") => 1e3,
            Some("million" | "m") => 1e6,
            Some("billion" | "bn") => 1e9,
            _ => continue,
        };
        values.push(number * scale);
    }
    values
}

/// `1 in 7` or `15 of 15` as its two numbers.
pub fn ratio(text: &str) -> Option<(f64, f64)> {
    static RATIO: LazyLock<Regex> = LazyLock::new(|| pattern(r"(?i)(\d[\d,]*)\s(?:in|of|out of)\s(?:every\s)?(\d[\d,]*)"));
    let caps = RATIO.captures(text)?;
    let number = |at: usize| caps[at].replace(',', "").parse::<f64>().ok();
    Some((number(1)?, number(2).filter(|whole| *whole > 0.0)?))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(text: &str) -> Vec<&str> {
        find(text).into_iter().map(|range| &text[range]).collect()
    }

    #[test]
    fn quantities_are_found_in_figures_and_in_words() {
        let table: &[(&str, &[&str])] = &[
            ("In 2006 the rate was 9.5%, not 12 per cent.", &["9.5%", "12 per cent"]),
            ("It cost £58 million, or £58m, of $1,200.", &["£58 million", "£58m", "$1,200"]),
            ("About 5,500, over 97 and 850.", &["5,500", "97", "850"]),
            ("One third said so, two-thirds did not, and a third of the rest left.", &["One third", "two-thirds", "a third"]),
            ("Half of them, nearly three quarters, about a quarter.", &["Half", "three quarters", "a quarter"]),
            ("Nine in ten, one in seven and three out of four.", &["Nine in ten", "one in seven", "three out of four"]),
            ("Hundreds left, two thousand stayed, and a dozen came.", &["Hundreds", "two thousand", "a dozen"]),
            ("Twenty-two posts, fifteen teams, five per cent.", &["Twenty-two", "fifteen", "five per cent"]),
            ("In 2009, 500 people; 1 in 7.", &["500", "1", "7"]),
            ("A rise of 1990%.", &["1990%"]),
        ];
        for (text, expected) in table {
            assert_eq!(found(text), *expected, "{text}");
        }
    }

    #[test]
    fn times_places_names_and_everyday_words_are_not() {
        for text in [
            "In 2009, in 2010-11, in 2010/11 and in the 1990s.",
            "On 6 May and on December 3, the 21st, at 9am, from 8.30am to 6pm, at 09:30.",
            "See paragraph 1.10, paras 1.7-1.22 and sections 17 and 47.",
            "Ring 01632 960101 or 0800 1111, 24 hours a day, 24/7, and in danger call 999.",
            "COVID-19, an A4 sheet, the under-5s.",
            "There were three parts, two years and one form. Ask ten people.",
            "A third time, the second half-term, half an hour later, half past nine.",
        ] {
            assert_eq!(found(text), Vec::<&str>::new(), "{text}");
        }
    }

    #[test]
    fn numbers_have_values() {
        assert_eq!(values("over 1.3 million"), [1.3, 1_300_000.0]);
        assert_eq!(values("176–474"), [176.0, 474.0]);
        assert_eq!(ratio("1 in 7"), Some((1.0, 7.0)));
        assert_eq!(ratio("one third"), None);
    }
}
