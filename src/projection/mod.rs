//! Read models: folds over records with a position. Disposable; rebuilt from records when in doubt.

pub mod dossiers;
pub mod measures;
