//! Rules: what is wrong, in words and data.
