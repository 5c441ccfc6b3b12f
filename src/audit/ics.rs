//! Reviews that are due, as a calendar: an entry a page, of a whole day, with its owner as its category (RFC 5545).

use jiff::civil::Date;
use jiff::tz::TimeZone;

use super::{Audit, Entry};

pub const MARK: &str = "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//almoner//audit//EN\r\n";

/// A line may have so many octets, its end not counted.
const OCTETS: usize = 75;

pub fn write(audit: &Audit) -> String {
    let mut text = MARK.to_owned();
    line(&mut text, "CALSCALE", "GREGORIAN");
    line(&mut text, "METHOD", "PUBLISH");
    line(&mut text, "X-WR-CALNAME", &escaped(&format!("Reviews: {}", audit.hub)));
    let mut due: Vec<(Date, &Entry)> = audit.pages.iter().filter_map(|entry| Some((entry.review_by?, entry))).collect();
    due.sort_by(|a, b| (a.0, &a.1.file).cmp(&(b.0, &b.1.file)));
    for (day, entry) in due {
        event(&mut text, audit, day, entry);
    }
    line(&mut text, "END", "VCALENDAR");
    text
}

fn event(text: &mut String, audit: &Audit, day: Date, entry: &Entry) {
    let name = if entry.id.is_empty() { &entry.file } else { &entry.id };
    let host = audit.base_url.split("://").nth(1).unwrap_or_default().split(['/', ':']).next().unwrap_or_default();
    let mut what = format!("{}\nOwner: {}", entry.file, entry.owner);
    if let Some(reviewed) = entry.reviewed {
        what.push_str(&format!("\nLast reviewed: {reviewed}"));
    }
    line(text, "BEGIN", "VEVENT");
    // The page's own name: the same event in every calendar that is made later, so that it moves instead of doubling.
    line(text, "UID", &escaped(&format!("review-{name}@{host}")));
    line(text, "DTSTAMP", &audit.as_of.to_zoned(TimeZone::UTC).strftime("%Y%m%dT%H%M%SZ").to_string());
    line(text, "DTSTART;VALUE=DATE", &day.strftime("%Y%m%d").to_string());
    if let Ok(next) = day.tomorrow() {
        line(text, "DTEND;VALUE=DATE", &next.strftime("%Y%m%d").to_string());
    }
    line(text, "SUMMARY", &escaped(&format!("Review: {}", entry.title)));
    line(text, "DESCRIPTION", &escaped(&what));
    line(text, "CATEGORIES", &escaped(&entry.owner));
    if !entry.address.is_empty() && entry.state == "public" {
        line(text, "URL", &format!("{}{}", audit.base_url, entry.address));
    }
    // A review takes nobody's day.
    line(text, "TRANSP", "TRANSPARENT");
    line(text, "END", "VEVENT");
}

/// One property, folded where it is longer than a line may be.
fn line(text: &mut String, name: &str, value: &str) {
    let mut octets = 0;
    for letter in format!("{name}:{value}").chars() {
        if octets + letter.len_utf8() > OCTETS {
            text.push_str("\r\n ");
            octets = 1;
        }
        text.push(letter);
        octets += letter.len_utf8();
    }
    text.push_str("\r\n");
}

fn escaped(text: &str) -> String {
    let mut out = String::new();
    for letter in text.chars() {
        match letter {
            '\\' | ';' | ',' => out.extend(['\\', letter]),
            '\n' => out.push_str("\\n"),
            letter if letter.is_control() => {}
            letter => out.push(letter),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn long_lines_are_folded_between_letters() {
        let mut text = String::new();
        line(&mut text, "SUMMARY", &"é".repeat(80));
        let lines: Vec<&str> = text.split("\r\n").collect();
        assert!(lines.iter().all(|line| line.len() <= OCTETS), "{lines:?}");
        assert_eq!(text.replace("\r\n ", ""), format!("SUMMARY:{}\r\n", "é".repeat(80)));
    }

    #[test]
    fn nothing_written_ends_a_property() {
        assert_eq!(escaped("a;b,c\\d\r\nEND:VEVENT"), "a\\;b\\,c\\\\d\\nEND:VEVENT");
    }
}
