//! One binary for every test that needs a whole hub: linking once is what keeps the suite quick.
//! Most of what is asserted lies in `tests/cases`, one text file a case; see the README there.

mod architecture;
mod audit;
mod booklet;
mod browse;
mod case;
mod cases;
mod command;
mod edits;
mod endpoint;
mod explained;
mod first_minutes;
mod folder;
mod import;
mod languages;
mod markup;
mod moves;
mod offprints;
mod output;
mod release;
mod reproducible;
mod said;
mod search;
mod serve;
mod served;
mod tally;
mod terminal;
