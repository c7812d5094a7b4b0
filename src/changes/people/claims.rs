//! What an OpenID provider's claims say of a person: address, name, standing and municipality.

use serde_json::{Map, Value};

use super::{AccountError, names};
use crate::config::Provider;
use crate::domain::people::{Role, Standing};

/// What the claims say of a person.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Person {
    pub subject: String,
    pub email: String,
    pub name: String,
    pub standing: Standing,
    /// As the claim or the provider's settings name it.
    pub municipality: Option<String>,
}

impl Person {
    /// Reads the claims of a provider. Of the address the lower-case form, of the name none that is
    /// no name.
    ///
    /// # Errors
    /// [`AccountError::OpenId`] with words for the person, [`AccountError::Provider`] without a subject.
    pub(super) fn read(
        provider: &Provider,
        claims: &Map<String, Value>,
    ) -> Result<Person, AccountError> {
        let text = |key: &str| texts(claims, key).into_iter().next().unwrap_or_default();
        let refused = |words: &str| AccountError::OpenId(words.to_owned());
        let subject = text("sub");
        if subject.is_empty() {
            return Err(AccountError::Provider("no subject".to_owned()));
        }
        let email = names::address(&text("email")).map_err(|_| {
            refused("Din organisation oplyser ingen mailadresse. Kontakt din it-afdeling.")
        })?;
        if claims.get("email_verified") == Some(&Value::Bool(false)) {
            return Err(refused(
                "Din mailadresse er ikke bekræftet hos din organisation.",
            ));
        }
        let standing = standing(provider, claims).map_err(refused)?;
        let municipality = match (&provider.municipality, standing.needs_municipality()) {
            (_, false) => None,
            (Some(fixed), true) => Some(fixed.clone()),
            (None, true) => {
                let claimed = texts(claims, &provider.municipality_claim);
                let [one] = &claimed[..] else {
                    return Err(refused(
                        "Din organisation oplyser ikke, hvilken kommune du er chef i. Kontakt din it-afdeling.",
                    ));
                };
                Some(one.clone())
            }
        };
        Ok(Person {
            subject,
            name: names::name(&text("name")).unwrap_or_else(|_| email.clone()),
            email,
            standing,
            municipality,
        })
    }
}

/// What the values of the role claim give together: one role at most, and administrator where one
/// of them says so.
fn standing(provider: &Provider, claims: &Map<String, Value>) -> Result<Standing, &'static str> {
    let given: Vec<Standing> = texts(claims, &provider.role_claim)
        .iter()
        .filter_map(|value| provider.roles.get(value).copied())
        .collect();
    let mut roles: Vec<Role> = given.iter().filter_map(|given| given.role()).collect();
    roles.sort_unstable();
    roles.dedup();
    if roles.len() > 1 {
        return Err(
            "Din organisation har givet dig flere roller i cockpittet. Du kan kun have én. Kontakt din it-afdeling.",
        );
    }
    let administrator = given.into_iter().any(Standing::is_administrator);
    Standing::new(roles.first().copied(), administrator).ok_or(
        "Din organisation har ikke givet dig en rolle i cockpittet. Kontakt din it-afdeling.",
    )
}

/// The texts of a claim: one, or those of a list. "a.b" is the claim b inside a.
fn texts(claims: &Map<String, Value>, key: &str) -> Vec<String> {
    let value = claims.get(key).or_else(|| {
        let (outer, inner) = key.split_once('.')?;
        claims.get(outer)?.as_object()?.get(inner)
    });
    match value {
        Some(Value::String(text)) => vec![text.clone()],
        Some(Value::Array(list)) => list
            .iter()
            .filter_map(|v| v.as_str().map(str::to_owned))
            .collect(),
        _ => Vec::new(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn provider() -> Provider {
        let text = r#"{"key": "aalborg", "name": "Aalborg Kommune", "issuer": "https://login.example.dk",
            "client_id": "cockpit", "role_claim": "realm.groups",
            "roles": {"Cockpit-Chef": "chef", "Cockpit-Laes": "reader", "Cockpit-Admin": "admin",
                "Cockpit-Leder": "chef+admin"}}"#;
        Provider::from_json(text).unwrap()
    }

    fn read(provider: &Provider, groups: &[&str], more: Value) -> Result<Person, String> {
        let mut claims = serde_json::json!({
            "sub": "123", "email": "Anna@Aalborg.example", "name": "Anna Lund",
            "realm": {"groups": groups},
        });
        let extra = more.as_object().unwrap().clone();
        claims.as_object_mut().unwrap().extend(extra);
        Person::read(provider, claims.as_object().unwrap()).map_err(|e| e.to_string())
    }

    #[test]
    fn claims_become_a_person() {
        let person = read(
            &provider(),
            &["Andet", "Cockpit-Laes"],
            serde_json::json!({}),
        )
        .unwrap();
        assert_eq!(person.standing, Standing::Plain(Role::Reader));
        assert_eq!(person.municipality, None);
        assert_eq!(person.email, "anna@aalborg.example");
        let chef = serde_json::json!({"municipality": "851"});
        let person = read(&provider(), &["Cockpit-Chef"], chef).unwrap();
        assert_eq!(person.municipality.as_deref(), Some("851"));
    }

    #[test]
    fn an_administrator_may_have_a_role_besides() {
        let chef = || serde_json::json!({"municipality": "851"});
        let both = Standing::AlsoAdministrator(Role::Chef);
        for (groups, expected) in [
            (&["Cockpit-Admin"][..], Standing::AdministratorOnly),
            (&["Cockpit-Admin", "Cockpit-Chef"], both),
            (&["Cockpit-Leder"], both),
            (&["Cockpit-Leder", "Cockpit-Chef"], both),
        ] {
            let person = read(&provider(), groups, chef()).unwrap();
            assert_eq!(person.standing, expected, "{groups:?}");
            let own = expected.needs_municipality().then_some("851");
            assert_eq!(person.municipality.as_deref(), own, "{groups:?}");
        }
    }

    #[test]
    fn what_is_not_said_is_not_guessed() {
        let none = serde_json::json!({});
        let error = |groups: &[&str], more: Value| read(&provider(), groups, more).unwrap_err();
        assert!(error(&["Andet"], none.clone()).contains("ikke givet dig en rolle"));
        assert!(error(&["Cockpit-Chef", "Cockpit-Laes"], none.clone()).contains("flere roller"));
        assert!(error(&["Cockpit-Chef"], none).contains("hvilken kommune"));
        let unverified = serde_json::json!({"email_verified": false});
        assert!(error(&["Cockpit-Laes"], unverified).contains("ikke bekræftet"));
        let no_email = serde_json::json!({"email": null});
        assert!(error(&["Cockpit-Laes"], no_email).contains("ingen mailadresse"));
    }

    #[test]
    fn a_municipality_s_provider_speaks_for_no_other() {
        let mut provider = provider();
        provider.municipality = Some("851".to_owned());
        let person = read(
            &provider,
            &["Cockpit-Chef"],
            serde_json::json!({"municipality": "860"}),
        );
        assert_eq!(person.unwrap().municipality.as_deref(), Some("851"));
    }
}
