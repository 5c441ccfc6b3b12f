//! Days and moments as readers see them, in the hub's own zone and the page's language.

use jiff::Timestamp;
use jiff::civil::Date;
use jiff::tz::TimeZone;
use serde::Serialize;

use crate::render::words::Words;

#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct Day {
    /// For machines: `2026-03-14`, or a moment with its offset.
    pub iso: String,
    /// For people: `14 March 2026`.
    pub text: String,
    /// `09:30`; empty for a day.
    pub time: String,
}

pub fn day(date: Date, words: Words) -> Day {
    Day { iso: date.to_string(), text: words.day(date), time: String::new() }
}

pub fn moment(at: Timestamp, zone: &TimeZone, words: Words) -> Day {
    let local = at.to_zoned(zone.clone());
    Day {
        iso: local.strftime("%Y-%m-%dT%H:%M:%S%:z").to_string(),
        text: words.day(local.date()),
        time: local.strftime("%H:%M").to_string(),
    }
}
