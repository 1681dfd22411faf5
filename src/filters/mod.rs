//! The filters, one file each, and the table the pipeline runs.

use crate::finding::Filter;

/// Every filter, in the order in which they look. Of two findings that overlap, the earlier filter's edit is made.
#[must_use]
pub fn all() -> &'static [&'static dyn Filter] {
    &[]
}
