//! Days and moments as editors write them. A moment is only one with an offset, `Z` or a zone:
//! an hour that the clocks skip or repeat is refused with both readings, never resolved in silence.

use jiff::Timestamp;
use jiff::civil::{Date, DateTime};
use jiff::fmt::temporal::{Pieces, PiecesOffset};
use jiff::tz::{AmbiguousOffset, Offset, TimeZone};

use crate::diagnostic::Code;

/// Why a text is no day or no moment, and what to write instead, one step a line.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct InstantFault {
    pub code: Code,
    pub message: String,
    pub help: Vec<String>,
}

const DAY: &str = "write year, month and day, as in `2026-03-14`";
const MOMENT: &str = "write day, time and offset, as in `2026-03-14T09:30:00+00:00` or `2026-03-14T09:30[Europe/London]`";

/// A calendar day: `2026-03-14`.
pub fn date(text: &str) -> Result<Date, InstantFault> {
    if is_placeholder(text) {
        return Err(placeholder(text, DAY));
    }
    if is_day(text) {
        return Date::strptime("%Y-%m-%d", text).map_err(|_| no_such_day(text));
    }
    let Ok(pieces) = Pieces::parse(text) else { return Err(unreadable(text, "a day", DAY, |day| day.to_string())) };
    let help = format!("write the day alone: `{}`", pieces.date());
    Err(fault(Code::DateFault, format!("`{text}` is a moment, and this field takes a day"), [help]))
}

/// The day that begins at a moment, in the hub's zone or in UTC: what forms of web editors make of a day.
pub fn day_that_begins(text: &str, zone: &TimeZone) -> Option<Date> {
    let moment: Timestamp = text.parse().ok().filter(|_| text.contains(['T', 't', ' ']))?;
    [TimeZone::UTC, zone.clone()].into_iter().map(|zone| moment.to_zoned(zone)).find_map(|local| {
        let is_start = local.start_of_day().is_ok_and(|start| start.timestamp() == moment);
        is_start.then(|| local.date())
    })
}

/// A moment. `zone` is the hub's: it serves only to suggest what a time without a zone may have meant.
pub fn instant(text: &str, zone: &TimeZone) -> Result<Timestamp, InstantFault> {
    if is_placeholder(text) {
        return Err(placeholder(text, MOMENT));
    }
    // A day that does not exist is said as such, whatever time follows it.
    if text.len() > 10 && text.get(..10).is_some_and(|day| is_day(day) && Date::strptime("%Y-%m-%d", day).is_err()) {
        return Err(no_such_day(&text[..10]));
    }
    let Ok(pieces) = Pieces::parse(text) else {
        let at_noon = |day: Date| readings(day.at(12, 0, 0, 0), zone).join("` or `");
        return Err(unreadable(text, "a moment", MOMENT, at_noon));
    };
    let Some(time) = pieces.time() else {
        let example = readings(pieces.date().at(9, 30, 0, 0), zone).join("` or `");
        let message = format!("`{text}` is a day, and this field takes a moment");
        return Err(fault(Code::InstantZone, message, [format!("add the time and its offset, as in `{example}`")]));
    };
    let local = DateTime::from_parts(pieces.date(), time);
    let named = pieces.to_time_zone().map_err(|_| {
        let name = text.split_once('[').map_or("", |(_, rest)| rest.trim_end_matches(']'));
        fault(
            Code::InstantZone,
            format!("there is no time zone `{name}`"),
            ["use a name such as `Europe/London`, or an offset such as `+01:00`".into()],
        )
    })?;
    match (pieces.offset(), named) {
        (None, None) => Err(without_zone(text, local, zone)),
        (None, Some(named)) => in_zone(text, local, &named),
        (Some(PiecesOffset::Zulu), _) => at_offset(text, local, Offset::UTC),
        (Some(written), named) => {
            let offset = written.to_numeric_offset();
            let moment = at_offset(text, local, offset)?;
            match named.filter(|named| named.to_offset(moment) != offset) {
                None => Ok(moment),
                Some(named) => {
                    let help = format!("write one of them: `{}`", readings(local, &named).join("` or `"));
                    Err(fault(Code::DateFault, format!("the offset and the zone of `{text}` contradict each other"), [help]))
                }
            }
        }
    }
}

fn at_offset(text: &str, local: DateTime, offset: Offset) -> Result<Timestamp, InstantFault> {
    offset.to_timestamp(local).map_err(|_| fault(Code::DateFault, format!("`{text}` is out of the range of the calendar"), [MOMENT.into()]))
}

fn without_zone(text: &str, local: DateTime, zone: &TimeZone) -> InstantFault {
    let whose = zone.iana_name().map_or_else(String::new, |name| format!(" for the time in {name}"));
    let both = readings(local, zone);
    let mut help = vec![format!("write `{}`{whose}", both.join("` or `"))];
    if both.len() > 1 {
        help.push("on that day the clocks change at this hour, so say which of the two is meant".into());
    }
    fault(Code::InstantZone, format!("`{text}` has no time zone, so nobody knows when it is"), help)
}

fn in_zone(text: &str, local: DateTime, zone: &TimeZone) -> Result<Timestamp, InstantFault> {
    let ambiguous = zone.to_ambiguous_timestamp(local);
    let help = || [format!("write `{}`", readings(local, zone).join("` or `"))];
    match ambiguous.offset() {
        AmbiguousOffset::Unambiguous { offset } => at_offset(text, local, offset),
        AmbiguousOffset::Gap { .. } => {
            Err(fault(Code::InstantGap, format!("`{text}` never happens: the clocks go forward past it that day"), help()))
        }
        AmbiguousOffset::Fold { .. } => {
            Err(fault(Code::InstantTwice, format!("`{text}` happens twice: the clocks go back over it that day"), help()))
        }
    }
}

/// What a local time can mean in a zone, each as the clock on the wall shows it, with its offset; two for an hour skipped or repeated.
fn readings(local: DateTime, zone: &TimeZone) -> Vec<String> {
    let offsets = match zone.to_ambiguous_timestamp(local).offset() {
        AmbiguousOffset::Unambiguous { offset } => vec![offset],
        // An hour too late by the summer clock, then an hour too early by the winter one.
        AmbiguousOffset::Gap { before, after } => vec![after, before],
        AmbiguousOffset::Fold { before, after } => vec![before, after],
    };
    let moments = offsets.into_iter().filter_map(|offset| offset.to_timestamp(local).ok());
    moments.map(|moment| moment.display_with_offset(zone.to_offset(moment)).to_string()).collect()
}

/// `text` looks like ten characters of a day, whether or not the day exists.
fn is_day(text: &str) -> bool {
    text.len() == 10 && text.bytes().enumerate().all(|(at, b)| if matches!(at, 4 | 7) { b == b'-' } else { b.is_ascii_digit() })
}

fn no_such_day(text: &str) -> InstantFault {
    let number = |range: std::ops::Range<usize>| text[range].parse::<i16>().unwrap_or(0);
    let (year, month) = (number(0..4), number(5..7));
    let reason = match i8::try_from(month).ok().and_then(|month| Date::new(year, month, 1).ok()) {
        Some(first) => format!("{} has {} days", first.strftime("%B %Y"), first.days_in_month()),
        None => "the month, in the middle, goes from 01 to 12".to_owned(),
    };
    fault(Code::DateFault, format!("there is no day `{text}`"), [reason])
}

fn is_placeholder(text: &str) -> bool {
    text.contains("{{") || text.contains("{%")
}

/// A form that was to be filled in by a program: it would say another thing at every build.
fn placeholder(text: &str, form: &str) -> InstantFault {
    let help = ["nothing fills in a date here: the page must say the same at every build".into(), form.to_owned()];
    fault(Code::DateFault, format!("`{text}` is a placeholder, not a date"), help)
}

/// Days written as people write them are turned round in the help: British order, day first.
fn unreadable(text: &str, what: &str, form: &str, suggest: impl Fn(Date) -> String) -> InstantFault {
    let forms = ["%d/%m/%Y", "%d.%m.%Y", "%d-%m-%Y", "%d %B %Y", "%d %b %Y", "%B %d, %Y", "%Y/%m/%d"];
    let help = match forms.iter().find_map(|form| Date::strptime(form, text).ok()) {
        Some(day) => format!("write `{}`", suggest(day)),
        None => form.to_owned(),
    };
    fault(Code::DateFault, format!("`{text}` cannot be read as {what}"), [help])
}

fn fault(code: Code, message: String, help: impl IntoIterator<Item = String>) -> InstantFault {
    InstantFault { code, message, help: help.into_iter().collect() }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn said(text: &str) -> String {
        let zone = TimeZone::get("Europe/London").expect("bundled");
        match instant(text, &zone) {
            Ok(moment) => moment.to_string(),
            Err(fault) => format!("{} | {} | {}", fault.code, fault.message, fault.help.join("; ")),
        }
    }

    fn day(text: &str) -> String {
        match date(text) {
            Ok(day) => day.to_string(),
            Err(fault) => format!("{} | {} | {}", fault.code, fault.message, fault.help.join("; ")),
        }
    }

    #[test]
    fn a_moment_has_an_offset_or_a_zone() {
        let table = [
            ("2026-03-14T09:30:00+00:00", "2026-03-14T09:30:00Z"),
            ("2026-03-14T09:30:00Z", "2026-03-14T09:30:00Z"),
            ("2026-03-14 09:30+01:00", "2026-03-14T08:30:00Z"),
            ("2026-07-14T09:30[Europe/London]", "2026-07-14T08:30:00Z"),
            ("2026-10-25T01:30+01:00[Europe/London]", "2026-10-25T00:30:00Z"),
            (
                "2026-03-14T09:30",
                "instant-zone | `2026-03-14T09:30` has no time zone, so nobody knows when it is | write `2026-03-14T09:30:00+00:00` for the time in Europe/London",
            ),
            (
                "2026-07-14T09:30",
                "instant-zone | `2026-07-14T09:30` has no time zone, so nobody knows when it is | write `2026-07-14T09:30:00+01:00` for the time in Europe/London",
            ),
            (
                "2026-10-25T01:30",
                "instant-zone | `2026-10-25T01:30` has no time zone, so nobody knows when it is | write `2026-10-25T01:30:00+01:00` or `2026-10-25T01:30:00+00:00` for the time in Europe/London; on that day the clocks change at this hour, so say which of the two is meant",
            ),
            (
                "2026-03-14",
                "instant-zone | `2026-03-14` is a day, and this field takes a moment | add the time and its offset, as in `2026-03-14T09:30:00+00:00`",
            ),
            (
                "2026-03-14T09:30[Europe/Londn]",
                "instant-zone | there is no time zone `Europe/Londn` | use a name such as `Europe/London`, or an offset such as `+01:00`",
            ),
        ];
        for (text, expected) in table {
            assert_eq!(said(text), expected);
        }
    }

    #[test]
    fn the_hours_of_a_clock_change_are_refused_with_both_readings() {
        assert_eq!(
            said("2026-03-29T01:30[Europe/London]"),
            "instant-gap | `2026-03-29T01:30[Europe/London]` never happens: the clocks go forward past it that day | write `2026-03-29T00:30:00+00:00` or `2026-03-29T02:30:00+01:00`"
        );
        assert_eq!(
            said("2026-10-25T01:30[Europe/London]"),
            "instant-twice | `2026-10-25T01:30[Europe/London]` happens twice: the clocks go back over it that day | write `2026-10-25T01:30:00+01:00` or `2026-10-25T01:30:00+00:00`"
        );
        assert_eq!(
            said("2026-07-14T09:30+00:00[Europe/London]"),
            "date-fault | the offset and the zone of `2026-07-14T09:30+00:00[Europe/London]` contradict each other | write one of them: `2026-07-14T09:30:00+01:00`"
        );
    }

    #[test]
    fn a_day_is_a_day_and_slips_are_turned_round() {
        let table = [
            ("2026-03-14", "2026-03-14"),
            ("2024-02-29", "2024-02-29"),
            ("2026-02-30", "date-fault | there is no day `2026-02-30` | February 2026 has 28 days"),
            ("2026-13-01", "date-fault | there is no day `2026-13-01` | the month, in the middle, goes from 01 to 12"),
            ("14/03/2026", "date-fault | `14/03/2026` cannot be read as a day | write `2026-03-14`"),
            ("14 March 2026", "date-fault | `14 March 2026` cannot be read as a day | write `2026-03-14`"),
            ("soon", "date-fault | `soon` cannot be read as a day | write year, month and day, as in `2026-03-14`"),
            (
                "2026-03-14T09:30Z",
                "date-fault | `2026-03-14T09:30Z` is a moment, and this field takes a day | write the day alone: `2026-03-14`",
            ),
        ];
        for (text, expected) in table {
            assert_eq!(day(text), expected);
        }
        assert_eq!(said("2026-02-30T09:30Z"), "date-fault | there is no day `2026-02-30` | February 2026 has 28 days");
        assert!(said("2026-03-14T25:30Z").starts_with("date-fault | `2026-03-14T25:30Z` cannot be read as a moment"));
        assert!(said("{{now}}").contains("placeholder"));
    }
}
