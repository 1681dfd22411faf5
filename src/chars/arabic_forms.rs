//! In which form of an Arabic letter a presentation form shows it.

use super::arabic_forms_table::FORMS;

/// How a letter is joined to its neighbours.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum ArabicForm {
    /// To none.
    Isolated,
    /// To the next one.
    Initial,
    /// To both.
    Medial,
    /// To the one before.
    Final,
}

/// The form in which a presentation form (U+FB50 to U+FEFC) shows its letter.
#[must_use]
pub fn arabic_form(c: char) -> Option<ArabicForm> {
    let place = (c as usize).checked_sub(0xFB50)?;
    match FORMS.get(place)? {
        b'o' => Some(ArabicForm::Isolated),
        b'i' => Some(ArabicForm::Initial),
        b'm' => Some(ArabicForm::Medial),
        b'f' => Some(ArabicForm::Final),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tells_the_form() {
        assert_eq!(arabic_form('\u{FE8D}'), Some(ArabicForm::Isolated));
        assert_eq!(arabic_form('\u{FEDF}'), Some(ArabicForm::Initial));
        assert_eq!(arabic_form('\u{FEE4}'), Some(ArabicForm::Medial));
        assert_eq!(arabic_form('\u{FEAA}'), Some(ArabicForm::Final));
        assert_eq!(arabic_form('ا'), None);
    }
}
