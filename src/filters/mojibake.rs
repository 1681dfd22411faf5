//! Mojibake, mended: text that was read in the wrong encoding once or several times.
//!
//! Which characters can have come from which bytes, and what makes a repair sure, is the business of
//! [`crate::text::mojibake`]; here its repairs become findings.

use crate::{
    finding::{Context, Filter, Finding, Stage},
    text::mojibake,
};

/// Mends what can be mended, and flags what was lost on the way.
pub struct Mojibake;

impl Filter for Mojibake {
    fn rules(&self) -> &'static [&'static str] {
        &["mojibake", "lossy-mojibake"]
    }

    fn stage(&self) -> Stage {
        Stage::Encoding
    }

    fn look(&self, context: &Context<'_>, found: &mut Vec<Finding>) {
        let text = context.text;
        for span in mojibake::question_marks(text.as_str()) {
            found.push(Finding::flag(
                "lossy-mojibake",
                span,
                "every letter of this was lost to a question mark; look for the original",
            ));
        }
        for repair in mojibake::find(text.as_str(), &|span| text.protected().touches(span)) {
            let rule = if repair.lossy { "lossy-mojibake" } else { "mojibake" };
            found.push(if repair.sure {
                Finding::safe(rule, repair.span, repair.with, repair.steps)
            } else {
                Finding::probable(rule, repair.span, repair.with, repair.steps)
            });
        }
    }
}
