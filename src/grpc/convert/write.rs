//! Writes the fields of a message, by the same words by which [`super::Reader`] reads them.

#![expect(
    clippy::ref_option,
    clippy::unnecessary_wraps,
    clippy::trivially_copy_pass_by_ref,
    reason = "all called alike, by the table of fields"
)]

use chrono::NaiveDate;

pub(super) fn text<T: Clone + Into<String>>(text: &T) -> String {
    text.clone().into()
}

pub(super) fn optional_text<T: Clone + Into<String>>(text: &Option<T>) -> String {
    text.clone().map(Into::into).unwrap_or_default()
}

pub(super) fn texts<T: Clone + Into<String>>(texts: &[T]) -> Vec<String> {
    texts.iter().map(text).collect()
}

pub(super) fn day(day: &NaiveDate) -> String {
    day.to_string()
}

pub(super) fn optional_day(day: &Option<NaiveDate>) -> String {
    day.as_ref().map(NaiveDate::to_string).unwrap_or_default()
}

pub(super) fn choice<T: Copy + Into<i32>>(choice: &T) -> i32 {
    (*choice).into()
}

pub(super) fn optional_choice<T: Copy + Into<i32>>(choice: &Option<T>) -> i32 {
    choice.map(Into::into).unwrap_or_default()
}

pub(super) fn choices<T: Copy + Into<i32>>(choices: &[T]) -> Vec<i32> {
    choices.iter().map(choice).collect()
}

pub(super) fn message<'a, T, M: From<&'a T>>(message: &'a T) -> Option<M> {
    Some(message.into())
}

pub(super) fn message_or_default<'a, T, M: From<&'a T>>(message: &'a T) -> Option<M> {
    Some(message.into())
}

pub(super) fn optional_message<'a, T, M: From<&'a T>>(message: &'a Option<T>) -> Option<M> {
    message.as_ref().map(Into::into)
}

pub(super) fn messages<'a, T, M: From<&'a T>>(messages: &'a [T]) -> Vec<M> {
    messages.iter().map(Into::into).collect()
}

pub(super) fn plain<T: Copy>(value: &T) -> T {
    *value
}
