//! Reads fields one by one and notes what is wrong with each, so that a caller hears of
//! everything at once. An absent value after a note is no value: the note decides.

#![expect(
    clippy::option_option,
    reason = "outside: whether it was read; inside: whether it is known"
)]

use chrono::NaiveDate;

use crate::domain::violation::{FieldPath, Reason, Violations};

/// A domain value that is read out of a message. Gives nothing only after noting why.
pub trait Read<Message>: Sized {
    /// Reads the message that stands at this path.
    fn read(message: Message, at: &FieldPath, reader: &mut Reader) -> Option<Self>;
}

/// A domain value that stands for one value of an enumeration.
pub(super) trait Choice: Sized {
    /// Nothing for an unspecified or unknown value.
    fn of(number: i32) -> Option<Self>;
}

/// Gathers the violations of one request.
#[derive(Debug, Default)]
pub struct Reader {
    violations: Violations,
}

impl Reader {
    /// The value, if nothing was noted while it was read.
    pub fn finish<T>(self, value: Option<T>) -> Result<T, Violations> {
        match value {
            Some(value) if self.violations.is_empty() => Ok(value),
            _ => Err(self.violations),
        }
    }

    /// Notes that a field is wrong.
    pub fn note(&mut self, at: &FieldPath, field: &str, reason: Reason) {
        self.violations.add(at.join(field), reason);
    }

    /// Notes that the field at this path is wrong.
    pub(in crate::grpc) fn refuse(&mut self, at: FieldPath, reason: Reason) {
        self.violations.add(at, reason);
    }

    /// Required text.
    pub fn text<T: TryFrom<String, Error = Reason>>(
        &mut self,
        at: &FieldPath,
        field: &str,
        text: String,
    ) -> Option<T> {
        if text.is_empty() {
            self.note(at, field, Reason::Missing);
            return None;
        }
        T::try_from(text).map_err(|reason| self.note(at, field, reason)).ok()
    }

    /// Text that may be empty, which means that it is not known.
    pub fn optional_text<T: TryFrom<String, Error = Reason>>(
        &mut self,
        at: &FieldPath,
        field: &str,
        text: String,
    ) -> Option<Option<T>> {
        if text.is_empty() { Some(None) } else { self.text(at, field, text).map(Some) }
    }

    /// Texts, none of them empty.
    pub fn texts<T: TryFrom<String, Error = Reason>>(
        &mut self,
        at: &FieldPath,
        field: &str,
        texts: Vec<String>,
    ) -> Option<Vec<T>> {
        let path = at.join(field);
        let read = texts.into_iter().enumerate().map(|(index, text)| {
            let parsed = if text.is_empty() { Err(Reason::Empty) } else { T::try_from(text) };
            parsed.map_err(|reason| self.violations.add(path.index(index), reason)).ok()
        });
        all(read)
    }

    /// A required date.
    pub(in crate::grpc) fn day(
        &mut self,
        at: &FieldPath,
        field: &str,
        text: String,
    ) -> Option<NaiveDate> {
        let day = self.text::<Day>(at, field, text)?;
        Some(day.0)
    }

    /// A date that may be empty.
    pub(in crate::grpc) fn optional_day(
        &mut self,
        at: &FieldPath,
        field: &str,
        text: String,
    ) -> Option<Option<NaiveDate>> {
        if text.is_empty() { Some(None) } else { self.day(at, field, text).map(Some) }
    }

    /// A required value of an enumeration.
    pub(super) fn choice<T: Choice>(
        &mut self,
        at: &FieldPath,
        field: &str,
        number: i32,
    ) -> Option<T> {
        let choice = T::of(number);
        if choice.is_none() {
            self.note(at, field, Reason::Unspecified);
        }
        choice
    }

    /// Person or system.
    pub(in crate::grpc) fn sort(
        &mut self,
        at: &FieldPath,
        number: i32,
    ) -> Option<crate::domain::person::Sort> {
        self.choice(at, "sort", number)
    }

    /// A value of an enumeration that may be unspecified.
    pub(super) fn optional_choice<T: Choice>(
        &mut self,
        at: &FieldPath,
        field: &str,
        number: i32,
    ) -> Option<Option<T>> {
        if number == 0 { Some(None) } else { self.choice(at, field, number).map(Some) }
    }

    /// Values of an enumeration, none of them unspecified.
    pub(super) fn choices<T: Choice>(
        &mut self,
        at: &FieldPath,
        field: &str,
        numbers: Vec<i32>,
    ) -> Option<Vec<T>> {
        let path = at.join(field);
        all(numbers.into_iter().enumerate().map(|(index, number)| {
            let choice = T::of(number);
            if choice.is_none() {
                self.violations.add(path.index(index), Reason::Unspecified);
            }
            choice
        }))
    }

    /// A required message.
    pub fn message<M, T: Read<M>>(
        &mut self,
        at: &FieldPath,
        field: &str,
        message: Option<M>,
    ) -> Option<T> {
        if let Some(message) = message {
            T::read(message, &at.join(field), self)
        } else {
            self.note(at, field, Reason::Missing);
            None
        }
    }

    /// A message that may be absent.
    pub(super) fn optional_message<M, T: Read<M>>(
        &mut self,
        at: &FieldPath,
        field: &str,
        message: Option<M>,
    ) -> Option<Option<T>> {
        match message {
            Some(message) => T::read(message, &at.join(field), self).map(Some),
            None => Some(None),
        }
    }

    /// A message that says nothing when it is absent.
    pub(super) fn message_or_default<M, T: Read<M> + Default>(
        &mut self,
        at: &FieldPath,
        field: &str,
        message: Option<M>,
    ) -> Option<T> {
        self.optional_message(at, field, message).map(Option::unwrap_or_default)
    }

    /// Messages.
    pub(super) fn messages<M, T: Read<M>>(
        &mut self,
        at: &FieldPath,
        field: &str,
        messages: Vec<M>,
    ) -> Option<Vec<T>> {
        let path = at.join(field);
        let read = messages.into_iter().enumerate();
        all(read.map(|(index, message)| T::read(message, &path.index(index), self)))
    }

    /// A value that cannot be wrong.
    #[expect(
        clippy::unused_self,
        clippy::unnecessary_wraps,
        reason = "called like the others, by the table of fields"
    )]
    pub(super) fn plain<T>(&mut self, _at: &FieldPath, _field: &str, value: T) -> Option<T> {
        Some(value)
    }
}

/// All of the values, each of them read even when one before it was wrong.
fn all<T>(values: impl Iterator<Item = Option<T>>) -> Option<Vec<T>> {
    let values: Vec<Option<T>> = values.collect();
    values.into_iter().collect()
}

/// A calendar date in its one spelling, YYYY-MM-DD.
struct Day(NaiveDate);

impl TryFrom<String> for Day {
    type Error = Reason;

    fn try_from(text: String) -> Result<Day, Reason> {
        let day: NaiveDate = text.parse().map_err(|_| Reason::NotADate)?;
        if day.to_string() == text { Ok(Day(day)) } else { Err(Reason::NotADate) }
    }
}
