//! The facts of an aggregate as one table: a line a kind gives the variant, the constant, the way in and the way out, so that none
//! of them can forget a kind. Knows no aggregate.

/// `facts! { "About a thing."; /// It began. Began = BEGAN, "thing.began/1"; … }` makes `Event`, its kinds, and `KINDS`.
macro_rules! facts {
    ($about:literal; $($(#[$documentation:meta])* $name:ident = $constant:ident, $kind:literal;)*) => {
        #[doc = $about]
        #[derive(Clone, Debug, PartialEq, Eq)]
        pub enum Event {
            $($(#[$documentation])* $name($name),)*
        }

        $(
            #[doc = concat!("Kind of [`Event::", stringify!($name), "`].")]
            pub const $constant: &str = $kind;
        )*

        /// Every kind of this aggregate with a body of JSON.
        pub const KINDS: &[&str] = &[$($constant,)*];

        impl Event {
            /// The kind for the header.
            pub fn kind(&self) -> &'static str {
                match self { $(Event::$name(_) => $constant,)* }
            }

            /// The body for the payload.
            pub fn to_body(&self) -> String {
                match self { $(Event::$name(fact) => $crate::domain::body::encode(fact),)* }
            }

            /// The fact in a body, or nothing if the kind is not one of this aggregate's.
            pub fn from_body(
                kind: &str,
                text: &str,
            ) -> Option<Result<Event, $crate::domain::body::Unreadable>> {
                match kind {
                    $($constant => Some($crate::domain::body::decode(kind, text).map(Event::$name)),)*
                    _ => None,
                }
            }
        }

        $(
            impl From<$name> for Event {
                fn from(fact: $name) -> Event {
                    Event::$name(fact)
                }
            }
        )*
    };
}
pub(crate) use facts;
