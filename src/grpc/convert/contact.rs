//! Addresses and contact points.

use super::table::message;
use crate::domain::contact::{Address, ContactPoint};

message!(Address {
    street: text,
    house_number: text,
    addition: optional_text,
    postcode: text,
    city: text,
    country: text,
});

message!(ContactPoint {
    name: text,
    organisation: optional_text,
    telephone: optional_text,
    email: optional_text,
    website: optional_text,
    agb: optional_text,
});
