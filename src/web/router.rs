//! Every URL on one screen, each with what it needs.

use axum::extract::DefaultBodyLimit;
use axum::handler::Handler as _;
use axum::http::Method;
use axum::middleware::{from_fn, from_fn_with_state};
use axum::routing::{MethodRouter, get, patch, post};
use axum::{Extension, Router};
use tower_http::catch_panic::CatchPanicLayer;

use super::access::{self, Access, Rule};
use super::error::AppError;
use super::kept::{self, Doors};
use super::page::Pages;
use super::state::AppState;
use super::{
    about, analyses, api, assets, cases, comments, components, data, dossier, error_page,
    follow_up, front, health, mail, marks, meetings, news, offers, people, places, projections,
    searches, security, tariffs, workplan,
};
use crate::domain::people::Right;

/// A file may fill 20 MiB; a form around it a little more.
const UPLOAD_LIMIT: usize = 21 * 1024 * 1024;
/// Every other body is a small form.
const FORM_LIMIT: usize = kept::LONGEST;

/// A method and path, what they need, and who answers.
pub struct Route {
    pub method: Method,
    pub path: &'static str,
    pub access: Access,
    /// What was typed is kept when a session has ended, and the form is shown again after the sign-in.
    pub keeps: bool,
    handler: MethodRouter<AppState>,
}

impl Route {
    /// A form whose handler shows it again ([`super::viewer::Viewer::looks_again`]).
    fn keeps(self) -> Route {
        Route {
            keeps: true,
            ..self
        }
    }
}

fn route(
    method: Method,
    path: &'static str,
    access: Access,
    handler: MethodRouter<AppState>,
) -> Route {
    Route {
        method,
        path,
        access,
        keeps: false,
        handler,
    }
}

/// The table. The router is made of it, so that no route can be without an entry.
#[rustfmt::skip]
pub fn routes() -> Vec<Route> {
    use Access::{Needs, Open, Operator, Origin, Public, Report, SignedIn, Start};
    use Right::{
        CheckDisclosure, Comment, Explain, FollowUp, LogPlaces, ManageSettings, ManageUsers, MarkFigures, OwnCases, PrepareMeetings, ReadAnalyses, ReadFigures, ReadIncreases, ReadLog, ReadOffers, ReadPlaces, ReadWorkplan, RunWorkplan, Search, UpdateMilestones, Upload,
    };
    const GET: Method = Method::GET;
    const POST: Method = Method::POST;
    const PATCH: Method = Method::PATCH;
    let large = || DefaultBodyLimit::max(UPLOAD_LIMIT);
    // A sign-in that carries what was typed before, and leads back to it.
    let carrying = || (DefaultBodyLimit::max(2 * FORM_LIMIT), Extension(Doors(router)));
    vec![
        route(GET, "/", Start, get(front::overview::show)),
        route(GET, "/komponentanalyse", Needs(ReadFigures), get(components::analysis::show)),
        route(GET, "/paragraffer/{key}", Needs(ReadFigures), get(components::paragraph::show)),
        route(GET, "/kommuner/kort", Needs(ReadFigures), get(components::map::show)),
        route(GET, "/kommuner/sammenlign", Needs(ReadFigures), get(components::compare::show)),
        route(GET, "/kommuner/{code}", Needs(ReadFigures), get(components::municipality::show)),
        route(GET, "/afstemning", Needs(ReadFigures), get(components::reconciliation::show)),
        route(GET, "/hvorfra", Origin, get(data::origin::show)),
        route(POST, "/hvorfra/foelg", Origin, post(news::figures::follow)),
        route(GET, "/kommentarer", Needs(Comment), get(comments::list::show)),
        route(POST, "/kommentarer", Needs(Comment), post(data::comments::write)).keeps(),
        route(POST, "/kommentarer/{id}/svar", Needs(Comment), post(data::comments::reply)).keeps(),
        route(POST, "/kommentarer/{id}/afslut", Needs(Comment), post(comments::steps::resolve)),
        route(POST, "/kommentarer/{id}/genaabn", Needs(Comment), post(comments::steps::reopen)),
        route(POST, "/kommentarer/{id}/papir", Needs(Comment), post(comments::steps::into_paper)),
        route(GET, "/maerker", Needs(ReadFigures), get(marks::show)),
        route(POST, "/maerker", Needs(MarkFigures), post(marks::set)).keeps(),
        route(POST, "/maerker/{id}/loeft", Needs(MarkFigures), post(marks::lift)),
        route(GET, "/data", Needs(ReadFigures), get(data::uploads::show)),
        route(POST, "/data", Needs(Upload), post(data::uploads::upload).layer(large())).keeps(),
        route(GET, "/data/skabelon/{kind}", Needs(Upload), get(data::templates::download)),
        route(GET, "/data/{number}", Needs(ReadFigures), get(data::receipt::show)),
        route(POST, "/data/{number}/traek-tilbage", Needs(Upload), post(data::receipt::withdraw)).keeps(),

        route(GET, "/tilbud", Needs(ReadOffers), get(offers::list::show)),
        route(POST, "/tilbud", Needs(Upload), post(offers::form::store)).keeps(),
        route(GET, "/tilbud/nyt", Needs(Upload), get(offers::form::new)),
        route(GET, "/tilbud/{id}", Needs(ReadOffers), get(offers::offer::show)),
        route(GET, "/tilbud/{id}/ret", Needs(Upload), get(offers::form::edit)),
        route(GET, "/takster", Needs(ReadOffers), get(tariffs::list::show)),
        route(GET, "/takster/stigninger", Needs(ReadIncreases), get(tariffs::increases::show)),
        route(GET, "/takster/opfoelgning", Needs(ReadIncreases), get(follow_up::open::show)),
        route(GET, "/takster/opfoelgning/bed-alle", Needs(FollowUp), get(follow_up::ask_all::show)),
        route(POST, "/takster/opfoelgning/bed-alle", Needs(FollowUp), post(follow_up::ask_all::send)).keeps(),
        route(GET, "/takster/sag", Needs(ReadIncreases), get(follow_up::case::show)),
        route(POST, "/takster/sag/forklar", Needs(Explain), post(follow_up::steps::explain)).keeps(),
        route(POST, "/takster/sag/modtag-forklaring", Needs(FollowUp), post(follow_up::steps::receive)).keeps(),
        route(POST, "/takster/sag/bed-om-forklaring", Needs(FollowUp), post(follow_up::steps::ask)).keeps(),
        route(POST, "/takster/sag/indberet", Needs(FollowUp), post(follow_up::steps::report)).keeps(),
        route(POST, "/takster/sag/droeft", Needs(FollowUp), post(follow_up::steps::discuss)).keeps(),
        route(POST, "/takster/sag/beslut", Needs(FollowUp), post(follow_up::steps::decide)).keeps(),
        route(POST, "/takster/sag/genaabn", Needs(FollowUp), post(follow_up::steps::reopen)).keeps(),
        route(POST, "/takster/sag/bemaerk", Needs(FollowUp), post(follow_up::steps::note)).keeps(),
        route(GET, "/takster/papir/{name}", Needs(FollowUp), get(follow_up::papers::download)),
        route(GET, "/moeder", Needs(ReadIncreases), get(meetings::list::show)),
        route(POST, "/moeder", Needs(PrepareMeetings), post(meetings::new::add)).keeps(),
        route(GET, "/moeder/nyt", Needs(PrepareMeetings), get(meetings::new::show)),
        route(POST, "/moeder/eksempel", Needs(PrepareMeetings), post(meetings::new::add_example)),
        route(GET, "/moeder/beslutninger", Needs(ReadIncreases), get(meetings::decisions::show)),
        route(GET, "/moeder/beslutninger/{name}", Needs(ReadIncreases), get(meetings::decisions::download)),
        route(GET, "/moeder/verificer", Needs(ReadIncreases), get(dossier::verify::show)),
        route(POST, "/moeder/verificer", Needs(ReadIncreases), post(dossier::verify::judge).layer(large())),
        route(GET, "/moeder/{id}/papir/{name}", Needs(ReadIncreases), get(dossier::files::download)),
        route(GET, "/moeder/{id}/vis", Needs(ReadIncreases), get(dossier::screen::show)),
        route(GET, "/moeder/{id}", Needs(ReadIncreases), get(meetings::meeting::show)),
        route(POST, "/moeder/{id}", Needs(PrepareMeetings), post(meetings::steps::take)).keeps(),
        route(POST, "/moeder/{id}/aflys", Needs(PrepareMeetings), post(meetings::steps::cancel)).keeps(),
        route(GET, "/moeder/{id}/punkter/nyt", Needs(PrepareMeetings), get(meetings::item::new)),
        route(POST, "/moeder/{id}/punkter", Needs(PrepareMeetings), post(meetings::item::add)).keeps(),
        route(GET, "/moeder/{id}/punkter/{item}", Needs(PrepareMeetings), get(meetings::item::edit)),
        route(POST, "/moeder/{id}/punkter/{item}", Needs(PrepareMeetings), post(meetings::item::write)).keeps(),
        route(POST, "/moeder/{id}/punkter/{item}/flyt", Needs(PrepareMeetings), post(meetings::item::place)),
        route(POST, "/moeder/{id}/punkter/{item}/tabel", Needs(PrepareMeetings),
            post(meetings::item::bring).layer(DefaultBodyLimit::max(meetings::item::TABLE_BYTES))).keeps(),

        route(GET, "/analyser/fremskrivning", Needs(ReadAnalyses), get(projections::expenditure::show)),
        route(GET, "/analyser/hjemmestoette", Needs(ReadAnalyses), get(projections::home_support::show)),
        route(GET, "/analyser/investering", Needs(ReadAnalyses), get(projections::investment::show)),
        route(GET, "/ledige-pladser", Needs(ReadPlaces), get(places::list::show)),
        route(POST, "/ledige-pladser", Needs(LogPlaces), post(places::log::add)).keeps(),
        route(GET, "/ledige-pladser/ny", Needs(LogPlaces), get(places::log::show)),
        route(GET, "/ledige-pladser/mine", Needs(LogPlaces), get(places::mine::show)),
        route(POST, "/ledige-pladser/mine", Needs(LogPlaces), post(places::mine::confirm)),
        route(GET, "/ledige-pladser/belaegning", Needs(ReadPlaces), get(places::occupancy::show)),
        route(GET, "/ledige-pladser/{id}", Needs(ReadPlaces), get(places::entry::show)),
        route(POST, "/ledige-pladser/{id}", Needs(LogPlaces), post(places::steps::take)).keeps(),
        route(GET, "/ledige-pladser/afsoegning", Needs(Search), get(searches::search::show)),
        route(POST, "/ledige-pladser/afsoegning", Needs(Search), post(searches::search::make)).keeps(),
        route(GET, "/ledige-pladser/afsoegning/{receipt}", Needs(Search), get(searches::receipt::show)),
        route(POST, "/ledige-pladser/afsoegning/{receipt}/bed", Needs(Search), post(searches::steps::ask)).keeps(),
        route(POST, "/ledige-pladser/afsoegning/{receipt}/fortryd", Needs(Search), post(searches::steps::withdraw)),
        route(POST, "/ledige-pladser/afsoegning/{receipt}/svar", Needs(Search), post(searches::steps::answer)).keeps(),
        route(POST, "/ledige-pladser/afsoegning/{receipt}/valg", Needs(Search), post(searches::steps::choose)).keeps(),
        route(GET, "/ledige-pladser/afsoegninger", Needs(ReadPlaces), get(searches::list::show)),

        route(GET, "/opslag/{secret}/{svar}", Public, get(places::by_mail::show)),
        route(POST, "/opslag/{secret}/{svar}", Public, post(places::by_mail::take)),
        route(GET, "/kalender/{secret}/ledige-pladser.ics", Public, get(places::calendar::show)),

        route(GET, "/arbejdsplan", Needs(ReadWorkplan), get(workplan::board::show)),
        route(GET, "/arbejdsplan/planer", Needs(RunWorkplan), get(workplan::plans::show)),
        route(POST, "/arbejdsplan/planer", Needs(RunWorkplan), post(workplan::plans::send).layer(large())).keeps(),
        route(GET, "/arbejdsplan/kalender", Needs(ReadWorkplan), get(workplan::calendar::show)),
        route(POST, "/arbejdsplan/kalender", Needs(ReadWorkplan), post(workplan::calendar::make)),
        route(POST, "/arbejdsplan/kalender/luk", Needs(ReadWorkplan), post(workplan::calendar::end)),
        route(GET, "/kalender/{secret}/arbejdsplan.ics", Public, get(workplan::calendar::give)),
        route(GET, "/arbejdsplan/{key}", Needs(ReadWorkplan), get(workplan::milestone::show)),
        route(POST, "/arbejdsplan/{key}", Needs(UpdateMilestones), post(workplan::milestone::update)).keeps(),
        route(POST, "/arbejdsplan/{key}/dokumenter", Needs(UpdateMilestones), post(workplan::documents::add).layer(large())).keeps(),
        route(GET, "/arbejdsplan/{key}/dokumenter/{id}", Needs(ReadWorkplan), get(workplan::documents::give)),

        route(GET, "/analyser", Needs(ReadAnalyses), get(analyses::list::show)),
        route(GET, "/analyser/{name}", Needs(ReadAnalyses), get(analyses::analysis::show)),
        route(GET, "/analyser/{name}/hvorfra", Needs(ReadAnalyses), get(analyses::figure::show)),
        route(POST, "/analyser/{name}/foelg", Needs(ReadAnalyses), post(analyses::follow::follow)),
        route(POST, "/analyser/{name}/kommentarer", Needs(Comment), post(analyses::comments::write)).keeps(),
        route(POST, "/analyser/{name}/kommentarer/{id}/svar", Needs(Comment), post(analyses::comments::reply)).keeps(),
        route(GET, "/analyser/{name}/{file}", Needs(ReadAnalyses), get(analyses::files::give)),

        route(GET, "/enkeltsager", Needs(ReadFigures), get(cases::published::show)),
        route(GET, "/enkeltsager/kontrol", Needs(CheckDisclosure), get(cases::control::show)),
        route(POST, "/enkeltsager/kontrol", Needs(CheckDisclosure), post(cases::control::start)),
        route(GET, "/enkeltsager/egne", Needs(OwnCases), get(cases::own::show)),
        route(GET, "/enkeltsager/egne/{case}", Needs(OwnCases), get(cases::own_case::show)),
        route(POST, "/enkeltsager/egne/{case}/gennemgang", Needs(OwnCases), post(cases::own_case::review)).keeps(),

        route(GET, "/log-ind", Public, get(people::sign_in::show)),
        route(POST, "/log-ind", Public, post(people::sign_in::sign_in).layer(carrying())),
        route(GET, "/log-ind/andet-trin", Public, get(people::second_step::show)),
        route(POST, "/log-ind/andet-trin", Public, post(people::second_step::finish).layer(carrying())),
        route(POST, "/fortsaet", Public, post(people::sign_in::go_on).layer(carrying())),
        route(POST, "/log-ud", SignedIn, post(people::sign_in::sign_out)),
        route(GET, "/log-ind/{provider}", Public, get(people::openid::begin)),
        route(GET, "/log-ind/{provider}/svar", Public, get(people::openid::finish)),
        route(GET, "/velkommen/{secret}", Public, get(people::welcome::show)),
        route(POST, "/velkommen/{secret}", Public, post(people::welcome::choose)),
        route(GET, "/konto", SignedIn, get(people::account::show)),
        route(POST, "/konto/adgangskode", SignedIn, post(people::account::change_password)),
        route(GET, "/konto/andet-trin", SignedIn, get(people::factor::show)),
        route(POST, "/konto/andet-trin", SignedIn, post(people::factor::begin)),
        route(POST, "/konto/andet-trin/bekraeft", SignedIn, post(people::factor::confirm)),
        route(POST, "/konto/andet-trin/fra", SignedIn, post(people::factor::switch_off)),
        route(POST, "/konto/sessioner/{id}/afslut", SignedIn, post(people::account::end_session)),
        route(POST, "/konto/tokens", SignedIn, post(people::account::make_token)).keeps(),
        route(POST, "/konto/tokens/{id}/afslut", SignedIn, post(people::account::end_token)),
        route(GET, "/visninger", SignedIn, get(people::views::show)),
        route(POST, "/visninger", SignedIn, post(people::views::save)).keeps(),
        route(POST, "/visninger/{id}/slet", SignedIn, post(people::views::end)),
        route(POST, "/konto/mails", SignedIn, post(people::mails::choose)),
        route(POST, "/konto/nyheder", SignedIn, post(news::choose::choose)),
        route(POST, "/konto/tal/{id}/slip", SignedIn, post(news::choose::unfollow)),
        route(GET, "/nyheder", SignedIn, get(news::page::show)),
        route(POST, "/nyheder/laest", SignedIn, post(news::page::read)),
        route(GET, "/nyheder/fra/{secret}", Public, get(news::by_mail::show)),
        route(POST, "/nyheder/fra/{secret}", Public, post(news::by_mail::turn_off)),
        route(POST, "/konto/kalender", Needs(ReadPlaces), post(people::calendar::make)),
        route(POST, "/konto/kalender/luk", Needs(ReadPlaces), post(people::calendar::end)),
        route(GET, "/brugere", Needs(ManageUsers), get(people::users::show)),
        route(POST, "/brugere", Needs(ManageUsers), post(people::users::invite)).keeps(),
        route(POST, "/brugere/andet-trin", Needs(ManageUsers), post(people::required::choose)),
        route(POST, "/brugere/{id}/andet-trin", Needs(ManageUsers), post(people::user::reset_factor)),
        route(GET, "/brugere/{id}", Needs(ManageUsers), get(people::user::show)),
        route(POST, "/brugere/{id}/rolle", Needs(ManageUsers), post(people::user::change_standing)).keeps(),
        route(POST, "/brugere/{id}/link", Needs(ManageUsers), post(people::user::new_link)),
        route(POST, "/brugere/{id}/spaer", Needs(ManageUsers), post(people::user::disable)),
        route(POST, "/brugere/{id}/aabn", Needs(ManageUsers), post(people::user::enable)),
        route(GET, "/mails", Needs(ManageUsers), get(mail::show)),
        route(POST, "/mails/proeve", Needs(ManageUsers), post(mail::try_out)),
        route(POST, "/mails/{id}/igen", Needs(ManageUsers), post(mail::again)),
        route(GET, "/indstillinger", Needs(ManageSettings), get(data::settings::show)),
        route(POST, "/indstillinger", Needs(ManageSettings), post(data::settings::add)).keeps(),
        route(GET, "/log", Needs(ReadLog), get(data::log::show)),

        route(GET, "/tilgaengelighed", Public, get(about::accessibility::show)),
        route(GET, "/hjaelp", Public, get(about::help::show)),
        route(GET, "/api", Public, get(about::api_docs::show)),
        route(GET, "/api/openapi.json", Open, get(api::openapi::document)),
        route(GET, "/api/v1/reports/{name}", Report, get(api::reports::show)),
        route(POST, "/api/v1/imports/{kind}", Needs(Upload), post(api::imports::create).layer(large())),
        route(GET, "/api/v1/vacancies", Needs(ReadPlaces), get(api::vacancies::list)),
        route(POST, "/api/v1/vacancies", Needs(LogPlaces), post(api::vacancies::create)),
        route(POST, "/api/v1/vacancies/{id}/confirm", Needs(LogPlaces), post(api::vacancies::confirm)),
        route(GET, "/api/v1/meetings/{id}", Needs(ReadIncreases), get(api::meetings::show)),
        route(POST, "/api/v1/searches", Needs(Search), post(api::searches::create)),
        route(PATCH, "/api/v1/milestones/{key}", Needs(UpdateMilestones), patch(api::milestones::update_milestone)),
        route(GET, "/api/v1/log", Needs(ReadLog), get(api::log::json)),
        route(GET, "/api/v1/log.csv", Needs(ReadLog), get(api::log::csv)),
        route(GET, "/api/v1/log.xlsx", Needs(ReadLog), get(api::log::xlsx)),

        route(GET, "/static/{name}", Open, get(assets::serve)),
        route(GET, "/healthz", Open, get(health::alive)),
        route(GET, "/readyz", Open, get(health::ready)),
        route(GET, "/metrics", Operator, get(health::metrics)),
    ]
}

/// The whole service.
pub fn router(state: AppState) -> Router {
    let guarded = |rule: Rule| from_fn_with_state((state.clone(), rule), access::guard);
    let table = routes().into_iter().fold(Router::new(), |router, route| {
        // Only what the address takes is guarded: another method is that (405), whoever asks.
        let rule = Rule {
            access: route.access,
            keeps: route.keeps,
        };
        router.route(route.path, route.handler.route_layer(guarded(rule)))
    });
    let pages = routes().into_iter();
    let pages = Pages::new(pages.map(|route| (route.path, route.method == Method::GET)));
    let nothing = async || AppError::NotFound;
    table
        .fallback(nothing.layer(guarded(Rule {
            access: Access::Public,
            keeps: false,
        })))
        .layer(DefaultBodyLimit::max(FORM_LIMIT))
        .layer(CatchPanicLayer::custom(|_| {
            axum::response::IntoResponse::into_response(AppError::internal("a handler panicked"))
        }))
        .layer(from_fn_with_state(state.clone(), security::guard))
        .layer(from_fn_with_state(
            (state.clone(), pages),
            error_page::render,
        ))
        .layer(from_fn_with_state(state.clone(), health::count))
        .layer(from_fn(security::headers))
        .layer(from_fn_with_state(state.clone(), security::origin))
        .with_state(state)
}
