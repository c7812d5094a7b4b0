//! The order that compared services are shown in: by operator, offer and service, as Danes sort them.

use std::collections::HashMap;
use std::sync::Arc;

use super::compared::Increases;
use crate::domain::danish::danish_order;
use crate::reports::offers::register::Register;

impl Increases {
    /// Puts the services of some years in order: by operator, offer and service, as Danes sort them.
    pub fn put_in_order(years: &mut [Increases]) {
        let Some(first) = years.first() else { return };
        let register = first.register.clone();
        let places = places(&register, years.iter().flat_map(Increases::listed));
        for year in years {
            year.sort(&places);
        }
    }

    fn sort(&mut self, places: &HashMap<String, usize>) {
        // Only what is listed has to be in order: thousands of comparisons would cost.
        let (flagged, rest): (Vec<_>, Vec<_>) = self.compared.drain(..).partition(|c| c.flagged);
        let flagged = flagged.into_iter().map(|of| {
            let tariff = &of.new.value;
            (
                Place::of(places, &tariff.offer_id, tariff.service.clone()),
                of,
            )
        });
        self.compared = in_order(flagged.collect());
        self.compared.extend(rest);
        let apart = self.apart.drain(..).map(|of| {
            let service = of.service.as_str().into();
            (Place::of(places, &of.offer_id, service), of)
        });
        let apart = apart.collect();
        self.apart = in_order(apart);
    }

    /// The offers of the services that lists show.
    fn listed(&self) -> impl Iterator<Item = &str> {
        let flagged = self.compared.iter().filter(|c| c.flagged);
        let offers = flagged.map(|c| &*c.new.value.offer_id);
        offers.chain(self.apart.iter().map(|a| a.offer_id.as_str()))
    }
}

/// The place of each offer by operator, name and id.
fn places<'a>(
    register: &'a Register,
    offers: impl Iterator<Item = &'a str>,
) -> HashMap<String, usize> {
    Register::places(offers, |offer| {
        [register.operator(offer), register.name(offer), offer]
    })
}

/// Where a service stands: by the place of its offer, which is looked up once, and its name.
struct Place {
    offer: Option<usize>,
    service: Arc<str>,
}

impl Place {
    fn of(places: &HashMap<String, usize>, offer: &str, service: Arc<str>) -> Place {
        Place {
            offer: places.get(offer).copied(),
            service,
        }
    }
}

/// Services in the order of their places, as Danes sort them.
fn in_order<T>(mut services: Vec<(Place, T)>) -> Vec<T> {
    let order = danish_order();
    services.sort_by(|(a, _), (b, _)| {
        let names = || order(&[&*a.service], &[&*b.service]);
        a.offer.cmp(&b.offer).then_with(names)
    });
    services.into_iter().map(|(_, service)| service).collect()
}
