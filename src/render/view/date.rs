//! Days and moments as readers see them, in the hub's own zone.

use jiff::Timestamp;
use jiff::civil::Date;
use jiff::tz::TimeZone;
use serde::Serialize;

#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct Day {
    /// For machines: `2026-03-14`, or a moment with its offset.
    pub iso: String,
    /// For people: `14 March 2026`.
    pub text: String,
    /// `09:30`; empty for a day.
    pub time: String,
}

pub fn day(date: Date) -> Day {
    Day { iso: date.to_string(), text: date.strftime("%-d %B %Y").to_string(), time: String::new() }
}

pub fn moment(at: Timestamp, zone: &TimeZone) -> Day {
    let local = at.to_zoned(zone.clone());
    Day {
        iso: local.strftime("%Y-%m-%dT%H:%M:%S%:z").to_string(),
        text: local.strftime("%-d %B %Y").to_string(),
        time: local.strftime("%H:%M").to_string(),
    }
}
