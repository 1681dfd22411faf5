//! Unicode properties that the standard library does not give, from tables generated out of Unicode's own files.

pub use self::{
    arabic_forms::{ArabicForm, arabic_form},
    lookalikes::{fold_to, lookalikes},
    styled::{LetterStyle, plain_letter},
    tables::Script,
    transliteration::transliterations,
};

mod arabic_forms;
mod arabic_forms_table;
mod lookalikes;
#[allow(clippy::unicode_not_nfc)] // Letters that differ from their normal forms are what the table is about.
mod lookalikes_table;
mod script_extensions_table;
mod styled;
mod styled_table;
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
    flags: u32,
}

/// Looks a character up: two loads, whatever it is.
#[inline]
#[must_use]
pub fn class(c: char) -> Class {
    let code = c as usize;
    let block = usize::from(tables::INDEX[code >> 7]);
    tables::CLASSES[usize::from(tables::BLOCKS[block][code & 127])]
}

/// True if a code point of the basic plane has a [`Suspicion`] or is unsettled: one load.
#[inline]
#[must_use]
pub fn is_noted(code: u16) -> bool {
    tables::NOTED[usize::from(code >> 6)] >> (code & 63) & 1 != 0
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

/// Why a character deserves a second look. Each is rare in clean text, or at home in few kinds of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[repr(u8)]
pub enum Suspicion {
    /// A C0 or C1 control other than tab, line feed and carriage return.
    Control = 1,
    /// A code point that is never to be exchanged, such as U+FFFE.
    Noncharacter = 2,
    /// Nothing, or only a blank, is shown for it: joiners, selectors, fillers, tags, the soft hyphen.
    Invisible = 3,
    /// It steers the direction of text.
    Bidi = 4,
    /// It stands for what was lost: U+FFFD and U+FFFC.
    Replacement = 5,
    /// Private use: it means something in one font only.
    Private = 6,
    /// A space other than U+0020, or a line separator.
    Space = 7,
    /// A letter in a style: mathematical, circled, fullwidth ([`plain_letter`]).
    Styled = 8,
    /// A ligature of Latin letters.
    Ligature = 9,
    /// A positional form of an Arabic letter.
    Presentation = 10,
}

impl Suspicion {
    const ALL: [Option<Self>; 16] = [
        None,
        Some(Self::Control),
        Some(Self::Noncharacter),
        Some(Self::Invisible),
        Some(Self::Bidi),
        Some(Self::Replacement),
        Some(Self::Private),
        Some(Self::Space),
        Some(Self::Styled),
        Some(Self::Ligature),
        Some(Self::Presentation),
        None,
        None,
        None,
        None,
        None,
    ];
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
    /// Normalization may move it or join it to what stands before: a combining class other than 0, or
    /// `NFC_Quick_Check` not Yes. The others begin stretches that are normalised apart.
    is_unsettled = 15;
    /// A virama, which joins consonants (combining class 9).
    is_virama = 16;
    /// The `Extended_Pictographic` property: an emoji, or one day to be.
    is_pictographic = 17;
    /// Unicode lists variants of it, chosen by a variation selector.
    has_variants = 18;
    /// `NFC_Quick_Check` is not Yes: its mere presence may mean that text is not in NFC.
    may_compose = 19;
}

impl Class {
    /// What the character is suspected of, if anything.
    #[inline]
    #[must_use]
    pub const fn suspicion(self) -> Option<Suspicion> {
        Suspicion::ALL[(self.flags >> 20 & 0xf) as usize]
    }

    /// The canonical combining class.
    #[inline]
    #[must_use]
    pub const fn combining(self) -> u8 {
        (self.flags >> 24) as u8
    }

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
