//! Names of accounts, passwords and sites, which are words written as one on purpose.

use std::sync::LazyLock;

use crate::text::{Gap, Text, words::WordSet};

/// They speak of what is written as one, wherever in the sentence they stand.
static HANDLES: LazyLock<WordSet> = LazyLock::new(|| {
    WordSet::of(&[
        "blog", "blogger", "domain", "facebook", "github", "handle", "handles", "hashtag", "hashtags", "instagram",
        "login", "nickname", "nicknames", "password", "passwords", "passcode", "reddit", "telegram", "tiktok",
        "twitter", "url", "username", "usernames", "website", "wifi", "youtube", "benutzername", "domäne", "kennwort",
        "passwort", "identifiant", "pseudo", "pseudonyme", "contraseña", "usuario", "utente", "senha", "usuário",
        "gebruikersnaam", "wachtwoord", "användarnamn", "lösenord", "adgangskode", "brugernavn", "brukernavn",
        "passord", "hasło", "nick", "pseudonim", "heslo", "přezdívka", "jelszó", "salasana", "parola", "şifre",
        "аккаунт", "аккаунта", "блог", "блога", "инстаграм", "логин", "ник", "никнейм", "пароль", "сайт", "сайта",
        "хештег", "акаунт",
    ])
});

/// They announce a name right behind them.
static ANNOUNCING: LazyLock<WordSet> = LazyLock::new(|| {
    WordSet::of(&[
        "account", "accounts", "app", "called", "channel", "dubbed", "entitled", "name", "named", "nicknamed",
        "profile", "titled", "genannt", "heißt", "kanal", "konto", "name", "namens", "appelé", "appelée", "baptisé",
        "chaîne", "compte", "nommé", "nommée", "canal", "cuenta", "llamada", "llamado", "chiamata", "chiamato",
        "profilo", "chamada", "chamado", "conta", "genaamd", "heet", "heter", "hedder", "kallad", "kaldet", "kalt",
        "nazwa", "nazwie", "profil", "zwany", "název", "zvaný", "имени", "канал", "название", "названием", "профиль",
        "назва", "назвою",
    ])
});

/// How far words of the one kind are looked for, before and behind, and those of the other.
const BEFORE: usize = 10;
const BEHIND: usize = 4;
const RIGHT_BEFORE: usize = 2;

/// The longest quotation that may be a name, in bytes.
const SHORT: usize = 40;

/// They stand before the name of a person.
static TITLES: LazyLock<WordSet> = LazyLock::new(|| {
    WordSet::of(&[
        "captain", "dame", "dr", "father", "lady", "lord", "miss", "mr", "mrs", "ms", "mx", "prof", "professor", "sir",
        "frau", "herr", "madame", "mademoiselle", "mlle", "mme", "monsieur", "señor", "señora", "sr", "sra", "dom",
        "dona", "signor", "signora", "mevrouw", "meneer", "fru", "fröken", "pan", "pani", "pán", "paní",
    ])
});

/// True if the word at `at` may be such a name, or that of a person.
pub(super) fn may_be_name(text: &Text<'_>, at: usize) -> bool {
    let words = text.words();
    let titled = words[at].flags.is_capital() && at > 0 && TITLES.has(words[at - 1].hash);
    titled || is_announced(text, at) || is_in_short_quotation(text, at)
}

fn is_announced(text: &Text<'_>, at: usize) -> bool {
    let words = text.words();
    let stops = |i: usize| {
        matches!(words[i].gap, Gap::Start | Gap::Paragraph)
            || words[i].gap == Gap::Other
                && text.as_str()[words[i - 1].end as usize..words[i].start as usize].contains(['.', '!', '?'])
    };
    // The word at a place before belongs to the sentence if none of the gaps from there on ends one.
    let before = (at.saturating_sub(BEFORE)..at).rev().take_while(|&i| !stops(i + 1));
    let behind = (at + 1..(at + 1 + BEHIND).min(words.len())).take_while(|&i| !stops(i));
    let close = |i: usize| i + RIGHT_BEFORE >= at && ANNOUNCING.has(words[i].hash);
    before.into_iter().any(|i| HANDLES.has(words[i].hash) || close(i))
        || behind.into_iter().any(|i| HANDLES.has(words[i].hash))
}

/// `“letmein”`, `“letmein or comein”`.
fn is_in_short_quotation(text: &Text<'_>, at: usize) -> bool {
    const MARKS: [char; 10] = ['"', '“', '”', '„', '«', '»', '「', '」', '‘', '’'];
    let span = text.words()[at].span();
    let (before, after) = (text.stretch_before(span.start, SHORT), text.stretch_after(span.end, SHORT));
    match (before.rfind(MARKS), after.find(MARKS)) {
        (Some(from), Some(to)) => {
            before.len() - from + span.len() + to <= SHORT + span.len() && text.is_quoted(span)
                || is_bare(before, after)
        }
        _ => false,
    }
}

/// Quotation marks, single ones among them, right before the word and right behind it.
fn is_bare(before: &str, after: &str) -> bool {
    before.ends_with(['\'', '‘', '‚', '"', '“', '„', '«', '»'])
        && after.trim_start_matches([',', '.', '!', '?']).starts_with(['\'', '’', '‘', '"', '”', '“', '«', '»'])
}
