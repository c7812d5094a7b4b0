//! Who may do what: the roles and their rights, as domain.md's table has them.

/// A role; everyone has one.
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
    /// Manages users and settings (administrator).
    Admin,
}

/// Something that a role may or may not do.
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
    /// Ask for explanations, report, put on a meeting's list, decide.
    FollowUp,
    /// Invite, change and disable users.
    ManageUsers,
    /// Add values of limits and rates.
    ManageSettings,
    /// Read the log.
    ReadLog,
}

impl Role {
    pub const ALL: [Role; 5] = [
        Role::Reader,
        Role::Chef,
        Role::WorkingGroup,
        Role::Secretariat,
        Role::Admin,
    ];

    pub const fn key(self) -> &'static str {
        match self {
            Role::Reader => "reader",
            Role::Chef => "chef",
            Role::WorkingGroup => "working_group",
            Role::Secretariat => "secretariat",
            Role::Admin => "admin",
        }
    }

    /// Danish name.
    pub const fn label(self) -> &'static str {
        match self {
            Role::Reader => "Læser",
            Role::Chef => "Chef",
            Role::WorkingGroup => "Arbejdsgruppe",
            Role::Secretariat => "Rammeaftalesekretariat",
            Role::Admin => "Administrator",
        }
    }

    /// Reads a role by key or Danish name; "working-group" is as good as "working_group".
    pub fn parse(text: &str) -> Option<Role> {
        let folded = text.trim().to_lowercase().replace(['-', ' '], "_");
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
            Role::Reader => &[Right::ReadFigures, Right::ReadOffers, Right::ReadIncreases],
            Role::Chef => &[
                Right::ReadFigures,
                Right::ReadOffers,
                Right::ReadIncreases,
                Right::Upload,
                Right::Explain,
            ],
            Role::WorkingGroup => &[Right::ReadOffers],
            Role::Secretariat => &[
                Right::ReadFigures,
                Right::ReadOffers,
                Right::ReadIncreases,
                Right::Upload,
                Right::FollowUp,
            ],
            Role::Admin => &[Right::ManageUsers, Right::ManageSettings, Right::ReadLog],
        }
    }

    /// Whether the role has a right.
    pub fn may(self, right: Right) -> bool {
        self.rights().contains(&right)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_read_as_they_are_written() {
        for role in Role::ALL {
            assert_eq!(Role::parse(role.key()), Some(role));
            assert_eq!(Role::parse(role.label()), Some(role));
        }
        assert_eq!(Role::parse("working-group"), Some(Role::WorkingGroup));
        assert_eq!(Role::parse("root"), None);
    }

    #[test]
    fn who_manages_users_sees_no_figures_and_the_other_way_round() {
        for role in Role::ALL {
            let manages = role.may(Right::ManageUsers) || role.may(Right::ReadLog);
            assert!(!(manages && role.may(Right::ReadFigures)), "{role:?}");
        }
        assert!(!Role::Reader.may(Right::Upload));
        assert!(!Role::WorkingGroup.may(Right::ReadFigures));
        assert!(!Role::Secretariat.may(Right::Explain));
        assert!(!Role::Chef.may(Right::FollowUp));
    }
}
