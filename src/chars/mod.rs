//! Unicode properties that the standard library does not give, from tables generated out of Unicode's own files.

pub use self::{
    lookalikes::{fold_to, lookalikes},
    tables::Script,
    transliteration::transliterations,
};

mod lookalikes;
mod lookalikes_table;
mod script_extensions_table;
#[allow(clippy::all, clippy::pedantic)]
mod tables;
mod transliteration;

/// The Unicode version of every table in this crate.
pub const UNICODE_VERSION: (u8, u8, u8) = (17, 0, 0);

/// What the tables say of one character.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Class {
    /// The Script property.
    pub script: Script,
    flags: u16,
}

/// Looks a character up: two loads, whatever it is.
#[inline]
#[must_use]
pub fn class(c: char) -> Class {
    let code = c as usize;
    let block = usize::from(tables::INDEX[code >> 7]);
    tables::CLASSES[usize::from(tables::BLOCKS[block][code & 127])]
}

/// The Script property of a character.
#[inline]
#[must_use]
pub fn script(c: char) -> Script {
    class(c).script
}

/// The scripts a character is used with, where Unicode lists more than its own (`Script_Extensions`): a combining mark, a
/// danda, the Katakana middle dot. `None` where there is nothing to add to [`script`].
#[must_use]
pub fn script_extensions(c: char) -> Option<&'static [Script]> {
    let code = c as u32;
    let ranges = script_extensions_table::RANGES;
    let next = ranges.partition_point(|&(_, last, _)| last < code);
    let &(first, _, set) = ranges.get(next)?;
    (first <= code).then(|| script_extensions_table::SETS[usize::from(set)])
}

/// True if a character is used with a script: it is of that script, or its extensions name it.
#[must_use]
pub fn in_script(c: char, wanted: Script) -> bool {
    script(c) == wanted || script_extensions(c).is_some_and(|set| set.contains(&wanted))
}

macro_rules! flags {
    ($($(#[$doc:meta])* $name:ident = $bit:literal;)*) => {
        impl Class {
            $($(#[$doc])* #[inline] #[must_use] pub const fn $name(self) -> bool { self.flags & (1 << $bit) != 0 })*
        }
    };
}

flags! {
    /// General category L: a letter.
    is_letter = 0;
    /// General category M: a combining mark.
    is_mark = 1;
    /// General category Nd: a decimal digit.
    is_digit = 2;
    /// General category N: any number.
    is_number = 3;
    /// The `White_Space` property.
    is_space = 4;
    /// General category P: punctuation.
    is_punctuation = 5;
    /// General category S: a symbol.
    is_symbol = 6;
    /// General category Cc: a control character.
    is_control = 7;
    /// General category Cf: a format character.
    is_format = 8;
    /// General category Co: private use.
    is_private = 9;
    /// General category Cn: unassigned or a noncharacter.
    is_unassigned = 10;
    /// General category Lu or Lt: an upper-case or title-case letter.
    is_upper = 11;
    /// General category Ll: a lower-case letter.
    is_lower = 12;
    /// The `Default_Ignorable_Code_Point` property: nothing is shown for it.
    is_ignorable = 13;
    /// Its script is written without spaces between words.
    is_unspaced = 14;
}

impl Class {
    /// A letter, mark or digit: what words are made of.
    #[inline]
    #[must_use]
    pub const fn is_word(self) -> bool {
        self.flags & 0b111 != 0
    }

    /// True unless the script is Common, Inherited or Unknown.
    #[inline]
    #[must_use]
    pub const fn has_script(self) -> bool {
        !matches!(self.script, Script::Common | Script::Inherited | Script::Unknown)
    }
}

/// The scripts that are written together as one system (UTS #39 writing systems): Japanese and Korean with Han.
/// Two letters of one group never make a word a mixture.
#[inline]
#[must_use]
pub const fn group(script: Script) -> Script {
    match script {
        Script::Hiragana | Script::Katakana | Script::Bopomofo | Script::Hangul => Script::Han,
        other => other,
    }
}
