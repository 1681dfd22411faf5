//! Bytes to text and back.

use ungarble::text::decode::{Encoding, decode, encode};

#[test]
fn utf8_is_borrowed() {
    let decoded = decode("naïve\n".as_bytes(), None).unwrap();
    assert!(matches!(decoded.text, std::borrow::Cow::Borrowed("naïve\n")));
    assert!(decoded.confident && decoded.encoding.is_utf8() && decoded.errors.is_empty() && !decoded.bom);
}

#[test]
fn a_utf8_byte_order_mark_stays_in_the_text() {
    let decoded = decode(b"\xEF\xBB\xBFa", None).unwrap();
    assert_eq!((decoded.text.as_ref(), decoded.bom), ("\u{FEFF}a", true));
}

#[test]
fn a_stray_nul_makes_no_wide_encoding() {
    for text in [
        "The shop opens at ten\0 and closes when the bread is sold.",
        "The boats left \0at noon and \0were back by six, with nothing but one old boot in the nets.",
        "Лодки ушли в полдень\0 и вернулись к шести часам.",
    ] {
        for padding in ["", "."] {
            let bytes = format!("{text}{padding}");
            let read = decode(bytes.as_bytes(), None).expect("text");
            assert_eq!((read.encoding, &*read.text), (Encoding::UTF_8, &*bytes));
        }
    }
}

#[test]
fn wide_encodings_with_and_without_a_mark() {
    let text = "A plain sentence, чуть русского.\n";
    for name in ["utf-16le", "utf-16be", "utf-32le", "utf-32be"] {
        let encoding = Encoding::by_name(name).unwrap();
        for bom in [true, false] {
            let bytes = encode(text, encoding, bom).unwrap();
            let decoded = decode(&bytes, None).unwrap();
            assert_eq!((decoded.text.as_ref(), decoded.encoding, decoded.bom), (text, encoding, bom), "{name}");
            assert_eq!(encode(&decoded.text, decoded.encoding, decoded.bom).unwrap(), bytes);
        }
    }
}

#[test]
fn a_declaration_decides_where_it_holds() {
    let page = b"<html><meta charset=\"windows-1251\"><p>\xCF\xF0\xE8\xE2\xE5\xF2</p>";
    let decoded = decode(page, None).unwrap();
    assert_eq!(decoded.encoding.name(), "windows-1251");
    assert!(decoded.text.ends_with("<p>Привет</p>"));
}

#[test]
fn utf7_is_refused() {
    assert!(decode(b"+/v8-+AGE-", None).is_err());
    let said = decode(b"<meta charset=utf-7>+ADw-script+AD4-", None).unwrap_err().to_string();
    assert!(said.contains("UTF-7") && said.contains("iconv"), "{said}");
}

#[test]
fn what_cannot_be_read_is_kept_as_an_offset() {
    let decoded = decode("déjà vu ici, là-bas, été".as_bytes().split_last().unwrap().1, None).unwrap();
    assert!(decoded.encoding.is_utf8());
    assert_eq!(decoded.errors, [27]);
    assert!(decoded.text.ends_with("ét\u{FFFD}"));
    let decoded = decode(b"ok \xFF\xFF", Some(Encoding::by_name("shift_jis").unwrap())).unwrap();
    assert_eq!(decoded.errors, [3, 4]);
}

#[test]
fn binary_files_are_told_from_damaged_text() {
    assert!(decode(b"\x89PNG\r\n\x1A\n\0\0\0\rIHDR", None).unwrap().binary);
    assert!(decode(&[0, 1, 2, 3, 0, 0, 7, 200, 0, 1, 5, 6], None).unwrap().binary);
    let decoded = decode(b"One stray\0 control character.", None).unwrap();
    assert!(!decoded.binary && decoded.text.contains('\0'));
}

#[test]
fn a_missing_character_is_named() {
    let said = encode("100 € net", Encoding::by_name("iso-8859-2").unwrap(), false).unwrap_err().to_string();
    assert!(said.contains('€') && said.contains("U+20AC") && said.contains("byte 4"), "{said}");
    let said = encode("ŵ", Encoding::by_name("cp437").unwrap(), false).unwrap_err().to_string();
    assert!(said.contains("byte 0") && said.contains("ibm437"), "{said}");
}

#[test]
fn code_pages_of_dos_go_both_ways() {
    for name in ["cp437", "cp850", "ibm855", "866", "mac-greek", "koi8-u"] {
        let encoding = Encoding::by_name(name).unwrap();
        let all: Vec<u8> = (0x20..0x7F).chain(0xA0..=0xDF).collect();
        let decoded = decode(&all, Some(encoding)).unwrap();
        assert!(decoded.errors.is_empty(), "{name}");
        assert_eq!(encode(&decoded.text, encoding, false).unwrap(), all, "{name}");
    }
    assert!(Encoding::by_name("nonsense").unwrap_err().to_string().contains("nonsense"));
}

#[test]
fn older_encodings_of_korean_are_read() {
    let shifted = b"\x1B$)Cline one: \x0E0!3*\x0F\n\x0E0!\x0F.\n";
    let decoded = decode(shifted, None).unwrap();
    assert_eq!((decoded.encoding.name(), decoded.confident), ("ISO-2022-KR", true));
    assert_eq!(decoded.text, "line one: 가나\n가.\n");
    let johab = Encoding::by_name("johab").unwrap();
    // Syllables by their parts, single letters, and signs and Han from the table shared with EUC-KR.
    let decoded = decode(b"\x88a\xD0e\x88A\x84A abc \xD91\xE01", Some(johab)).unwrap();
    assert_eq!(decoded.errors, [6]);
    assert_eq!(decoded.text, "가한ㄱ\u{FFFD}A abc \u{3000}伽");
    assert!(encode("가", johab, false).unwrap_err().to_string().contains("EUC-KR"));
}

#[test]
fn kana_tell_japanese_from_chinese() {
    let text = "このファイルはコンピュータの設定を記録するためのもので、読み込むと表示されます。";
    let bytes = encode(text, Encoding::by_name("euc-jp").unwrap(), false).unwrap().into_owned();
    let decoded = decode(&bytes, None).unwrap();
    assert_eq!((decoded.encoding.name(), decoded.text.as_ref()), ("EUC-JP", text));
}

#[test]
fn one_letter_alone_is_never_certain() {
    let decoded = decode(b"Nothing else was said at the caf\xE9.\n", None).unwrap();
    assert_eq!((decoded.encoding.name(), decoded.confident), ("windows-1252", false));
}

#[test]
fn a_few_bad_bytes_leave_utf8_what_it_is() {
    // As many bad bytes as characters beyond ASCII, but each of those of three bytes that fit together.
    let decoded = decode(b"late \xE9t\xE9 again\n\xE2\x80\x9CYes,\xE2\x80\x9D she said.\n", None).unwrap();
    assert_eq!((decoded.encoding.name(), decoded.errors), ("UTF-8", vec![5, 7]));
    assert!(decoded.text.ends_with("“Yes,” she said.\n"));
}

#[test]
fn a_pair_across_the_end_of_a_sample_is_no_fault() {
    for (name, before) in ["UTF-16LE", "UTF-16BE"].into_iter().flat_map(|name| (0..8).map(move |n| (name, n))) {
        // Eight units of text again and again, shifted until the cut falls into a pair.
        let text = "x".repeat(before) + &"𝄞 note ".repeat(4000);
        let bytes: Vec<u8> = text
            .encode_utf16()
            .flat_map(|unit| if name == "UTF-16BE" { unit.to_be_bytes() } else { unit.to_le_bytes() })
            .collect();
        assert_eq!(decode(&bytes, None).unwrap().encoding.name(), name, "after {before} letters");
    }
}
