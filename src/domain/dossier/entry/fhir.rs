//! A FHIR R4 resource as it came: kept byte for byte, checked to be strict JSON and a resource,
//! and for nothing else. What it means is for those who exchange it.

use crate::domain::body::StrictJson;
use crate::domain::text::{TEXT_BYTES_MAX, parsed_text};
use crate::domain::violation::Reason;

parsed_text! {
    /// A FHIR resource in JSON, at most 50,000 bytes.
    Resource, resource
}

impl Resource {
    /// Its texts, names of elements excluded, for search.
    pub(super) fn texts(&self) -> Vec<String> {
        StrictJson::parse(self.as_str()).map(|json| json.texts).unwrap_or_default()
    }
}

fn resource(text: String) -> Result<String, Reason> {
    if text.len() > TEXT_BYTES_MAX {
        return Err(Reason::TooLong);
    }
    match StrictJson::parse(&text) {
        Ok(json) if json.is_resource => Ok(text),
        Ok(_) => Err(Reason::FhirNotAResource),
        Err(_) => Err(Reason::FhirNotJson),
    }
}
