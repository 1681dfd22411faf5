//! A review under way: what is shown, what was decided, and what can be taken back. It knows no terminal.

use crate::{
    cli::files::Document,
    decisions::{Decision, Review},
    finding::{Applicability, Finding},
};

/// What a key asks for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Wish {
    Accept,
    Reject,
    /// Put this text there.
    Put(String),
    /// Accept this and every open finding of its rule.
    AcceptRule,
    /// Reject this and every open finding of its rule, and switch the rule off in the configuration.
    IgnoreRule,
    /// Reject every open finding on this text, and write it to the configuration as right.
    IgnoreWord,
    /// Accept every safe finding of this file that is open.
    SafeHere,
    /// Accept every safe finding that is open.
    SafeEverywhere,
    Next,
    Back,
    Undo,
}

/// One file under review.
pub(super) struct Reviewed<'d> {
    pub(super) document: &'d Document,
    pub(super) review: Review<'d>,
    pub(super) decisions: Vec<Decision>,
}

impl<'d> Reviewed<'d> {
    pub(super) fn new(document: &'d Document) -> Self {
        let decisions = vec![Decision::Open; document.outcome.findings.len()];
        Self { document, review: Review::new(&document.text, &document.outcome), decisions }
    }
}

/// A finding: its file's index and its own.
pub(super) type Spot = (usize, usize);

/// What one key changed, to be taken back as one.
struct Step {
    shown: usize,
    before: Vec<(Spot, Decision)>,
    ignored: Option<Ignored>,
}

/// What is to be written to the configuration.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Ignored {
    Rule(String),
    Word(String),
}

/// All files under review, and the place reached.
pub(super) struct Session<'d> {
    pub(super) files: Vec<Reviewed<'d>>,
    spots: Vec<Spot>,
    shown: usize,
    history: Vec<Step>,
}

impl<'d> Session<'d> {
    pub(super) fn new(documents: &'d [Document]) -> Self {
        let files: Vec<Reviewed<'d>> = documents.iter().map(Reviewed::new).collect();
        let spots = files
            .iter()
            .enumerate()
            .flat_map(|(file, reviewed)| {
                reviewed.review.reading_order().into_iter().map(move |finding| (file, finding))
            })
            .collect();
        Self { files, spots, shown: 0, history: Vec::new() }
    }

    /// The finding to show; `None` if there is none.
    pub(super) fn current(&self) -> Option<Spot> {
        self.spots.get(self.shown).copied()
    }

    /// Its number, from 1, and how many there are.
    pub(super) fn position(&self) -> (usize, usize) {
        (self.shown + 1, self.spots.len())
    }

    pub(super) fn finding(&self, (file, finding): Spot) -> &'d Finding {
        &self.files[file].document.outcome.findings[finding]
    }

    pub(super) fn decision(&self, (file, finding): Spot) -> &Decision {
        &self.files[file].decisions[finding]
    }

    /// The text a finding points at.
    pub(super) fn text_of(&self, spot: Spot) -> &'d str {
        &self.files[spot.0].document.text[self.finding(spot).span.range()]
    }

    /// How many findings are still open and could be made.
    pub(super) fn open(&self) -> usize {
        self.spots.iter().filter(|&&spot| self.is_offered(spot)).count()
    }

    /// What is to be written to configurations, and the file on account of which.
    pub(super) fn ignored(&self) -> Vec<(&'d Document, Ignored)> {
        let mut all = Vec::new();
        for step in &self.history {
            let Some(ignored) = &step.ignored else { continue };
            let mut files: Vec<usize> = step.before.iter().map(|((file, _), _)| *file).collect();
            // The one it was asked of, even if nothing was open there any more.
            files.extend(self.spots.get(step.shown).map(|(file, _)| *file));
            files.sort_unstable();
            files.dedup();
            all.extend(files.into_iter().map(|file| (self.files[file].document, ignored.clone())));
        }
        all
    }

    /// Does what was asked for. Gives a sentence for what cannot be done, or was done to many findings at once.
    pub(super) fn take(&mut self, wish: Wish) -> Option<String> {
        let spot = self.current()?;
        match wish {
            Wish::Next => {
                self.shown = (self.shown + 1).min(self.spots.len() - 1);
                None
            }
            Wish::Back => {
                self.shown = self.shown.saturating_sub(1);
                None
            }
            Wish::Undo => self.undo(),
            Wish::Accept if self.finding(spot).replacement.is_none() => {
                Some("There is no edit to accept here: press e to type one, or n.".to_owned())
            }
            Wish::Accept => {
                let mut spots = self.open_below(spot);
                spots.push(spot);
                self.decide(spots, &Decision::Accept, None);
                None
            }
            Wish::Reject => {
                self.decide(vec![spot], &Decision::Reject, None);
                None
            }
            Wish::Put(text) => {
                self.decide(vec![spot], &Decision::Edit(text), None);
                None
            }
            Wish::AcceptRule => Some(
                self.decide_many(&Decision::Accept, None, |s, other| s.finding(other).rule == s.finding(spot).rule),
            ),
            Wish::IgnoreRule => {
                let rule = self.finding(spot).rule.to_string();
                Some(self.decide_many(&Decision::Reject, Some(Ignored::Rule(rule)), |s, other| {
                    s.finding(other).rule == s.finding(spot).rule
                }))
            }
            Wish::IgnoreWord => {
                let word = self.text_of(spot).trim();
                if word.is_empty() || word.contains('\n') {
                    return Some("This is no single word; press i to ignore the rule, or n.".to_owned());
                }
                let ignored = Ignored::Word(word.to_owned());
                Some(self.decide_many(&Decision::Reject, Some(ignored), |s, other| {
                    s.text_of(other).trim() == s.text_of(spot).trim()
                }))
            }
            Wish::SafeHere => {
                Some(self.decide_many(&Decision::Accept, None, |s, other| other.0 == spot.0 && s.is_safe(other)))
            }
            Wish::SafeEverywhere => Some(self.decide_many(&Decision::Accept, None, Self::is_safe)),
        }
    }

    fn is_safe(&self, spot: Spot) -> bool {
        self.finding(spot).applicability == Applicability::Safe
    }

    /// Open, and nothing it needs was turned down, nor its place taken.
    fn is_offered(&self, (file, finding): Spot) -> bool {
        let Reviewed { review, decisions, .. } = &self.files[file];
        let turned_down = |&earlier: &usize| matches!(decisions[earlier], Decision::Reject | Decision::Edit(_));
        decisions[finding] == Decision::Open
            && !review.weave().builds_on(finding).iter().any(turned_down)
            && !review.weave().excluded_by(finding).iter().any(|&earlier| decisions[earlier].makes_edit())
    }

    /// The open findings that one builds on: accepting it accepts them too.
    fn open_below(&self, (file, finding): Spot) -> Vec<Spot> {
        let Reviewed { review, decisions, .. } = &self.files[file];
        let mut below = Vec::new();
        let mut stack = vec![finding];
        while let Some(top) = stack.pop() {
            for &earlier in review.weave().builds_on(top) {
                if decisions[earlier] == Decision::Open && !below.contains(&(file, earlier)) {
                    below.push((file, earlier));
                    stack.push(earlier);
                }
            }
        }
        below
    }

    fn decide_many(
        &mut self,
        decision: &Decision,
        ignored: Option<Ignored>,
        which: impl Fn(&Self, Spot) -> bool,
    ) -> String {
        let can = |spot: Spot| *decision != Decision::Accept || self.finding(spot).replacement.is_some();
        let spots: Vec<Spot> = self
            .spots
            .iter()
            .copied()
            .filter(|&spot| *self.decision(spot) == Decision::Open && can(spot) && which(self, spot))
            .collect();
        if spots.is_empty() && ignored.is_none() {
            return "Nothing open to accept there.".to_owned();
        }
        let word = if *decision == Decision::Accept { "Accepted" } else { "Rejected" };
        let count = spots.len();
        let noted = match &ignored {
            Some(Ignored::Rule(rule)) => format!("; {rule} goes to `ignore` in the configuration"),
            Some(Ignored::Word(word)) => {
                format!("; \"{}\" goes to `words` in the configuration", crate::report::visible(word))
            }
            None => String::new(),
        };
        self.decide(spots, decision, ignored);
        format!("{word} {count}{noted}.")
    }

    fn decide(&mut self, spots: Vec<Spot>, decision: &Decision, ignored: Option<Ignored>) {
        let before = spots
            .into_iter()
            .map(|(file, finding)| {
                ((file, finding), std::mem::replace(&mut self.files[file].decisions[finding], decision.clone()))
            })
            .collect();
        self.history.push(Step { shown: self.shown, before, ignored });
        self.advance();
    }

    /// To the next finding that is open; those passed over come last. Stays where it is if none is left.
    fn advance(&mut self) {
        let after = self.shown + 1..self.spots.len();
        if let Some(next) = after.chain(0..self.shown).find(|&i| self.is_offered(self.spots[i])) {
            self.shown = next;
        }
    }

    fn undo(&mut self) -> Option<String> {
        let Some(step) = self.history.pop() else { return Some("Nothing to undo.".to_owned()) };
        let count = step.before.len();
        for ((file, finding), decision) in step.before {
            self.files[file].decisions[finding] = decision;
        }
        self.shown = step.shown;
        (count > 1).then(|| format!("Took back {count} decisions."))
    }
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use super::*;
    use crate::{
        config::{Configs, Overrides},
        patch::{Edit, Patch},
        pipeline::{Outcome, StagedEdit},
        span::Span,
        text::{Format, decode::Encoding},
    };

    /// A document whose findings are these edits, each a batch of its own over the one before.
    fn document(text: &str, edits: &[(&'static str, usize, usize, &str)]) -> Document {
        let mut outcome = Outcome::default();
        for &(rule, start, end, with) in edits {
            let edit = Edit::new(start..end, with);
            let lifted = outcome.patch.lift(&edit);
            outcome.findings.push(Finding::safe(rule, lifted.span, lifted.with, "a place"));
            outcome.staged_edits.push(StagedEdit { step: outcome.steps, edit: edit.clone() });
            outcome.patch = outcome.patch.then(&Patch::from_edits([edit]));
            outcome.steps += 1;
        }
        outcome.applied = outcome.findings.len();
        let configs =
            Configs::new(Overrides { isolated: true, ..Overrides::default() }).expect("the defaults are right");
        let settings = configs
            .of_folder(Path::new("/"))
            .and_then(|p| p.for_path(Path::new("/a.txt")))
            .expect("and hold everywhere");
        Document {
            path: "a.txt".into(),
            is_stdin: false,
            is_staged: false,
            text: text.to_owned(),
            format: Format::Plain,
            encoding: Encoding::UTF_8,
            bom: false,
            outcome,
            settings,
            config: None,
        }
    }

    fn accepted(session: &Session<'_>) -> Vec<bool> {
        session.files[0].decisions.iter().map(Decision::makes_edit).collect()
    }

    #[test]
    fn deciding_moves_on_and_undo_moves_back() {
        let documents = [document("0ne 2wo 3hree", &[("a", 0, 3, "one"), ("b", 4, 7, "two"), ("a", 8, 13, "three")])];
        let mut session = Session::new(&documents);
        session.take(Wish::Accept);
        assert_eq!(session.current(), Some((0, 1)));
        session.take(Wish::Reject);
        session.take(Wish::Undo);
        assert_eq!(session.current(), Some((0, 1)));
        assert_eq!(accepted(&session), [true, false, false]);
        session.take(Wish::Undo);
        assert_eq!((session.current(), session.open()), (Some((0, 0)), 3));
        assert_eq!(session.take(Wish::Undo).as_deref(), Some("Nothing to undo."));
    }

    #[test]
    fn a_rule_is_accepted_as_one_step() {
        let documents = [document("0ne 2wo 3hree", &[("a", 0, 3, "one"), ("b", 4, 7, "two"), ("a", 8, 13, "three")])];
        let mut session = Session::new(&documents);
        assert_eq!(session.take(Wish::AcceptRule).as_deref(), Some("Accepted 2."));
        assert_eq!((accepted(&session), session.current()), (vec![true, false, true], Some((0, 1))));
        session.take(Wish::Undo);
        assert_eq!(accepted(&session), [false; 3]);
    }

    #[test]
    fn what_builds_on_a_rejected_edit_is_not_offered_and_accepting_it_takes_both() {
        let text = "0ne t";
        let edits = [("a", 0, 3, "one"), ("b", 2, 3, "E")];
        let documents = [document(text, &edits)];
        let mut session = Session::new(&documents);
        session.take(Wish::Reject);
        assert_eq!(session.open(), 0);
        session.take(Wish::Undo);
        session.take(Wish::Next);
        session.take(Wish::Accept);
        assert_eq!(accepted(&session), [true, true]);
    }

    #[test]
    fn what_is_ignored_is_remembered_until_it_is_taken_back() {
        let documents = [document("Foo bar Foo", &[("a", 0, 3, "x"), ("b", 2, 5, "y"), ("a", 4, 7, "z")])];
        let mut session = Session::new(&documents);
        let ignored = |session: &Session<'_>| session.ignored().into_iter().map(|(_, what)| what).collect::<Vec<_>>();
        session.take(Wish::IgnoreWord);
        assert_eq!(ignored(&session), [Ignored::Word("Foo".into())]);
        session.take(Wish::Undo);
        assert_eq!(ignored(&session), []);
        session.take(Wish::IgnoreRule);
        assert_eq!(ignored(&session), [Ignored::Rule("a".into())]);
    }

    #[test]
    fn what_is_ignored_is_ignored_in_every_file_it_was_rejected_in() {
        let mut documents = [
            document("Foo", &[("a", 0, 3, "x")]),
            document("bar", &[("b", 0, 3, "y")]),
            document("Foo", &[("a", 0, 3, "z")]),
        ];
        for (document, name) in documents.iter_mut().zip(["one", "two", "three"]) {
            document.path = name.into();
        }
        let mut session = Session::new(&documents);
        session.take(Wish::IgnoreRule);
        let files: Vec<String> = session.ignored().iter().map(|(document, _)| document.name()).collect();
        assert_eq!(files, ["one", "three"]);
    }

    #[test]
    fn a_flag_cannot_be_accepted() {
        let mut documents = [document("Foo", &[("a", 0, 3, "x")])];
        documents[0].outcome.findings[0] = Finding::flag("a", Span::new(0, 3), "?");
        let mut session = Session::new(&documents);
        assert!(session.take(Wish::Accept).is_some_and(|sentence| sentence.contains("press e")));
        session.take(Wish::Put("y".into()));
        assert_eq!(accepted(&session), [true]);
    }
}
