//! What a page in a browser is told while it is open: that it reads otherwise now, that a style sheet has another address, what is
//! wrong. It says which state of itself it has, so that whoever was away, asleep or connected to an earlier server is told at once.

use std::collections::VecDeque;
use std::convert::Infallible;
use std::sync::Arc;
use std::time::Duration;

use axum::response::sse::{Event, KeepAlive, Sse};
use axum::response::{IntoResponse, Response};
use futures_util::stream;
use serde_json::json;
use tokio::sync::watch;

use super::answer::style_sheets;
use super::door::{decoded, protected, query_value};
use super::shown::{Faults, Shown};

/// After this long a browser asks again when the server has gone.
const RETRY: Duration = Duration::from_millis(500);

struct Listener {
    shown: Arc<Shown>,
    ticks: watch::Receiver<u64>,
    path: String,
    heard: Heard,
    queue: VecDeque<Event>,
}

/// What the page knows.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
struct Heard {
    mark: Option<String>,
    styles: Vec<String>,
    faults: Option<Faults>,
}

/// Everything that is to be told to the page at `page`, which has the state `mark`.
pub fn stream(shown: &Arc<Shown>, query: &str) -> Response {
    let heard = Heard { mark: query_value(query, "mark"), ..Heard::default() };
    // As the browser has it, with its own letters escaped.
    let path = query_value(query, "page").and_then(|page| decoded(&page)).unwrap_or_else(|| "/".to_owned());
    // It opens with a word, so that the browser knows that somebody is there.
    let queue = VecDeque::from([Event::default().retry(RETRY).comment("almoner")]);
    let ticks = shown.ticks();
    let listener = Listener { shown: shown.clone(), ticks, path, heard, queue };
    let events = stream::unfold(listener, |mut listener| async move {
        loop {
            if let Some(event) = listener.queue.pop_front() {
                return Some((Ok::<_, Infallible>(event), listener));
            }
            // Marked as seen before looking: what changes meanwhile is looked at again.
            listener.ticks.borrow_and_update();
            let (shown, path) = (listener.shown.clone(), listener.path.clone());
            let now = tokio::task::spawn_blocking(move || now(&shown, &path)).await.ok()?;
            listener.hear(now);
            if listener.queue.is_empty() {
                listener.ticks.changed().await.ok()?;
            }
        }
    });
    protected(Sse::new(events).keep_alive(KeepAlive::default()).into_response())
}

fn now(shown: &Shown, path: &str) -> Heard {
    let mark = shown.answer(path).mark.clone();
    let state = shown.state();
    Heard { mark, styles: state.edition.as_deref().map(style_sheets).unwrap_or_default(), faults: state.faults.clone() }
}

impl Listener {
    fn hear(&mut self, now: Heard) {
        if now.styles != self.heard.styles {
            self.queue.push_back(Event::default().event("styles").data(json!(now.styles).to_string()));
        }
        if now.faults != self.heard.faults {
            let said = now.faults.as_ref().map(|faults| json!({ "heading": faults.heading(), "text": faults.text }));
            self.queue.push_back(Event::default().event("faults").data(json!(said).to_string()));
        }
        if now.mark.is_some() && now.mark != self.heard.mark {
            self.queue.push_back(Event::default().event("page").data(now.mark.clone().unwrap_or_default()));
        }
        self.heard = now;
    }
}
