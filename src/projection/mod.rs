//! Read models: folds over records with a position. Disposable; rebuilt from records when in doubt.

pub mod access_lines;
pub mod agenda;
pub mod breaches;
pub mod cases;
pub mod complaints;
mod difference;
pub mod dossiers;
pub mod figures;
pub mod incidents;
mod kind_words;
pub mod matter;
pub mod measures;
pub mod people;
pub mod requests;
pub mod retention;
