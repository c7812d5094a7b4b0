//! Comments as pages show them: on the page of their figure, and in the list.

use crate::changes::comments::write::Written;
use crate::changes::comments::{fields, write};
use crate::changes::texts::Fault;
use crate::domain::area::Area;
use crate::domain::comments::comment::SECRETARIAT;
use crate::domain::comments::{Now, Thread};
use crate::domain::cpr;
use crate::domain::danish::list;
use crate::domain::people::Role;
use crate::reports::words;
use crate::web::page::Pairs;
use crate::web::view::danish_time;
use crate::web::view::filters::Choice;

/// A comment, in words.
pub struct Told {
    pub id: i64,
    pub by: String,
    pub at: String,
    /// "Aalborg og Rammeaftalesekretariat"; empty when it is for nobody by name.
    pub receivers: String,
    /// The text; `None` when the figure may not be told of any more.
    pub text: Option<String>,
    /// What the figure was and is.
    pub figure: String,
    /// The figure is not what it was.
    pub moved: bool,
    pub replies: Vec<Reply>,
    /// Who resolved it, and when.
    pub resolved: Option<String>,
    pub in_paper: bool,
    /// Whether the viewer may resolve it, and choose it for the paper.
    pub may_settle: bool,
}

pub struct Reply {
    pub by: String,
    pub at: String,
    pub text: String,
}

/// A comment as it is told to somebody bound to a municipality, or to none.
pub fn told(
    thread: &Thread,
    (now, guarded): (&Now, bool),
    bound_to: Option<&str>,
    areas: &[Area],
) -> Told {
    let comment = &thread.comment;
    let standing = thread.standing();
    let texts = now.tells_texts(guarded);
    let replies = thread.replies().filter(|_| texts);
    let names: Vec<String> = comment.receivers.iter().map(|to| name(to, areas)).collect();
    Told {
        id: comment.version,
        by: comment.by.clone(),
        at: danish_time(&comment.written_at),
        receivers: list(&names),
        text: texts.then(|| comment.text.clone()),
        figure: figure(thread, now, guarded),
        moved: now.has_moved(),
        replies: replies
            .map(|event| Reply {
                by: event.by.clone(),
                at: danish_time(&event.at),
                text: event.text.clone(),
            })
            .collect(),
        resolved: standing
            .resolved
            .map(|by| format!("Løst {} af {}", danish_time(&by.at), by.by)),
        in_paper: standing.in_paper,
        may_settle: comment.is_settled_by(bound_to),
    }
}

fn name(receiver: &str, areas: &[Area]) -> String {
    if receiver == SECRETARIAT {
        return Role::Secretariat.label().to_owned();
    }
    let area = areas.iter().find(|area| area.code == receiver);
    area.map_or_else(|| receiver.to_owned(), |area| area.name.clone())
}

/// What the figure was and is, as far as that may be told.
fn figure(thread: &Thread, now: &Now, guarded: bool) -> String {
    let was = words::with_unit(&thread.comment.said.value());
    let state = thread.comment.version;
    let tells_old = now.tells_old(guarded);
    let told = match now {
        Now::AsSaid => format!("Tallet er stadig {was}"),
        Now::Moved(value) if tells_old => {
            let is = words::with_unit(value);
            format!("Tallet er ændret: det var {was} ved datastand {state}, og er nu {is}")
        }
        Now::Moved(value) => {
            let is = words::with_unit(value);
            format!("Tallet er ændret, siden kommentaren blev skrevet, og er nu {is}")
        }
        Now::Masked => "Tallet er nu skjult, og kommentarens tekst er det med det".to_owned(),
        Now::Gone if tells_old => {
            format!("Tallet vises ikke længere; det var {was} ved datastand {state}")
        }
        Now::Gone => "Tallet vises ikke længere".to_owned(),
        Now::Unknown if tells_old => {
            format!("Tallet kan ikke slås op nu; det var {was} ved datastand {state}")
        }
        Now::Unknown => "Tallet kan ikke slås op nu".to_owned(),
    };
    // "kr." ends a sentence as it is.
    if told.ends_with('.') {
        told
    } else {
        format!("{told}.")
    }
}

/// Whom a comment can be for, with those that are chosen.
pub fn receivers(areas: &[Area], chosen: &[String]) -> Vec<Choice> {
    let choice = |(key, label): (String, String)| Choice {
        selected: chosen.contains(&key),
        value: key,
        label,
    };
    write::known(areas).into_iter().map(choice).collect()
}

/// The comments on the page of a figure, and the forms under them.
pub struct Comments {
    /// Where a new one is sent; an answer under it, by the number of what it answers.
    pub base: String,
    pub told: Vec<Told>,
    /// Why nobody can comment here; `None` where one can.
    pub closed: Option<&'static str>,
    /// The address of the figure, as the forms send it.
    pub address: Vec<(String, String)>,
    /// The figure as the page shows it: it is that one which is commented on.
    pub said: String,
    pub guarded: bool,
    pub receivers: Vec<Choice>,
    pub form: Form,
    pub refused: Option<Refused>,
}

/// A comment as it was typed.
#[derive(Debug, Clone, Default)]
pub struct Form {
    pub text: String,
    pub receivers: Vec<String>,
    pub in_paper: bool,
}

impl Form {
    /// The form's own fields, what its writer saw, and the address of the figure.
    pub fn taken(mut pairs: Pairs) -> (Form, String, Pairs) {
        let mut form = Form::default();
        let mut seen = String::new();
        for (key, value) in pairs.extract_if(.., |(key, _)| FIELDS.contains(&&**key)) {
            match key.as_str() {
                "tekst" => form.text = value,
                "til" => form.receivers.push(value),
                "papir" => form.in_paper = value == "ja",
                _ => seen = value,
            }
        }
        (form, seen, pairs)
    }

    /// The comment.
    pub fn written(&self) -> Written {
        Written {
            text: self.text.clone(),
            receivers: self.receivers.clone(),
            in_paper: self.in_paper,
        }
    }
}

/// The fields of a new comment.
const FIELDS: [&str; 4] = ["tekst", "til", "papir", "set"];

/// What was sent with a form and not kept.
#[derive(Debug, Clone, Default)]
pub struct Sent {
    pub form: Form,
    pub refused: Option<Refused>,
}

impl Sent {
    /// A new comment as its writer sees it again: without what looks like a CPR number.
    pub fn of(form: &Form) -> Sent {
        Sent {
            form: Form {
                text: cpr::without(&form.text),
                ..form.clone()
            },
            refused: None,
        }
    }
}

/// What was not done.
#[derive(Debug, Clone)]
pub struct Refused {
    /// The comment that was answered, and the answer; none of a new comment.
    pub reply: Option<(i64, String)>,
    pub fault: Option<Fault>,
    /// What is no fault of a field.
    pub problem: Option<String>,
}

impl Comments {
    /// What is wrong with the new comment.
    pub fn fault(&self) -> Option<&Fault> {
        let refused = self.refused.as_ref().filter(|of| of.reply.is_none())?;
        refused.fault.as_ref()
    }

    /// What is wrong with whom it is for.
    pub fn fault_of_receivers(&self) -> Option<&str> {
        let fault = self.fault()?;
        (fault.field == fields::RECEIVERS).then_some(&*fault.words)
    }

    pub fn problem(&self) -> Option<&str> {
        self.refused.as_ref()?.problem.as_deref()
    }

    /// Whether the form of an answer is open: it was sent, and not done.
    pub fn replied_to(&self, id: &i64) -> bool {
        let refused = self.refused.as_ref().and_then(|of| of.reply.as_ref());
        refused.is_some_and(|(to, _)| to == id)
    }

    pub fn fault_of_reply(&self, id: &i64) -> Option<&Fault> {
        let refused = self.refused.as_ref().filter(|_| self.replied_to(id))?;
        refused.fault.as_ref()
    }

    pub fn reply_to(&self, id: &i64) -> &str {
        let refused = self.refused.as_ref().filter(|_| self.replied_to(id));
        let reply = refused.and_then(|of| of.reply.as_ref());
        reply.map_or("", |(_, text)| text)
    }

    /// The form of a new comment is open.
    pub fn is_unfolded(&self) -> bool {
        self.told.is_empty() || self.refused.as_ref().is_some_and(|of| of.reply.is_none())
    }
}
