//! Days and moments as other generators take them, which is more freely than we do. What cannot be read is said, never guessed:
//! a page whose day is unclear may be one that is not to be seen yet.

use jiff::civil::DateTime;
use jiff::tz::TimeZone;
use jiff::{Timestamp, fmt::strtime};

/// A moment; a day begins at midnight in `zone`, which is that of the old site's settings. Of two hours that a clock shows twice it is
/// the later one, so that nothing is seen early.
pub fn moment(text: &str, zone: &TimeZone) -> Option<Timestamp> {
    let text = text.trim();
    if let Ok(moment) = text.parse::<Timestamp>() {
        return Some(moment);
    }
    for form in [
        "%Y-%m-%d %H:%M:%S%.f %z",
        "%Y-%m-%d %H:%M %z",
        "%Y-%m-%dT%H:%M:%S%.f%z",
        "%Y-%m-%dT%H:%M%z",
        "%Y-%m-%d %H:%M:%S%.f %:z",
        "%Y-%m-%d %H:%M:%S%.f%:z",
        "%Y-%m-%dT%H:%M:%S%.f%:z",
        "%Y-%m-%dT%H:%M%:z",
    ] {
        if let Ok(moment) = strtime::parse(form, text).and_then(|read| read.to_timestamp()) {
            return Some(moment);
        }
    }
    // Ruby and Go write the zone's name after the offset.
    let (bare, named) = match text.rsplit_once(' ') {
        Some((before, "UTC" | "GMT" | "Z")) => (before.trim_end_matches(" +0000"), TimeZone::UTC),
        _ => (text, zone.clone()),
    };
    for form in ["%Y-%m-%d %H:%M:%S%.f", "%Y-%m-%d %H:%M", "%Y-%m-%dT%H:%M:%S%.f", "%Y-%m-%dT%H:%M"] {
        if let Ok(local) = DateTime::strptime(form, bare) {
            return later(local, &named);
        }
    }
    for form in ["%Y-%m-%d", "%Y/%m/%d", "%d %B %Y", "%d %b %Y", "%B %d, %Y", "%b %d, %Y"] {
        if let Ok(day) = jiff::civil::Date::strptime(form, bare) {
            return later(day.at(0, 0, 0, 0), &named);
        }
    }
    None
}

fn later(local: DateTime, zone: &TimeZone) -> Option<Timestamp> {
    zone.to_ambiguous_timestamp(local).later().ok()
}

/// The day that a file's name begins with, and the rest of the name: `2020-03-01-a-page`.
pub fn dated_name(stem: &str) -> Option<(&str, &str)> {
    let (day, rest) = stem.split_at_checked(10)?;
    let rest = rest.strip_prefix(['-', '_']).filter(|rest| !rest.is_empty())?;
    jiff::civil::Date::strptime("%Y-%m-%d", day).ok().map(|_| (day, rest))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dates_are_read_as_other_generators_write_them() {
        let zone = TimeZone::get("Europe/London").expect("bundled");
        let said = |text: &str| moment(text, &zone).map_or_else(|| "none".to_owned(), |moment| moment.to_string());
        for (text, expected) in [
            ("2013-11-07 12:04:34 -0400", "2013-11-07T16:04:34Z"),
            ("2013-11-07T12:04:34-04:00", "2013-11-07T16:04:34Z"),
            ("2013-11-07T12:04:34.123Z", "2013-11-07T12:04:34.123Z"),
            ("2020-07-01", "2020-06-30T23:00:00Z"),
            ("2020-07-01 10:30", "2020-07-01T09:30:00Z"),
            ("2020-07-01 10:30:00 +0000 UTC", "2020-07-01T10:30:00Z"),
            ("2020-07-01T10:30:00", "2020-07-01T09:30:00Z"),
            ("2026-10-25 01:30:00", "2026-10-25T01:30:00Z"),
            ("1 July 2020", "2020-06-30T23:00:00Z"),
            ("soon", "none"),
            ("2020-02-31", "none"),
            ("", "none"),
        ] {
            assert_eq!(said(text), expected, "{text}");
        }
        assert_eq!(dated_name("2020-03-01-a-page"), Some(("2020-03-01", "a-page")));
        assert_eq!(dated_name("2020-13-01-a"), None);
        assert_eq!(dated_name("2020-03-01-"), None);
    }
}
