//! Who looks, and from where.

use std::convert::Infallible;
use std::net::IpAddr;
use std::sync::Arc;

use axum::extract::FromRequestParts;
use axum::http::request::Parts;

use super::error::AppError;
use crate::changes::people::Identity;
use crate::domain::people::{Right, Standing};
use crate::domain::searches::Reader;

/// Who a request is from: somebody who is signed in, or anybody; and what a form of theirs is for.
#[derive(Clone, Default)]
pub struct Viewer {
    pub account: Option<Arc<Identity>>,
    pub purpose: Purpose,
    /// How many pieces of news are not read: beside the menu of every page.
    pub unread: usize,
}

/// What a form that came in is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Purpose {
    /// It was sent: what it asks for is done.
    #[default]
    Sent,
    /// It was sent before, when nobody was signed in ([`super::kept`]): its page shows it again with
    /// what was typed, and nothing is done.
    ShownAgain,
}

impl Viewer {
    /// Whether a form is to be shown again with what was typed, and nothing done.
    pub fn looks_again(&self) -> bool {
        self.purpose == Purpose::ShownAgain
    }

    pub fn may(&self, right: Right) -> bool {
        self.account.as_ref().is_some_and(|who| who.may(right))
    }

    /// Whoever it is.
    ///
    /// # Errors
    /// [`AppError::NotSignedIn`]
    pub fn who(&self) -> Result<&Arc<Identity>, AppError> {
        self.account.as_ref().ok_or(AppError::NotSignedIn)
    }

    /// The municipality that whoever it is may act for alone: a chef's own.
    pub fn bound_to(&self) -> Option<&str> {
        self.account.as_ref().and_then(|who| who.bound_to())
    }

    /// Whether they may upload what is a municipality's, or nobody's: the secretariat all of it, a chef the own.
    pub fn brings(&self, owner: Option<&str>) -> bool {
        self.may(Right::Upload) && self.bound_to().is_none_or(|own| owner == Some(own))
    }

    /// Whose searches for places are read one by one: a chef the own municipality's, others who may
    /// search all of them, whoever may not numbers alone.
    pub fn reads_searches(&self) -> Reader {
        match &self.account {
            Some(who) if who.may(Right::Search) => match who.bound_to() {
                Some(own) => Reader::Own(own.to_owned()),
                None => Reader::All,
            },
            _ => Reader::Statistics,
        }
    }

    /// All that a page may depend on: everyone of one viewpoint shares its cached pages. What is
    /// one person's own is never cached; the number of unread news is a part of the viewpoint, and
    /// names nobody (decision 88).
    pub fn viewpoint(&self) -> String {
        match &self.account {
            None => String::new(),
            Some(who) => format!(
                "{}/{}/{}",
                who.standing.key(),
                who.municipality.as_deref().unwrap_or(""),
                self.unread
            ),
        }
    }

    /// Where such a one begins.
    pub fn start_page(&self) -> &'static str {
        match self.account.as_ref().map(|who| who.standing) {
            None => "/log-ind",
            Some(Standing::AdministratorOnly) => "/brugere",
            Some(Standing::Plain(_) | Standing::AlsoAdministrator(_)) => "/",
        }
    }
}

/// From where a request comes, as far as it can be believed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Origin {
    /// The visitor's address: the peer's, or what a trusted proxy says.
    pub address: Option<IpAddr>,
    /// Whether the visitor came over HTTPS.
    pub https: bool,
    /// Whether it comes from this machine itself, with no proxy between.
    pub local: bool,
}

impl<S: Sync> FromRequestParts<S> for Viewer {
    type Rejection = Infallible;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Viewer, Infallible> {
        Ok(parts.extensions.get().cloned().unwrap_or_default())
    }
}

impl<S: Sync> FromRequestParts<S> for Origin {
    type Rejection = Infallible;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Origin, Infallible> {
        Ok(parts.extensions.get().copied().unwrap_or_default())
    }
}
