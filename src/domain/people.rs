//! Who may do what: roles, administrators and their rights, as domain.md's table has them.

/// What an account is in the work of the framework agreement; one at most.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Role {
    /// Reads aggregates of all areas (læser).
    Reader,
    /// Head of department of one municipality (chef).
    Chef,
    /// Owns milestones, logs vacant places (arbejdsgruppe).
    WorkingGroup,
    /// Framework-agreement secretariat (rammeaftalesekretariat).
    Secretariat,
}

/// What an account is: it has one role, and may be administrator besides; or it is administrator
/// only. An account that is neither cannot be.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Standing {
    /// A role, and nothing besides.
    Plain(Role),
    /// A role, and administrator besides: the rights of both.
    AlsoAdministrator(Role),
    /// Administrator without a role: no figures.
    AdministratorOnly,
}

/// Something that an account may or may not do.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Right {
    /// See the component analysis: figures of all areas, uploads and their receipts.
    ReadFigures,
    /// See offers (tilbud) and their tariffs.
    ReadOffers,
    /// See the flagged increases and their follow-up.
    ReadIncreases,
    /// Bring files in and withdraw them; a chef those of the own municipality.
    Upload,
    /// Explain tariff increases of the own municipality's offers.
    Explain,
    /// See every single case of the own municipality, and write down that it was gone through.
    OwnCases,
    /// See what is vacant, and who said so.
    ReadPlaces,
    /// Log vacant places, confirm and change them; a chef those of the own municipality's offers.
    LogPlaces,
    /// See whether what is published of single cases gives anybody away, and have it checked.
    CheckDisclosure,
    /// Search for vacant places, ask for one, and write down what came of it; a chef for the own
    /// municipality.
    Search,
    /// Comment on a figure, and read what others wrote about it.
    Comment,
    /// See the workplan: milestones, deliverables, and what was said of them.
    ReadWorkplan,
    /// See the analyses; one that reads more than this needs the right to that too.
    ReadAnalyses,
    /// Say how far milestones are; a working group those that are its own.
    UpdateMilestones,
    /// Say it of every milestone, hand one over to another owner, and add a plan.
    RunWorkplan,
    /// Mark figures as provisional, estimated and the like.
    MarkFigures,
    /// Ask for explanations, report, put on a meeting's list, decide.
    FollowUp,
    /// Prepare meetings: agendas, confidential items too, what was decided and what is still open of it.
    PrepareMeetings,
    /// Invite, change and disable users.
    ManageUsers,
    /// Add values of limits and rates.
    ManageSettings,
    /// Read the log.
    ReadLog,
}

impl Role {
    pub const ALL: [Role; 4] = [
        Role::Reader,
        Role::Chef,
        Role::WorkingGroup,
        Role::Secretariat,
    ];

    pub const fn key(self) -> &'static str {
        match self {
            Role::Reader => "reader",
            Role::Chef => "chef",
            Role::WorkingGroup => "working_group",
            Role::Secretariat => "secretariat",
        }
    }

    /// Danish name.
    pub const fn label(self) -> &'static str {
        match self {
            Role::Reader => "Læser",
            Role::Chef => "Chef",
            Role::WorkingGroup => "Arbejdsgruppe",
            Role::Secretariat => "Rammeaftalesekretariat",
        }
    }

    /// Danish, inside a sentence: all who have the role.
    const fn everyone(self) -> &'static str {
        match self {
            Role::Reader => "læsere",
            Role::Chef => "chefer",
            Role::WorkingGroup => "arbejdsgrupper",
            Role::Secretariat => "rammeaftalesekretariatet",
        }
    }

    /// Reads a role by key or Danish name; "working-group" is as good as "working_group".
    pub fn parse(text: &str) -> Option<Role> {
        let folded = folded(text);
        Role::ALL
            .into_iter()
            .find(|role| role.key() == folded || role.label().to_lowercase() == folded)
    }

    /// Whether the role belongs to one municipality.
    pub const fn needs_municipality(self) -> bool {
        matches!(self, Role::Chef)
    }

    /// The table of rights. What is not here is not allowed.
    pub const fn rights(self) -> &'static [Right] {
        match self {
            Role::Reader => &[
                Right::ReadFigures,
                Right::ReadOffers,
                Right::ReadIncreases,
                Right::ReadPlaces,
                Right::ReadWorkplan,
                Right::ReadAnalyses,
            ],
            Role::Chef => &[
                Right::ReadFigures,
                Right::ReadOffers,
                Right::ReadIncreases,
                Right::Upload,
                Right::Explain,
                Right::OwnCases,
                Right::ReadPlaces,
                Right::LogPlaces,
                Right::Search,
                Right::Comment,
                Right::ReadWorkplan,
                Right::ReadAnalyses,
            ],
            Role::WorkingGroup => &[
                Right::ReadOffers,
                Right::ReadPlaces,
                Right::LogPlaces,
                Right::Search,
                Right::ReadWorkplan,
                Right::ReadAnalyses,
                Right::UpdateMilestones,
            ],
            Role::Secretariat => &[
                Right::ReadFigures,
                Right::ReadOffers,
                Right::ReadIncreases,
                Right::Upload,
                Right::CheckDisclosure,
                Right::FollowUp,
                Right::PrepareMeetings,
                Right::ReadPlaces,
                Right::LogPlaces,
                Right::Search,
                Right::Comment,
                Right::ReadWorkplan,
                Right::ReadAnalyses,
                Right::UpdateMilestones,
                Right::RunWorkplan,
                Right::MarkFigures,
            ],
        }
    }
}

/// The key of an administrator, where a role could stand.
const ADMINISTRATOR: &str = "admin";

/// What an administrator may, whatever the role.
const ADMINISTRATORS_RIGHTS: &[Right] = &[
    Right::ManageUsers,
    Right::ManageSettings,
    Right::ReadLog,
    Right::CheckDisclosure,
];

fn folded(text: &str) -> String {
    text.trim().to_lowercase().replace(['-', ' '], "_")
}

impl Standing {
    /// One of a role and administrator, or both; neither is no standing.
    pub const fn new(role: Option<Role>, administrator: bool) -> Option<Standing> {
        match (role, administrator) {
            (Some(role), false) => Some(Standing::Plain(role)),
            (Some(role), true) => Some(Standing::AlsoAdministrator(role)),
            (None, true) => Some(Standing::AdministratorOnly),
            (None, false) => None,
        }
    }

    pub const fn role(self) -> Option<Role> {
        match self {
            Standing::Plain(role) | Standing::AlsoAdministrator(role) => Some(role),
            Standing::AdministratorOnly => None,
        }
    }

    pub const fn is_administrator(self) -> bool {
        match self {
            Standing::Plain(_) => false,
            Standing::AlsoAdministrator(_) | Standing::AdministratorOnly => true,
        }
    }

    /// Whether the role belongs to one municipality.
    pub fn needs_municipality(self) -> bool {
        self.role().is_some_and(Role::needs_municipality)
    }

    /// For the log, the settings and the pages' cache: `reader`, `reader+admin`, `admin`.
    pub fn key(self) -> String {
        match self {
            Standing::Plain(role) => role.key().to_owned(),
            Standing::AlsoAdministrator(role) => format!("{}+{ADMINISTRATOR}", role.key()),
            Standing::AdministratorOnly => ADMINISTRATOR.to_owned(),
        }
    }

    /// Danish name.
    pub fn label(self) -> String {
        match self {
            Standing::AlsoAdministrator(role) => format!("{} og administrator", role.label()),
            Standing::Plain(_) | Standing::AdministratorOnly => self.short_label().to_owned(),
        }
    }

    /// Danish name of the role alone, where there is one.
    pub fn short_label(self) -> &'static str {
        self.role().map_or("Administrator", Role::label)
    }

    /// Reads what [`Standing::key`] writes.
    pub fn parse(text: &str) -> Option<Standing> {
        let mut role = None;
        let mut administrator = false;
        for part in text.split('+') {
            if folded(part) == ADMINISTRATOR && !administrator {
                administrator = true;
            } else if role.is_none() {
                role = Some(Role::parse(part)?);
            } else {
                return None;
            }
        }
        Standing::new(role, administrator)
    }

    /// Whether it has a right: the union of the role's and the administrator's.
    pub fn may(self, right: Right) -> bool {
        let of_role = self
            .role()
            .is_some_and(|role| role.rights().contains(&right));
        of_role || (self.is_administrator() && ADMINISTRATORS_RIGHTS.contains(&right))
    }
}

/// Whether a receipt or the log names the person of a mail address, by whatever name: "Anna Jensen,
/// anna@example.dk", or the address alone.
pub fn is_named(email: &str, by: &str) -> bool {
    let before = by.strip_suffix(email);
    before.is_some_and(|name| name.is_empty() || name.ends_with(", "))
}

impl From<Role> for Standing {
    fn from(role: Role) -> Standing {
        Standing::Plain(role)
    }
}

impl Right {
    /// What the right opens, in Danish, as the beginning of a sentence.
    const fn opens(self) -> &'static str {
        match self {
            Right::ReadFigures => "Komponentanalysen og dens data",
            Right::ReadOffers => "Tilbud og takster",
            Right::ReadIncreases => "Takststigninger og deres opfølgning",
            Right::Upload => "Indberetning og rettelse af data",
            Right::Explain => "Forklaring af takststigninger",
            Right::OwnCases => "Kommunens egne enkeltsager",
            Right::ReadPlaces => "Ledige pladser",
            Right::LogPlaces => "Melding af ledige pladser",
            Right::CheckDisclosure => "Kontrollen af enkeltsager",
            Right::Search => "Afsøgning af ledige pladser",
            Right::Comment => "Kommentarer til tal",
            Right::ReadWorkplan => "Arbejdsplanen",
            Right::ReadAnalyses => "Analyser",
            Right::UpdateMilestones => "Opdatering af milepæle",
            Right::RunWorkplan => "Styring af arbejdsplanen",
            Right::MarkFigures => "Mærkning af tal",
            Right::FollowUp => "Opfølgning på takststigninger",
            Right::PrepareMeetings => "Forberedelse af møder",
            Right::ManageUsers => "Brugere",
            Right::ManageSettings => "Indstillinger",
            Right::ReadLog => "Loggen",
        }
    }

    /// Who has the right, in Danish: "læsere, chefer og rammeaftalesekretariatet".
    fn holders(self) -> String {
        let roles = Role::ALL.into_iter();
        let mut holders: Vec<&str> = roles
            .filter(|role| role.rights().contains(&self))
            .map(Role::everyone)
            .collect();
        if ADMINISTRATORS_RIGHTS.contains(&self) {
            holders.push("administratorer");
        }
        match holders.split_last() {
            Some((last, [])) => (*last).to_owned(),
            Some((last, rest)) => format!("{} og {last}", rest.join(", ")),
            None => "ingen".to_owned(),
        }
    }

    /// Why somebody does not have the right, who has it, and what to do: Danish.
    pub fn refusal(self, standing: Standing) -> String {
        let own = match standing {
            Standing::Plain(role) => format!("Din rolle er {}.", role.label().to_lowercase()),
            Standing::AlsoAdministrator(role) => {
                format!(
                    "Din rolle er {}, og du er administrator.",
                    role.label().to_lowercase()
                )
            }
            Standing::AdministratorOnly => "Du er administrator uden anden rolle.".to_owned(),
        };
        let way = if standing.is_administrator() {
            "Roller ændres under Brugere."
        } else {
            "Skal du have adgang, så bed en administrator om det."
        };
        format!(
            "{own} {} er kun for {}. {way}",
            self.opens(),
            self.holders()
        )
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn every_standing() -> Vec<Standing> {
        let plain = Role::ALL.into_iter().map(Standing::Plain);
        let both = Role::ALL.into_iter().map(Standing::AlsoAdministrator);
        plain
            .chain(both)
            .chain([Standing::AdministratorOnly])
            .collect()
    }

    #[test]
    fn names_are_read_as_they_are_written() {
        for role in Role::ALL {
            assert_eq!(Role::parse(role.key()), Some(role));
            assert_eq!(Role::parse(role.label()), Some(role));
        }
        assert_eq!(Role::parse("working-group"), Some(Role::WorkingGroup));
        for wrong in ["root", "admin", ""] {
            assert_eq!(Role::parse(wrong), None, "{wrong}");
        }
    }

    #[test]
    fn a_standing_is_read_as_it_is_written() {
        for standing in every_standing() {
            assert_eq!(Standing::parse(&standing.key()), Some(standing));
            let parts = Standing::new(standing.role(), standing.is_administrator());
            assert_eq!(parts, Some(standing));
        }
        for wrong in [
            "",
            "+",
            "admin+admin",
            "chef+reader",
            "chef+",
            "konge+admin",
        ] {
            assert_eq!(Standing::parse(wrong), None, "{wrong}");
        }
        assert_eq!(Standing::new(None, false), None);
    }

    #[test]
    fn an_administrator_has_the_role_s_rights_and_the_administrator_s() {
        let only = Standing::AdministratorOnly;
        assert!(only.may(Right::ManageUsers) && only.may(Right::ReadLog));
        for role in Role::ALL {
            let (plain, both) = (Standing::Plain(role), Standing::AlsoAdministrator(role));
            // What both may do: see whether anything published gives anybody away.
            let shared = |right: &Right| *right == Right::CheckDisclosure;
            for right in role.rights() {
                assert!(plain.may(*right) && both.may(*right));
                assert_eq!(only.may(*right), shared(right), "{right:?}");
            }
            for right in ADMINISTRATORS_RIGHTS {
                assert!(both.may(*right));
                let is_own = role.rights().contains(right);
                assert_eq!(plain.may(*right), is_own && shared(right), "{right:?}");
            }
        }
        assert!(!Standing::Plain(Role::Reader).may(Right::Upload));
        assert!(!Standing::Plain(Role::WorkingGroup).may(Right::ReadFigures));
        assert!(!Standing::AlsoAdministrator(Role::Secretariat).may(Right::Explain));
        assert!(!Standing::AlsoAdministrator(Role::Chef).may(Right::FollowUp));
    }

    #[test]
    fn a_refusal_says_what_one_is_and_who_may() {
        assert_eq!(
            Right::ReadLog.refusal(Standing::Plain(Role::Chef)),
            "Din rolle er chef. Loggen er kun for administratorer. \
             Skal du have adgang, så bed en administrator om det."
        );
        assert_eq!(
            Right::ReadFigures.refusal(Standing::AdministratorOnly),
            "Du er administrator uden anden rolle. Komponentanalysen og dens data er kun for \
             læsere, chefer og rammeaftalesekretariatet. Roller ændres under Brugere."
        );
        let working_group = Right::Upload.refusal(Standing::AlsoAdministrator(Role::WorkingGroup));
        assert!(working_group.starts_with("Din rolle er arbejdsgruppe, og du er administrator."));
    }
}
