//! Every form that can be filled in wrongly, through the router: the words stand at the field, the
//! field is tied to them, and what was typed is still there. A form without a line here fails.

use std::collections::BTreeSet;

use axum::http::Method;
use cockpit::domain::people::{Role, Standing};

use cockpit::web::routes;

use super::app::{Answer, TestApp, Visitor};
use super::support::vacant;

/// A case of the chef's own municipality, and one of an operator that has no chef.
pub const CASE: &str = "tilbud=A&ydelse=D%C3%B8gn&aar=2025";
const OTHER: &str = "tilbud=P&ydelse=D%C3%B8gn&aar=2025";
pub const OFFERS: &str = "tilbud_id;navn;driftsherre;driftsform;kommune;paragraffer;maalgrupper;pladser;i_rammeaftale;standardkontrakt\n\
    A;Bakkehuset;Aalborg Kommune;kommunal;Aalborg;SEL § 107;Demens;10;ja;ja\n\
    P;Fonden;Fonden;privat;Aalborg;SEL § 107;Demens;4;ja;ja\n";
pub const TARIFFS: &str = "tilbud_id;ydelse;paragraf;aar;takst;enhed\n\
    A;Døgn;SEL § 107;2024;1000,00;døgn\nA;Døgn;SEL § 107;2025;1060,00;døgn\n\
    P;Døgn;SEL § 107;2024;1000,00;døgn\nP;Døgn;SEL § 107;2025;1060,00;døgn\n";

/// What a search asks, but for its day.
const ASKED: &str = "kommune=860&paragraf=SEL_107&maalgruppe=7b48f1a0-579b-4976-ae7c-4074b5981449";
const RECEIPT: &str = "AF-2025-000001";

/// A figure of the reference data, and what it says.
const FIGURE: &str =
    "rapport=unit-costs&r.group=SEL_107&r.year=2022&kolonne=full_year_persons&set=persons:626";

/// A figure of an analysis of the region below, and what it says.
const ANALYSED: &str = "r.target_group=7b48f1a0-579b-4976-ae7c-4074b5981449&kolonne=private_median&paragraph=SEL_107&year=2025&set=kroner:1060";
const ANALYSIS: &str = "private-takster";

const CASES: &str =
    "sag;kommune;aar;paragraf;leverandoer;udgift\nk1;851;2024;SEL § 107;privat;2.345.678,00\n";

/// Who fills a form in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Who {
    Secretariat,
    Chef,
    Administrator,
    Nobody,
}

/// One form, filled in wrongly.
pub struct Wrong {
    /// The route, as the router has it.
    pub route: &'static str,
    pub who: Who,
    pub body: &'static str,
    /// The id of the field that is wrong, and words that stand at it.
    at: (&'static str, &'static str),
    /// What was typed, as the page shows it again.
    pub kept: &'static str,
}

const fn wrong(
    route: &'static str,
    who: Who,
    body: &'static str,
    at: (&'static str, &'static str),
    kept: &'static str,
) -> Wrong {
    Wrong {
        route,
        who,
        body,
        at,
        kept,
    }
}

/// `{CASE}` begins the body of a step of a case; `{…}` of an address is what the test made.
#[rustfmt::skip]
pub const FORMS: &[Wrong] = &[
    wrong("/data", Who::Secretariat, "type=tariffs&beloeb=1000&tal=point", ("fil", "Vælg en fil først"), r#"<option value="1000" selected>"#),
    wrong("/data/{number}/traek-tilbage", Who::Secretariat, "begrundelse=+", ("begrundelse", "Skriv, hvorfor"), ""),
    wrong("/tilbud", Who::Secretariat, "tilbud_id=N&navn=Nyhuset&pladser=mange", ("pladser", "ikke et tal"), r#"value="Nyhuset""#),
    wrong("/moeder", Who::Secretariat, "dato=2025-06-31&titel=For%C3%A5r&type=kkr", ("dato", "Skriv en dato"), r#"value="Forår""#),
    wrong("/moeder/{id}", Who::Secretariat, "handling=ret&dato=2025-06-31&titel=For%C3%A5r", ("dato", "Skriv en dato"), r#"value="Forår""#),
    wrong("/moeder/{id}/punkter", Who::Secretariat, "overskrift=Se+010190-1234&rapport=unit-costs", ("overskrift", "CPR-lignende"),
        r#"<option value="unit-costs" selected>"#),
    wrong("/moeder/{id}/punkter/{item}", Who::Secretariat, "overskrift=Tal&rapport=unit-costs&filtre=threshold%3D5", ("filtre", "findes ikke her"),
        r#"value="Tal""#),
    wrong("/moeder/{id}/punkter/{item}/tabel", Who::Secretariat, "diagram=ja", ("fil", "Vælg en fil"), r#"id="diagram" name="diagram" value="ja" checked"#),
    wrong("/moeder/{id}/aflys", Who::Secretariat, "begrundelse=Se+010190-1234", ("hvorfor-{id}", "CPR-lignende"), r#"value="Se [nummer]""#),
    wrong("/takster/sag/bed-om-forklaring", Who::Secretariat, "{CASE}&frist=snart&tekst=Hej", ("bed-om-forklaring-frist", "Skriv en dato"), ">Hej</textarea>"),
    wrong("/takster/sag/modtag-forklaring", Who::Secretariat, "{OTHER}&hvem=+&tekst=Hej", ("hvem", "skal udfyldes"), ">Hej</textarea>"),
    wrong("/takster/sag/forklar", Who::Chef, "{CASE}&tekst=Hej&beloeb-index=12.5", ("index", "med komma"), r#"value="12.5""#),
    wrong("/takster/sag/indberet", Who::Secretariat, "{CASE}&dato=2025-06-20&reference=+", ("reference", "skal udfyldes"), r#"value="2025-06-20""#),
    wrong("/takster/sag/droeft", Who::Secretariat, "{CASE}&moede={id}&tekst=Hej", ("moede", "holdes først"), ">Hej</textarea>"),
    wrong("/takster/sag/beslut", Who::Secretariat, "{CASE}&dato=2025-06-20&tekst=+", ("beslut-tekst", "skal udfyldes"), r#"value="2025-06-20""#),
    wrong("/takster/sag/genaabn", Who::Secretariat, "{CASE}&tekst=+", ("genaabn-tekst", "skal udfyldes"), ""),
    wrong("/takster/sag/bemaerk", Who::Secretariat, "{CASE}&tekst=+", ("bemaerk-tekst", "skal udfyldes"), ""),
    wrong("/ledige-pladser", Who::Chef, "tilbud=A&pladser=11&aarsag=Renovering", ("pladser", "kun 10"), r#"value="Renovering""#),
    wrong("/ledige-pladser/{id}", Who::Chef, "skridt=ret&pladser=2&kontakt=Ring+010190-1234", ("ret-kontakt", "CPR-lignende"), r#"value="Ring [nummer]""#),
    wrong("/enkeltsager/egne/{case}/gennemgang", Who::Chef, "dato=2025-06-20&notat=Se+010190-1234", ("notat", "CPR-lignende"), ">Se [nummer]</textarea>"),
    wrong("/ledige-pladser/afsoegning", Who::Secretariat, "{ASKED}&fra=snart", ("fra", "Skriv en dato"), r#"<option value="860" selected>"#),
    wrong("/ledige-pladser/afsoegning/{receipt}/bed", Who::Secretariat, "plads=2&besked=Se+010190-1234", ("besked-1", "CPR-lignende"), ">Se [nummer]</textarea>"),
    wrong("/ledige-pladser/afsoegning/{receipt}/svar", Who::Chef, "plads=1&svar=nej&svartekst=Se+010190-1234", ("svartekst-1", "CPR-lignende"), ">Se [nummer]</textarea>"),
    wrong("/ledige-pladser/afsoegning/{receipt}/valg", Who::Secretariat, "valg=bought_privately&kode=other&dato=2025-06-20&tekst=+",
        ("tekst", "Skriv med få ord"), r#"<option value="other" selected>"#),
    wrong("/kommentarer", Who::Chef, "{FIGURE}&papir=ja&tekst=Se+010190-1234", ("tekst", "CPR-lignende"), ">Se [nummer]</textarea>"),
    wrong("/kommentarer/{id}/svar", Who::Chef, "svar=Se+010190-1234", ("svar-{id}", "CPR-lignende"), ">Se [nummer]</textarea>"),
    wrong("/analyser/{name}/kommentarer", Who::Chef, "{ANALYSED}&papir=ja&tekst=Se+010190-1234", ("tekst", "CPR-lignende"), ">Se [nummer]</textarea>"),
    wrong("/analyser/{name}/kommentarer/{id}/svar", Who::Chef, "svar=Se+010190-1234", ("svar-{id}", "CPR-lignende"), ">Se [nummer]</textarea>"),
    wrong("/takster/opfoelgning/bed-alle", Who::Secretariat, "frist=2025-06-31&tekst=Skriv+snart", ("frist", "Skriv en dato"), ">Skriv snart</textarea>"),
    wrong("/arbejdsplan/{key}", Who::Secretariat, "set=0&status=at_risk&frist=snart&hvorfor=Udbud", ("frist", "Skriv en dato"), ">Udbud</textarea>"),
    wrong("/arbejdsplan/{key}/dokumenter", Who::Secretariat, "hvorfor=Referat", ("fil", "Vælg en fil"), ">Referat</textarea>"),
    wrong("/arbejdsplan/planer", Who::Secretariat, "plan={\"title\":\"Ny plan\"}&handling=gem", ("plan", "intet er gemt"), "Ny plan"),
    wrong("/maerker", Who::Secretariat, "maerke=f&data=cases&aar=24&omraade=851&begrundelse=x", ("aar", "Skriv et år"), r#"<option value="851" selected>"#),
    wrong("/velkommen/{secret}", Who::Nobody, "navn=Ny&adgangskode=kort&gentag=kort", ("adgangskode", "mindst 12 tegn"), r#"value="Ny""#),
    wrong("/konto/tokens", Who::Secretariat, "navn=Udtr%C3%A6k&dage=1000", ("dage", "366"), r#"value="Udtræk""#),
    wrong("/visninger", Who::Secretariat, "adresse=%2Ftakster%3Fyear%3D2026&navn=Se+010190-1234", ("navn", "CPR-lignende"), r#"value="Se [nummer]""#),
    wrong("/konto/adgangskode", Who::Secretariat, "nuvaerende=x&adgangskode=kort&gentag=kort", ("nuvaerende", "ikke rigtig"), ""),
    wrong("/konto/andet-trin", Who::Secretariat, "nuvaerende=x", ("nuvaerende", "ikke rigtig"), ""),
    wrong("/brugere", Who::Administrator, "email=uden-snabel&navn=Bo&rolle=reader", ("email", "mailadresse"), r#"value="Bo""#),
    wrong("/brugere/{id}/rolle", Who::Administrator, "rolle=chef&kommune=", ("kommune", "kommune"), r#"<option value="chef" selected>"#),
    wrong("/indstillinger", Who::Administrator, "noegle=tariff_increase_threshold&fra=2027-07-01&vaerdi=4.5&kilde=DAS",
        ("vaerdi-tariff_increase_threshold", "er ikke et tal"), r#"value="DAS""#),
];

/// Forms in which nothing can be wrong at a field: buttons, and signing in, which never says which. Codes of a second
/// step need one that is on: `second_factor.rs` has them.
const WITHOUT_FIELDS: &[&str] = &[
    "/log-ind",
    "/log-ind/andet-trin",
    "/konto/andet-trin/bekraeft",
    "/konto/andet-trin/fra",
    "/brugere/andet-trin",
    "/brugere/{id}/andet-trin",
    "/fortsaet",
    "/log-ud",
    "/enkeltsager/kontrol",
    "/konto/sessioner/{id}/afslut",
    "/konto/tokens/{id}/afslut",
    "/brugere/{id}/link",
    "/brugere/{id}/spaer",
    "/brugere/{id}/aabn",
    "/ledige-pladser/mine",
    "/ledige-pladser/afsoegning/{receipt}/fortryd",
    "/konto/mails",
    "/visninger/{id}/slet",
    "/konto/kalender",
    "/arbejdsplan/kalender",
    "/arbejdsplan/kalender/luk",
    "/konto/kalender/luk",
    "/konto/nyheder",
    "/konto/tal/{id}/slip",
    "/hvorfra/foelg",
    "/analyser/{name}/foelg",
    "/nyheder/laest",
    "/nyheder/fra/{secret}",
    "/opslag/{secret}/{svar}",
    "/maerker/{id}/loeft",
    "/kommentarer/{id}/afslut",
    "/kommentarer/{id}/genaabn",
    "/kommentarer/{id}/papir",
    "/mails/proeve",
    "/moeder/eksempel",
    "/moeder/verificer",
    "/moeder/{id}/punkter/{item}/flyt",
    "/mails/{id}/igen",
    "/api/v1/imports/{kind}",
    "/api/v1/vacancies",
    "/api/v1/vacancies/{id}/confirm",
    "/api/v1/searches",
];

/// Forms in which a file can be sent.
pub const MULTIPART: [&str; 4] = [
    "/data",
    "/moeder/{id}/punkter/{item}/tabel",
    "/arbejdsplan/planer",
    "/arbejdsplan/{key}/dokumenter",
];

pub fn multipart(fields: &str) -> String {
    let parts = fields.split('&').filter_map(|field| field.split_once('='));
    let parts: String = parts
        .map(|(name, value)| {
            format!("--skel\r\nContent-Disposition: form-data; name=\"{name}\"\r\n\r\n{value}\r\n")
        })
        .collect();
    format!("{parts}--skel--\r\n")
}

async fn send(visitor: &Visitor<'_>, wrong: &Wrong, address: &str, body: &str) -> Answer {
    if !MULTIPART.contains(&wrong.route) {
        return visitor.form(address, body).await;
    }
    let kind = "multipart/form-data; boundary=skel";
    visitor
        .request("POST", address, kind, &multipart(body))
        .await
}

async fn good(visitor: &Visitor<'_>, address: &str, body: &str) {
    let done = visitor.form(address, body).await;
    assert_eq!(done.status, 303, "{address}: {}", done.body);
}

/// The id of a meeting that was added for a day.
async fn meeting(secretariat: &Visitor<'_>, day: &str) -> String {
    let form = format!("dato={day}&titel=DAS&type=steering_group");
    good(secretariat, "/moeder", &form).await;
    let report = secretariat.get("/api/v1/reports/meetings").await.json();
    let rows = report["rows"].as_array().expect("meetings").clone();
    let ours = rows.iter().find(|row| row["held_on"] == day);
    ours.and_then(|row| row["id"].as_str())
        .expect("the meeting")
        .to_owned()
}

/// A search for Hjørring, and a question to Aalborg about the first of two entries that fit: its own.
async fn searched(app: &TestApp, secretariat: &Visitor<'_>) {
    vacant(&app.store, "P", 1, "2025-06-01");
    let asked = format!("{ASKED}&fra=2025-09-01");
    good(secretariat, "/ledige-pladser/afsoegning", &asked).await;
    let ask = format!("/ledige-pladser/afsoegning/{RECEIPT}/bed");
    good(secretariat, &ask, "plads=1&besked=Hej").await;
}

/// The number of a comment on a figure of an analysis.
async fn analysed(secretariat: &Visitor<'_>) -> String {
    let address = format!("/analyser/{ANALYSIS}/kommentarer");
    let form = format!("{ANALYSED}&tekst=Hej");
    let done = secretariat.form(&address, &form).await;
    assert_eq!(done.status, 303, "{}", done.body);
    let page = done.header("location").replace("#kommentarer", "");
    let page = secretariat.get(&page).await;
    let id = page.body.split("id=\"kommentar-").nth(1);
    let id = id.and_then(|rest| rest.split('"').next());
    id.expect("a comment").to_owned()
}

/// What the case must have been through before a step can be shown at all.
pub async fn before(secretariat: &Visitor<'_>, route: &str, held: &str) {
    let step = async |name: &str, fields: &str| {
        let address = format!("/takster/sag/{name}");
        good(secretariat, &address, &format!("{CASE}&{fields}")).await;
    };
    match route {
        "/takster/sag/beslut" => step("droeft", &format!("moede={held}")).await,
        "/takster/sag/genaabn" => {
            step("indberet", "dato=2025-06-20&reference=1").await;
            step("beslut", "dato=2025-06-20&tekst=ja").await;
        }
        _ => {}
    }
}

/// What the forms are about: a region of two offers, and the ids of what was made in it.
pub struct World {
    pub held: String,
    coming: String,
    /// Of an item on the agenda of the meeting that comes.
    item: String,
    /// Of a link that was sent to somebody.
    secret: String,
    /// The address of a user's page.
    user: String,
    /// The number of a comment, and of one on a figure of an analysis.
    comment: String,
    analysed: String,
}

impl World {
    pub async fn new(app: &TestApp, administrator: &Visitor<'_>) -> World {
        for (kind, text) in [("offers", OFFERS), ("tariffs", TARIFFS), ("cases", CASES)] {
            let answer = app.post(&format!("/api/v1/imports/{kind}"), text).await;
            assert_eq!(answer.status, 201, "{}", answer.body);
        }
        let secretariat = app.secretariat();
        good(&secretariat, "/ledige-pladser", "tilbud=A&pladser=1").await;
        searched(app, &secretariat).await;
        let invited = "email=ny%40example.dk&rolle=reader";
        let invited = administrator.form("/brugere", invited).await;
        let secret = invited.body.split("/velkommen/").nth(1);
        let secret = secret.and_then(|rest| rest.split('<').next());
        let users = administrator.get("/brugere").await;
        let analysed = analysed(&secretariat).await;
        good(&secretariat, "/kommentarer", &format!("{FIGURE}&tekst=Hej")).await;
        let comments = secretariat.get("/kommentarer").await;
        let comment = comments.body.split("/kommentarer/").nth(1);
        let comment = comment.and_then(|rest| rest.split('/').next());
        let coming = meeting(&secretariat, "2025-11-05").await;
        let items = format!("/moeder/{coming}/punkter");
        good(&secretariat, &items, "overskrift=Tal").await;
        let page = secretariat.get(&format!("/moeder/{coming}")).await;
        let items = page.links(&format!("{items}/")).into_iter();
        let mut items = items.filter(|link| !link.ends_with("/nyt"));
        let item = items.next().expect("an item");
        let item = item.rsplit('/').next().unwrap_or_default().to_owned();
        World {
            comment: comment.expect("the comment").to_owned(),
            analysed,
            item,
            coming,
            held: meeting(&secretariat, "2025-06-10").await,
            secret: secret.expect("the link is shown").to_owned(),
            user: users.links("/brugere/").pop().expect("a user"),
        }
    }

    /// An address, a body or a field of a form, with the ids that stand in braces.
    pub fn filled(&self, wrong: &Wrong, text: &str) -> String {
        let id = match wrong.route {
            "/ledige-pladser/{id}" => "1",
            "/kommentarer/{id}/svar" => &self.comment,
            "/analyser/{name}/kommentarer/{id}/svar" => &self.analysed,
            "/brugere/{id}/rolle" => self.user.trim_start_matches("/brugere/"),
            _ => &self.coming,
        };
        text.replace("{CASE}", CASE)
            .replace("{ASKED}", ASKED)
            .replace("{FIGURE}", FIGURE)
            .replace("{ANALYSED}", ANALYSED)
            .replace("{name}", ANALYSIS)
            .replace("{receipt}", RECEIPT)
            .replace("{OTHER}", OTHER)
            .replace("{id}", id)
            .replace("{item}", &self.item)
            .replace("{number}", "2")
            .replace("{case}", "k1")
            .replace("{key}", "2025H2-samarbejde")
            .replace("{secret}", &self.secret)
    }
}

#[tokio::test]
async fn what_is_wrong_stands_at_its_field_and_what_was_typed_is_still_there() {
    let app = TestApp::new();
    let (secretariat, nobody) = (app.secretariat(), app.anonymous());
    let chef = app.visitor(Role::Chef, "851");
    let administrator = app.visitor(Standing::AdministratorOnly, "");
    let world = World::new(&app, &administrator).await;
    let mut lacking = Vec::new();
    for wrong in FORMS {
        before(&secretariat, wrong.route, &world.held).await;
        let visitor = match wrong.who {
            Who::Secretariat => &secretariat,
            Who::Chef => &chef,
            Who::Administrator => &administrator,
            Who::Nobody => &nobody,
        };
        let filled = |text: &str| world.filled(wrong, text);
        let answer = send(visitor, wrong, &filled(wrong.route), &filled(wrong.body)).await;
        let field = filled(wrong.at.0);
        let at = format!(r#"id="fejl-{field}">"#);
        let beside = answer.body.split(&at).nth(1).unwrap_or_default();
        let beside = beside.split("</").next().unwrap_or_default();
        let tied = format!(r#"aria-invalid="true" aria-describedby="fejl-{field}""#);
        let holds = [
            ("status", answer.status == 422),
            ("words", beside.contains(wrong.at.1)),
            ("tied to its field", answer.body.contains(&tied)),
            ("kept", answer.body.contains(wrong.kept)),
            ("no number", !answer.body.contains("010190")),
        ];
        let lacks = holds.into_iter().filter(|(_, holds)| !holds);
        lacking.extend(lacks.map(|(what, _)| format!("{} {what}: {beside}", wrong.route)));
    }
    assert!(lacking.is_empty(), "{lacking:#?}");
}

#[test]
fn every_form_has_its_line() {
    let posts = routes().into_iter().filter(|r| r.method == Method::POST);
    let posts: BTreeSet<&str> = posts.map(|route| route.path).collect();
    let known = FORMS.iter().map(|form| form.route);
    let known: BTreeSet<&str> = known.chain(WITHOUT_FIELDS.iter().copied()).collect();
    assert_eq!(posts, known);
}
