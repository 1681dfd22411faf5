//! The terminal: shows a finding, waits for a key, does what it says.
//!
//! It scrolls like `git add -p` and takes over no screen, so that it works over any connection and what was decided can be
//! read above.

use std::io::{self, Write};

use crossterm::{
    event::{self, Event, KeyCode, KeyEvent, KeyEventKind, KeyModifiers},
    terminal,
};

use super::{
    line::{Line, Stroke},
    session::{Session, Wish},
    view,
};
use crate::{
    error::{Error, Result},
    report::{Look, Paint, Style, visible},
};

const HELP: &str = "\
y  accept this edit                    a  accept every open finding of this rule
n  reject it                           i  ignore this rule from now on (configuration)
e  type the text that belongs here     w  this text is right from now on (configuration)
j  next, undecided                     A  accept everything safe in this file
k  back                                S  accept everything safe in all files
u  undo                                q  stop, and keep what was decided
?  this list, and why the rule is      Ctrl-C  stop, and change nothing
Text is typed with \\n, \\t, \\\\ and \\u{200B} for what cannot be seen. Enter takes it, Esc does not.
";

/// How a review ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Ending {
    /// Keep what was decided.
    Keep,
    /// Leave everything as it was.
    Abandon,
}

/// Raw mode for as long as it lives, so that keys come one by one.
struct Raw;

impl Raw {
    fn on() -> io::Result<Self> {
        terminal::enable_raw_mode().map(|()| Self)
    }
}

impl Drop for Raw {
    fn drop(&mut self) {
        // There is nothing left to do if this fails, and the shell resets it as well.
        let _ = terminal::disable_raw_mode();
    }
}

/// Asks about every finding until all are decided or the person stops.
pub(super) fn review(session: &mut Session<'_>, paint: Paint) -> Result<Ending> {
    let failed = |e| Error::io("use", "the terminal", e);
    let _raw = Raw::on().map_err(failed)?;
    Asking { out: io::stdout(), paint, explained: Vec::new() }.all(session).map_err(failed)
}

struct Asking {
    out: io::Stdout,
    paint: Paint,
    /// Rules whose reasons were shown already.
    explained: Vec<String>,
}

impl Asking {
    fn all(&mut self, session: &mut Session<'_>) -> io::Result<Ending> {
        self.show(session, false)?;
        loop {
            if session.open() == 0 {
                self.print("\nEverything is decided. Keep it? [y,u,k,?] ")?;
            } else {
                self.prompt(session)?;
            }
            let key = next_key()?;
            let everything_decided = session.open() == 0;
            let wish = match key.code {
                KeyCode::Char('c') if key.modifiers.contains(KeyModifiers::CONTROL) => {
                    self.print("\n")?;
                    return Ok(Ending::Abandon);
                }
                KeyCode::Char('q') => {
                    self.print("q\n")?;
                    return Ok(Ending::Keep);
                }
                KeyCode::Char('y') | KeyCode::Enter if everything_decided => {
                    self.print("y\n")?;
                    return Ok(Ending::Keep);
                }
                KeyCode::Char('?') => {
                    self.print(&format!("?\n\n{HELP}\n"))?;
                    self.explained.clear();
                    self.show(session, true)?;
                    continue;
                }
                KeyCode::Char('e') => match self.type_text(session)? {
                    Some(text) => Wish::Put(text),
                    None => continue,
                },
                code => match wish(code) {
                    Some(wish) => {
                        if let KeyCode::Char(c) = code {
                            self.print(&format!("{c}\n"))?;
                        } else {
                            self.print("\n")?;
                        }
                        wish
                    }
                    None => continue,
                },
            };
            let moved = matches!(wish, Wish::Next | Wish::Back | Wish::Undo);
            if let Some(sentence) = session.take(wish) {
                self.print(&format!("{}\n", self.paint.paint(Style::Strong, sentence)))?;
            }
            if moved || session.open() > 0 {
                self.show(session, false)?;
            }
        }
    }

    fn show(&mut self, session: &Session<'_>, with_why: bool) -> io::Result<()> {
        let Some(spot) = session.current() else { return Ok(()) };
        let rule = session.finding(spot).rule.to_string();
        let is_new = !self.explained.contains(&rule);
        if is_new {
            self.explained.push(rule);
        }
        let look = Look { paint: self.paint, width: width() };
        let shown = view::finding(session, spot, look, with_why || is_new);
        self.print(&format!("\n{shown}"))
    }

    fn prompt(&mut self, session: &Session<'_>) -> io::Result<()> {
        let (number, count) = session.position();
        let has_edit = session.current().is_some_and(|spot| session.finding(spot).replacement.is_some());
        let question = if has_edit {
            "Take this edit? [y,n,e,a,i,w,A,S,j,k,u,q,?]"
        } else {
            "No edit is known. [n,e,i,w,j,k,u,q,?]"
        };
        self.print(&format!("{} ", self.paint.paint(Style::Strong, format!("({number}/{count}) {question}"))))
    }

    /// Lets a text be typed for the finding shown; `None` if it was given up.
    fn type_text(&mut self, session: &Session<'_>) -> io::Result<Option<String>> {
        let Some(spot) = session.current() else { return Ok(None) };
        let proposed = session.finding(spot).replacement.as_deref().unwrap_or_else(|| session.text_of(spot));
        let mut line = Line::of(proposed);
        self.print("e\n")?;
        loop {
            let (shown, column) = line.shown(width().saturating_sub(3));
            // The whole line is written anew: simpler than keeping wide and combining letters in step.
            self.print(&format!("\r\u{1b}[K> {}\r\u{1b}[{}C", visible(&shown), column + 2))?;
            let key = next_key()?;
            match key.code {
                KeyCode::Enter => {
                    self.print("\n")?;
                    return Ok(Some(line.text()));
                }
                KeyCode::Esc => {
                    self.print("\n")?;
                    return Ok(None);
                }
                KeyCode::Char('c') if key.modifiers.contains(KeyModifiers::CONTROL) => {
                    self.print("\n")?;
                    return Ok(None);
                }
                code => {
                    if let Some(stroke) = stroke(code, key.modifiers) {
                        line.stroke(stroke);
                    }
                }
            }
        }
    }

    /// Writes at once. In raw mode a line end alone would not return to the first column.
    fn print(&mut self, text: &str) -> io::Result<()> {
        self.out.write_all(text.replace('\n', "\r\n").as_bytes())?;
        self.out.flush()
    }
}

/// The next key that is pressed.
fn next_key() -> io::Result<KeyEvent> {
    loop {
        match event::read()? {
            Event::Key(key) if key.kind != KeyEventKind::Release => return Ok(key),
            _ => {}
        }
    }
}

fn width() -> usize {
    terminal::size().map_or(80, |(columns, _)| usize::from(columns)).max(20)
}

fn wish(code: KeyCode) -> Option<Wish> {
    Some(match code {
        KeyCode::Char('y') => Wish::Accept,
        KeyCode::Char('n') => Wish::Reject,
        KeyCode::Char('a') => Wish::AcceptRule,
        KeyCode::Char('i') => Wish::IgnoreRule,
        KeyCode::Char('w') => Wish::IgnoreWord,
        KeyCode::Char('A') => Wish::SafeHere,
        KeyCode::Char('S') => Wish::SafeEverywhere,
        KeyCode::Char('j') | KeyCode::Down => Wish::Next,
        KeyCode::Char('k') | KeyCode::Up => Wish::Back,
        KeyCode::Char('u') => Wish::Undo,
        _ => return None,
    })
}

fn stroke(code: KeyCode, modifiers: KeyModifiers) -> Option<Stroke> {
    let control = modifiers.contains(KeyModifiers::CONTROL);
    Some(match code {
        KeyCode::Char('a') if control => Stroke::Home,
        KeyCode::Char('e') if control => Stroke::End,
        KeyCode::Char('u') if control => Stroke::DeleteAll,
        KeyCode::Char(c) if !control => Stroke::Insert(c),
        KeyCode::Backspace => Stroke::DeleteBack,
        KeyCode::Delete => Stroke::Delete,
        KeyCode::Left => Stroke::Left,
        KeyCode::Right => Stroke::Right,
        KeyCode::Home => Stroke::Home,
        KeyCode::End => Stroke::End,
        _ => return None,
    })
}
