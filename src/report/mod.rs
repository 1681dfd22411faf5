//! Reports: one file a form.
