//! Every route of the router × everyone who may knock: the exact status of each.
//!
//! The table below is written by hand from domain.md; a route that is not in it, or that it names
//! and the router does not have, fails.

use std::collections::BTreeSet;

use cockpit::changes::people::users;
use cockpit::domain::people::{Role, Standing};
use cockpit::web::routes;

use super::app::{TestApp, Visitor};
use super::support::actor;

/// Method and path, the body, and the statuses of: anonymous, disabled, reader, chef, chef of
/// another municipality, working group, secretariat, administrator only, secretariat and
/// administrator besides.
type Line = (&'static str, &'static str, Body, [u16; 9]);

#[derive(Clone, Copy)]
enum Body {
    None,
    Csv(&'static str),
    Form(&'static str),
    Json(&'static str),
}

const AALBORG: &str =
    "omraade;paragraf;aar;udgift;helaarspersoner;prisniveau\n851;SEL § 107;2024;1,00;1,0;2023\n";

const OFFER: &str = "tilbud_id;navn;driftsherre;driftsform;kommune;paragraffer;maalgrupper;pladser;i_rammeaftale;standardkontrakt\n\
     T-1;Bakkehuset;Aalborg Kommune;kommunal;851;SEL § 107;Demens;4;ja;ja\n";
const CASE: &str =
    "tilbud=A&ydelse=x&aar=2025&tekst=x&frist=2099-01-01&dato=2025-01-01&reference=x&moede=x";

/// A comment on a figure.
const FIGURE: &str =
    "rapport=unit-costs&r.group=SEL_107&r.year=2022&kolonne=unit_cost&set=kroner:1&tekst=x";

/// Nobody is signed in: a page sends to the sign-in, an API answers 401.
const PAGE: u16 = 303;

#[rustfmt::skip]
fn table() -> Vec<Line> {
    use Body::{Csv, Form, Json, None};
    //                                                        anon  disab read chef chef2 wg  sec admin both
    vec![
        ("GET", "/", None,                                    [PAGE, PAGE, 200, 200, 200, 200, 200, 303, 200]),
        ("GET", "/komponentanalyse", None,                    [PAGE, PAGE, 200, 200, 200, 403, 200, 403, 200]),
        ("GET", "/paragraffer/{key}", None,                   [PAGE, PAGE, 200, 200, 200, 403, 200, 403, 200]),
        ("GET", "/kommuner/kort",       None,                 [PAGE, PAGE, 200, 200, 200, 403, 200, 403, 200]),
        ("GET", "/kommuner/sammenlign", None,                 [PAGE, PAGE, 200, 200, 200, 403, 200, 403, 200]),
        ("GET", "/kommuner/{code}", None,                     [PAGE, PAGE, 200, 200, 200, 403, 200, 403, 200]),
        ("GET", "/afstemning", None,                          [PAGE, PAGE, 200, 200, 200, 403, 200, 403, 200]),
        ("GET", "/hvorfra", None,                             [PAGE, PAGE, 200, 200, 200, 403, 200, 403, 200]),
        ("POST", "/hvorfra/foelg", Form(""),                  [PAGE, PAGE, 303, 303, 303, 403, 303, 403, 303]),
        ("GET", "/kommentarer", None,                         [PAGE, PAGE, 403, 200, 200, 403, 200, 403, 200]),
        // The figure says something else than what the form was written beside.
        ("POST", "/kommentarer", Form(FIGURE),                [PAGE, PAGE, 403, 409, 409, 403, 409, 403, 409]),
        // There is no comment here.
        ("POST", "/kommentarer/{id}/svar", Form("svar=x"),    [PAGE, PAGE, 403, 404, 404, 403, 404, 403, 404]),
        ("POST", "/kommentarer/{id}/afslut", Form(""),        [PAGE, PAGE, 403, 404, 404, 403, 404, 403, 404]),
        ("POST", "/kommentarer/{id}/genaabn", Form(""),       [PAGE, PAGE, 403, 404, 404, 403, 404, 403, 404]),
        ("POST", "/kommentarer/{id}/papir", Form("med=ja"),   [PAGE, PAGE, 403, 404, 404, 403, 404, 403, 404]),
        ("GET", "/maerker", None,                             [PAGE, PAGE, 200, 200, 200, 403, 200, 403, 200]),
        ("POST", "/maerker", Form("maerke=x"),                [PAGE, PAGE, 403, 403, 403, 403, 422, 403, 422]),
        ("POST", "/maerker/{id}/loeft", Form(""),             [PAGE, PAGE, 403, 403, 403, 403, 404, 403, 404]),
        ("GET", "/data", None,                                [PAGE, PAGE, 200, 200, 200, 403, 200, 403, 200]),
        // An empty form is refused by what it lacks: whoever may send it gets that far.
        ("POST", "/data", Form(""),                           [PAGE, PAGE, 403, 400, 400, 403, 400, 403, 400]),
        ("GET", "/data/skabelon/{kind}", None,                [PAGE, PAGE, 403, 200, 200, 403, 200, 403, 200]),
        ("GET", "/data/{number}", None,                       [PAGE, PAGE, 200, 200, 200, 403, 200, 403, 200]),
        // Upload 2 is the chef's own: for the other chef it is not there.
        ("POST", "/data/{number}/traek-tilbage", Form("begrundelse=x"), [PAGE, PAGE, 403, 303, 404, 403, 303, 403, 303]),

        ("GET", "/tilbud", None,                              [PAGE, PAGE, 200, 200, 200, 200, 200, 403, 200]),
        ("POST", "/tilbud", Form("navn=x"),                   [PAGE, PAGE, 403, 422, 422, 403, 422, 403, 422]),
        ("GET", "/tilbud/nyt", None,                          [PAGE, PAGE, 403, 200, 200, 403, 200, 403, 200]),
        // T-1 is operated by Aalborg: for another chef its form is not there.
        ("GET", "/tilbud/{id}", None,                         [PAGE, PAGE, 200, 200, 200, 200, 200, 403, 200]),
        ("GET", "/tilbud/{id}/ret", None,                     [PAGE, PAGE, 403, 200, 404, 403, 200, 403, 200]),
        ("GET", "/takster", None,                             [PAGE, PAGE, 200, 200, 200, 200, 200, 403, 200]),
        ("GET", "/takster/stigninger", None,                  [PAGE, PAGE, 200, 200, 200, 403, 200, 403, 200]),
        ("GET", "/takster/opfoelgning", None,                 [PAGE, PAGE, 200, 200, 200, 403, 200, 403, 200]),
        ("GET", "/takster/opfoelgning/bed-alle", None,        [PAGE, PAGE, 403, 403, 403, 403, 200, 403, 200]),
        // Other cases were shown than there are.
        ("POST", "/takster/opfoelgning/bed-alle", Form("frist=2099-01-01&set=x"), [PAGE, PAGE, 403, 403, 403, 403, 409, 403, 409]),
        // There is no tariff here: a case of it is not found by whoever may look.
        ("GET", "/takster/sag", None,                         [PAGE, PAGE, 404, 404, 404, 403, 404, 403, 404]),
        ("POST", "/takster/sag/forklar", Form(CASE),          [PAGE, PAGE, 403, 404, 404, 403, 403, 403, 403]),
        ("POST", "/takster/sag/modtag-forklaring", Form(CASE), [PAGE, PAGE, 403, 403, 403, 403, 404, 403, 404]),
        ("POST", "/takster/sag/bed-om-forklaring", Form(CASE), [PAGE, PAGE, 403, 403, 403, 403, 404, 403, 404]),
        ("POST", "/takster/sag/indberet", Form(CASE),         [PAGE, PAGE, 403, 403, 403, 403, 404, 403, 404]),
        ("POST", "/takster/sag/droeft", Form(CASE),           [PAGE, PAGE, 403, 403, 403, 403, 404, 403, 404]),
        ("POST", "/takster/sag/beslut", Form(CASE),           [PAGE, PAGE, 403, 403, 403, 403, 404, 403, 404]),
        ("POST", "/takster/sag/genaabn", Form(CASE),          [PAGE, PAGE, 403, 403, 403, 403, 404, 403, 404]),
        ("POST", "/takster/sag/bemaerk", Form(CASE),          [PAGE, PAGE, 403, 403, 403, 403, 404, 403, 404]),
        ("GET", "/takster/papir/{name}", None,                [PAGE, PAGE, 403, 403, 403, 403, 200, 403, 200]),
        ("GET", "/moeder", None,                              [PAGE, PAGE, 200, 200, 200, 403, 200, 403, 200]),
        ("POST", "/moeder", Form("dato=i+dag&titel=x"),       [PAGE, PAGE, 403, 403, 403, 403, 422, 403, 422]),
        // There is no meeting here: it is not found by whoever may look.
        ("GET", "/moeder/nyt", None,                          [PAGE, PAGE, 403, 403, 403, 403, 200, 403, 200]),
        ("POST", "/moeder/eksempel", Form(""),                [PAGE, PAGE, 403, 403, 403, 403, 303, 403, 303]),
        ("GET", "/moeder/beslutninger", None,                 [PAGE, PAGE, 200, 200, 200, 403, 200, 403, 200]),
        ("GET", "/moeder/beslutninger/{name}", None,          [PAGE, PAGE, 404, 404, 404, 403, 404, 403, 404]),
        ("GET", "/moeder/verificer", None,                    [PAGE, PAGE, 200, 200, 200, 403, 200, 403, 200]),
        // A form that is none.
        ("POST", "/moeder/verificer", Form("x=y"),            [PAGE, PAGE, 400, 400, 400, 403, 400, 403, 400]),
        ("GET", "/moeder/{id}/papir/{name}", None,            [PAGE, PAGE, 404, 404, 404, 403, 404, 403, 404]),
        ("GET", "/moeder/{id}/vis", None,                     [PAGE, PAGE, 404, 404, 404, 403, 404, 403, 404]),
        ("GET", "/moeder/{id}", None,                         [PAGE, PAGE, 404, 404, 404, 403, 404, 403, 404]),
        ("POST", "/moeder/{id}", Form("handling=skridt&skridt=send"), [PAGE, PAGE, 403, 403, 403, 403, 404, 403, 404]),
        ("POST", "/moeder/{id}/aflys", Form("begrundelse=x"), [PAGE, PAGE, 403, 403, 403, 403, 404, 403, 404]),
        ("GET", "/moeder/{id}/punkter/nyt", None,             [PAGE, PAGE, 403, 403, 403, 403, 404, 403, 404]),
        ("POST", "/moeder/{id}/punkter", Form("overskrift=x"), [PAGE, PAGE, 403, 403, 403, 403, 404, 403, 404]),
        ("GET", "/moeder/{id}/punkter/{item}", None,          [PAGE, PAGE, 403, 403, 403, 403, 404, 403, 404]),
        ("POST", "/moeder/{id}/punkter/{item}", Form("overskrift=x"), [PAGE, PAGE, 403, 403, 403, 403, 404, 403, 404]),
        ("POST", "/moeder/{id}/punkter/{item}/flyt", Form("retning=op"), [PAGE, PAGE, 403, 403, 403, 403, 404, 403, 404]),
        // No file comes in a form like this: whoever may bring one gets that far.
        ("POST", "/moeder/{id}/punkter/{item}/tabel", Form("x=y"), [PAGE, PAGE, 403, 403, 403, 403, 400, 403, 400]),
        ("GET", "/ledige-pladser", None,                      [PAGE, PAGE, 200, 200, 200, 200, 200, 403, 200]),
        // Entry 1 is of T-1, which Aalborg operates: the other chef sees it and changes nothing of it.
        ("POST", "/ledige-pladser", Form("tilbud=T-1&pladser=x"), [PAGE, PAGE, 403, 422, 403, 422, 422, 403, 422]),
        ("GET", "/analyser/fremskrivning", None,              [PAGE, PAGE, 200, 200, 200, 200, 200, 403, 200]),
        ("GET", "/analyser/hjemmestoette", None,              [PAGE, PAGE, 200, 200, 200, 200, 200, 403, 200]),
        ("GET", "/analyser/investering", None,                [PAGE, PAGE, 200, 200, 200, 200, 200, 403, 200]),
        ("GET", "/ledige-pladser/belaegning", None,           [PAGE, PAGE, 200, 200, 200, 200, 200, 403, 200]),
        ("GET", "/ledige-pladser/ny", None,                   [PAGE, PAGE, 403, 200, 200, 200, 200, 403, 200]),
        ("GET", "/ledige-pladser/mine", None,                 [PAGE, PAGE, 403, 200, 200, 200, 200, 403, 200]),
        ("POST", "/ledige-pladser/mine", Form(""),            [PAGE, PAGE, 403, 303, 303, 303, 303, 403, 303]),
        ("GET", "/ledige-pladser/{id}", None,                 [PAGE, PAGE, 200, 200, 200, 200, 200, 403, 200]),
        ("POST", "/ledige-pladser/{id}", Form("skridt=uaendret"), [PAGE, PAGE, 403, 303, 403, 303, 303, 403, 303]),
        // A made-up secret is not found, whoever has it.
        ("GET", "/opslag/{secret}/{svar}", None,              [404, 404, 404, 404, 404, 404, 404, 404, 404]),
        ("POST", "/opslag/{secret}/{svar}", Form(""),         [404, 404, 404, 404, 404, 404, 404, 404, 404]),
        ("GET", "/kalender/{secret}/ledige-pladser.ics", None, [404, 404, 404, 404, 404, 404, 404, 404, 404]),
        // There is no search here: a receipt is not found by whoever may look.
        ("GET", "/ledige-pladser/afsoegning", None,           [PAGE, PAGE, 403, 200, 200, 200, 200, 403, 200]),
        ("POST", "/ledige-pladser/afsoegning", Form("paragraf=x"), [PAGE, PAGE, 403, 422, 422, 422, 422, 403, 422]),
        ("GET", "/ledige-pladser/afsoegning/{receipt}", None, [PAGE, PAGE, 403, 404, 404, 404, 404, 403, 404]),
        ("POST", "/ledige-pladser/afsoegning/{receipt}/bed", Form("plads=1"), [PAGE, PAGE, 403, 404, 404, 404, 404, 403, 404]),
        ("POST", "/ledige-pladser/afsoegning/{receipt}/fortryd", Form("plads=1"), [PAGE, PAGE, 403, 404, 404, 404, 404, 403, 404]),
        ("POST", "/ledige-pladser/afsoegning/{receipt}/svar", Form("plads=1&svar=ja"), [PAGE, PAGE, 403, 404, 404, 404, 404, 403, 404]),
        ("POST", "/ledige-pladser/afsoegning/{receipt}/valg", Form("valg=dropped&dato=2025-06-01"), [PAGE, PAGE, 403, 404, 404, 404, 404, 403, 404]),
        ("GET", "/ledige-pladser/afsoegninger", None,         [PAGE, PAGE, 200, 200, 200, 200, 200, 403, 200]),
        // 2025H2-samarbejde is a working group's; an update without a reason is refused by what it lacks.
        ("GET", "/arbejdsplan", None,                         [PAGE, PAGE, 200, 200, 200, 200, 200, 403, 200]),
        ("GET", "/arbejdsplan/kalender", None,                [PAGE, PAGE, 200, 200, 200, 200, 200, 403, 200]),
        ("POST", "/arbejdsplan/kalender", Form(""),           [PAGE, PAGE, 200, 200, 200, 200, 200, 403, 200]),
        // Each ends the one that was just made.
        ("POST", "/arbejdsplan/kalender/luk", Form(""),       [PAGE, PAGE, 303, 303, 303, 303, 303, 403, 303]),
        ("GET", "/kalender/{secret}/arbejdsplan.ics", None,   [404, 404, 404, 404, 404, 404, 404, 404, 404]),
        ("GET", "/arbejdsplan/planer", None,                  [PAGE, PAGE, 403, 403, 403, 403, 200, 403, 200]),
        // No form with a file in it: whoever may send one gets that far.
        ("POST", "/arbejdsplan/planer", Form(""),             [PAGE, PAGE, 403, 403, 403, 403, 400, 403, 400]),
        ("POST", "/arbejdsplan/{key}/dokumenter", Form(""),   [PAGE, PAGE, 403, 403, 403, 400, 400, 403, 400]),
        ("GET", "/arbejdsplan/{key}/dokumenter/{id}", None,   [PAGE, PAGE, 404, 404, 404, 404, 404, 403, 404]),
        ("GET", "/arbejdsplan/{key}", None,                   [PAGE, PAGE, 200, 200, 200, 200, 200, 403, 200]),
        ("POST", "/arbejdsplan/{key}", Form("set=0&hvorfor="), [PAGE, PAGE, 403, 403, 403, 422, 422, 403, 422]),
        // The chef's own: to nobody else. What the own municipality does not have is not there.
        ("GET", "/analyser", None,                            [PAGE, PAGE, 200, 200, 200, 200, 200, 403, 200]),
        ("GET", "/analyser/{name}", None,                     [PAGE, PAGE, 200, 200, 200, 200, 200, 403, 200]),
        ("GET", "/analyser/{name}/{file}", None,              [PAGE, PAGE, 200, 200, 200, 200, 200, 403, 200]),
        // There is no figure here; `analysis_figures.rs` has those that there are.
        ("GET", "/analyser/{name}/hvorfra", None,             [PAGE, PAGE, 404, 404, 404, 404, 404, 403, 404]),
        ("POST", "/analyser/{name}/foelg", Form(""),          [PAGE, PAGE, 404, 404, 404, 404, 404, 403, 404]),
        ("POST", "/analyser/{name}/kommentarer", Form(""),    [PAGE, PAGE, 403, 404, 404, 403, 404, 403, 404]),
        ("POST", "/analyser/{name}/kommentarer/{id}/svar", Form("svar=x"), [PAGE, PAGE, 403, 404, 404, 403, 404, 403, 404]),
        ("GET", "/enkeltsager", None,                         [PAGE, PAGE, 200, 200, 200, 403, 200, 403, 200]),
        ("GET", "/enkeltsager/kontrol", None,                 [PAGE, PAGE, 403, 403, 403, 403, 200, 200, 200]),
        ("POST", "/enkeltsager/kontrol", Form(""),            [PAGE, PAGE, 403, 403, 403, 403, 303, 303, 303]),
        ("GET", "/enkeltsager/egne", None,                    [PAGE, PAGE, 403, 200, 200, 403, 403, 403, 403]),
        ("GET", "/enkeltsager/egne/{case}", None,             [PAGE, PAGE, 403, 404, 404, 403, 403, 403, 403]),
        ("POST", "/enkeltsager/egne/{case}/gennemgang", Form("dato=2025-06-01&notat=x"), [PAGE, PAGE, 403, 404, 404, 403, 403, 403, 403]),

        ("GET", "/log-ind", None,                             [200, 200, 303, 303, 303, 303, 303, 303, 303]),
        ("POST", "/log-ind", Form("email=a%40b.dk&adgangskode=x"), [401, 401, 401, 401, 401, 401, 401, 401, 401]),
        // Nothing is carried: there is no form to go on with.
        ("POST", "/fortsaet", Form("x=y"),                    [400, 400, 400, 400, 400, 400, 400, 400, 400]),
        ("POST", "/log-ud", Form(""),                         [PAGE, PAGE, 303, 303, 303, 303, 303, 303, 303]),
        ("GET", "/log-ind/{provider}", None,                  [404, 404, 404, 404, 404, 404, 404, 404, 404]),
        ("GET", "/log-ind/{provider}/svar", None,             [404, 404, 404, 404, 404, 404, 404, 404, 404]),
        ("GET", "/velkommen/{secret}", None,                  [404, 404, 404, 404, 404, 404, 404, 404, 404]),
        ("POST", "/velkommen/{secret}", Form("adgangskode=x&gentag=x"), [404, 404, 404, 404, 404, 404, 404, 404, 404]),
        ("GET", "/konto", None,                               [PAGE, PAGE, 200, 200, 200, 200, 200, 200, 200]),
        ("POST", "/konto/adgangskode", Form("nuvaerende=x&adgangskode=y&gentag=y"), [PAGE, PAGE, 422, 422, 422, 422, 422, 422, 422]),
        ("GET", "/log-ind/andet-trin", None,                  [PAGE, PAGE, 303, 303, 303, 303, 303, 303, 303]),
        ("POST", "/log-ind/andet-trin", Form("kode=1"),       [PAGE, PAGE, 303, 303, 303, 303, 303, 303, 303]),
        ("GET", "/konto/andet-trin", None,                    [PAGE, PAGE, 200, 200, 200, 200, 200, 200, 200]),
        ("POST", "/konto/andet-trin", Form("nuvaerende=x"),   [PAGE, PAGE, 422, 422, 422, 422, 422, 422, 422]),
        // Nothing was begun: there is nothing to confirm, nor to switch off.
        ("POST", "/konto/andet-trin/bekraeft", Form("kode=1"), [PAGE, PAGE, 303, 303, 303, 303, 303, 303, 303]),
        ("POST", "/konto/andet-trin/fra", Form("kode=1"),     [PAGE, PAGE, 303, 303, 303, 303, 303, 303, 303]),
        ("POST", "/konto/sessioner/{id}/afslut", Form(""),    [PAGE, PAGE, 404, 404, 404, 404, 404, 404, 404]),
        ("POST", "/konto/tokens", Form("navn=x&dage=1"),      [PAGE, PAGE, 200, 200, 200, 200, 200, 200, 200]),
        ("POST", "/konto/tokens/{id}/afslut", Form(""),       [PAGE, PAGE, 404, 404, 404, 404, 404, 404, 404]),
        ("GET", "/visninger", None,                           [PAGE, PAGE, 200, 200, 200, 200, 200, 200, 200]),
        ("POST", "/visninger", Form("navn=x&adresse=%2Ftakster"), [PAGE, PAGE, 303, 303, 303, 303, 303, 303, 303]),
        ("POST", "/visninger/{id}/slet", Form(""),            [PAGE, PAGE, 404, 404, 404, 404, 404, 404, 404]),
        ("POST", "/konto/mails", Form("mail=reminder"),       [PAGE, PAGE, 303, 303, 303, 303, 303, 303, 303]),
        ("POST", "/konto/nyheder", Form("rytme=daily"),       [PAGE, PAGE, 303, 303, 303, 303, 303, 303, 303]),
        ("POST", "/konto/tal/{id}/slip", Form(""),            [PAGE, PAGE, 404, 404, 404, 404, 404, 404, 404]),
        ("GET", "/nyheder", None,                             [PAGE, PAGE, 200, 200, 200, 200, 200, 200, 200]),
        ("POST", "/nyheder/laest", Form(""),                  [PAGE, PAGE, 303, 303, 303, 303, 303, 303, 303]),
        ("GET", "/nyheder/fra/{secret}", None,                [404, 404, 404, 404, 404, 404, 404, 404, 404]),
        ("POST", "/nyheder/fra/{secret}", Form(""),           [404, 404, 404, 404, 404, 404, 404, 404, 404]),
        ("POST", "/konto/kalender", Form(""),                 [PAGE, PAGE, 200, 200, 200, 200, 200, 403, 200]),
        ("POST", "/konto/kalender/luk", Form(""),             [PAGE, PAGE, 303, 303, 303, 303, 303, 403, 303]),
        ("GET", "/brugere", None,                             [PAGE, PAGE, 403, 403, 403, 403, 403, 200, 200]),
        ("POST", "/brugere", Form("email=&rolle=reader"),     [PAGE, PAGE, 403, 403, 403, 403, 403, 422, 422]),
        ("POST", "/brugere/andet-trin", Form("kraeves=x"),    [PAGE, PAGE, 403, 403, 403, 403, 403, 303, 303]),
        ("POST", "/brugere/{id}/andet-trin", Form(""),        [PAGE, PAGE, 403, 403, 403, 403, 403, 404, 404]),
        ("GET", "/brugere/{id}", None,                        [PAGE, PAGE, 403, 403, 403, 403, 403, 404, 404]),
        ("POST", "/brugere/{id}/rolle", Form("rolle=reader"), [PAGE, PAGE, 403, 403, 403, 403, 403, 404, 404]),
        ("POST", "/brugere/{id}/link", Form(""),              [PAGE, PAGE, 403, 403, 403, 403, 403, 404, 404]),
        ("POST", "/brugere/{id}/spaer", Form(""),             [PAGE, PAGE, 403, 403, 403, 403, 403, 404, 404]),
        ("POST", "/brugere/{id}/aabn", Form(""),              [PAGE, PAGE, 403, 403, 403, 403, 403, 404, 404]),
        ("GET", "/mails", None,                               [PAGE, PAGE, 403, 403, 403, 403, 403, 200, 200]),
        ("POST", "/mails/proeve", Form(""),                   [PAGE, PAGE, 403, 403, 403, 403, 403, 303, 303]),
        ("POST", "/mails/{id}/igen", Form(""),                [PAGE, PAGE, 403, 403, 403, 403, 403, 404, 404]),
        ("GET", "/indstillinger", None,                       [PAGE, PAGE, 403, 403, 403, 403, 403, 200, 200]),
        ("POST", "/indstillinger", Form("noegle=tariff_increase_threshold&fra=i+dag"), [PAGE, PAGE, 403, 403, 403, 403, 403, 422, 422]),
        ("GET", "/log", None,                                 [PAGE, PAGE, 403, 403, 403, 403, 403, 200, 200]),

        ("GET", "/tilgaengelighed", None,                     [200, 200, 200, 200, 200, 200, 200, 200, 200]),
        ("GET", "/hjaelp", None,                              [200, 200, 200, 200, 200, 200, 200, 200, 200]),
        ("GET", "/api", None,                                 [200, 200, 200, 200, 200, 200, 200, 200, 200]),
        ("GET", "/api/openapi.json", None,                    [200, 200, 200, 200, 200, 200, 200, 200, 200]),
        ("GET", "/api/v1/reports/{name}", None,               [401, 401, 200, 200, 200, 403, 200, 403, 200]),
        // A chef brings the own municipality's figures and no other's.
        ("POST", "/api/v1/imports/{kind}", Csv(AALBORG),      [401, 401, 403, 201, 422, 403, 200, 403, 200]),
        ("GET", "/api/v1/vacancies", None,                    [401, 401, 200, 200, 200, 200, 200, 403, 200]),
        ("POST", "/api/v1/vacancies", Json(r#"{"offer_id":"T-1","places":9}"#), [401, 401, 403, 422, 403, 422, 422, 403, 422]),
        ("POST", "/api/v1/vacancies/{id}/confirm", Json(""),  [401, 401, 403, 200, 403, 200, 200, 403, 200]),
        ("GET", "/api/v1/meetings/{id}", None,                [401, 401, 404, 404, 404, 403, 404, 403, 404]),
        ("PATCH", "/api/v1/milestones/{key}", Json(r#"{"why":""}"#), [401, 401, 403, 403, 403, 422, 422, 403, 422]),
        // No JSON: whoever may search gets that far.
        ("POST", "/api/v1/searches", Csv("x"),                [401, 401, 403, 400, 400, 400, 400, 403, 400]),
        ("GET", "/api/v1/log", None,                          [401, 401, 403, 403, 403, 403, 403, 200, 200]),
        ("GET", "/api/v1/log.csv", None,                      [401, 401, 403, 403, 403, 403, 403, 200, 200]),
        ("GET", "/api/v1/log.xlsx", None,                     [401, 401, 403, 403, 403, 403, 403, 200, 200]),

        ("GET", "/static/{name}", None,                       [404, 404, 404, 404, 404, 404, 404, 404, 404]),
        ("GET", "/healthz", None,                             [200, 200, 200, 200, 200, 200, 200, 200, 200]),
        ("GET", "/readyz", None,                              [200, 200, 200, 200, 200, 200, 200, 200, 200]),
        // From this machine everybody may; from elsewhere see below.
        ("GET", "/metrics", None,                             [200, 200, 200, 200, 200, 200, 200, 200, 200]),
    ]
}

/// A path with something in its braces.
pub fn address(path: &str) -> String {
    let filled = path
        .replace("/arbejdsplan/{key}", "/arbejdsplan/2025H2-samarbejde")
        .replace("/milestones/{key}", "/milestones/2025H2-samarbejde")
        .replace("{key}", "SEL_107")
        .replace("{code}", "851")
        .replace("{number}/traek", "2/traek")
        .replace("{number}", "1")
        .replace("/tilbud/{id}", "/tilbud/T-1")
        .replace("/ledige-pladser/{id}", "/ledige-pladser/1")
        .replace("/vacancies/{id}", "/vacancies/1")
        .replace("{kind}", "components")
        .replace("{case}", "k1")
        .replace("{receipt}", "AF-2025-000001")
        .replace("{item}", "1-1")
        .replace("{provider}", "aalborg")
        .replace("{id}", "0193b7f0-0000-7000-8000-000000000000")
        .replace("/analyser/{name}", "/analyser/private-takster")
        .replace("{file}", "tal.json")
        .replace("{secret}", "x")
        .replace("{svar}", "uaendret")
        .replace("papir/{name}", "papir/styregruppe-2025.xlsx");
    let report = filled.replace("reports/{name}", "reports/unit-costs");
    let asset = report.replace("{name}", "cockpit.css");
    match asset.as_str() {
        "/takster/sag" => "/takster/sag?tilbud=A&ydelse=x&aar=2025".to_owned(),
        "/hvorfra" => {
            "/hvorfra?rapport=unit-costs&r.group=SEL_107&r.year=2022&kolonne=unit_cost".to_owned()
        }
        "/hvorfra/foelg" => {
            "/hvorfra/foelg?rapport=unit-costs&r.group=SEL_107&r.year=2022&kolonne=expenditure"
                .to_owned()
        }
        _ => asset,
    }
}

/// The nine who knock, on a database of their own: what one does, none of the others sees.
fn visitors(app: &TestApp) -> Vec<Visitor<'_>> {
    let disabled = app.visitor(Role::Secretariat, "x");
    let id = users::id_of(&app.store, "secretariat-x@example.dk").unwrap();
    users::disable(&app.store, &actor(), &id).unwrap();
    vec![
        app.anonymous(),
        disabled,
        app.visitor(Role::Reader, "851"),
        app.visitor(Role::Chef, "851"),
        app.visitor(Role::Chef, "860"),
        app.visitor(Role::WorkingGroup, "851"),
        app.secretariat(),
        app.visitor(Standing::AdministratorOnly, "851"),
        app.visitor(Standing::AlsoAdministrator(Role::Secretariat), "851"),
    ]
}

#[tokio::test]
async fn every_route_of_the_router_is_in_the_table() {
    let of_router: BTreeSet<(String, String)> = routes()
        .iter()
        .map(|route| (route.method.to_string(), route.path.to_owned()))
        .collect();
    let of_table: BTreeSet<(String, String)> = table()
        .iter()
        .map(|(method, path, ..)| ((*method).to_owned(), (*path).to_owned()))
        .collect();
    let difference: Vec<_> = of_router.symmetric_difference(&of_table).collect();
    assert!(difference.is_empty(), "{difference:#?}");
    assert_eq!(of_router.len(), table().len(), "a route stands twice");
}

#[tokio::test]
async fn every_route_answers_everyone_as_it_should() {
    let app = TestApp::new();
    let offer = app.post("/api/v1/imports/offers", OFFER).await;
    assert_eq!(offer.status.as_u16(), 201, "{}", offer.body);
    let logged = app
        .secretariat()
        .form("/ledige-pladser", "tilbud=T-1&pladser=1")
        .await;
    assert_eq!(logged.status.as_u16(), 303, "{}", logged.body);
    let visitors = visitors(&app);
    let mut wrong = Vec::new();
    for (method, path, body, expected) in table() {
        for (place, (visitor, expected)) in visitors.iter().zip(expected).enumerate() {
            if path.ends_with("traek-tilbage") {
                // Each finds an upload of Aalborg's chef, whatever the one before did.
                continue;
            }
            let (kind, body) = match body {
                Body::None => ("", ""),
                Body::Csv(text) => ("text/csv", text),
                Body::Form(text) => ("application/x-www-form-urlencoded", text),
                Body::Json(text) => ("application/json", text),
            };
            let answer = visitor.request(method, &address(path), kind, body).await;
            if answer.status.as_u16() != expected {
                wrong.push(format!(
                    "{method} {path} visitor {place}: {} instead of {expected}: {}",
                    answer.status,
                    answer.body.chars().take(200).collect::<String>()
                ));
            }
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
}

#[tokio::test]
async fn a_withdrawal_is_for_whom_the_upload_belongs_to() {
    let line = table()
        .into_iter()
        .find(|(_, path, ..)| path.ends_with("traek-tilbage"));
    let (method, path, _, expected) = line.unwrap();
    for (place, expected) in expected.into_iter().enumerate() {
        let app = TestApp::new();
        let visitors = visitors(&app);
        let chef = &visitors[3];
        let stored = chef.post("/api/v1/imports/components", AALBORG).await;
        assert_eq!(stored.json()["number"], 2, "{}", stored.body);
        let kind = "application/x-www-form-urlencoded";
        let answer = visitors[place]
            .request(method, &address(path), kind, "begrundelse=x")
            .await;
        assert_eq!(answer.status.as_u16(), expected, "visitor {place}");
    }
}

/// Swapping an id for another's gives what a missing one gives, to the letter.
#[tokio::test]
async fn another_s_is_as_missing_as_what_is_not_there() {
    let app = TestApp::new();
    let visitors = visitors(&app);
    let (chef, other) = (&visitors[3], &visitors[4]);
    chef.post("/api/v1/imports/components", AALBORG).await;
    let anothers = other.form("/data/2/traek-tilbage", "begrundelse=x").await;
    let missing = other.form("/data/99/traek-tilbage", "begrundelse=x").await;
    assert_eq!(
        (anothers.status, &anothers.body),
        (missing.status, &missing.body)
    );

    let tokens = |email: &str| {
        let id = users::id_of(&app.store, email).unwrap();
        app.store
            .read::<_, cockpit::storage::StoreError>(|db| {
                Ok(cockpit::storage::people::tokens::of_user(db, &id)?)
            })
            .unwrap()
    };
    let own = tokens("chef-851@example.dk");
    let anothers = other
        .form(&format!("/konto/tokens/{}/afslut", own[0].id), "")
        .await;
    let missing = other.form("/konto/tokens/findes-ikke/afslut", "").await;
    assert_eq!(
        (anothers.status, &anothers.body),
        (missing.status, &missing.body)
    );
    assert_eq!(tokens("chef-851@example.dk"), own, "nothing has changed");
}

#[tokio::test]
async fn the_measures_are_for_this_machine_or_an_administrator() {
    use axum::body::Body as HttpBody;
    use axum::extract::ConnectInfo;
    use axum::http::Request;
    use std::net::SocketAddr;
    let app = TestApp::new();
    let admin = app.visitor(Standing::AdministratorOnly, "");
    let from_elsewhere = async |token: Option<&str>| {
        let mut request = Request::get("/metrics");
        if let Some(token) = token {
            request = request.header("authorization", format!("Bearer {token}"));
        }
        let mut request = request.body(HttpBody::empty()).unwrap();
        let peer = SocketAddr::from(([192, 0, 2, 1], 5000));
        request.extensions_mut().insert(ConnectInfo(peer));
        app.send(request).await.status.as_u16()
    };
    assert_eq!(from_elsewhere(None).await, 303);
    assert_eq!(from_elsewhere(admin.token.as_deref()).await, 200);
    let secretariat = app.secretariat();
    assert_eq!(from_elsewhere(secretariat.token.as_deref()).await, 403);
    // A proxy on this machine speaks for others.
    let proxied = Request::get("/metrics").header("x-forwarded-for", "192.0.2.1");
    let proxied = app.send(proxied.body(HttpBody::empty()).unwrap()).await;
    assert_eq!(proxied.status.as_u16(), 303);
}

/// Every report by its name, and the answers to the eight who may knock.
#[rustfmt::skip]
const REPORTS: [(&str, [u16; 9]); 31] = [
    ("unit-costs",          [401, 401, 200, 200, 200, 403, 200, 403, 200]),
    ("decomposition",       [401, 401, 200, 200, 200, 403, 200, 403, 200]),
    ("reconciliation",      [401, 401, 200, 200, 200, 403, 200, 403, 200]),
    ("paragraph",           [401, 401, 200, 200, 200, 403, 200, 403, 200]),
    ("municipality",        [401, 401, 200, 200, 200, 403, 200, 403, 200]),
    ("offers",              [401, 401, 200, 200, 200, 200, 200, 403, 200]),
    ("tariffs",             [401, 401, 200, 200, 200, 200, 200, 403, 200]),
    ("tariff-increases",    [401, 401, 200, 200, 200, 403, 200, 403, 200]),
    ("tariff-distribution", [401, 401, 200, 200, 200, 403, 200, 403, 200]),
    ("tariffs-apart",       [401, 401, 200, 200, 200, 403, 200, 403, 200]),
    ("tariff-follow-up",    [401, 401, 200, 200, 200, 403, 200, 403, 200]),
    ("costly-cases",        [401, 401, 200, 200, 200, 403, 200, 403, 200]),
    ("costly-cases-by-supplier", [401, 401, 200, 200, 200, 403, 200, 403, 200]),
    ("costly-cases-by-status", [401, 401, 200, 200, 200, 403, 200, 403, 200]),
    ("costly-cases-by-size", [401, 401, 200, 200, 200, 403, 200, 403, 200]),
    ("costly-cases-spread",  [401, 401, 200, 200, 200, 403, 200, 403, 200]),
    ("public-comparison",   [401, 401, 200, 200, 200, 200, 200, 403, 200]),
    ("results",             [401, 401, 200, 200, 200, 200, 200, 403, 200]),
    ("searches",            [401, 401, 200, 200, 200, 200, 200, 403, 200]),
    ("workplan",            [401, 401, 200, 200, 200, 200, 200, 403, 200]),
    ("meetings",            [401, 401, 200, 200, 200, 403, 200, 403, 200]),
    ("discussed-increases", [401, 401, 200, 200, 200, 403, 200, 403, 200]),
    ("vacancies",           [401, 401, 200, 200, 200, 200, 200, 403, 200]),
    ("vacancies-confirmed", [401, 401, 200, 200, 200, 200, 200, 403, 200]),
    ("occupancy",           [401, 401, 200, 200, 200, 200, 200, 403, 200]),
    ("occupancy-by-quarter",[401, 401, 200, 200, 200, 200, 200, 403, 200]),
    ("occupancy-incentive", [401, 401, 200, 200, 200, 200, 200, 403, 200]),
    ("projection",          [401, 401, 200, 200, 200, 200, 200, 403, 200]),
    ("home-support",        [401, 401, 200, 200, 200, 200, 200, 403, 200]),
    ("investment",          [401, 401, 200, 200, 200, 200, 200, 403, 200]),
    ("break-even",          [401, 401, 200, 200, 200, 200, 200, 403, 200]),
];

/// The rights of a report, whatever form it is asked for in.
#[tokio::test]
async fn every_report_has_its_right() {
    let app = TestApp::new();
    let visitors = visitors(&app);
    let mut wrong = Vec::new();
    let mut listed = REPORTS.map(|(name, _)| name);
    let mut existing: Vec<&str> = cockpit::reports::questions().map(|q| q.name).collect();
    listed.sort_unstable();
    existing.sort_unstable();
    assert_eq!(listed[..], existing[..], "a report without a line here");
    for (name, expected) in REPORTS {
        for ending in ["", ".csv", ".xlsx"] {
            let address = format!("/api/v1/reports/{name}{ending}");
            for (place, (visitor, expected)) in visitors.iter().zip(expected).enumerate() {
                let status = visitor.get(&address).await.status.as_u16();
                if status != expected {
                    wrong.push(format!("{address} visitor {place}: {status}"));
                }
            }
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
}
