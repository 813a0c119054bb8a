//! The wire contract as the command line reads it: messages by name, their fields, the words of their enumerations and the
//! comments that the protos carry. Everything comes from the descriptors that are served by reflection too.

use std::sync::OnceLock;

use prost_reflect::{DescriptorPool, EnumDescriptor, FieldDescriptor, Kind, MessageDescriptor};

use crate::grpc::pb;

/// A message that a form can become, or that an answer is.
pub trait Named: prost::Message + Default {
    /// Its name in the package.
    const NAME: &'static str;
}

impl<M: prost::Message + prost::Name + Default> Named for M {
    const NAME: &'static str = <M as prost::Name>::NAME;
}

/// The descriptor of a message of the contract; none only if the build is broken, which a test would see.
pub fn message(name: &str) -> Option<MessageDescriptor> {
    pool()?.get_message_by_name(&format!("griffie.v1.{name}"))
}

fn pool() -> Option<&'static DescriptorPool> {
    static POOL: OnceLock<Option<DescriptorPool>> = OnceLock::new();
    POOL.get_or_init(|| DescriptorPool::decode(pb::DESCRIPTORS).ok()).as_ref()
}

/// The values of an enumeration as words: lowercase, without its name before them.
pub fn words(choices: &EnumDescriptor) -> Vec<String> {
    let values = choices.values().filter(|value| value.number() != 0);
    values.map(|value| word(choices, value.name())).collect()
}

/// The word of one value.
pub fn word(choices: &EnumDescriptor, name: &str) -> String {
    name.strip_prefix(&prefix(choices)).unwrap_or(name).to_ascii_lowercase()
}

/// The number of a word.
pub fn number(choices: &EnumDescriptor, word: &str) -> Option<i32> {
    let known = choices.values().filter(|value| value.number() != 0);
    known.into_iter().find(|value| self::word(choices, value.name()) == word).map(|it| it.number())
}

/// The zero value of each enumeration is its name and `_UNSPECIFIED`.
fn prefix(choices: &EnumDescriptor) -> String {
    let zero = choices.default_value();
    zero.name().strip_suffix("UNSPECIFIED").unwrap_or_default().to_owned()
}

/// Whether a message is a point in time that may be written as one text: `"2026-03-05"` or RFC 3339.
pub fn is_time(message: &MessageDescriptor) -> bool {
    let is = |name| message.get_field_by_name(name).is_some();
    message.full_name() == TIMESTAMP || (is("at") && is("on") && message.oneofs().len() == 1)
}

/// The well-known instant.
pub const TIMESTAMP: &str = "google.protobuf.Timestamp";

/// The message a field holds.
pub fn held(field: &FieldDescriptor) -> Option<MessageDescriptor> {
    match field.kind() {
        Kind::Message(held) => Some(held),
        _ => None,
    }
}

/// What the proto says above a field.
pub fn comment(field: &FieldDescriptor) -> String {
    let file = field.parent_file();
    let places = file.file_descriptor_proto().source_code_info.as_ref();
    let found = places.and_then(|info| info.location.iter().find(|at| at.path == field.path()));
    let text = found.map(|at| at.leading_comments().split_whitespace().collect::<Vec<_>>());
    text.unwrap_or_default().join(" ")
}
