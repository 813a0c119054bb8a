//! Messages as tables: one line a field gives both directions, so that neither can forget one.

/// `message!(Names { surname: text, … })` reads `pb::Names` into `Names` and writes it back. The
/// word after the colon is a function of `Reader` and of `write`. With two names, `message!(Practice
/// => Details { … })`, the first one is the message's.
macro_rules! message {
    ($name:ident { $($field:ident: $how:ident),* $(,)? }) => {
        message!($name => $name { $($field: $how),* });
    };
    ($message:ident => $domain:ident { $($field:ident: $how:ident),* $(,)? }) => {
        impl $crate::grpc::convert::Read<$crate::grpc::pb::$message> for $domain {
            fn read(
                message: $crate::grpc::pb::$message,
                at: &$crate::domain::violation::FieldPath,
                reader: &mut $crate::grpc::convert::Reader,
            ) -> Option<$domain> {
                $(let $field = reader.$how(at, stringify!($field), message.$field);)*
                Some($domain { $($field: $field?),* })
            }
        }

        impl From<&$domain> for $crate::grpc::pb::$message {
            fn from(value: &$domain) -> Self {
                Self { $($field: $crate::grpc::convert::write::$how(&value.$field)),* }
            }
        }
    };
}
pub(super) use message;
